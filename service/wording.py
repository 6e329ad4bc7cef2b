"""Values → words: numbers, dates, distances, lists, in the [words] and [names] of one language."""

import math
import re
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime, time
from functools import lru_cache
from itertools import islice
from typing import Any, Final
from zoneinfo import ZoneInfo

FRANCE: Final = ZoneInfo("Europe/Paris")
SHOWN: Final = 3  # items of a list that are named; the others are counted
_COUNTED: Final = (str, list, tuple)
_LICENCE: Final = re.compile(r"AM|A[12]?|B(1|E|96)?|[CD]1?E?|T")

Words = Mapping[str, Any]  # [words] of one language, with its [names] under "names"


def is_known(value: Any) -> bool:
    """Is there anything to say? 0 is; nan and what is empty, false or without a name are not."""
    if value is None or value is False:
        return False
    if isinstance(value, dict):
        return "start" in value or bool(_label(value.get("language", value)))
    return bool(value) if isinstance(value, _COUNTED) else bool(value == value)


def shown(value: Any, how: str, words: Words) -> str:
    """Return a known value in words; `how` is a key of FORMATS or of the names. Lists are enumerated."""
    return _listed(value, how, words) if isinstance(value, list | tuple) else _one(value, how, words)


def shown_range(low: Any, high: Any, how: str, words: Words) -> str:
    """Return "entre 24 et 30 h", "au moins 24 h", "au plus 30 h" or "35 h"; one end at least is known."""
    least, most = (_one(end, how, words) if is_known(end) else "" for end in (low, high))
    if least == most:
        return least
    if not least or not most:
        return str(words["at_least"] if least else words["at_most"]).format(least or most)
    unit = re.search(r"[\u00a0\u202f]\D+$", least)
    if unit and most.endswith(unit[0]):
        least = least[: unit.start()]
    return str(words["between"]).format(least, most)


def _listed(values: Sequence[Any], how: str, words: Words) -> str:
    """Return "a, b et c"; beyond those shown "a, b, c et 4 autres", or "a, b ou c" for a choice ("either_").

    Listed values (working times …) are few, and all named.
    """
    either, how = how.startswith("either_"), how.removeprefix("either_")
    most = len(values) if how in words["names"] else SHOWN
    named = [_one(value, how, words) for value in islice(filter(is_known, values), most)]
    if not named:
        return str(words["unnamed"]).format(len(values))
    if len(values) > len(named) and not either:
        named.append(_counted(len(values) - len(named), "others", words))
    if len(named) == 1:
        return named[0]
    return f"{', '.join(named[:-1])} {words['or' if either else 'and']} {named[-1]}"


def _one(value: Any, how: str, words: Words) -> str:
    if how in words["names"]:
        return str(words["names"][how][str(value)])
    return FORMATS[how](value, words)


def _text(value: Any, words: Words) -> str:
    return value if isinstance(value, str) else _number(value, words)


def _number(value: float, words: Words, digits: int = 0) -> str:
    whole, _, part = f"{value:,.{digits}f}".partition(".")
    decimals = str(words["decimal"]) + part.rstrip("0" if digits == 1 else "") if part.strip("0") else ""
    return whole.replace(",", str(words["thousands"])) + decimals


def _counted(n: int, unit: str, words: Words) -> str:
    one, several = words[unit].split("|")
    return str(one if n in words["singular"] else several).format(_number(n, words))


def _km(km: float, words: Words) -> str:
    return str(words["km"]).format(_number(km, words, 1 if km < 10 else 0))


def _km_exact(km: float, words: Words) -> str:
    return str(words["km"]).format(_number(math.ceil(round(km * 10, 6)) / 10, words, 1))


def _km_enough(km: float, words: Words) -> str:
    return str(words["km"]).format(_number(math.ceil(km), words))


def _clock(minutes: int, words: Words) -> str:
    hours, rest = divmod(minutes, 60)
    whole = _counted(hours, "hours", words)
    return str(words["hours_and_minutes"]).format(hours, f"{rest:02}") if rest else whole


def _minutes(minutes: float, words: Words) -> str:
    return str(words["minutes"]).format(round(minutes)) if round(minutes) < 60 else _clock(round(minutes), words)


def _minutes_enough(minutes: float, words: Words) -> str:
    return _minutes(minutes // 5 * 5 + 5, words)


def _hours(hours: float, words: Words) -> str:
    return _clock(round(hours * 60), words)


def _euros(euros: float, words: Words) -> str:
    return str(words["euros"]).format(_number(euros, words, 2))


def _months(months: int, words: Words) -> str:
    years, rest = divmod(months, 12)
    if not years or (years == 1 and rest):
        return _counted(months, "months", words)
    parts = [_counted(years, "years", words)] + ([_counted(rest, "months", words)] if rest else [])
    return f" {words['and']} ".join(parts)


def _date(iso: str | date, words: Words) -> str:
    """Return a day; of a moment, the day in France."""
    day = _in_france(iso) if "T" in str(iso) or isinstance(iso, datetime) else date.fromisoformat(str(iso))
    number = words["first"] if day.day == 1 else day.day
    return f"{number}\u00a0{words['month'][day.month - 1]}\u00a0{day.year}"


def _moment(iso: str | datetime, words: Words) -> str:
    at = _in_france(iso)
    return str(words["moment"]).format(_date(at.date(), words), _time(at.time(), words))


def _in_france(iso: str | date) -> datetime:
    """Return a moment by the clock of France; one without a zone is in UTC, as the database keeps it."""
    at = iso if isinstance(iso, datetime) else datetime.fromisoformat(str(iso))
    return (at if at.tzinfo else at.replace(tzinfo=UTC)).astimezone(FRANCE)


def _time(at: time, words: Words) -> str:
    hour = str(words["time"]).format(at.hour)
    return str(words["time_and_minutes"]).format(at.hour, f"{at.minute:02}") if at.minute else hour


def _time_of_day(iso: str, words: Words) -> str:
    return _time(time.fromisoformat(iso), words)


def _slot(slot: Mapping[str, str], words: Words) -> str:
    start, end = (datetime.fromisoformat(slot[end]) for end in ("start", "end"))
    number = words["first"] if start.day == 1 else start.day
    day = f"{words['weekday'][start.weekday()]} {number}\u00a0{words['month'][start.month - 1]}"
    return f"{day}, {_time(start.time(), words)} – {_time(end.time(), words)}"


def _label(thing: Any) -> str:
    """Return the words for a thing, else its code; empty for a thing that nobody can name."""
    if isinstance(thing, dict):
        return _named(thing.get("label"), thing.get("code"))
    return _named(str(thing), str(thing))


@lru_cache(1 << 14)
def _named(label: str | None, code: str | None) -> str:
    text = (code if label == "?" else label) or code or ""
    return " ".join(text.split()).replace("'", "’")


def _quoted(thing: Any, words: Words) -> str:
    return str(words["quoted"]).format(_label(thing))


def _permit(thing: Any, words: Words) -> str:
    label = _label(thing)
    if _LICENCE.fullmatch(label):
        return str(words["licence"]).format(label)
    return label[:1].lower() + label[1:] if label[1:2].islower() else label


def _spoken(entry: Mapping[str, Any], words: Words) -> str:
    language = entry["language"]
    label = words["names"]["language"].get(language["code"]) or _label(language)
    return f"{label} ({entry['level']})" if entry.get("level") else str(label)


FORMATS: Final[Mapping[str, Callable[[Any, Words], str]]] = {
    "": _text,
    "km": _km,  # "4,2 km", "34 km"
    "km_exact": _km_exact,  # to the tenth, never less than it is
    "km_enough": _km_enough,  # the whole kilometres that reach it
    "minutes": _minutes,  # "41 min", "1 h 05"
    "minutes_enough": _minutes_enough,  # the next five minutes above
    "hours": _hours,
    "euros": _euros,
    "months": _months,  # "18 mois", "2 ans"
    "date": _date,
    "moment": _moment,  # "1er décembre 2026 à 14 h 30", by the clock of France
    "slot": _slot,  # "mardi 1er décembre, 12 h – 14 h": {"start", "end"}, with their offset
    "clock": _time_of_day,  # "18 h 30", from 18:30
    "quoted": _quoted,
    "permit": _permit,
    "spoken": _spoken,  # a language, with the level asked
}
