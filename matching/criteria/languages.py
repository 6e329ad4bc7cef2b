"""Does the candidate speak the languages asked, and well enough?"""

import numpy as np

from matching.codes import code_key
from matching.criteria.base import Floats, Judgement, Numbers, Scores, always_met, nothing_asked, pairs, worst
from matching.enums import Evidence, LanguageLevel
from matching.holds import NOT_HELD, Holds, holds
from matching.layout import Given
from matching.model import Candidates, Openings
from matching.taxonomy import Taxonomy

FRENCH = code_key("fr")


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
    told = ((candidates.given & Given.LANGUAGES) > 0)[asked.pair if len(candidates) > 1 else np.zeros_like(asked.pair)]
    french = taxonomy.languages.codes[asked.entries.index[asked.entries.flat]] == FRENCH
    listed = asked.amount != NOT_HELD
    vague = listed & (asked.amount == 0) & (need > 0)
    unknown = vague | (~listed & (~told | french))
    met = np.where(listed, np.minimum(np.maximum(asked.amount, 0) / np.maximum(need, 1), 1.0), 0.0)
    met = np.where(listed & (need == 0), 1.0, met)
    return np.where(unknown, 0.0, met), unknown.astype(np.float64)


def numbers(candidates: Candidates, openings: Openings, taxonomy: Taxonomy) -> Numbers:
    """List the languages asked of one pair by what is known of them."""
    if openings.languages.is_empty:
        return {"met_languages": [], "short_languages": [], "open_languages": []}
    asked = holds(candidates.languages, openings.languages)
    met, unknown = _levels(asked, candidates, taxonomy)
    keys = taxonomy.languages.codes[asked.entries.index[asked.entries.flat]]
    need = asked.entries.amount[asked.entries.flat]
    named = [
        {"language": int(key), "level": list(LanguageLevel)[level - 1].value if level else None}
        for key, level in zip(keys, need, strict=True)
    ]
    return {
        "met_languages": [entry for entry, m in zip(named, met, strict=True) if m == 1.0],
        "short_languages": [e for e, m, u in zip(named, met, unknown, strict=True) if m < 1.0 and not u],
        "open_languages": [entry for entry, u in zip(named, unknown, strict=True) if u],
    }


def reason(numbers: Numbers, met: float, unknown: float) -> str:
    """Say whether the languages are spoken, or that nothing is asked or known."""
    if not any(numbers.values()):
        return "languages_not_stated"
    if unknown == 1.0:
        return "languages_unknown"
    return "languages_short" if numbers["short_languages"] else "languages_met"
