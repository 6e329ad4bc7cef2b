"""The hours and the wage of a schema.org JobPosting, read together: both depend on what full time is."""

import re
from collections.abc import Mapping
from typing import Any

from matching.fields import Fault
from matching.text.facts.hours import FULL_TIME, weekly_hours
from matching.text.facts.wage_labels import HIGHEST, HOURS_A_MONTH, LOWEST, Wage, for_full_time, wage_in
from matching.text.facts.working_times import working_times
from service.importers.mending import Part
from service.importers.posting.linked_values import number, objects, text, texts

PART_TIME_MOST = 34  # hours a week: less than the legal duration
_HOURS_A_DAY = FULL_TIME / 5
_SPANS: dict[str, dict[str, float]] = {"full": {"min": FULL_TIME}, "part": {"max": PART_TIME_MOST}}
_UNITS = {  # what one month of full time is made of
    "hour": HOURS_A_MONTH,
    "day": HOURS_A_MONTH / _HOURS_A_DAY,
    "week": 52 / 12,
    "month": 1.0,
    "year": 1 / 12,
}
_UNIT_WORDS = (
    ("hour", r"hour|hur|heure|horaire"),
    ("day", r"day|jour"),
    ("week", r"week|wee\b|semaine|hebdo"),
    ("month", r"month|mon\b|mois|mensuel"),
    ("year", r"year|ann\b|annuel|an\b|année|annual"),
)


def hours_and_wage(posting: Mapping[str, Any]) -> Part:
    """Return hours, working times and the wage in euros a month for full time, and what had to be left out."""
    told = texts(posting.get("workHours"))
    hours, faults = _hours(posting, told)
    wage, complaint = _wage(posting)
    if wage.span and wage.per not in ("hour", "day"):
        wage, said = _whole(wage, hours, "part" in _full_or_part(posting))
        faults += said
    if complaint:
        faults.append(("wage", complaint))
    return {"hours": hours, "wage": wage.span, "working_times": working_times(told)}, faults


def _hours(posting: Mapping[str, Any], told: list[str]) -> tuple[dict[str, float], list[Fault]]:
    for hours, complaint in map(weekly_hours, told):
        if hours or complaint:
            return hours, [("hours", complaint)] if complaint else []
    kinds = _full_or_part(posting)
    return (dict(_SPANS[kinds.pop()]) if len(kinds) == 1 else {}), []


def _full_or_part(posting: Mapping[str, Any]) -> set[str]:
    said = [re.sub(r"[_\s-]", "", told).casefold() for told in texts(posting.get("employmentType"))]
    full = {"full" for one in said if one.endswith(("fulltime", "tempsplein"))}
    return full | {"part" for one in said if one.endswith(("parttime", "tempspartiel"))}


def _whole(wage: Wage, hours: dict[str, float], part_time: bool) -> tuple[Wage, list[Fault]]:
    """Turn what part time pays into what full time would."""
    weekly = hours.get("max", FULL_TIME)
    if part_time and "min" not in hours:
        return Wage({}), [("wage", "paid for part time of unknown hours: left out")]
    if weekly >= FULL_TIME:
        return wage, []
    remark = ("wage", f"paid for {weekly:g} hours a week: counted for {FULL_TIME}")
    return Wage(for_full_time(wage, weekly), wage.per), [remark]


def _wage(posting: Mapping[str, Any]) -> tuple[Wage, str]:
    """Return the first wage stated, and why it was left out."""
    for base in objects(posting.get("baseSalary"), "value"):
        value = next(iter(objects(base.get("value"), "value")), base)
        amounts = {name: number(value.get(key)) for name, key in (("min", "minValue"), ("max", "maxValue"))}
        if amounts == {"min": None, "max": None}:
            amounts = dict.fromkeys(("min", "max"), number(value.get("value")))
        span = {name: amount for name, amount in amounts.items() if amount}
        if not span:
            written = wage_in(text(value.get("value")))
            if written.span or written.complaint:
                return written, written.complaint
            continue
        currency = text(base.get("currency") or base.get("salaryCurrency") or posting.get("salaryCurrency"))
        return _by_month(span, text(value.get("unitText") or base.get("unitText")), currency)
    return Wage({}), ""


def _by_month(span: dict[str, float], unit: str, currency: str) -> tuple[Wage, str]:
    shown = "-".join(dict.fromkeys(f"{amount:g}" for amount in span.values()))
    if currency.strip().upper() not in ("", "EUR", "€", "EURO", "EUROS"):
        return Wage({}), f"paid in {currency[:20]!r}, not in euros: left out"
    period = next((name for name, words in _UNIT_WORDS if re.search(words, unit, re.IGNORECASE)), None)
    if period is None:
        return Wage({}), f"{shown!r}: by the hour, the month or the year?, left out"
    months = sorted(round(amount * _UNITS[period], 2) for amount in span.values())
    if not LOWEST <= months[0] <= months[-1] <= HIGHEST:
        return Wage({}), f"{shown!r} is not between {LOWEST} and {HIGHEST} euros a month: left out"
    return Wage(dict(zip(span, months, strict=True)), period), ""
