"""The nouns of pathways: steps with their sessions, a goal, and the ordered steps that lead there."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from matching.eligibility import NOTHING_ASKED, Rule
from matching.model import Finding, Openings
from matching.records import Record

Day = int  # datetime.date.toordinal()


@dataclass(frozen=True, slots=True)
class Session:
    """When a step can be followed, and by how many more."""

    start: Day
    end: Day  # the last day
    seats_left: int | None = None  # None = nobody has said


@dataclass(frozen=True, slots=True)
class Step:
    """A course, a placement or a part of a programme: what it asks, when it is, what it brings."""

    key: str  # unique among the steps: the opening's name, or programme/step
    title: str
    opening: Record  # what it asks and where it is, as an opening; the engine's hard rules judge it
    sessions: tuple[Session, ...]
    gives: Record = field(default_factory=dict)  # skills, licences, certificates, languages, education, experience
    after: frozenset[str] = frozenset()  # keys of the steps that come before it
    rule: Rule = NOTHING_ASKED  # of its programme
    programme: str | None = None


@dataclass(frozen=True, slots=True)
class Goal:
    """Openings, any of which is the goal; reached when no must removes it and what it asks is met well enough."""

    openings: Openings
    least: float  # the least score of the opening's own side, in [0, 1]


@dataclass(frozen=True, slots=True)
class Note:
    """One thing to say: a code and the numbers behind it."""

    code: str
    numbers: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Taken:
    """A step of a path: which session, how sure, why it is there, what is to be checked."""

    step: Step
    session: Session
    confidence: float
    why: tuple[Note, ...]
    to_check: tuple[Finding, ...]  # what the step asks and nobody knows
    missing_facts: tuple[str, ...]  # what its programme's rules ask and nobody has told


@dataclass(frozen=True, slots=True)
class Path:
    """Steps in the order of their dates, the opening that they lead to, and the day on which it is reached."""

    steps: tuple[Taken, ...]
    opening: int  # its id
    day: Day
    confidence: float  # joint: of every step, and of what the opening asks and nobody knows
    to_check: tuple[Finding, ...]  # of the opening
    change: Record  # of the candidate's record, when all steps are done


@dataclass(frozen=True, slots=True)
class Closed:
    """A step that would help and cannot be taken, and why."""

    step: Step
    notes: tuple[Note, ...]
    blockers: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Impossible:
    """Why no path leads to the goal: what nothing on the territory gives, and the steps that are closed."""

    opening: int | None  # the opening that is nearest; None where the goal holds no opening
    blockers: tuple[Finding, ...]  # musts that stay broken whatever is followed
    best: float  # the score of the opening's side if every step were followed
    least: float  # the score that the goal wants
    missing_skills: tuple[int, ...]  # keys of the skills that the opening asks and no step gives
    closed: tuple[Closed, ...]


@dataclass(frozen=True, slots=True)
class Paths:
    """The earliest path and the surest one, which may be the same; both None when `impossible` says why."""

    shortest: Path | None
    surest: Path | None
    impossible: Impossible | None
