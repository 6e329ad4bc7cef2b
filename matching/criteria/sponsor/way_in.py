"""Does the sponsor's company hold an opening that fits the candidate? Then the sponsor is the way in."""

import numpy as np
from numpy.typing import NDArray

from matching.codes import NO_KEY
from matching.criteria.base import Numbers, Scores, pair_by_pair, pairs
from matching.model import Candidates, Sponsors
from matching.taxonomy import Taxonomy

NONE = -1


def score(candidates: Candidates, sponsors: Sponsors, taxonomy: Taxonomy) -> Scores:
    """Return the score of the company's best opening for the candidate, 0 where none fits.

    Unknown where the company is, or where openings were not looked at.
    """
    known = np.broadcast_to(candidates.ways_sought & (sponsors.company != NO_KEY), pairs(candidates, sponsors))
    at = _way(candidates, sponsors)
    value = np.append(candidates.ways_in.score, 0.0)[at]  # NONE is the last
    return Scores(np.where(known, value, 0.0), np.where(known, 0.0, 1.0))


def _way(candidates: Candidates, sponsors: Sponsors) -> NDArray[np.int64]:
    """Return the place of each pair's way in among those of the candidates, NONE where there is none."""
    ways = candidates.ways_in
    way = np.full(pairs(candidates, sponsors), NONE)
    if len(candidates) == 1:
        order = np.argsort(ways.company)
        at = np.searchsorted(ways.company[order], sponsors.company)
        found = at < len(order)
        found[found] = ways.company[order][at[found]] == sponsors.company[found]
        way[found] = order[at[found]]
    else:
        rows = ways.rows()
        same = ways.company == (sponsors.company[0] if len(sponsors) == 1 else sponsors.company[rows])
        way[rows[same]] = np.flatnonzero(same)
    return way


@pair_by_pair
def numbers(candidates: Candidates, sponsors: Sponsors, taxonomy: Taxonomy) -> Numbers:
    """Name the opening of one pair by its id and its occupation, None where there is none."""
    at, ways = int(_way(candidates, sponsors)[0]), candidates.ways_in
    found = at != NONE
    return {
        "opening": int(ways.opening[at]) if found else None,
        "occupation": int(taxonomy.occupations.codes[ways.occupation[at]]) if found else NO_KEY,
        "points": round(100 * float(ways.score[at])) if found else None,
        "stated": bool(sponsors.company[0] != NO_KEY),
    }


def reason(numbers: Numbers, met: float, unknown: float) -> str:
    """Say whether there is a way in, or what is not known."""
    if unknown:
        return "way_in_not_asked" if numbers["stated"] else "way_in_not_stated"
    return "way_in_open" if met else "way_in_none"
