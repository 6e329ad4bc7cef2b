"""Part-time openings of several employers that make one full job for a person (groupement d'employeurs)."""

from collections.abc import Callable, Mapping

from matching.explain import explain_pairs
from matching.market import Market, candidate_table, joined
from matching.model import Match
from matching.pooling.explain import pool_of
from matching.pooling.fits import MOVE_MINUTES, fits_of
from matching.pooling.law import ADULT, UNDER_18, Limits
from matching.pooling.model import Note, Parts, Pool, Pools, Wanted
from matching.pooling.parts import fastest, part_time_rows, parts_of, wanted_hours, without_hours
from matching.pooling.search import best_sets
from matching.profiles import RankProfile
from matching.records import Record

__all__ = ["ADULT", "UNDER_18", "Limits", "Note", "Pool", "Pools", "Wanted", "find_pools", "part_time_rows"]


def find_pools(
    candidate: Record,
    market: Market,
    profile: RankProfile,
    records: Mapping[str, Record],
    k: int,
    limits: Limits = ADULT,
    stop: Callable[[], bool] = lambda: False,
) -> Pools:
    """Return the k best sets of 2 to 4 part-time openings that make the hours the candidate wants, best first.

    `records` gives the part-time openings (`part_time_rows`) by their name in the market. No set breaks a must
    of either side, exceeds the hours of the law, needs times that collide or a move that is too long. The
    candidate's hours a week count for the sum. Equal scores keep the order of the matches.
    """
    parts = parts_of(candidate, market, profile, records, limits)
    wanted, mode = wanted_hours(candidate, limits), fastest(candidate)
    fits = fits_of(parts, mode, candidate.get("max_minutes", MOVE_MINUTES), limits)
    found = best_sets(parts, fits, wanted, limits, k, stop)
    matches = _matches(candidate, market, profile, parts, sorted({at for _, each in found for at in each}))
    pools = tuple(
        pool_of(each, score, tuple(matches[at] for at in each), parts, fits, wanted, limits, mode)
        for score, each in found
    )
    return Pools(pools, len(part_time_rows(market.openings)), len(parts), wanted)


def _matches(
    candidate: Record, market: Market, profile: RankProfile, parts: Parts, shown: list[int]
) -> dict[int, Match]:
    """Return the match with each part that is shown, by its place."""
    if not shown:
        return {}
    whole = without_hours(candidate)
    market = joined(market, [whole])
    table = candidate_table(whole, market)
    found = explain_pairs(table, market.openings.take(parts.rows[shown]), market.taxonomy, profile)
    return dict(zip(shown, found, strict=True))
