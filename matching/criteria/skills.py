"""How much of what the opening asks does the candidate know how to do?

A skill that the profile does not name is unknown, not missing; one that was asked about and is not held is
not met. A related skill counts in part. Where the opening names no skill, those of its occupation stand
in, at half strength.
"""

import numpy as np

from matching.asks import ENOUGH, Asked, meet, skills_of, usual_skills
from matching.criteria.base import Floats, Judgement, Numbers, Scores, always_met, pairs, told, worst
from matching.enums import Evidence
from matching.model import Candidates, Openings
from matching.taxonomy import ONE, Taxonomy
from matching.vocabulary import Ints

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
    if len(candidates) == 1:
        met, unknown = candidates.once(("usual skills", taxonomy), lambda: _usual_of(candidates, taxonomy))
        met, unknown = met[openings.occupation], unknown[openings.occupation]
    else:
        asked = meet(candidates, usual_skills(taxonomy).take(openings.occupation), taxonomy)
        met, unknown = _shares(asked, pairs(candidates, openings), USUAL_WEIGHT)
    return met * USUAL_STRENGTH, 1.0 - (1.0 - unknown) * USUAL_STRENGTH


def _usual_of(candidate: Candidates, taxonomy: Taxonomy) -> tuple[Floats, Floats]:
    """Return what `_shares` returns of one candidate and the usual skills of every occupation."""
    usual, known = taxonomy.usual, skills_of(candidate, taxonomy)
    asked = usual_skills(taxonomy)
    total, held = asked.reduce(np.add, asked.weight.astype(np.int32), 0), usual @ known.near
    denied = usual @ known.denied.astype(np.int32) if known.denied.any() else 0
    return _shared(total, held, denied, USUAL_WEIGHT)


def _shares(asked: Asked, n: int, enough: int = 1 << 30) -> tuple[Floats, Floats]:
    """Return the shares met and unknown of each pair; `enough` weight is the whole, and nothing asked unknown."""
    weight = asked.entries.weight[asked.entries.flat].astype(np.int32)
    total = asked.entries.reduce(np.add, weight, 0)
    held = asked.entries.reduce(np.add, weight * asked.held, 0)
    denied = asked.entries.reduce(np.add, weight * asked.denied, 0) if asked.denied.any() else 0
    met, unknown = _shared(total, held, denied, enough)
    return met + np.zeros(n), unknown + np.zeros(n)


def _shared(total: Ints, held: Ints, denied: Ints | int, enough: int) -> tuple[Floats, Floats]:
    """Return the shares met and unknown of the weight asked, from what is held in 64ths and what is denied."""
    whole = np.clip(total, 1, enough) * float(ONE)
    met = np.minimum(held / whole, 1.0)
    unknown = np.maximum(1.0 - met - denied * ONE / whole, 0.0)
    return met, np.where(total > 0, unknown, 1.0)


def numbers(candidates: Candidates, openings: Openings, taxonomy: Taxonomy) -> list[Numbers]:
    """Count the skills asked of each pair that are held, related, not known and not held, musts apart."""
    n = pairs(candidates, openings)
    named = np.broadcast_to(openings.skills.lengths > 0, n).tolist()
    given = usual = _counted(meet(candidates, openings.skills, taxonomy), taxonomy)
    if not all(named):
        usual = _counted(meet(candidates, usual_skills(taxonomy).take(openings.occupation), taxonomy), taxonomy)
    read = np.broadcast_to(openings.skills_read, n).tolist()
    return [
        {"named": True, "read": r, **asked} if is_named else {"named": False, "read": r, **_few(instead)}
        for is_named, r, asked, instead in zip(named, read, given, usual, strict=True)
    ]


def _counted(asked: Asked, taxonomy: Taxonomy) -> list[Numbers]:
    """Return how each pair stands to the skills asked, which are listed heaviest first, else in the order asked."""
    entries, flat = asked.entries, asked.entries.flat
    order = np.lexsort((-entries.weight[flat].astype(int), entries.rows()))
    held, denied, must = asked.held[order], asked.denied[order], entries.flag[flat][order]
    keys = taxonomy.skills.codes[entries.index[flat][order]].tolist()
    enough, partly = held >= ENOUGH, (held > 0) & (held < ENOUGH)
    parts = {"held": enough, "related": partly, "open": (held == 0) & ~denied, "missing": denied}
    lists = {f"{name}_skills": entries.listed(keys, part) for name, part in parts.items()}
    musts = {"must": must, "must_held": enough & must}
    return told(
        len(entries),
        asked=entries.lengths.tolist(),
        held=list(map(len, lists["held_skills"])),
        related=list(map(len, lists["related_skills"])),
        **{name: entries.reduce(np.add, part.astype(np.int64), 0).tolist() for name, part in musts.items()},
        **lists,
    )


def _few(usual: Numbers) -> Numbers:
    """Return what is worth naming of the usual skills of an occupation."""
    return usual | {"asked": min(usual["asked"], USUAL_SHOWN), "open_skills": usual["open_skills"][:USUAL_SHOWN]}


def reason(numbers: Numbers, met: float, unknown: float) -> str:
    """Say what the skills are held against, or that nothing is known."""
    if unknown == 1.0:
        return "skills_unknown" if numbers["asked"] else "skills_not_stated"
    if numbers["read"]:
        return "skills_read"
    return "skills_match" if numbers["named"] else "skills_usual"
