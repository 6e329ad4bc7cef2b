"""Does the sponsor know from inside the jobs, or the sectors, that the candidate wishes?"""

import numpy as np
from numpy.typing import NDArray

from matching.criteria.base import Floats, Numbers, Scores, judged, pair_by_pair
from matching.model import Candidates, Sponsors
from matching.ragged import Ragged
from matching.taxonomy import LAST_MOBILITY, SAME_OCCUPATION, SAME_PARENT, Taxonomy
from matching.toward import Places, best_between

SECTOR_STRENGTH = 0.6  # what knowing the sector is worth beside knowing the job
SAME_DIVISION = 0.5  # of the sector, where only the first two digits agree
DIGITS, DIVISION_DIGITS = 4, 2  # of an activity code
TRADE_STEPS = (
    (SAME_OCCUPATION, "trade_known"),
    (SAME_PARENT, "trade_family"),
    (LAST_MOBILITY, "trade_near"),
    (0, "trade_other"),
)


def score(candidates: Candidates, sponsors: Sponsors, taxonomy: Taxonomy) -> Scores:
    """Return how near the nearest job known is to the nearest wished, or the sector; unknown if neither compares."""
    job = _job(candidates, sponsors, taxonomy) / SAME_OCCUPATION
    sector = _sector(candidates, sponsors) * SECTOR_STRENGTH
    return judged(np.fmax(np.minimum(job, 1.0), sector))


def _job(candidates: Candidates, sponsors: Sponsors, taxonomy: Taxonomy) -> Floats:
    """Return the closeness in 64ths of the nearest jobs, nan where either side names none that is known."""
    wished, known = candidates.wished_occupations, sponsors.occupations
    near = best_between(wished, known, lambda i, j: taxonomy.closeness[wished.index[i], known.index[j]])
    return np.where(_any(wished, wished.index > 0) & _any(known, known.index > 0), near, np.nan)


def _sector(candidates: Candidates, sponsors: Sponsors) -> Floats:
    """Return how near the nearest sectors are, nan where either side names none."""
    wished, known = candidates.sectors, sponsors.sectors
    near = best_between(wished, known, lambda i, j: _same_sector(wished, i, known, j))
    return np.where((wished.lengths > 0) & (known.lengths > 0), near, np.nan)


def _same_sector(wished: Ragged, i: Places, known: Ragged, j: Places) -> Floats:
    """Return 1 where one code begins with the other, SAME_DIVISION where the first two digits agree."""
    one, other = (
        part.index[at] * 10 ** (DIGITS - part.amount[at].astype(np.int64)) for part, at in ((wished, i), (known, j))
    )
    shared = 10 ** (DIGITS - np.minimum(wished.amount[i], known.amount[j]).astype(np.int64))
    division = 10 ** (DIGITS - DIVISION_DIGITS)
    return np.where(one // shared == other // shared, 1.0, SAME_DIVISION * (one // division == other // division))


def _any(lists: Ragged, entries: NDArray[np.bool_]) -> NDArray[np.bool_]:
    return lists.reduce(np.logical_or, entries[lists.flat], False).astype(bool)


@pair_by_pair
def numbers(candidates: Candidates, sponsors: Sponsors, taxonomy: Taxonomy) -> Numbers:
    """Name the job known from inside that is nearest to a wish of one pair, and say what brings them together."""
    wished, known = candidates.wished_occupations, sponsors.occupations
    job, sector = (float(found[0]) for found in (_job(candidates, sponsors, taxonomy), _sector(candidates, sponsors)))
    codes = known.index[known.flat]
    near = taxonomy.closeness[wished.index[wished.flat]][:, codes].max(axis=0, initial=0)
    nearest = int(codes[near.argmax()]) if len(codes) else 0
    return {
        "occupation": int(taxonomy.occupations.codes[nearest]),
        "near": None if np.isnan(job) else int(job),
        "by_sector": bool(sector * SECTOR_STRENGTH > np.nan_to_num(job) / SAME_OCCUPATION),
        "stated": bool(len(codes) or known.lengths[0] or sponsors.sectors.lengths[0]),
    }


def reason(numbers: Numbers, met: float, unknown: float) -> str:
    """Say how the jobs known stand to those wished, or who has not said."""
    if unknown:
        return "trade_not_asked" if numbers["stated"] else "trade_not_stated"
    if numbers["by_sector"]:
        return "trade_sector"
    return next(code for least, code in TRADE_STEPS if (numbers["near"] or 0) >= least)
