"""What a change to a record does: who comes within reach, and how the best scores rise. Exactly as if it were made."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from matching.anew import judged, within_reach
from matching.changes import apply
from matching.model import Candidates, Counterparts
from matching.profiles import RankProfile
from matching.records import Record
from matching.taxonomy import Taxonomy

BEST: Final = 10
RISES_SHOWN: Final = 3


@dataclass(frozen=True, slots=True)
class Rise:
    """A counterpart among the best after the change, and what its score was before (None: out of reach)."""

    counterpart: int
    before: float | None
    after: float


@dataclass(frozen=True, slots=True)
class Lever:
    """A change to a record and what it does."""

    code: str
    change: Record
    more: int  # counterparts that come within reach
    reachable: int  # counterparts within reach after the change
    gain: float  # how much the mean of the ten best scores rises
    rises: tuple[Rise, ...]  # the greatest first
    numbers: Mapping[str, Any]


Survey = dict[int, float]  # id of a reachable counterpart → its joint score
Change = tuple[str, Record, Record]  # code, change of the record, numbers for the sentence


def effects(
    changes: Iterable[Change],
    record: Record,
    surveys: Callable[[Sequence[Record]], Iterable[Survey]],
    changed: Callable[[Record, Mapping[str, Any]], Record] = apply,
) -> list[Lever]:
    """Return what each change does to a record, surveyed before and after them."""
    changes = list(changes)
    before, *after = surveys([record, *(changed(record, made) for _, made, _ in changes)])
    return [_effect(change, found, before) for change, found in zip(changes, after, strict=True)]


def surveyed(
    people: Sequence[Candidates], counterparts: Counterparts, taxonomy: Taxonomy, profile: RankProfile
) -> list[Survey]:
    """Return who is within reach of each of these tables of one row: the first whole, of the others what differs."""
    first, found = None, list[Survey]()
    for person in people:
        told = judged(person, counterparts, taxonomy, profile, first)
        rows, scores = within_reach(told, counterparts, profile)
        found.append(dict(zip(counterparts.ids[rows].tolist(), scores.tolist(), strict=True)))
        first = first or told
    return found


def _effect(change: Change, after: Survey, before: Survey) -> Lever:
    code, made, numbers = change
    best = sorted(after, key=lambda counterpart: (-after[counterpart], counterpart))[:BEST]
    rises = [Rise(one, before.get(one), after[one]) for one in best if after[one] > before.get(one, 0.0) + 1e-9]
    rises.sort(key=lambda rise: ((rise.before or 0.0) - rise.after, rise.counterpart))
    gain = _mean_of_best(after) - _mean_of_best(before)
    return Lever(code, made, len(after) - len(before), len(after), gain, tuple(rises[:RISES_SHOWN]), numbers)


def _mean_of_best(survey: Survey) -> float:
    """Return the mean of the ten best scores; places that stay empty count 0."""
    return float(np.sort(np.fromiter(survey.values(), float))[::-1][:BEST].sum()) / BEST


def useful(found: Iterable[Lever], steps: Iterable[str] = ()) -> tuple[Lever, ...]:
    """Return the levers that change something, the most useful first.

    Of several `steps` of one kind with the same effect, the first.
    """
    kept: dict[tuple[str, int, float], Lever] = {}
    for lever in found:
        if lever.more >= 0 and (lever.more or lever.gain > 1e-9):
            step = "" if lever.code in steps else str(lever.change)
            kept.setdefault((lever.code + step, lever.more, lever.gain), lever)
    return tuple(sorted(kept.values(), key=lambda lever: (-lever.more, -lever.gain, lever.code, str(lever.change))))
