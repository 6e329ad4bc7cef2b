"""Fields that tell when: times of the day and days of the week, as JSON and spreadsheets write them."""

import datetime as dt
import re
from dataclasses import dataclass
from typing import Any

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


@dataclass(frozen=True)
class Days:
    """Days of the week; in a spreadsheet's cell, with spaces, commas or semicolons between."""

    about: str = ""

    def read(self, value: Any, where: str) -> list[str]:
        """Return the days, each once, in the order of the week."""
        if isinstance(value, str):
            value = re.split(r"[\s,;]+", value.strip())
        named = Many(Choice(Weekday)).read(value, where)
        if not named:
            raise FieldError((where, "at least one day is needed"))
        return [day.value for day in Weekday if day.value in named]
