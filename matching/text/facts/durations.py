"""Durations in words: "2 An(s)", "18 mois", "cinq ans", "114 jour(s)"."""

import re

_DAY, _WEEK, _YEAR = 12 / 365.25, 7 * 12 / 365.25, 12.0
_IN_MONTHS = {"jour": _DAY, "semaine": _WEEK, "mois": 1.0, "an": _YEAR, "annee": _YEAR}
_IN_MONTHS |= {"day": _DAY, "week": _WEEK, "month": 1.0, "year": _YEAR}
_COUNT_WORDS = "un une deux trois quatre cinq six sept huit neuf dix onze douze"
_COUNTS = _COUNT_WORDS.split()
NUMBERS = {word: number for number, word in zip((1, *range(1, 13)), _COUNTS, strict=True)}
NUMBER = rf"\d{{1,4}}(?:[.,]\d{{1,2}})?|{'|'.join(_COUNTS)}"  # in a folded text
UNIT = r"(?:jour|semaine|mois|annee|an|day|week|month|year)"


def months_in(text: str) -> float | None:
    """Return the first duration of a text in months: "2 An(s)" is 24; None when there is none."""
    found = re.search(
        r"(\d{1,4}(?:[.,]\d+)?)\s*(jour|semaine|mois|an)(?:s|\(s\)|nées?)?(?!\w)", text[:1000], re.IGNORECASE
    )
    return months(found[1], found[2]) if found else None


def months(number: str, unit: str) -> float:
    """Return so many of a unit, as UNIT finds it, in months."""
    count = NUMBERS.get(number) or float(number.replace(",", "."))
    amount = round(count * _IN_MONTHS[unit.casefold()], 2)
    return int(amount) if amount.is_integer() else amount
