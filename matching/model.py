"""The engine's nouns: tables of columns in, matches with their reasons out."""

from collections.abc import Callable, Hashable
from dataclasses import dataclass, field, fields
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from matching.enums import Criterion, Evidence, Side
from matching.ragged import Ragged, Rows

Floats32 = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Points:
    """Distinct places, shared by the rows that name them."""

    xyz: NDArray[np.float64]  # unit vectors, shape (n, 3); nan = unknown
    radius_km: NDArray[np.float64]  # how far from the point the place may be
    first_row: NDArray[np.int64]  # rows of point i: first_row[i] to first_row[i + 1], in the table they were made for
    reach_km: NDArray[np.float64]  # the farthest that a row of this point goes; inf = no limit


@dataclass(frozen=True)
class Table:
    """Columns of one length; rows of one place stand together. Unknown is nan, or 0 in coded columns."""

    ids: NDArray[np.int32]  # rank of the row's identifier among all: the order of equal scores
    place: NDArray[np.int32]  # index into points
    hours_min: Floats32  # a week
    hours_max: Floats32
    start: Floats32  # days since layout.EPOCH
    education: NDArray[np.uint8]  # European level, 0 = unknown
    skills: Ragged  # flag = held, or must
    languages: Ragged  # amount = level, 1 = A1 … 6 = C2
    permits: Ragged
    points: Points

    def __len__(self) -> int:
        return len(self.ids)

    def take(self, rows: Rows) -> Self:
        """Return some rows as a table; each column is read when a criterion first asks for it."""
        part = object.__new__(type(self))
        part.__dict__.update(points=self.points, _whole=self, _rows=rows)
        return part

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_") or "_whole" not in self.__dict__:
            raise AttributeError(name)
        values, rows = getattr(self.__dict__["_whole"], name), self.__dict__["_rows"]
        part = values.take(rows) if isinstance(values, Ragged) else values[rows]
        self.__dict__[name] = part
        return part

    def once(self, what: Hashable, work: Callable[[], Any]) -> Any:
        """Return what `work` returns, worked out once for this table: its columns never change."""
        done = self.__dict__.setdefault("_once", {})
        if what not in done:
            done[what] = work()
        return done[what]

    @property
    def is_part(self) -> bool:
        """True for some rows of another table, whose points tell nothing of where these rows are."""
        return "_whole" in self.__dict__

    @property
    def xyz(self) -> NDArray[np.float64]:
        """The place of each row as a unit vector."""
        return self.points.xyz[self.place]

    @property
    def nbytes(self) -> int:
        """Bytes that the columns take, the points included."""
        columns = [getattr(self, column.name) for column in fields(self)]
        flat = [a for a in columns if isinstance(a, np.ndarray)]
        nested: list[Ragged | Points] = [part for part in columns if isinstance(part, Ragged | Points)]
        for part in nested:
            flat += [getattr(part, column.name) for column in fields(part)]
        return sum(array.nbytes for array in flat)


@dataclass(frozen=True)
class Candidates(Table):
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


@dataclass(frozen=True)
class Openings(Table):
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
    """One candidate and one opening: scores from both sides and all that explains them."""

    candidate: int  # the row's id in its table
    opening: int
    score: float  # harmonic mean of the two sides
    candidate_score: float  # how much the opening is what the candidate wants
    opening_score: float  # how much the candidate is what the opening asks
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
