"""Does the candidate speak the languages asked, and well enough?"""

import numpy as np

from matching.codes import code_key
from matching.criteria.base import Floats, Judgement, Numbers, Scores, always_met, nothing_asked, pairs, told, worst
from matching.enums import Evidence, LanguageLevel
from matching.holds import NOT_HELD, Holds, holds
from matching.layout import Given
from matching.model import Candidates, Openings
from matching.taxonomy import Taxonomy

FRENCH = code_key("fr")
_LEVELS = (None, *(level.value for level in LanguageLevel))


def score(candidates: Candidates, openings: Openings, taxonomy: Taxonomy) -> Scores:
    """Return the mean over the languages asked; unknown where none is asked or the list is not given."""
    if openings.languages.is_empty:
        return nothing_asked(candidates, openings)
    asked = holds(candidates.languages, openings.languages)
    met, open_ = _levels(asked, candidates, taxonomy)
    count = asked.entries.lengths + np.zeros(pairs(candidates, openings), np.int64)
    whole = np.maximum(count, 1)
    unknown = asked.entries.reduce(np.add, open_, 0.0) / whole
    return Scores(asked.entries.reduce(np.add, met, 0.0) / whole, np.where(count > 0, unknown, 1.0))


def judge(candidates: Candidates, openings: Openings, taxonomy: Taxonomy) -> Judgement:
    """Are the languages spoken that are musts, at the level asked?"""
    if not openings.languages.flag[openings.languages.flat].any():
        return always_met(candidates, openings)
    asked = holds(candidates.languages, openings.languages)
    met, unknown = _levels(asked, candidates, taxonomy)
    found = np.where(unknown > 0, Evidence.UNKNOWN, np.where(met < 1.0, Evidence.NOT_MET, Evidence.MET))
    musts = np.where(asked.entries.flag[asked.entries.flat], found, Evidence.MET)
    return worst(asked.entries, musts, pairs(candidates, openings))


def _levels(asked: Holds, candidates: Candidates, taxonomy: Taxonomy) -> tuple[Floats, Floats]:
    """Return, for each entry asked, the share met and the share unknown.

    A language that a given list lacks is not spoken, except French, which many lists take for granted.
    """
    need = asked.entries.amount[asked.entries.flat].astype(np.int32)
    given = ((candidates.given & Given.LANGUAGES) > 0)[asked.pair if len(candidates) > 1 else np.zeros_like(asked.pair)]
    french = taxonomy.languages.codes[asked.entries.index[asked.entries.flat]] == FRENCH
    listed = asked.amount != NOT_HELD
    vague = listed & (asked.amount == 0) & (need > 0)
    unknown = vague | (~listed & (~given | french))
    met = np.where(listed, np.minimum(np.maximum(asked.amount, 0) / np.maximum(need, 1), 1.0), 0.0)
    met = np.where(listed & (need == 0), 1.0, met)
    return np.where(unknown, 0.0, met), unknown.astype(np.float64)


def numbers(candidates: Candidates, openings: Openings, taxonomy: Taxonomy) -> list[Numbers]:
    """List the languages asked of each pair by what is known of them."""
    n = pairs(candidates, openings)
    if openings.languages.is_empty:
        return told(n, met_languages=[[]], short_languages=[[]], open_languages=[[]])
    asked = holds(candidates.languages, openings.languages)
    met, unknown = _levels(asked, candidates, taxonomy)
    keys = taxonomy.languages.codes[asked.entries.index[asked.entries.flat]].tolist()
    need = asked.entries.amount[asked.entries.flat].tolist()
    named = [{"language": key, "level": _LEVELS[level]} for key, level in zip(keys, need, strict=True)]
    return told(
        n,
        met_languages=asked.entries.listed(named, met == 1.0),
        short_languages=asked.entries.listed(named, (met < 1.0) & (unknown == 0)),
        open_languages=asked.entries.listed(named, unknown > 0),
    )


def reason(numbers: Numbers, met: float, unknown: float) -> str:
    """Say whether the languages are spoken, or that nothing is asked or known."""
    if not any(numbers.values()):
        return "languages_not_stated"
    if unknown == 1.0:
        return "languages_unknown"
    return "languages_short" if numbers["short_languages"] else "languages_met"
