"""Real offers as ads whose occupation and skills somebody coded: what reading words is learned from and measured on."""

import json
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from matching.text.features import Ad
from matching.text.normalise import folded

SHINGLE = 6  # words in a row
NEAR_COPY = 0.25  # the share of common shingles from which two ads are one
EVERYWHERE = 60  # a shingle of more ads than this is a set phrase


@dataclass(frozen=True, slots=True)
class CodedAd:
    """An ad with the codes that somebody gave it."""

    id: str
    ad: Ad
    occupation: str
    skills: frozenset[str]
    by_hand: bool  # by an employer or an adviser; the codes of partner boards are largely machine-set
    group: int  # near copies share it: they are never learned from and measured on at once


def coded_ads(path: Path) -> list[CodedAd]:
    """Return the offers of a file of France Travail JSON lines that have a title and an occupation."""
    raw = [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]
    raw = [offer for offer in raw if offer.get("intitule") and offer.get("romeCode")]
    groups = _groups([f"{offer['intitule']} {offer.get('description') or ''}" for offer in raw])
    return [_coded(offer, group) for offer, group in zip(raw, groups, strict=True)]


def _coded(offer: dict[str, Any], group: int) -> CodedAd:
    sector = str(offer.get("codeNAF") or offer.get("secteurActivite") or "")
    skills = (item.get("code") for item in offer.get("competences") or [])
    return CodedAd(
        str(offer["id"]),
        Ad(offer["intitule"], offer.get("description") or "", sector),
        offer["romeCode"],
        frozenset(str(code) for code in skills if code),
        not str(offer["id"]).isdigit(),
        group,
    )


def _groups(texts: list[str]) -> list[int]:
    """Return for each text the number of the first one that it is, directly or not, a near copy of."""
    shingles = [set(_shingles(text)) for text in texts]
    having: dict[int, list[int]] = defaultdict(list)
    for number, found in enumerate(shingles):
        for shingle in found:
            having[shingle].append(number)
    common: dict[tuple[int, int], int] = defaultdict(int)
    for numbers in having.values():
        if len(numbers) <= EVERYWHERE:
            for place, one in enumerate(numbers):
                for other in numbers[place + 1 :]:
                    common[one, other] += 1
    first = list(range(len(texts)))

    def root(number: int) -> int:
        while first[number] != number:
            number = first[number]
        return number

    for (one, other), shared in common.items():
        if shared > NEAR_COPY * min(len(shingles[one]), len(shingles[other])):
            first[max(root(one), root(other))] = min(root(one), root(other))
    return [root(number) for number in range(len(texts))]


def _shingles(text: str) -> Iterator[int]:
    words = folded(text).split()
    for start in range(max(1, len(words) - SHINGLE + 1)):
        yield hash(tuple(words[start : start + SHINGLE]))
