"""How often the facts read from title and description are those that employers coded, way by way of reading.

What is coded is not all that is asked. Most licences, certificates, languages and times of work that a text names
plainly are coded nowhere; `nombrePostes` is 1 on nearly every offer; partner boards code "débutant accepté" under
"5 ans d'expérience" and cut 14.29 euros an hour to 14. For such ways of reading JUDGED counts what a person found
right by the text, on a sample of facts that the codes lack or contradict.
"""

import json
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from zlib import crc32

from matching.codes import plain
from matching.text.facts import found_in, read_facts
from service.importers.offers import parse

Row = dict[str, Any]
_TOLERANCE = 0.03  # a wage rounded by who coded it
_PRIOR, _PRIOR_SHARE = 5, 0.8  # how many facts a way of reading starts with, and the share of them that is right
_FOLDS = 5
JUDGED = {  # way of reading → (right by the text, seen)
    "certificates.caces": (35, 36),
    "certificates.named": (29, 31),
    "certificates.electrical": (5, 5),
    "experience.after": (11, 12),
    "experience.before": (10, 12),
    "kind.named_internship": (4, 6),
    "kind.offered_internship": (3, 4),
    "languages.spoken": (38, 39),
    "languages.french": (5, 5),
    "licences.named": (27, 27),
    "licences.bare": (4, 4),
    "positions.several": (7, 7),
    "start.day": (15, 15),
    "start.month": (15, 15),
    "wage.hour": (10, 10),
    "working_times.day": (18, 21),
    "working_times.early": (3, 4),
    "working_times.evening": (3, 3),
    "working_times.night": (2, 2),
    "working_times.on_call": (3, 3),
    "working_times.saturday": (14, 15),
    "working_times.shifts": (10, 10),
    "working_times.split": (2, 2),
    "working_times.sunday": (5, 5),
}


@dataclass(slots=True)
class Tally:
    """What was met of one fact, or of one way of reading it."""

    coded: int = 0  # offers that have it coded
    read: int = 0  # offers (or facts) in which it was read
    both: int = 0
    right: int = 0
    wrong: list[tuple[str, Any, Any]] = field(default_factory=list)  # (offer, read, coded)


@dataclass(frozen=True, slots=True)
class Offer:
    """The texts of an offer, and its coded fields as our record holds them."""

    texts: Mapping[str, str]
    record: Mapping[str, Any]

    @property
    def group(self) -> int:
        """Return a number that near copies share."""
        return crc32(self.texts["description"][:80].encode())


def offers_of(path: Path) -> list[Offer]:
    """Return the offers of a file of JSON lines that have a title and a description."""
    texts = {}
    for line in path.read_text("utf-8").splitlines():
        raw = json.loads(line)
        texts[str(raw["id"])] = {"title": raw.get("intitule", ""), "description": raw.get("description", "")}
    return [Offer(texts[record["id"]], record) for _, record in parse(path).rows]


def by_name(offers: list[Offer]) -> dict[str, Tally]:
    """Return for each fact how often the first value read is the one coded; for lists, each item counts."""
    tallies: dict[str, Tally] = defaultdict(Tally)
    for offer in offers:
        facts: dict[str, list[Any]] = defaultdict(list)
        for fact in read_facts(offer.texts):
            facts[fact.name].append(fact.value)
        for name, agrees in AGREE.items():
            _count(tallies[name], offer, name, facts[name] if name in LISTS else facts[name][:1], agrees)
    return dict(tallies)


def by_kind(offers: Iterable[Offer]) -> dict[str, Tally]:
    """Return for each way of reading how often what was found is what is coded."""
    tallies: dict[str, Tally] = defaultdict(Tally)
    for offer in offers:
        for kind, name, value in _found(offer):
            _count(tallies[kind], offer, name, [value], AGREE.get(name, _never))
    return dict(tallies)


def shares(offers: Iterable[Offer]) -> dict[str, float]:
    """Return the share of right facts by way of reading; what was met rarely is drawn towards that of all facts."""
    return _shares(by_kind(offers))


def _shares(tallies: Mapping[str, Tally]) -> dict[str, float]:
    counts = {kind: _counts(kind, tally) for kind, tally in sorted(tallies.items())}
    return {
        kind: round((right + _PRIOR * _PRIOR_SHARE) / (of + _PRIOR), 2) for kind, (right, of) in counts.items() if of
    }


def calibration_error(offers: list[Offer]) -> float:
    """Return how far confidence is from the truth on offers not counted (five folds, near copies together).

    Only ways of reading that the codes can judge count.
    """
    bins: dict[int, list[float]] = defaultdict(list)
    folds = [by_kind(offer for offer in offers if offer.group % _FOLDS == fold) for fold in range(_FOLDS)]
    for fold, tallies in enumerate(folds):
        rest = _shares(_together(folds[:fold] + folds[fold + 1 :]))
        for kind, tally in tallies.items():
            if kind in rest and kind not in JUDGED:
                gaps = [1.0] * tally.right + [0.0] * (tally.both - tally.right)
                bins[int(rest[kind] * 10)] += [right - rest[kind] for right in gaps]
    return sum(abs(sum(gaps)) for gaps in bins.values()) / max(1, sum(map(len, bins.values())))


def _together(parts: Iterable[Mapping[str, Tally]]) -> dict[str, Tally]:
    whole: dict[str, Tally] = defaultdict(Tally)
    for kind, tally in (item for part in parts for item in part.items()):
        whole[kind].both += tally.both
        whole[kind].right += tally.right
    return whole


def _counts(kind: str, tally: Tally) -> tuple[float, float]:
    """Return (right, of): as coded, and by the text for what a person judged."""
    if kind not in JUDGED:
        return tally.right, tally.both
    good, seen = JUDGED[kind]
    return tally.right + (tally.both - tally.right) * good / seen + good, tally.both + seen


def table(offers: list[Offer]) -> list[Row]:
    """Return the rows to print: each fact, then each way of reading it with the confidence it now has."""
    confidence = shares(offers)
    ways = [row | {"confidence": confidence.get(row["fact"], float("nan"))} for row in rows(by_kind(offers))]
    return [row | {"confidence": float("nan")} for row in rows(by_name(offers))] + ways


def rows(tallies: Mapping[str, Tally]) -> list[Row]:
    """Return a table: coded, read, both, and precision and recall where both are known."""
    return [
        {
            "fact": name,
            "coded": tally.coded,
            "read": tally.read,
            "both": tally.both,
            "precision": _share(tally),
            "recall": tally.right / tally.coded if tally.coded else float("nan"),
        }
        for name, tally in sorted(tallies.items())
    ]


def _found(offer: Offer) -> Iterator[tuple[str, str, Any]]:
    """Yield (kind, name, value), the same value read the same way only once."""
    seen = set()
    for text in offer.texts.values():
        for found in found_in(text):
            key = (found.kind, found.name, json.dumps(found.value, sort_keys=True))
            if key not in seen:
                seen.add(key)
                yield key[0], found.name, found.value


def _count(tally: Tally, offer: Offer, name: str, values: list[Any], agrees: Callable[[Any, Any], bool]) -> None:
    coded = offer.record.get(name)
    known = coded not in (None, [], {})
    tally.coded += (len(coded) if name in LISTS and name != "working_times" else 1) if known else 0
    tally.read += len(values)
    for value in values if known else []:
        tally.both += 1
        if agrees(value, coded):
            tally.right += 1
        else:
            tally.wrong.append((offer.record["id"], value, coded))


def _never(value: Any, coded: Any) -> bool:
    return False


def _share(tally: Tally) -> float:
    return tally.right / tally.both if tally.both else float("nan")


def _meet(value: Any, coded: Any, room: float) -> bool:
    """Whether two spans have something in common, with a share of room for roundings; an open end meets all."""
    low, high = max(value.get("min", 0), coded.get("min", 0)), min(value.get("max", 1e9), coded.get("max", 1e9))
    return low <= high * (1 + room)


def _code(value: Any, coded: Any) -> bool:
    return any(value["code"] == item["code"] for item in coded)


def _place(value: Any, coded: Any) -> bool:
    """Whether two places are the same town, or the same department where that is what was read."""
    town, other = (re.sub(r"\bst(?=e?\b)", "saint", plain(place.get("label", ""))) for place in (value, coded))
    department = (value.get("postcode") or value.get("department", ""))[:2]
    return town in other or other in town or bool(department and coded.get("postcode", "").startswith(department))


def _company(value: Any, coded: Any) -> bool:
    words, others = set(plain(value["name"]).split()), set(plain(coded.get("name", "")).split())
    return bool(words & others)


LISTS = {"licences", "certificates", "languages", "working_times"}
AGREE: dict[str, Callable[[Any, Any], bool]] = {
    "kind": lambda value, coded: bool(value == coded),
    "contract": lambda value, coded: bool(value == coded),
    "months": lambda value, coded: abs(value - coded) <= max(0.5, 0.1 * coded),
    "hours": lambda value, coded: _meet(value, coded, 0.02),
    "working_times": lambda value, coded: set(value) <= set(coded),
    "wage": lambda value, coded: _meet(value, coded, _TOLERANCE),
    "experience": lambda value, coded: abs(value["months"] - coded["months"]) < 1,
    "education": lambda value, coded: bool(value["level"] == coded["level"]),
    "languages": _code,
    "licences": _code,
    "place": _place,
    "positions": lambda value, coded: bool(value == coded),
    "company": _company,
}
