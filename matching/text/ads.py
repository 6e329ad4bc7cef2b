"""A whole ad: its occupation, the skills that it asks and its facts, each with how sure it is and where it was read."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from matching.records import Record
from matching.text.facts import read_facts
from matching.text.features import Ad, ad_features
from matching.text.index import WordIndex
from matching.text.labels import BLOCK, firsts
from matching.text.model import TextModel, shares
from matching.text.reading import Fact, OccupationRead, SkillRead
from matching.text.skills import read_skills
from matching.text.titles import occupations_read, unlike

BEST = 10
GUESS = 0.15  # the confidence below which an occupation is not worth keeping
LIKELY = 0.1  # skills that are less likely are not worth asking about


@dataclass(frozen=True, slots=True)
class AdRead:
    """What was read in an ad, surest first."""

    occupations: tuple[OccupationRead, ...] = ()
    skills: tuple[SkillRead, ...] = ()
    facts: tuple[Fact, ...] = ()


def read_ads(
    ads: Sequence[Ad], index: WordIndex, model: TextModel, k: int = BEST, today: date | None = None
) -> Iterator[AdRead]:
    """Yield what each ad says. Without reference data there are only facts."""
    for ad, read in zip(ads, read_work(ads, index, model, k), strict=True):
        yield replace(read, facts=tuple(read_facts(texts_of(ad), today)))


def read_work(
    ads: Sequence[Ad], index: WordIndex, model: TextModel, k: int = BEST, least: float = 0.0
) -> Iterator[AdRead]:
    """Yield the occupations and the skills of each ad, without its facts; none without reference data.

    Skills are read where an occupation is at least that sure.
    """
    for start in range(0, len(ads), BLOCK):
        block = ads[start : start + BLOCK]
        if not index.occupations:
            yield from (AdRead() for _ in block)
            continue
        features, like = ad_features(block, index, model)
        share = shares(model.ads.scores(features))
        share[unlike(like) & ~features["described"].any(axis=1)] = 0  # no word of it is known: it says nothing
        sure = model.ads.confidence(share, features["same"])
        for row, ad in enumerate(block):
            best = [int(place) for place in firsts(share[row], k) if share[row, place] > 0]
            work = tuple(occupations_read(ad.title, best, sure[row, best], row, like, index))
            asked = not least or _is_sure(work, least)
            yield AdRead(work, tuple(read_skills(texts_of(ad), share[row], index, model, k)) if asked else ())


def _is_sure(work: Sequence[OccupationRead], least: float) -> bool:
    return bool(work) and work[0].confidence >= least


def texts_of(ad: Ad) -> Mapping[str, str]:
    """Return the texts of an ad by name, as spans name them."""
    return {"title": ad.title, "description": ad.description}


def reading_of(read: AdRead) -> Record | None:
    """Return what an opening without codes is ranked by, the field `read` of its record; None where it is a guess."""
    if not _is_sure(read.occupations, GUESS):
        return None
    best = read.occupations[0]
    told = [skill for skill in read.skills if skill.confidence >= LIKELY]
    skills = [{"code": skill.code, "confidence": skill.confidence} for skill in told]
    return {"occupation": best.code, "confidence": best.confidence} | ({"skills": skills} if skills else {})
