"""Do the two speak a language in common, well enough to talk?"""

import numpy as np
from numpy.typing import NDArray

from matching.codes import code_key
from matching.criteria.base import Floats, Judgement, Numbers, Scores, evidence, pair_by_pair, pairs
from matching.enums import LanguageLevel
from matching.holds import NOT_HELD, holds
from matching.layout import Given
from matching.model import Candidates, Sponsors
from matching.taxonomy import Taxonomy

FRENCH = code_key("fr")
ENOUGH_LEVEL = 3  # B1: one can talk about work


def score(candidates: Candidates, sponsors: Sponsors, taxonomy: Taxonomy) -> Scores:
    """Return how far the level of the best common language carries a talk.

    A language whose level nobody told is spoken well enough. Unknown where a list is not given; French that
    a candidate does not list may be spoken all the same.
    """
    best, french = _best(candidates, sponsors, taxonomy)
    told = _told(candidates, sponsors)
    return Scores(best, np.where(told & ~french, 0.0, 1.0 - best))


def judge(candidates: Candidates, sponsors: Sponsors, taxonomy: Taxonomy) -> Judgement:
    """Do they have any language in common, where both have told theirs?"""
    best, french = _best(candidates, sponsors, taxonomy)
    told = _told(candidates, sponsors)
    return evidence((best == 0) & told & ~french, best == 0)


def _told(candidates: Candidates, sponsors: Sponsors) -> NDArray[np.bool_]:
    return np.asarray(((candidates.given & Given.LANGUAGES) > 0) & (sponsors.languages.lengths > 0))


def _best(candidates: Candidates, sponsors: Sponsors, taxonomy: Taxonomy) -> tuple[Floats, NDArray[np.bool_]]:
    """Return how well the best common language is spoken, and where only French, which is not listed, is left."""
    n = pairs(candidates, sponsors)
    found = holds(candidates.languages, sponsors.languages)
    level = _steps(found.amount.astype(np.int64))
    theirs = _steps(found.entries.amount[found.entries.flat].astype(np.int64))
    share = np.minimum(level, theirs) / ENOUGH_LEVEL
    french = taxonomy.languages.codes[found.entries.index[found.entries.flat]] == FRENCH
    best = found.entries.reduce(np.maximum, share, 0.0)
    open_ = found.entries.reduce(np.logical_or, french & (found.amount == NOT_HELD), False).astype(bool)
    return np.broadcast_to(best, n), np.broadcast_to(open_, n)


def _steps(level: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return how many of the steps to a talk a level is: all where it is listed without a level."""
    return np.where(level == NOT_HELD, 0, np.where(level == 0, ENOUGH_LEVEL, np.minimum(level, ENOUGH_LEVEL)))


@pair_by_pair
def numbers(candidates: Candidates, sponsors: Sponsors, taxonomy: Taxonomy) -> Numbers:
    """List the languages that one pair has in common, and the sponsor's."""
    found = holds(candidates.languages, sponsors.languages)
    keys = taxonomy.languages.codes[found.entries.index[found.entries.flat]].tolist()
    spoken = [
        {"language": key, "level": list(LanguageLevel)[held - 1].value if held > 0 else None}
        for key, held in zip(keys, found.amount.tolist(), strict=True)
    ]
    return {
        "common_languages": [entry for entry, held in zip(spoken, found.amount, strict=True) if held != NOT_HELD],
        "sponsor_languages": [{"language": key, "level": None} for key in keys],
    }


def reason(numbers: Numbers, met: float, unknown: float) -> str:
    """Say what the two can talk in, or who has not said."""
    if unknown == 1.0:
        return "common_language_not_asked" if numbers["sponsor_languages"] else "common_language_not_stated"
    if not met:
        return "common_language_none"
    return "common_language_spoken" if met == 1.0 else "common_language_weak"
