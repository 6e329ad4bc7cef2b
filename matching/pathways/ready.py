"""Who is ready for which openings: many people at once, and only the pairs that may be."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from matching.criteria import FILTERS, SCORERS
from matching.criteria.base import Filter
from matching.enums import Evidence, Side
from matching.frames import Packed, frames
from matching.layout import CANDIDATE_ROW
from matching.market import Market
from matching.model import Candidates, Openings
from matching.packing import pack_candidate
from matching.pathways.places import Edges
from matching.pathways.standing import LEARNT
from matching.profiles import RankProfile
from matching.records import Record
from matching.scoring import ROUNDING, contribution, joint, score_pairs
from matching.tables import candidates_of

BLOCK: Final = 1 << 14  # pairs judged at once
LINE: Final = 16  # people of one opening from which they are judged together

Ready = dict[int, tuple[int, ...]]  # id of a candidate → rows of openings, in order
Test = Callable[[Candidates, Openings], NDArray[np.bool_]]  # row by row: which pairs pass


@dataclass(frozen=True, slots=True)
class Goal:
    """The openings to be ready for, in a market, and the joint score that counts as ready."""

    openings: Openings
    market: Market
    profile: RankProfile
    least: float

    def ready(self, people: Candidates, rows: Edges) -> Ready:
        """Return, of these openings for each person, those that no must removes and whose joint score is enough."""
        return self._kept(people, rows, [*map(self._keeps, self.profile.criteria.filters), self._is_ready])

    def willing(self, people: Candidates) -> Ready:
        """Return the openings whose joint score could be enough if all that they ask were met.

        No rule but those on what is learnt removes them. No step changes that, unless it gives experience, which
        may stand in for a wish.
        """
        everything = dict.fromkeys(sorted(people.ids.tolist()), range(len(self.openings)))
        rules = [rule for rule in FILTERS if rule.criterion not in LEARNT]
        return self._kept(people, everything, [*map(self._keeps, rules), self._could_be])

    def _kept(self, people: Candidates, rows: Edges, tests: Sequence[Test]) -> Ready:
        place = {number: row for row, number in enumerate(people.ids.tolist())}
        pairs = np.array([(place[person], row) for person, each in rows.items() for row in each], dtype=np.int64)
        found: dict[int, list[int]] = {person: [] for person in rows}
        for start in range(0, len(pairs), BLOCK):
            whom, what = self._passing(people, pairs[start : start + BLOCK], tests).T
            for person, row in zip(people.ids[whom].tolist(), what.tolist(), strict=True):
                found[person].append(row)
        return {person: tuple(sorted(each)) for person, each in found.items()}

    def _passing(self, people: Candidates, pairs: NDArray[np.int64], tests: Sequence[Test]) -> NDArray[np.int64]:
        """Return the pairs that pass all tests, each asked only of those that passed the ones before it."""
        for test in tests:
            parts = [part[test(*self._tables(people, part))] for part in _lines(pairs)]
            pairs = np.concatenate([pairs[:0], *parts])
        return pairs

    def _tables(self, people: Candidates, pairs: NDArray[np.int64]) -> tuple[Candidates, Openings]:
        whom, what = pairs[:, 0], pairs[:, 1]
        return people.take(whom), self.openings.take(what[:1] if (what == what[0]).all() else what)

    def _keeps(self, rule: Filter) -> Test:
        return lambda people, openings: np.asarray(
            rule.judge(people, openings, self.market.taxonomy) != Evidence.NOT_MET
        )

    def _is_ready(self, people: Candidates, openings: Openings) -> NDArray[np.bool_]:
        scored = score_pairs(people, openings, self.market.taxonomy, self.profile)
        return np.asarray(scored.joint >= self.least)

    def _could_be(self, people: Candidates, openings: Openings) -> NDArray[np.bool_]:
        points = np.zeros(len(people))
        for scorer in (each for each in SCORERS if each.side == Side.CANDIDATE):
            weight = self.profile.weights[scorer.criterion]
            points += contribution(scorer.score(people, openings, self.market.taxonomy), weight)
        return np.asarray(joint(points, np.ones(len(people))) >= self.least - ROUNDING)


def _lines(pairs: NDArray[np.int64]) -> list[NDArray[np.int64]]:
    """Return pairs opening by opening, where one opening meets many people: judged at once, they cost less."""
    if len(pairs) <= LINE * len(np.unique(pairs[:, 1])):
        return [pairs] if len(pairs) else []
    pairs = pairs[np.argsort(pairs[:, 1], kind="stable")]
    return np.split(pairs, np.flatnonzero(np.diff(pairs[:, 1])) + 1)


def table_of(records: Mapping[int, Record], market: Market) -> Candidates:
    """Return the table of canonical records by their id; a code that the market does not know meets nothing."""
    ids = np.fromiter(records, np.int64, len(records))
    packed = [pack_candidate(record) for record in records.values()]
    frame, items = frames(Packed([str(i) for i in ids], [r for r, _ in packed], [i for _, i in packed]), CANDIDATE_ROW)
    return candidates_of(frame, items, market.taxonomy, market.gazetteer, ids, market.since)
