"""Which companies hold an opening that fits a candidate: a sponsor from there is the way in."""

import numpy as np

from matching.codes import NO_KEY
from matching.flat import ends_of
from matching.grid import score_grid
from matching.model import Candidates, Openings, Sponsors, WaysIn
from matching.profiles import RankProfile
from matching.taxonomy import Taxonomy

FITS = 0.4  # the joint score from which an opening is worth a word in the company


def with_ways_in(
    candidates: Candidates, sponsors: Sponsors, openings: Openings, taxonomy: Taxonomy, profile: RankProfile
) -> Candidates:
    """Return the candidates with the best opening, by the profile of openings, of every company of these sponsors.

    Only openings count that no must removes and that score FITS or more; of equal ones the first id.
    """
    companies = np.unique(sponsors.company[sponsors.company != NO_KEY])
    offered = openings.take(np.flatnonzero(np.isin(openings.company, companies)))
    grid = score_grid(candidates, offered, taxonomy, profile)
    row, column = np.nonzero(grid.allowed & (grid.score >= FITS))
    score, company = grid.score[row, column], offered.company[column]
    order = np.lexsort((offered.ids[column], -score, company, row))
    row, column, score, company = row[order], column[order], score[order], company[order]
    best = np.ones(len(row), np.bool_)
    best[1:] = (row[1:] != row[:-1]) | (company[1:] != company[:-1])
    ends = ends_of(np.bincount(row[best], minlength=len(candidates)))
    chosen = column[best]
    ways = WaysIn(ends, company[best], offered.ids[chosen], offered.occupation[chosen], score[best])
    return candidates.with_columns(ways_in=ways, ways_sought=np.ones(len(candidates), np.bool_))
