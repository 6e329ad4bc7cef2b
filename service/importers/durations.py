"""Durations in French offers: months of contract and experience, hours a week, when the work is done."""

import re
from collections.abc import Iterable

from matching.codes import plain

_IN_MONTHS = {"jour": 12 / 365.25, "semaine": 7 * 12 / 365.25, "mois": 1.0, "an": 12.0}
_WEEKS_A_MONTH = 52 / 12
LEAST_HOURS, MOST_HOURS = 3, 60  # a week; outside, the offer holds a typing error or another unit
FULL_TIME = 35  # hours a week, the legal duration

_HOURS = r"(\d{1,4})(?:[.,](\d+))?\s*h(?:eures?)?\s*(\d{1,2})?(?!\w)"
_PART = r"\s*(?P<part>temps\s+(?:partiel|plein)\s*-?\s*)?(?:de\s+|entre\s+)?"
_RHYTHM = re.compile(
    rf"{_PART}(?P<low>{_HOURS})(?:\s*(?:à|a|et|-)\s*(?P<high>{_HOURS}))?(?P<unit>\s*(?:/|par|hebdo)\s*\w*)?",
    re.IGNORECASE,
)

_TIMES = (  # on plain phrases
    (r"lundi au dimanche|7 jours sur 7|7j 7|week ?ends?\b", ("saturday", "sunday")),
    (r"\bsamedis?\b", ("saturday",)),
    (r"\bdimanches?\b", ("sunday",)),
    (r"\bnuits?\b|\bnocturne", ("night",)),
    (r"\bsoirs?\b|\bsoirees?\b", ("evening",)),
    (r"\ben journee\b|\bhoraires normaux\b|\bhoraires de bureau\b|\bmidi\b|\bde jour\b|\ble matin\b", ("day",)),
    (r"\btot le matin\b|\bmatinal|\b[45] ?h\b", ("early",)),
    (r"\bhoraires decales\b", ("early", "evening")),
    (
        r"\bpostes? \d ?x ?\d|\b\d ?x ?\d\b|\broulement|\btravail poste\b|\bequipes? (alternante|successive)",
        ("shifts",),
    ),
    (r"\bastreintes?\b", ("on_call",)),
    (r"\bhoraires? coupes?\b|\bcoupures?\b|\bfractionnes?\b|\bcoupes\b", ("split",)),
)
_ORDER = ("day", "early", "evening", "night", "saturday", "sunday", "shifts", "split", "on_call")


def months_in(text: str) -> float | None:
    """Return the first duration of a text in months: "2 An(s)" is 24; None when there is none."""
    found = re.search(r"(\d{1,4}(?:[.,]\d+)?)\s*(jour|semaine|mois|an)(?:s|\(s\)|nées?)?(?!\w)", text, re.IGNORECASE)
    if not found:
        return None
    months = round(float(found[1].replace(",", ".")) * _IN_MONTHS[found[2].casefold()], 2)
    return int(months) if months.is_integer() else months


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


def working_times(texts: Iterable[str]) -> list[str]:
    """Return when the work is done, as the texts say it; empty when they say nothing."""
    said: set[str] = set()
    for phrase in (part for text in texts for part in re.split(r"[\n;,.!?]", text)):
        words = plain(phrase)
        if re.search(r"\b(pas|sans|hors|aucun|jamais|ni)\b", words):
            continue
        for pattern, times in _TIMES:
            if re.search(pattern, words):
                said.update(times)
    return [time for time in _ORDER if time in said]


def _hours(text: str) -> float:
    found = re.match(_HOURS, text, re.IGNORECASE)
    assert found  # the text was cut out by the same pattern
    whole, decimals, minutes = found[1], found[2], int(found[3] or 0)
    hours = float(f"{whole}.{decimals}") if decimals else int(whole) + minutes / (60 if minutes < 60 else 100)
    return int(hours) if hours == int(hours) else round(hours, 2)
