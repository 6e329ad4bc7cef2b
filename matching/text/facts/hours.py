"""Hours a week: in the short labels of French offers and in free text."""

import re
from collections.abc import Iterator
from itertools import islice

from matching.codes import plain
from matching.text.facts.base import Found, Words

_WEEKS_A_MONTH = 52 / 12
LEAST_HOURS, MOST_HOURS = 3, 60  # a week; outside, the offer holds a typing error or another unit
FULL_TIME = 35  # hours a week, the legal duration

_HOURS = r"(\d{1,4})(?:[.,](\d{1,9}))?[^\S\n]{0,3}h(?:eures?)?[^\S\n]{0,3}(\d{1,2})?(?!\w)"
_PART = r"\s{0,9}(?P<part>temps\s{1,3}(?:partiel|plein)\s{0,3}-?\s{0,3})?(?:de\s+|entre\s+)?"
_RHYTHM = re.compile(
    rf"{_PART}(?P<low>{_HOURS})(?:\s*(?:à|a|et|-)\s*(?P<high>{_HOURS}))?(?P<unit>\s*(?:/|par|hebdo)\s*\w*)?",
    re.IGNORECASE,
)

_AMOUNT = r"\d{1,3}(?:[.,]\d{1,2})? ?h(?:eures?|rs?)?(?: ?[0-5]\d(?!\d| ?h))?"
_FREE = re.compile(
    rf"(?<![\d.,:h/x*])(?<!fois )(?:(?P<low>\d{{1,3}}(?:[.,]\d{{1,2}})?)(?: ?h(?:eures?)?)? ?(?:a|et|-|ou"
    rf"|/) ?)?(?P<high>{_AMOUNT})"
    r"(?P<unit> ?(?:s\b|\(s\))? ?(?:(?:de travail )?(?:/|par|a la) ?(?:sem(?:aine)?s?|hebdo\w*|mois)\b|hebdo\w*"
    r"|sem(?:aine)?s?\b|mensuel\w*))?"
    r"(?!\w|:)"
)
_HOUR = re.compile(r"\d ?h")
_BEFORE = re.compile(
    r"(?:cdi|cdd|interim|contrat|temps (?:plein|complet|partiel)|base|forfait|nombre d'heures|hebdo\w*|par semaine"
    r"|duree (?:du|de) travail"
    r"|temps de travail)(?: (?:de|a|est|en|temps|plein|complet|partiel|travail|hebdomadaire|base|sur))*[ :(,-]*$"
)
_FULL = re.compile(r"\b(?:a )?(?:temps (?:plein|complet)|full[ -]time)\b")
_PARTIAL = re.compile(r"\btemps (?:partiel|non complet)|part[ -]time|mi-temps")


def weekly_hours(text: str) -> tuple[dict[str, float], str]:
    """Return the hours a week that a text such as "36H30/semaine" begins with, and what is wrong with them.

    "Temps plein" alone is at least the legal duration. Hours that cannot be are left out, with the reason.
    """
    found = _RHYTHM.match(text)
    if not found:
        return ({"min": FULL_TIME}, "") if re.match(r"\s*temps plein\b", text, re.IGNORECASE) else ({}, "")
    low, high = _hours(found["low"]), _hours(found["high"]) if found["high"] else None
    if high is not None and not (found["part"] or found["unit"]):
        return {}, ""  # "8h à 17h": the time on a clock
    if plain(found["unit"] or "").endswith("mois"):
        low, high = round(low / _WEEKS_A_MONTH, 2), high and round(high / _WEEKS_A_MONTH, 2)
    span = sorted((low, high if high is not None else low))
    if span[0] < LEAST_HOURS or span[1] > MOST_HOURS:
        return {}, f"{found[0].strip()[:60]!r} is not between {LEAST_HOURS} and {MOST_HOURS} hours a week: left out"
    return {"min": span[0], "max": span[1]}, ""


def read(words: Words) -> Iterator[Found]:
    """Yield the hours a week that a text speaks of; the time on a clock is none."""
    last = 0
    for hour in _HOUR.finditer(words.plain):
        left = max(last, hour.start() - 22)
        if found := _FREE.search(words.plain, left, min(len(words.plain), hour.end() + 30)):
            last = found.end()
            if span := _span(found, words.plain[max(0, found.start() - 45) : found.start()]):
                kind = "week" if found["unit"] else "contract"
                yield Found("hours", span, found.start(), found.end(), f"hours.{kind}")
    if not words.tokens.isdisjoint(("plein", "complet", "full")) and not _PARTIAL.search(words.plain):
        for full in islice(_FULL.finditer(words.plain), 1):
            yield Found("hours", {"min": FULL_TIME}, full.start(), full.end(), "hours.full_time")


def _span(found: re.Match[str], before: str) -> dict[str, float] | None:
    unit = found["unit"] or ""
    if not unit and (found["low"] or not _BEFORE.search(before)):
        return None
    high = _hours(found["high"])
    low = float(found["low"].replace(",", ".")) if found["low"] else high
    if "mois" in unit or "mensuel" in unit:
        low, high = round(low / _WEEKS_A_MONTH, 2), round(high / _WEEKS_A_MONTH, 2)
    if not LEAST_HOURS <= low <= high <= MOST_HOURS:
        return None
    return {"min": _short(low), "max": _short(high)}


def _hours(text: str) -> float:
    found = re.match(r"(\d+)(?:[.,](\d+))?\s*h(?:eures?|rs?)?\s*(\d{1,2})?", text, re.IGNORECASE)
    assert found  # the text was cut out by a pattern that begins the same way
    whole, decimals, minutes = found[1], found[2], int(found[3] or 0)
    return _short(float(f"{whole}.{decimals}") if decimals else int(whole) + minutes / (60 if minutes < 60 else 100))


def _short(hours: float) -> float:
    return int(hours) if hours == int(hours) else round(hours, 2)
