"""What somebody may record next of an introduction, as steps.check would let them, and whose turn it is."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from service.steps import (
    AGREES,
    AT_WORK,
    AWAITS,
    BEGUN,
    DISPUTED,
    KEPT_MONTHS,
    LIFE,
    OUTCOMES,
    REASONS,
    UNANSWERED,
    Past,
    Side,
    months_after,
    standing,
)

BOTH: frozenset[str] = frozenset({"declined", DISPUTED})  # of which it matters whose word an adviser records


@dataclass(frozen=True, slots=True)
class Next:
    """A step that may follow, whose word it is, and what must be told with it."""

    step: str
    side: Side
    reasons: tuple[str, ...]  # of which one is told; none = it needs none
    agrees: bool  # with it the person shows themselves to the company
    since: dt.date  # the first day that it can be of


@dataclass(frozen=True, slots=True)
class Due:
    """News of somebody at work that nobody has told: kept_3, kept_6 or kept_12, and since when."""

    step: str
    since: dt.date


def following(past: Sequence[Past], by: Side, today: dt.date, place: int = 0) -> list[Next]:
    """Return the steps that may follow the last one, `place` = 1 what could stand in its place; none if it has ended.

    An adviser records the word of either side.
    """
    found = standing(past)
    found = found[: len(found) - place]
    return list(_following(found, by, today)) if found else []


def due(past: Sequence[Past], today: dt.date) -> Due | None:
    """Return the last of three, six and twelve months at work that have passed and of which nobody has told."""
    found = standing(past)
    begun = [step.day for step in found if step.step in BEGUN]
    if not begun or found[-1].step not in AT_WORK:
        return None
    known = KEPT_MONTHS.get(found[-1].step, 0)
    all_days = {step: months_after(begun[-1], months) for step, months in KEPT_MONTHS.items() if months > known}
    passed = [Due(step, day) for step, day in all_days.items() if day <= today]
    return passed[-1] if passed else None


def awaited(past: Sequence[Past], is_disputed: bool, today: dt.date) -> Side | None:
    """Return whom an introduction waits for: who has to answer; the adviser where news are due or the sides disagree.

    Every list and page says it by this rule; None = nobody.
    """
    if is_disputed or due(past, today):
        return Side.ADVISER
    found = standing(past)
    return AWAITS.get(found[-1].step) if found else None


def _following(found: Sequence[Past], by: Side, today: dt.date) -> Iterator[Next]:
    before = found[-1]
    ways = {**LIFE[before.step], **({DISPUTED: (Side.PERSON, Side.COMPANY)} if before.step in OUTCOMES else {})}
    for step, sides in ways.items():
        since = _since(found, step)
        if since > today or (before.step == UNANSWERED and found[-2].step != step):
            continue
        for side in _told_by(step, sides, by):
            yield Next(step, side, REASONS.get((step, side), ()), (before.step, step) in AGREES, since)


def _told_by(step: str, sides: Sequence[Side], by: Side) -> Sequence[Side]:
    if by is not Side.ADVISER:
        return [side for side in sides if side is by]
    return sides if step in BOTH else sides[:1]


def _since(found: Sequence[Past], step: str) -> dt.date:
    if step not in KEPT_MONTHS:
        return found[-1].day
    begun = next(one.day for one in found if one.step in BEGUN)
    return max(found[-1].day, months_after(begun, KEPT_MONTHS[step]))
