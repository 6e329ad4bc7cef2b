"""Reading words: job titles, ads and CVs → occupations, skills and facts. Nothing is saved."""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache, partial
from typing import TypeVar

import numpy as np

from matching.records import Record
from matching.text.ads import AdRead, read_ads
from matching.text.cv import resume_of
from matching.text.features import wording
from matching.text.index import WordIndex
from matching.text.labels import BLOCK
from matching.text.profile import ToConfirm, profile_of
from matching.text.reading import LeftOut, OccupationRead, SkillRead
from matching.text.skills import match_wordings
from matching.text.titles import read_titles
from service.ad_files import GivenAd
from service.importers.cv_files import Document
from service.word_pool import answers
from service.words import Words

CODED = "(coded)"  # stands for the words that decided, where somebody gave the code; no word has such signs
LONGEST = 300  # characters of a title; the rest tells nothing more
LIKELY = 0.2  # the confidence from which an occupation read in a CV is worth asking about
ADS_AT_ONCE = 32

T = TypeVar("T")
TitleShape = Callable[[str, Sequence[OccupationRead]], T]
AdShape = Callable[[GivenAd, AdRead], T]


@dataclass(frozen=True, slots=True)
class Profile:
    """What a CV tells: the record, what is personal and left out, and what the person should confirm."""

    record: Record
    left_out: tuple[LeftOut, ...]
    to_confirm: tuple[ToConfirm, ...]
    wordings: Mapping[str, str] = field(default_factory=dict)  # skill → the person's first words for it
    likely: Mapping[str, OccupationRead] = field(default_factory=dict)  # title → what it may mean


def titles(texts: Iterable[str], words: Words, k: int, shape: TitleShape[T], at_once: int = BLOCK) -> Iterator[T]:
    """Yield each text with its k best occupations, surest first; none for an empty text, or where it is a guess.

    `shape` makes an answer of both, in whatever process reads: a function of a module, or a partial of one.
    """
    return answers(partial(_titles, k=k, shape=shape), texts, words, at_once)


def ads(given: Iterable[GivenAd], words: Words, k: int, today: dt.date, shape: AdShape[T]) -> Iterator[T]:
    """Yield each ad with what its words tell, the k best of occupations and skills, surest first."""
    return answers(partial(_ads, k=k, today=today, shape=shape), given, words, ADS_AT_ONCE)


def coded_ads(given: Iterable[GivenAd], words: Words, k: int, today: dt.date, shape: AdShape[T]) -> Iterator[T]:
    """Yield the same with the codes that came with the ads before what their words tell."""
    return answers(partial(_coded_ads, k=k, today=today, shape=shape), given, words, ADS_AT_ONCE)


def with_codes(given: GivenAd, read: AdRead, index: WordIndex, k: int) -> AdRead:
    """Return what was read in an ad after the codes that came with it, as far as the reference knows them."""
    occupations = [coded] if (coded := _coded(given, index)) else []
    known = _skill_places(index)
    skills = [
        SkillRead(code, index.skills.labels[known[code]], 1.0, asked)
        for code, asked in given.skills.items()
        if code in known
    ]
    codes = {item.code for item in (*occupations, *skills)}
    return replace(
        read,
        occupations=(*occupations, *(item for item in read.occupations if item.code not in codes))[:k],
        skills=(*skills, *(item for item in read.skills if item.code not in codes))[:k],
    )


def profile(document: Document, words: Words, today: dt.date) -> Profile:
    """Return the profile that a CV tells, under the `id` "cv"; without reference data nothing in it is coded."""
    if document.record is not None:
        return Profile(document.record, (), ())
    resume = document.resume or resume_of(document.text, today)
    wordings: dict[str, str] = {}
    likely: dict[str, OccupationRead] = {}

    def occupation_of(title: str) -> OccupationRead | None:
        if read := _likely(title, words):
            likely[title] = read
        return read

    def skill_of(told: str) -> SkillRead | None:
        if read := _skill(told, words):
            wordings.setdefault(read.code, told)
        return read

    record, asked = profile_of(resume, occupation_of, skill_of, today)
    return Profile(record, resume.left_out, tuple(asked), wordings, likely)


def likely_for(asked: ToConfirm, profile: Profile) -> OccupationRead | None:
    """Return the occupation to ask about, where a title that is not surely understood may mean one."""
    code = asked.value.get("occupation") if isinstance(asked.value, dict) else None
    meant = (read for title, read in profile.likely.items() if read.code == code and asked.told.endswith(title))
    return next(meant, None)


def _titles(texts: Sequence[str], words: Words, k: int, shape: TitleShape[T]) -> list[T]:
    found = read_titles([text[:LONGEST] for text in texts], words.index, words.model, k)
    return [shape(text, read if text.strip() else []) for text, read in zip(texts, found, strict=True)]


def _ads(given: Sequence[GivenAd], words: Words, k: int, today: dt.date, shape: AdShape[T]) -> list[T]:
    return [shape(each, read) for each, read in _read(given, words, k, today)]


def _coded_ads(given: Sequence[GivenAd], words: Words, k: int, today: dt.date, shape: AdShape[T]) -> list[T]:
    return [shape(each, with_codes(each, read, words.index, k)) for each, read in _read(given, words, k, today)]


def _read(given: Sequence[GivenAd], words: Words, k: int, today: dt.date) -> Iterator[tuple[GivenAd, AdRead]]:
    found = read_ads([each.ad for each in given], words.index, words.model, k, today)
    return ((each, _surest_first(read)) for each, read in zip(given, found, strict=True))


def _surest_first(read: AdRead) -> AdRead:
    return replace(read, facts=tuple(sorted(read.facts, key=lambda fact: -fact.confidence)))


def _coded(given: GivenAd, index: WordIndex) -> OccupationRead | None:
    """Return the occupation that an ad came with, under the official title that it names, or else its own name."""
    if given.occupation not in (places := _occupation_places(index)):
        return None
    place = places[given.occupation]
    told = wording(given.title)
    own = np.flatnonzero(index.titles.concept == place).tolist()
    same = [label for label in own if wording(index.titles.labels[label]) == told]
    title, code = (index.titles.labels[same[0]], index.title_codes[same[0]]) if same else (index.names[place], "")
    return OccupationRead(given.occupation, title, code, 1.0, (CODED,))


@lru_cache(maxsize=8)
def _occupation_places(index: WordIndex) -> dict[str, int]:
    return {code: place for place, code in enumerate(index.occupations)}


@lru_cache(maxsize=8)
def _skill_places(index: WordIndex) -> dict[str, int]:
    return {code: place for place, code in enumerate(index.skills.codes)}


def _likely(title: str, words: Words) -> OccupationRead | None:
    best = next(read_titles([title[:LONGEST]], words.index, words.model, 1))
    return best[0] if best and best[0].confidence >= LIKELY else None


def _skill(wording_: str, words: Words) -> SkillRead | None:
    return match_wordings([wording_], words.index)[0]
