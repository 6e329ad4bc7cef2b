"""How well real openings are ranked for seekers whose occupation is known: one row for each kind of profile.

An opening within reach gains 3 when it is the seeker's occupation, 1 when it is of the same family (the same
parent code). The engine never sees these gains; where a seeker tells no wish, only skills, experience and
place can find them.
"""

import json
from collections.abc import Callable, Iterable
from pathlib import Path

import numpy as np

from matching.geo import distance_km
from matching.market import Market, candidate_table
from matching.metrics import coverage, ndcg_at_k, recall_at_k
from matching.model import Openings
from matching.profiles import RankProfile
from matching.ranking import rank_openings
from matching.records import Record
from training.dataset import Snapshot
from training.seekers import TOLD, make_seekers

K = 10
SAME, FAMILY = 3.0, 1.0

Row = dict[str, float | str]
Ranker = Callable[[Record], list[str]]


def evaluate(snapshot: Snapshot, profile: RankProfile, n: int, seed: int) -> list[Row]:
    """Return one row of measures for each kind of profile, and for two simple rankers beside it."""
    seekers = make_seekers(snapshot, n, seed)
    market = snapshot.market([])
    truths = [_gains(seeker, snapshot, market) for seeker in seekers]
    rows = ranked_rows("visavis", snapshot, snapshot, profile, n, seed)
    rows.append(_row("nearest with the same code", seekers, _nearest(snapshot, market, True), truths, market))
    rows.append(_row("nearest of all", seekers, _nearest(snapshot, market, False), truths, market))
    return rows


def ranked_rows(
    name: str, snapshot: Snapshot, shown: Snapshot, profile: RankProfile, n: int, seed: int, told: Iterable[str] = TOLD
) -> list[Row]:
    """Return one row for each kind of profile. The engine sees the openings `shown`; the truth is the snapshot's."""
    seekers = make_seekers(snapshot, n, seed)
    market = shown.market([])
    truths = [_gains(seeker, snapshot, market) for seeker in seekers]

    def engine(seeker: Record) -> list[str]:
        found = rank_openings(candidate_table(seeker, market), market.openings, market.taxonomy, profile, K)
        return [market.opening_ids[match.counterpart] for match in found.matches]

    return [_row(f"{name}: {kind}", map(TOLD[kind], seekers), engine, truths, market) for kind in told]


def _row(name: str, seekers: Iterable[Record], ranker: Ranker, truths: list[dict[str, float]], market: Market) -> Row:
    lists, ndcg, recall, outside = [], [], [], 0
    for seeker, gains in zip(seekers, truths, strict=True):
        ranked = ranker(seeker)
        lists.append(ranked)
        ndcg.append(ndcg_at_k(ranked, gains, K))
        recall.append(recall_at_k(ranked, {name for name, gain in gains.items() if gain == SAME}, K))
        outside += _outside(seeker, ranked, market)
    shown = sum(map(len, lists))
    reachable = len({name for gains in truths for name in gains})
    return {
        "ranker": name,
        "ndcg@10": float(np.nanmean(ndcg)),
        "recall@10": float(np.nanmean(recall)),
        "coverage": coverage(
            ([o for o in ranked if o in gains] for ranked, gains in zip(lists, truths, strict=True)), reachable
        ),
        "outside reach": outside / max(shown, 1),
        "empty lists": sum(not ranked for ranked in lists) / max(len(lists), 1),
    }


def _km(seeker: Record, market: Market) -> np.ndarray:
    """Return the km from a seeker to every opening, by id; nan where the place is not known."""
    table: Openings = market.openings
    km = np.empty(len(table))
    km[table.ids] = distance_km(candidate_table(seeker, market).xyz, table.xyz)
    return km


def _gains(seeker: Record, snapshot: Snapshot, market: Market) -> dict[str, float]:
    """Return the gain of every relevant opening within reach, by id."""
    parents = {code: parent for code, _, parent, _ in snapshot.reference.occupations}
    mine = seeker["wishes"][0]["occupation"]
    km = dict(zip(market.opening_ids, _km(seeker, market), strict=True))
    gains = {}
    for opening in snapshot.openings:
        code = opening.get("occupation", "")
        if km[opening["id"]] <= seeker["max_km"] and parents.get(code, code) == parents.get(mine, mine):
            gains[opening["id"]] = SAME if code == mine else FAMILY
    return gains


def _outside(seeker: Record, ranked: list[str], market: Market) -> int:
    """Return how many of a list are known to be farther than the seeker goes."""
    km = dict(zip(market.opening_ids, _km(seeker, market), strict=True))
    table, points = market.openings, market.openings.points
    slack = dict(zip((market.opening_ids[i] for i in table.ids), points.radius_km[table.place], strict=True))
    return sum(km[name] - slack[name] > seeker["max_km"] for name in ranked)


def _nearest(snapshot: Snapshot, market: Market, same_code: bool) -> Ranker:
    codes = {opening["id"]: opening.get("occupation") for opening in snapshot.openings}

    def rank(seeker: Record) -> list[str]:
        km = _km(seeker, market)
        inside = [i for i in np.argsort(km, kind="stable") if km[i] <= seeker["max_km"]]
        names = [market.opening_ids[i] for i in inside]
        return [n for n in names if not same_code or codes[n] == seeker["wishes"][0]["occupation"]][:K]

    return rank


def write(rows: list[Row], path: Path) -> None:
    """Write the measures as JSON."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(rows, indent=1) + "\n", "utf-8")
