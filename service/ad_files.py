"""Offers of France Travail as the texts that are read, with the codes that somebody gave them kept apart."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from matching.records import Requirement
from matching.text.features import Ad
from service.errors import Invalid
from service.importers.base import Problem
from service.importers.offer_parts import SHAPE
from service.importers.offers import offers_in
from service.importers.reading import Source, content_of, is_zip, text_of
from service.importers.shapes import shaped
from service.importers.strict_json import looks_like_json, usable, values_of

_ASKED = {"E": Requirement.MUST, "S": Requirement.WISH}


@dataclass(frozen=True, slots=True)
class GivenAd:
    """An ad as it came: its texts, and its codes."""

    id: str | None
    ad: Ad
    occupation: str = ""
    title: str = ""
    skills: Mapping[str, Requirement | None] = field(default_factory=dict)


def read_file(source: Source) -> tuple[list[GivenAd], list[Problem]]:
    """Return the ads of an answer of the API, an array, one offer or JSON lines, with numbered problems.

    An ad needs a title or a description; other fields that cannot be read count as absent. Raise Invalid for a file
    of which nothing can be read.
    """
    name, raw = content_of(source)
    text = "" if is_zip(raw) else text_of(name, raw)
    if not text.strip() and not is_zip(raw):
        return [], []
    if not looks_like_json(text):
        raise Invalid(f"{name}: offers are read from JSON; give the API's answer or one offer a line")
    numbered, problems = values_of(name, text)
    found = []
    for number, value in offers_in(numbered):
        ad = _ad(value)
        if isinstance(ad, GivenAd):
            found.append(ad)
        else:
            problems.append(Problem(number, "line", ad))
    return found, sorted(problems, key=lambda problem: problem.line)


def _ad(value: Any) -> GivenAd | str:
    """Return the ad, or why it is none."""
    if not isinstance(value, Mapping):
        return f"an offer expected, found {type(value).__name__}"
    known, _ = usable({name: value[name] for name in SHAPE if name in value})
    offer, _ = shaped(known, SHAPE)
    if not (offer.get("intitule") or offer.get("description")):
        return "an offer without a title or a description has nothing to read"
    title, description = (_as_written(value.get(name), offer.get(name, "")) for name in ("intitule", "description"))
    return GivenAd(
        offer.get("id"),
        Ad(title, description, offer.get("codeNAF") or offer.get("secteurActivite", "")),
        offer.get("romeCode", ""),
        offer.get("appellationlibelle", ""),
        {item["code"]: _ASKED.get(item.get("exigence", "")) for item in offer.get("competences", []) if "code" in item},
    )


def _as_written(raw: Any, shaped_text: str) -> str:
    """Return a text whose places are those of the file: nothing trimmed, one character for each."""
    return re.sub("[\ud800-\udfff]", "\ufffd", raw if isinstance(raw, str) else shaped_text)
