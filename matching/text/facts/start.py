"""The first day: dates told as such; "dès que possible" is none."""

import datetime as dt
import re
from collections.abc import Iterator

from matching.text.facts.base import Found, Words
from matching.text.months import NAMES, month_number

_NAMED = "|".join(sorted(NAMES, key=len, reverse=True))
_DATE = re.compile(
    r"(?<![\d/.-])(?:(?P<iso>20\d\d-[01]\d-[0-3]\d)|(?P<day>[0-3]?\d)[/.-](?P<month>[01]?\d)(?:[/.-](?P<year>"
    r"(?:20)?\d\d))?(?![\d/-]|\.\d)"
    rf"|(?:(?P<nth>1 ?er|[0-3]?\d) )?(?P<name>{_NAMED})(?: (?P<named_year>20\d\d))?)(?!\w)"
)
_YEAR = re.compile(r"20[2-4]\d(?!\d)|\d/\d\d(?!\d)")
_BEFORE = re.compile(
    r"\b(?:a partir (?:du|de|d')|des (?:le|la|l')?|debut\w*|demarr\w+|prise de (?:poste|fonctions?)|pourvoir|pouvoir"
    r"|commenc\w+|disponib\w+|embauche|entree"
    r"|starting|start|from|date de debut|rentree)(?:[^\d.\n]{0,35}|[ :]*\n)$"
)
_NOT_START = re.compile(
    r"\b(?:jusqu|avant|plus tard|limite|candidat\w*|entretien\w*|fin|cloture|session|job ?dating|forum|salon|depuis"
    r"|cree\w*"
    r"|fonde\w*|horaires?|naissance|nee?)\b[^\n.]{0,40}$"
)

_SOON = dt.timedelta(days=183)


def read(words: Words, today: dt.date | None = None) -> Iterator[Found]:
    """Yield each first day told; a day without its year is one of the six months after `today`, or nothing."""
    for found in _dates(words.plain, today is None):
        before = words.plain[max(0, found.start() - 70) : found.start()]
        if not _BEFORE.search(before) or _NOT_START.search(before[-60:]):
            continue
        if day := _day(found, today):
            yield Found("start", day.isoformat(), found.start(), found.end(), f"start.{_precision(found)}")


def _dates(text: str, with_year: bool) -> Iterator[re.Match[str]]:
    """Yield the dates of a text; only those with a year, found by it, when others are of no use."""
    last = 0
    for year in _YEAR.finditer(text) if with_year else ():
        if found := _DATE.search(text, max(last, year.start() - 20), min(len(text), year.end() + 6)):
            last = found.end()
            yield found
    if not with_year:
        yield from _DATE.finditer(text)


def _precision(found: re.Match[str]) -> str:
    return "month" if found["name"] and not found["nth"] else "day"


def _day(found: re.Match[str], today: dt.date | None) -> dt.date | None:
    try:
        if found["iso"]:
            return dt.date.fromisoformat(found["iso"])
        day = int((found["day"] or found["nth"] or "1").removesuffix("er"))
        month = month_number(found["name"]) if found["name"] else int(found["month"])
        year = found["year"] or found["named_year"]
        if year:
            return dt.date(2000 + int(year) % 100, month, day)
        return _soon(today, month, day) if today else None
    except ValueError:
        return None


def _soon(today: dt.date, month: int, day: int) -> dt.date | None:
    """Return that day when it is soon: one that has just gone by belongs to an old ad, not to the next year."""
    this_year = dt.date(today.year, month, day)
    following = this_year if this_year >= today else dt.date(today.year + 1, month, day)
    return following if following - today <= _SOON else None
