"""Cells that hold amounts: hours a week, wages, months, numbers of posts, and the codes of companies."""

import re
from collections.abc import Callable

from matching.codes import plain
from matching.text.facts.durations import months_in
from matching.text.facts.hours import FULL_TIME, weekly_hours
from matching.text.facts.wage_labels import wage_in
from service.importers.foreign.reads import PER, Column, Read, nested, unreadable
from service.importers.foreign.words import is_any, yes_or_no

_NUMBER = re.compile(r"\d{1,3}(?:[ \u00a0\u202f]\d{3})+(?!\d)(?:[.,]\d{1,9})?|\d{1,9}(?:[.,]\d{1,9})?")
_PART_TIME = {"max": FULL_TIME - 1}
_PERIODS = (  # of bare amounts, in euros: what they are by their size
    (8, 80, "horaire"),
    (900, 9_000, "mensuel"),
    (15_000, 150_000, "annuel"),
)
_PERIOD_WORDS = (  # on plain words, with what the reader of wages understands
    (r"\b(horaire|heures?|h|hour|hourly)\b", "horaire"),
    (r"\b(mensuel|mensuels|mensuelle|mensuelles|mois|month|monthly)\b", "mensuel"),
    (r"\b(annuel|annuels|annuelle|annuelles|ans?|annees?|year|yearly|annual)\b", "annuel"),
)


def number_in(cell: str) -> float | int | None:
    """Return the first number of a cell, with a decimal comma or spaces between thousands; None without any."""
    found = _NUMBER.search(cell)
    if not found:
        return None
    number = float(re.sub(r"[ \u00a0\u202f]", "", found[0]).replace(",", "."))
    return int(number) if number.is_integer() else number


def hours(cell: str, column: Column) -> Read:
    """Return hours a week: of full time at least 35, of part time less; of a candidate's, what they allow."""
    said = yes_or_no(cell)
    if said is False or is_any(cell) or {"plein", "partiel"} <= set(plain(cell).split()):
        return {}, ""
    text = re.sub(r"\btps\b", "temps", column.header if said else cell, flags=re.IGNORECASE)
    span, wrong = _hours(text)
    if wrong or not span:
        return {}, wrong or unreadable(cell)[1]
    return {"hours": _allowed(span) if column.kind == "candidates" else span}, ""


def _hours(text: str) -> tuple[dict[str, float], str]:
    words = plain(text)
    if re.fullmatch(r"\s*\d{1,3}(?:[.,]\d{1,2})?\s*", text):
        return weekly_hours(f"{text.strip()}h{' par mois' if (number_in(text) or 0) > 60 else ''}")
    if percent := re.search(r"(\d{2,3}) ?%", text):
        part = FULL_TIME * min(int(percent[1]), 100) / 100
        return {"min": part, "max": part}, ""
    if re.search(r"\bmi temps\b|\bhalf time\b", words):
        return {"min": FULL_TIME / 2, "max": FULL_TIME / 2}, ""
    digits = re.search(r"\d", text)
    if digits:
        return weekly_hours(re.sub(r"(\d)\s*(à|a|et|-)\s*(?=\d)", r"\1h \2 ", text[digits.start() :]) + " hebdo")
    if re.search(r"\b(plein|complet|full|tc)\b", words):
        return {"min": FULL_TIME}, ""
    return (dict(_PART_TIME), "") if re.search(r"\b(partiel|part|non complet)\b", words) else ({}, "")


def _allowed(span: dict[str, float]) -> dict[str, float]:
    """Return a candidate's hours as limits: one number is the least of full time, and the most of part time."""
    if span.get("min") != span.get("max"):
        return span
    return {"min": FULL_TIME} if span["min"] >= FULL_TIME else {"max": span["max"]}


def wage(cell: str, column: Column) -> Read:
    """Return the wage offered; the header tells the period where the cell does not, and else the amount's size."""
    found = wage_in(_with_period(cell, column.header))
    if found.complaint or not found.span:
        return {}, found.complaint or unreadable(cell)[1]
    return {"wage": found.span, PER: found.per}, ""


def wage_end(end: str) -> Callable[[str, Column], Read]:
    """Return the reader of a column that holds the least wage ("min"), or the most ("max")."""

    def read(cell: str, column: Column) -> Read:
        found, wrong = wage(cell, column)
        amounts = found.get("wage", {})
        span = {end: amounts.get(end, next(iter(amounts.values())))} if amounts else {}
        return ({"wage": span, PER: found[PER]} if amounts else {}), wrong

    return read


def wage_floor(cell: str, column: Column) -> Read:
    """Return the least wage that a candidate accepts."""
    found, wrong = wage(cell, column)
    return ({"wage_floor": min(found["wage"].values())}, "") if found else ({}, wrong)


def _with_period(cell: str, header: str) -> str:
    """Return a wage with its currency and its period: the cell's own, the header's, or that of such an amount."""
    text = cell if re.search(r"€|\beur", cell, re.IGNORECASE) else _NUMBER.sub(r"\g<0> €", cell)
    if re.search(r"\bnets?\b", plain(header)):
        text += " net"
    amount = (number_in(cell) or 0) * (1000 if re.search(r"\d ?k", cell, re.IGNORECASE) else 1)
    by_size = next((words for low, high, words in _PERIODS if low <= amount <= high), "")
    return text if _period(cell) else f"{text} {_period(header) or by_size}"


def _period(text: str) -> str:
    words = plain(text)
    return next((period for pattern, period in _PERIOD_WORDS if re.search(pattern, words)), "")


def months(cell: str, column: Column) -> Read:
    """Return the length of a contract."""
    found = number_in(cell) if re.fullmatch(r"[\d.,\s]+", cell) else months_in(cell)
    return ({"months": found}, "") if found is not None else unreadable(cell)


def positions(cell: str, column: Column) -> Read:
    """Return how many people are sought."""
    number = number_in(cell)
    return ({"positions": int(number)}, "") if number and number == int(number) else unreadable(cell)


def siret(cell: str, column: Column) -> Read:
    """Return the number of an establishment, with the zero that spreadsheets drop."""
    digits = re.sub(r"[\s.\-]", "", cell)
    good = re.fullmatch(r"\d{13,14}", digits)
    return (nested("company.siret", digits.zfill(14)), "") if good else unreadable(cell)


def sector(cell: str, column: Column) -> Read:
    """Return the code of an activity (NAF) without its point."""
    found = re.match(r"(\d{2})\.?(\d{2})([A-Za-z])\b", cell)
    code = f"{found[1]}{found[2]}{found[3].upper()}" if found else ""
    return (nested("company.sector", code), "") if code else unreadable(cell)
