"""Wages in free text, in euros a month, gross; a net wage, a bonus and the company's figures are none."""

import re
from collections.abc import Iterator

from matching.text.facts.amounts import AMOUNT, amounts_of, in_thousands
from matching.text.facts.base import Found, Words
from matching.text.facts.wage_labels import HIGHEST, HOURS_A_MONTH, LOWEST

_EURO = re.compile(r"\d ?(?:€|k ?(?:€|e|\b)|eu)")
_WAGE = r"salaires?|salariale|remuneration|remuneree?s?|package|taux horaire|bruts?|brute|fixe|smic|salary|wages?|pay"
_OTHER = (
    r"primes?|repas|paniers?|tickets?|titres?|mutuelle|indemnites?|bonus|commissions?|carte|cheques?|variables?"
    r"|majoration\w*|frais"
    r"|interessement|participation|chiffre d'affaires|ca|levee|capital|budget|parrain\w*|cooptation|avantages?"
    r"|allocations?|aides?|cse|tjm"
)
_ABOUT = re.compile(rf"\b(?:(?P<wage>{_WAGE})|(?P<other>{_OTHER}))\b")
_GROSS = re.compile(r"^[^\d\n]{0,25}\b(?:bruts?|brute|gross)\b")
_NET = re.compile(r"^[^\d\n,;]{0,14}\bnets?\b")
_LARGE = re.compile(r"^ ?(?:m\b|md|million|milliard)|^ ?d'euros")
_PERIODS = {  # what one month is made of, and what is likely a wage by that period
    "hour": (1 / HOURS_A_MONTH, 8, 80),
    "month": (1.0, 400, 12_000),
    "year": (12.0, 9_000, 200_000),
}
_GUESSES = (("hour", 9, 60), ("month", 1_300, 7_000), ("year", 15_000, 150_000))
_PERIOD = re.compile(
    r"(?P<hour>(?:/|\bpar\b|\bl'|\ba l') ?h(?:eure)?s?\b|\bhoraires?\b|\bheures?\b|\bper hour\b)"
    r"|(?P<month>(?:/|\bpar\b|\ble\b|\bper\b) ?(?:mois|month)\b|\bmensuel\w*)"
    r"|(?P<year>(?:/|\bpar\b|\bl'|\bper\b) ?(?:ans?|annee|year)\b|\bannuel\w*)"
    r"|(?P<day>(?:/|\bpar\b|\bper\b) ?(?:j\b|jours?\b|day\b|nuits?\b)|\bjournalier\w*|(?:/|\bpar\b) ?(?:sem|point|km))"
)
_FROM = re.compile(r"\b(?:a partir d\w*|des|minimum|au moins|mini|a minima|from)[^\d\n]{0,8}$")
_UP_TO = re.compile(r"\b(?:jusqu\w*|maximum|maxi|au plus|up to)[^\d\n]{0,8}$")
_BEFORE, _AFTER = 90, 40  # characters that tell what an amount is


def read(words: Words) -> Iterator[Found]:
    """Yield each wage that a text states, for the hours that the text speaks of."""
    text, last = words.plain, 0
    for euro in _EURO.finditer(text):
        if euro.start() < last:
            continue
        for found in AMOUNT.finditer(text, max(last, euro.start() - 40), min(len(text), euro.end() + 40)):
            before, after = _around(text, found, last)
            last = found.end()
            if (period := _period(found, before, after)) and (span := _span(found, before, period[0])):
                yield Found("wage", span, found.start(), found.end(), f"wage.{period[1]}")


def _around(text: str, found: re.Match[str], last: int) -> tuple[str, str]:
    line = text.rfind("\n", max(last, found.start() - _BEFORE), found.start()) + 1
    before = text[max(last, line, found.start() - _BEFORE) : found.start()]
    return before, text[found.end() : found.end() + _AFTER].partition("\n")[0]


def _period(found: re.Match[str], before: str, after: str) -> tuple[str, str] | None:
    """Return the period that an amount is paid for and how it is known; None when it is no gross wage."""
    about = [word.lastgroup for word in _ABOUT.finditer(before)]
    gross = bool(_GROSS.search(after))
    if _NET.search(after) or re.search(r"\bnets?\b[^\d]{0,25}$", before) or _LARGE.search(after):
        return None
    if about and about[-1] == "other":
        return None
    told = _PERIOD.search(after.partition(",")[0][:30]) or next(reversed([*_PERIOD.finditer(before)]), None)
    if told:
        return _likely(found, told.lastgroup or "", bool(about) or gross)
    span_a_year = in_thousands(found) and found["high"]
    return _guess(found) if about or gross or span_a_year else None


def _likely(found: re.Match[str], period: str, said_wage: bool) -> tuple[str, str] | None:
    if period not in _PERIODS:
        return None
    _, low, high = _PERIODS[period]
    least = low if said_wage or period == "hour" else 2.5 * low  # a bonus by the month or the year is smaller
    return (period, period) if least <= amounts_of(found)[0] and amounts_of(found)[-1] <= high else None


def _guess(found: re.Match[str]) -> tuple[str, str] | None:
    amounts = amounts_of(found)
    if in_thousands(found):
        return ("year", "guessed") if 15_000 <= amounts[0] <= amounts[-1] <= 200_000 else None
    return next(((name, "guessed") for name, low, high in _GUESSES if low <= amounts[0] <= amounts[-1] <= high), None)


def _span(found: re.Match[str], before: str, period: str) -> dict[str, float] | None:
    months = [round(amount / _PERIODS[period][0], 2) for amount in amounts_of(found)]
    if not LOWEST <= months[0] <= months[-1] <= HIGHEST:
        return None
    if len(months) == 1 and _FROM.search(before):
        return {"min": months[0]}
    if len(months) == 1 and _UP_TO.search(before):
        return {"max": months[0]}
    return {"min": months[0], "max": months[-1]}
