"""How much of what the opening asks does the candidate know how to do?

A skill that the profile does not name is unknown, not missing; one that was asked about and is not held is
not met. A related skill counts in part. Where the opening names no skill, those of its occupation stand
in, at half strength.
"""

import numpy as np

from matching.asks import ENOUGH, Asked, meet, usual_skills
from matching.criteria.base import Floats, Judgement, Numbers, Scores, always_met, pairs, worst
from matching.enums import Evidence
from matching.model import Candidates, Openings
from matching.taxonomy import ONE, Taxonomy

USUAL_STRENGTH = 0.5  # how much an occupation's skills say of an opening that names none
READ_STRENGTH = 0.25  # … and, beside them, the skills read in its text
USUAL_SHOWN = 8  # skills of an occupation that are worth naming
USUAL_WEIGHT = 16  # such an opening asks about eight of them, half of them core: that much is the whole


def score(candidates: Candidates, openings: Openings, taxonomy: Taxonomy) -> Scores:
    """Return the weighted share of the skills asked that are held, and of those that are not known."""
    met, unknown = _shares(meet(candidates, openings.skills, taxonomy), pairs(candidates, openings))
    silent = (openings.skills.lengths == 0) | openings.skills_read
    if silent.any():
        usual_met, usual_unknown = _usual(candidates, openings, taxonomy)
        read = np.where(openings.skills_read, READ_STRENGTH, 0.0)
        met = np.where(silent, usual_met + read * met, met)
        unknown = np.where(silent, usual_unknown - read * (1.0 - unknown), unknown)
    return Scores(met, unknown)


def judge(candidates: Candidates, openings: Openings, taxonomy: Taxonomy) -> Judgement:
    """Are the skills there that are musts? One that was never asked about is unknown."""
    if openings.must_skills.is_empty:
        return always_met(candidates, openings)
    asked = meet(candidates, openings.must_skills, taxonomy)
    held = np.where(asked.held >= ENOUGH, Evidence.MET, Evidence.UNKNOWN)
    found = np.where(asked.denied, Evidence.NOT_MET, held)
    return worst(asked.entries, found, pairs(candidates, openings))


def idle(candidates: Candidates, openings: Openings) -> bool:
    """Return whether no candidate was asked about a skill and does not hold it."""
    return bool(candidates.skills.flag[candidates.skills.flat].all())


def _usual(candidates: Candidates, openings: Openings, taxonomy: Taxonomy) -> tuple[Floats, Floats]:
    asked = usual_skills(taxonomy)
    if len(candidates) == 1:
        met, unknown = candidates.once(
            ("usual skills", taxonomy),
            lambda: _shares(meet(candidates, asked, taxonomy), len(asked), USUAL_WEIGHT),
        )
        met, unknown = met[openings.occupation], unknown[openings.occupation]
    else:
        met, unknown = _shares(
            meet(candidates, asked.take(openings.occupation), taxonomy), pairs(candidates, openings), USUAL_WEIGHT
        )
    return met * USUAL_STRENGTH, 1.0 - (1.0 - unknown) * USUAL_STRENGTH


def _shares(asked: Asked, n: int, enough: int = 1 << 30) -> tuple[Floats, Floats]:
    """Return the shares met and unknown of each pair; `enough` weight is the whole, and nothing asked unknown."""
    weight = asked.entries.weight[asked.entries.flat].astype(np.int32)
    total = asked.entries.reduce(np.add, weight, 0)
    held = asked.entries.reduce(np.add, weight * asked.held, 0)
    denied = asked.entries.reduce(np.add, weight * asked.denied, 0) if asked.denied.any() else 0
    whole = np.clip(total, 1, enough) * float(ONE)
    met = np.minimum(held / whole, 1.0)
    unknown = np.maximum(1.0 - met - denied * ONE / whole, 0.0)
    return met + np.zeros(n), np.where(total > 0, unknown, 1.0) + np.zeros(n)


def numbers(candidates: Candidates, openings: Openings, taxonomy: Taxonomy) -> Numbers:
    """Count the skills asked of one pair that are held, related, not known and not held, musts apart."""
    named = len(openings.skills.index[openings.skills.flat]) > 0
    entries = openings.skills if named else usual_skills(taxonomy).take(openings.occupation)
    asked = meet(candidates, entries, taxonomy)
    must = entries.flag[entries.flat]
    held, partly = asked.held >= ENOUGH, (asked.held > 0) & (asked.held < ENOUGH)
    keys = taxonomy.skills.codes[entries.index[entries.flat]]
    weight = entries.weight[entries.flat]
    return {
        "named": named,
        "read": bool(openings.skills_read[0]),
        "asked": len(held) if named else min(len(held), USUAL_SHOWN),
        "held": int(held.sum()),
        "related": int(partly.sum()),
        "must": int(must.sum()),
        "must_held": int((held & must).sum()),
        "held_skills": _listed(keys, weight, held),
        "related_skills": _listed(keys, weight, partly),
        "open_skills": _listed(keys, weight, (asked.held == 0) & ~asked.denied)[: None if named else USUAL_SHOWN],
        "missing_skills": _listed(keys, weight, asked.denied),
    }


def reason(numbers: Numbers, met: float, unknown: float) -> str:
    """Say what the skills are held against, or that nothing is known."""
    if unknown == 1.0:
        return "skills_unknown" if numbers["asked"] else "skills_not_stated"
    if numbers["read"]:
        return "skills_read"
    return "skills_match" if numbers["named"] else "skills_usual"


def _listed(keys: np.ndarray, weight: np.ndarray, chosen: np.ndarray) -> list[int]:
    """Return the keys chosen, heaviest first, in the order asked among equals."""
    at = np.flatnonzero(chosen)
    return [int(keys[i]) for i in at[np.argsort(-weight[at].astype(int), kind="stable")]]
