"""What reading a text gives: facts, occupations and skills, each with where it was read and how sure it is.

Nothing here is saved by itself: a reading is shown to a person first.
"""

from dataclasses import dataclass, field
from typing import Any

from matching.enums import Requirement


@dataclass(frozen=True, slots=True)
class Span:
    """Where in a text something was read: characters `start` to `end` of the text named `field`."""

    field: str  # title, description, company … for an ad; "text" for a CV
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact as our records write it: `name` is a field of the record, `value` what that field reads."""

    name: str
    value: Any
    span: Span
    confidence: float  # the share of such facts that are right


@dataclass(frozen=True, slots=True)
class OccupationRead:
    """An occupation that a text speaks of, with the official title that is nearest and the words that decided."""

    code: str
    title: str
    title_code: str
    confidence: float
    because: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SkillRead:
    """A skill that a text asks or tells; `span` is None where the occupation alone suggests it."""

    code: str
    label: str
    confidence: float
    requirement: Requirement | None = None
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Something personal that was recognised in order to be left out: age, birth date, family, photo …"""

    name: str
    span: Span


@dataclass(frozen=True, slots=True)
class Stay:
    """One line of a past: a job or a course, with dates as ISO months ("2021-03") or years, as far as they are told."""

    title: str
    organisation: str = ""
    start: str = ""
    end: str = ""  # "" with `current` unset: not told
    current: bool = False
    months: float | None = None  # told in words ("18 mois"), where there are no dates
    text: str = ""
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Resume:
    """A CV in parts, whatever the file was; texts are as written, codes come later."""

    headline: str = ""  # the job wished or held, as the person puts it
    jobs: tuple[Stay, ...] = ()
    studies: tuple[Stay, ...] = ()
    skills: tuple[tuple[str, Span | None], ...] = ()  # wordings
    facts: tuple[Fact, ...] = ()  # languages, licences, certificates, education, place … as our records write them
    left_out: tuple[LeftOut, ...] = field(default=())
