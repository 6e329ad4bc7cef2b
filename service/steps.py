"""The life of an introduction: which step may follow which, whose word it is, and for which reasons."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from service.errors import Conflict, Forbidden, Invalid

ANSWER_DAYS: Final = 60  # then a step waits no longer; nobody has refused


class Side(StrEnum):
    """Whose word a step is."""

    PERSON = "person"
    COMPANY = "company"
    ADVISER = "adviser"


P, C, A = Side
NEW, DISPUTED, UNANSWERED = "new", "disputed", "unanswered"

LIFE: Final[Mapping[str, Mapping[str, tuple[Side, ...]]]] = {  # before → next → whose word it may be; () = time alone
    NEW: {"suggested": (A,), "asked": (C,), "proposed": (P,)},
    "suggested": {"proposed": (P,), "declined": (P,), "not_presented": (A,), "withdrawn": (P, A), UNANSWERED: ()},
    "asked": {"accepted": (P,), "declined": (P,), "withdrawn": (P, C), UNANSWERED: ()},
    "proposed": {"accepted": (C,), "declined": (C,), "withdrawn": (P,), UNANSWERED: ()},
    UNANSWERED: {"suggested": (A,), "asked": (C,), "proposed": (P,)},  # again
    "accepted": {"met": (P, C), "hired": (P, C), "placed": (P, C), "declined": (P, C), "withdrawn": (P,)},
    "met": {"hired": (P, C), "placed": (P, C), "declined": (P, C), "withdrawn": (P,)},
    "hired": {"kept_3": (P, C), "kept_6": (P, C), "kept_12": (P, C), "left": (P, C)},
    "placed": {"kept_3": (P, C), "kept_6": (P, C), "kept_12": (P, C), "left": (P, C)},
    "kept_3": {"kept_6": (P, C), "kept_12": (P, C), "left": (P, C)},
    "kept_6": {"kept_12": (P, C), "left": (P, C)},
    "kept_12": {},
    "left": {},
    "declined": {},
    "not_presented": {},
    "withdrawn": {},
}
AWAITS: Final = {"suggested": P, "asked": P, "proposed": C}  # whose answer; see next_steps.awaited for all
ENDED: Final = frozenset(step for step, ways in LIFE.items() if not ways) | {UNANSWERED}
AGREES: Final = {(NEW, "proposed"), ("suggested", "proposed"), ("asked", "accepted"), (UNANSWERED, "proposed")}
BEGUN: Final = frozenset({"hired", "placed"})
KEPT_MONTHS: Final = {"kept_3": 3, "kept_6": 6, "kept_12": 12}
AT_WORK: Final = BEGUN | set(KEPT_MONTHS)
HOLDS_POST: Final = AT_WORK | {"left"}
OUTCOMES: Final = HOLDS_POST | {"met", DISPUTED}

REASONS: Final[Mapping[tuple[str, Side], tuple[str, ...]]] = {
    ("declined", P): ("too_far", "hours", "pay", "other_field", "other_plan", "conditions", "not_now", "other"),
    ("declined", C): ("skills", "experience", "licence", "hours", "not_available", "filled", "withdrawn", "other"),
    ("not_presented", A): ("not_ready", "requirement", "opening_closed", "already_known", "other"),
    ("left", P): ("contract_ended", "resigned", "trial_ended", "dismissed", "better_offer", "other"),
    ("left", C): ("contract_ended", "resigned", "trial_ended", "dismissed", "better_offer", "other"),
    (DISPUTED, P): ("not_met", "not_hired", "hired", "wrong_day", "left", "other"),
    (DISPUTED, C): ("not_met", "not_hired", "hired", "wrong_day", "left", "other"),
}


@dataclass(frozen=True, slots=True)
class Past:
    """A step that was recorded."""

    number: int
    step: str
    side: Side | None
    day: dt.date
    corrects: int | None = None


@dataclass(frozen=True, slots=True)
class Told:
    """A step that somebody records."""

    step: str
    side: Side
    day: dt.date
    reason: str | None = None
    corrects: int | None = None  # the number of the last step, which was a mistake


def past_of(rows: Iterable[Any]) -> list[Past]:
    """Return steps as they were read."""
    return [Past(row.number, row.step, row.side and Side(row.side), row.day, row.corrects) for row in rows]


def standing(past: Iterable[Past]) -> list[Past]:
    """Return the steps that stand: without those that were corrected, and without what disputes them."""
    found: list[Past] = []
    for step in past:
        if step.step == DISPUTED:
            continue
        if step.corrects is not None:
            found.pop()
        found.append(step)
    return found


def check(past: Sequence[Past], told: Told, by: Side, today: dt.date) -> str:
    """Return the step before the one that is told; `today` is the last day that has begun anywhere.

    Raise Forbidden for another side's word, Conflict for a step that does not follow, Invalid for a reason or a
    day that is none.
    """
    found = standing(past)
    if told.corrects is not None:
        _check_correction(found, told, by)
        found = found[:-1]
    before = found[-1].step if found else NEW
    _check_way(before, found, told)
    if by not in (told.side, A):
        raise Forbidden("only that side, or an adviser, may record this step", "other_side")
    _check_reason(told)
    _check_day(found, told, today)
    return before


def _check_correction(found: list[Past], told: Told, by: Side) -> None:
    if told.step == DISPUTED or len(found) < 2 or found[-1].number != told.corrects:
        raise Conflict("only the last step can be corrected, and not the first", "not_the_last_step")
    if by not in (found[-1].side or by, A):
        raise Forbidden("only the side whose word it was, or an adviser, corrects it: you may dispute it", "other_side")


def _check_way(before: str, found: list[Past], told: Told) -> None:
    outcome = (P, C) if before in OUTCOMES else ()
    allowed = outcome if told.step == DISPUTED else LIFE[before].get(told.step, ())
    again = before == UNANSWERED and found[-2].step != told.step
    if allowed and told.side not in allowed:
        raise Conflict(f"side: this step is the word of {' or '.join(allowed)}", "step_not_allowed")
    if told.side not in allowed or again:
        raise Conflict("this step cannot follow the last one: read again where it stands", "step_not_allowed")


def _check_reason(told: Told) -> None:
    reasons = REASONS.get((told.step, told.side), ())
    if reasons and told.reason not in reasons:
        raise Invalid(f"reason: one of {', '.join(reasons)}", "reason")
    if not reasons and told.reason is not None:
        raise Invalid("reason: this step has none", "reason")


def _check_day(found: list[Past], told: Told, today: dt.date) -> None:
    if told.day > today:
        raise Invalid("day: it has not come yet", "day")
    if found and told.day < found[-1].day:
        raise Invalid(f"day: not before that of the last step, {found[-1].day}", "day")
    if told.step in KEPT_MONTHS:
        begun = next(step.day for step in found if step.step in BEGUN)
        due = months_after(begun, KEPT_MONTHS[told.step])
        if told.day < due:
            raise Invalid(f"day: too early, this can be said from {due} on", "day")


def hides(told: Told) -> bool:
    """Return whether with this step the person no longer shows themselves to the company."""
    return told.step in ("withdrawn", "not_presented") or (told.step == "declined" and told.side is P)


def months_after(day: dt.date, months: int) -> dt.date:
    """Return the same day of a later month, or the first of the next where that month has none."""
    years, month = divmod(day.month - 1 + months, 12)
    try:
        return day.replace(year=day.year + years, month=month + 1)
    except ValueError:
        years, month = divmod(day.month + months, 12)
        return dt.date(day.year + years, month + 1, 1)
