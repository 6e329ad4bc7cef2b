"""One candidate beside every counterpart, and again after a change: only what reads a changed column is judged anew."""

from collections.abc import Callable
from dataclasses import dataclass, fields
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from matching.enums import Evidence, Side
from matching.flat import Flat
from matching.model import Candidates, Counterparts
from matching.profiles import RankProfile
from matching.ragged import Ragged
from matching.scoring import contribution, joint
from matching.taxonomy import Taxonomy

PLACE: Final = "place"


@dataclass(frozen=True, slots=True)
class Kept:
    """What a criterion found of every counterpart (None: it removes nobody), and which of the candidate's columns
    it read.
    """

    found: Any
    read: frozenset[str]


@dataclass(frozen=True, slots=True)
class Judged:
    """A candidate (a table of one row) judged by every rule and every scorer, in the order of the profile."""

    candidate: Candidates
    rules: tuple[Kept, ...]
    scores: tuple[Kept, ...]


def judged(
    candidate: Candidates,
    counterparts: Counterparts,
    taxonomy: Taxonomy,
    profile: RankProfile,
    before: Judged | None = None,
) -> Judged:
    """Return a candidate judged beside all counterparts; `before` is of these very counterparts."""
    criteria = profile.criteria
    changed = _changed(before, candidate) if before else frozenset()

    def found(work: Callable[[Candidates], Any], known: Kept | None) -> Kept:
        if known is not None and not known.read & changed:
            return known
        reads = candidate.take(slice(0, 1))  # its columns come one by one, as they are asked for
        told = work(reads)
        return Kept(told, frozenset(name for name in reads.__dict__ if name[0] != "_" and name != "points"))

    def removed(rule: Any) -> Callable[[Candidates], Any]:
        return lambda one: None if rule.idle(one, counterparts) else rule.judge(one, counterparts, taxonomy)

    def scored(scorer: Any) -> Callable[[Candidates], Any]:
        return lambda one: scorer.score(one, counterparts, taxonomy)

    rules = before.rules if before else (None,) * len(criteria.filters)
    scores = before.scores if before else (None,) * len(criteria.scorers)
    return Judged(
        candidate,
        tuple(found(removed(rule), known) for rule, known in zip(criteria.filters, rules, strict=True)),
        tuple(found(scored(scorer), known) for scorer, known in zip(criteria.scorers, scores, strict=True)),
    )


def within_reach(
    told: Judged, counterparts: Counterparts, profile: RankProfile
) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Return what `ranking.reachable` does: the rows that no must removes, and their joint scores, bit for bit."""
    alive = np.ones(len(counterparts), dtype=bool)
    for rule in told.rules:
        if rule.found is not None:
            alive &= rule.found != Evidence.NOT_MET
    sides = {side: np.zeros(len(counterparts)) for side in (Side.CANDIDATE, profile.criteria.side)}
    for scorer, kept in zip(profile.criteria.scorers, told.scores, strict=True):
        sides[scorer.side] += contribution(kept.found, profile.weights[scorer.criterion])
    rows = np.flatnonzero(alive)
    return rows, joint(*sides.values())[rows]


def _changed(before: Judged, candidate: Candidates) -> frozenset[str]:
    """Return the columns that were read and are not as they were."""
    names = frozenset().union(*(kept.read for kept in (*before.rules, *before.scores)))
    old, new = before.candidate, candidate
    same = {name for name in names - {PLACE} if _same(getattr(old, name), getattr(new, name))}
    return names - same - ({PLACE} if _same_place(old, new) else set())


def _same(one: Any, other: Any) -> bool:
    if isinstance(one, Ragged):
        parts = ("index", "amount", "flag", "weight")
        return _alike(one.lengths, other.lengths) and all(
            _alike(getattr(one, part)[one.flat], getattr(other, part)[other.flat]) for part in parts
        )
    if isinstance(one, Flat):
        return all(_alike(getattr(one, part.name), getattr(other, part.name)) for part in fields(one))
    return _alike(one, other)


def _same_place(one: Candidates, other: Candidates) -> bool:
    """Return whether two tables tell the same of where one is: each numbers its places for itself."""
    names = ("xyz", "radius_km", "reach_km")
    return all(_alike(getattr(one.points, n)[one.place], getattr(other.points, n)[other.place]) for n in names)


def _alike(one: NDArray[Any], other: NDArray[Any]) -> bool:
    return one.shape == other.shape and one.tobytes() == other.tobytes()
