"""Fields that tell when: times of the day and days of the week, as JSON and spreadsheets write them."""

import datetime as dt
import re
from dataclasses import dataclass
from typing import Any, Final

from matching.cells import kind_of
from matching.enums import Weekday
from matching.fields import Choice, FieldError, Many


@dataclass(frozen=True)
class Clock:
    """A time of the day to the minute, as 18:30, 9:00, 18h30 or 18h; 24:00 is midnight."""

    about: str = ""

    def read(self, value: Any, where: str) -> str:
        """Return the time as 18:30."""
        if isinstance(value, dt.time):
            return value.strftime("%H:%M")
        if not isinstance(value, str):
            raise FieldError((where, f"time of day expected, found {kind_of(value)}"))
        found = re.fullmatch(r"(\d{1,2})(?:[:hH](\d{2})(?::00)?|[hH])", value.strip(), re.ASCII)
        hours, minutes = (int(found[1]), int(found[2] or 0)) if found else (99, 99)
        if (hours, minutes) == (24, 0):
            return "00:00"
        if hours > 23 or minutes > 59:
            raise FieldError((where, f"no such time: {value[:40]!r} (expected 18:30)"))
        return f"{hours:02d}:{minutes:02d}"


_NAMES: Final = {
    Weekday.MON: "monday lun lundi",
    Weekday.TUE: "tues tuesday mar mardi",
    Weekday.WED: "weds wednesday mer mercredi",
    Weekday.THU: "thur thurs thursday jeu jeudi",
    Weekday.FRI: "friday ven vendredi",
    Weekday.SAT: "saturday sam samedi",
    Weekday.SUN: "sunday dim dimanche",
}
_DAY_OF: Final = {word: day.value for day, names in _NAMES.items() for word in (day.value, *names.split())}
_BETWEEN: Final = {"", "et", "and", "le", "les", "tous", "on", "every", "de", "from"}  # words that name no day
_TIME: Final = r"(\d{1,2}\s*(?:[hH:]\s*(?:\d{2})?)?)"
_HOURS: Final = re.compile(rf"(\D+){_TIME}\s*(?:[-‐‑–—]|à|to)\s*{_TIME}", re.IGNORECASE)  # days, start, end


@dataclass(frozen=True)
class Days:
    """Days of the week in English or French, also in short; in a cell, spaces, commas or `et` stand between."""

    about: str = ""

    def read(self, value: Any, where: str) -> list[str]:
        """Return the days, each once, in the order of the week."""
        words = _day_words(value) if isinstance(value, str) else value
        named = Many(_Day()).read(words, where)
        if not named:
            raise FieldError((where, "at least one day is needed"))
        return [day.value for day in Weekday if day.value in named]


@dataclass(frozen=True)
class _Day:
    about: str = ""

    def read(self, value: Any, where: str) -> str:
        return _day(value) or Choice(Weekday).read(value, where)


def spoken_hours(text: str) -> dict[str, str] | None:
    """Return days, start and end of hours as people write them: mardi et jeudi 18h30-20h, tue 12-14; else nothing."""
    if not (found := _HOURS.fullmatch(text.strip())):
        return None
    days, *times = found.groups()
    if not all(map(_day, _day_words(days))):
        return None
    start, end = (re.sub(r"\s+", "", time) for time in times)
    return {"days": days, "start": _with_h(start), "end": _with_h(end)}


def _day(word: Any) -> str | None:
    """Return the day that a word names: mardi, mar., mardis, Tuesday, tue."""
    said = word.strip().casefold().removesuffix(".") if isinstance(word, str) else ""
    return _DAY_OF.get(said) or _DAY_OF.get(said.removesuffix("s"))


def _day_words(text: str) -> list[str]:
    return [word for word in re.split(r"[\s,;:/&+]+", text.strip()) if word.casefold() not in _BETWEEN]


def _with_h(time: str) -> str:
    return f"{time}h" if time.isdigit() else time
