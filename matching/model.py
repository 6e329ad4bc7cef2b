"""The engine's nouns: tables of columns in, matches with their reasons out."""

from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from matching.enums import Criterion, Evidence, Side
from matching.flat import Flat
from matching.ragged import Ragged
from matching.slots import Slots
from matching.table import Table

Floats32 = NDArray[np.float32]


@dataclass(frozen=True)
class WorkTable(Table):
    """What work is about, wished or offered."""

    hours_min: Floats32  # a week
    hours_max: Floats32
    start: Floats32  # days since layout.EPOCH
    education: NDArray[np.uint8]  # European level, 0 = unknown
    skills: Ragged  # flag = held, or must
    permits: Ragged


@dataclass(frozen=True)
class MeetingTable(Table):
    """When and how people can meet, and what for."""

    slots: Slots  # from the market's day on
    slots_told: NDArray[np.bool_]  # who told none is not known to have none
    timezone: NDArray[np.uint8]  # place in TimeZone
    remote: NDArray[np.int8]  # value of Evidence: meets by video
    help: NDArray[np.uint8]  # bits of HelpKind, wished or offered; 0 = unknown
    sectors: Ragged  # index = digits of an activity code, amount = how many of four


@dataclass(frozen=True)
class WaysIn(Flat):
    """The best opening of a company for each candidate, where it fits."""

    company: NDArray[np.uint64]
    opening: NDArray[np.int32]  # its id
    occupation: NDArray[np.int32]
    score: NDArray[np.float64]


@dataclass(frozen=True)
class Candidates(WorkTable, MeetingTable):
    """People who look for work: what they hold, wish and accept. No column names or describes the person."""

    reach_km: Floats32  # how far they go, as the crow flies; nan = no limit known
    max_km: Floats32
    max_minutes: Floats32
    wage_floor: Floats32  # euros a month, gross, full time
    modes: NDArray[np.uint8]  # bits of TravelMode
    kinds: NDArray[np.uint8]  # bits of OpeningKind; 0 = unknown
    contracts: NDArray[np.uint16]  # bits of ContractType; 0 = unknown
    refuses: NDArray[np.uint16]  # bits of WorkingTime
    wishes: NDArray[np.uint8]  # bits of CandidateLimit that are wishes only
    given: NDArray[np.uint8]  # bits of layout.Given: lists that are complete
    wished_titles: Ragged  # flag = must
    wished_occupations: Ragged  # flag = must
    experience: Ragged  # occupations; amount = months
    ways_in: WaysIn  # none until they are looked for: see matching.ways_in
    ways_sought: NDArray[np.bool_]


@dataclass(frozen=True)
class Openings(WorkTable):
    """What companies offer: jobs, and every other kind of opening."""

    title: NDArray[np.int32]
    occupation: NDArray[np.int32]
    sure: NDArray[np.uint8]  # of the occupation, in 64ths: less than the whole where it was read in the text
    skills_read: NDArray[np.bool_]  # the skills were read in the text: none was named
    latest_start: Floats32
    wage_min: Floats32  # euros a month, gross, full time
    wage_max: Floats32
    experience: Floats32  # months asked; 0 = beginners welcome
    positions: NDArray[np.uint16]
    kind: NDArray[np.uint8]  # 1 + place in OpeningKind
    contract: NDArray[np.uint8]  # 1 + place in ContractType; 0 = unknown
    working_times: NDArray[np.uint16]  # bits of WorkingTime; 0 = unknown
    musts: NDArray[np.uint8]  # bits of layout.Ask
    must_skills: Ragged  # those of `skills` that are musts
    company: NDArray[np.uint64]  # its key, see packing.company_key; NO_KEY = unknown


@dataclass(frozen=True)
class Sponsors(MeetingTable):
    """People in work, or who have been, who open doors. No column names or describes the person."""

    occupations: Ragged  # known from inside
    company: NDArray[np.uint64]  # as that of openings
    max_km: Floats32  # how far they travel to meet; nan = not told
    capacity: Floats32  # people at most
    followed: Floats32  # people now
    pause: Floats32  # the last day of the pause that the market's day is in, inf = for good; nan = none
    since: NDArray[np.int32]  # the market's day, in days since layout.EPOCH; the same for all


Counterparts = Openings | Sponsors


@dataclass(frozen=True, slots=True)
class Reason:
    """What one criterion gave to one side's score, and what is met, unknown and not met of it."""

    criterion: Criterion
    code: str  # a key of the sentences
    side: Side
    contribution: float  # points of the side's score, out of 1
    most: float  # what the criterion could give
    met: float  # the share known to be met
    unknown: float  # the share that nobody knows
    numbers: dict[str, Any] = field(default_factory=dict)

    @property
    def lost(self) -> float:
        """The points that are lost because something is known not to be met."""
        return self.most * (1.0 - self.met - self.unknown)

    @property
    def low(self) -> float:
        """The points if what is unknown fails."""
        return self.most * self.met

    @property
    def high(self) -> float:
        """The points if what is unknown is met."""
        return self.most * (self.met + self.unknown)


@dataclass(frozen=True, slots=True)
class Finding:
    """What a filter says of a pair, with the numbers behind it; a blocker when the evidence is NOT_MET."""

    criterion: Criterion
    code: str
    evidence: Evidence
    numbers: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Question:
    """The unknown that moves the score most, and who can answer it."""

    criterion: Criterion
    code: str
    side: Side
    low: float  # the score if the answer is the worst
    high: float  # the score if it is the best
    numbers: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Match:
    """One candidate and one counterpart: scores from both sides and all that explains them."""

    candidate: int  # the row's id in its table
    counterpart: int
    side: Side  # what the counterpart is
    score: float  # harmonic mean of the two sides
    candidate_score: float  # how much the counterpart is what the candidate wants
    counterpart_score: float  # how much the candidate is what the counterpart asks
    low: float  # the score if every unknown fails
    high: float  # the score if every unknown is met
    reasons: tuple[Reason, ...]  # strongest first; they sum to the two side scores
    blockers: tuple[Finding, ...]  # musts that are not met: an empty tuple for a ranked pair
    to_check: tuple[Finding, ...]  # musts that nobody knows
    questions: tuple[Question, ...]  # the one that moves the score most first

    @property
    def missing(self) -> tuple[Reason, ...]:
        """What is known to be missing, the greatest loss first."""
        return tuple(sorted((r for r in self.reasons if r.lost > 1e-12), key=lambda r: -r.lost))

    @property
    def unknown(self) -> tuple[Reason, ...]:
        """What nobody knows, in the order of the reasons."""
        return tuple(reason for reason in self.reasons if reason.unknown > 0)


@dataclass(frozen=True, slots=True)
class Ranking:
    """The best matches for one, best first, and what became of the others."""

    matches: tuple[Match, ...]
    considered: int  # rows in the table
    reachable: int  # rows that no must removed
    removed: dict[Criterion, int]  # by the first filter that removed them, in the order of the filters
