"""Dates in a CV: points in time joined into periods, durations, and what is still going on."""

import re
from dataclasses import dataclass, replace
from datetime import date

from matching.text.facts.durations import NUMBERS
from matching.text.months import NAMES, month_number

_SHORT = "janv|jan|fevr|fev|feb|mar|avr|apr|jun|juil|jul|aug|sept|sep|oct|nov|dec"
_MONTH = rf"(?:{'|'.join(NAMES)}|{_SHORT})"
_YEAR = r"(?:19[4-9]\d|20\d\d)"
_NOW = (
    r"aujourd'?\s?hui|(?:a\s)?ce\sjour|actuel(?:le)?(?:ment)?|present|current(?:ly)?|now|en\scours|maintenant"
    r"|to\sdate|today|ongoing|en\sposte"
)
_POINT = re.compile(
    rf"""(?<![a-z_€$])(?<!\d(?=\d))(?:
      (?P<day>[0-3]?\d)[/.-](?P<m1>[01]?\d)[/.-](?P<y1>{_YEAR})
    | (?P<m2>[01]?\d)\s?[/.-]\s?(?P<y2>{_YEAR})
    | (?P<y3>{_YEAR})[/.-](?P<m3>0[1-9]|1[0-2])(?:-[0-3]\d)?
    | (?P<y4>{_YEAR})\s?[/-]\s?(?P<y5>\d\d)(?![\d/.-])
    | (?:(?:[0-3]?\d|1er)\s)?(?P<n6>{_MONTH})\.?,?\s{{0,2}}(?P<y6>{_YEAR}|'\d\d)
    | (?P<y7>{_YEAR})\s{{0,3}},\s?(?P<n7>{_MONTH})
    | (?P<season>ete|summer|printemps|spring|automne|autumn|fall|hiver|winter)\s(?P<y8>{_YEAR})
    | (?P<y9>{_YEAR})
    | (?P<m10>0[1-9]|1[0-2])/(?P<y10>\d\d)
    | (?:(?:[0-3]?\d|1er)\s)?(?P<n11>{_MONTH})(?=\.?\s{{0,2}}(?:-|a\s|au\s|to\s))
    | (?P<now>{_NOW})
    )(?![\d_€$%])(?!(?!{_MONTH})[a-z])""",
    re.VERBOSE,
)
_JOIN = re.compile(
    r"\s*(?:\.?\s*(?:-+>?|/|>|→|\|)|,?\s*(?:jusqu'(?:a|au|en)|a|au|to|until|till"
    r"|jusque))?\s*(?:l')?\s*"
)
_GAP = 14
_LONGEST_DATE = 30  # characters
_SINCE = re.compile(r"(?:depuis|since|a partir de|a compter d[eu])\s*(?:le|l'|:)?\s*$")
_FROM = re.compile(r"(?:\b(?:de|du|depuis|depuis le|from|since|en|in|d'|annee|annees|l')\s*|\()$")
_COUNTS = NUMBERS | {word: number for number, word in enumerate(["one", "two", "three", "four", "five"], start=1)}
_DURATION = re.compile(
    rf"(?<![\w,.])(\d{{1,2}}(?:[.,]5)?|{'|'.join(_COUNTS)})\s?(ans?|annees?|mois|semaines?|years?|yrs?|months?|weeks?)\b"
    rf"(?:\s(?:et\s)?(demi|\d{{1,2}}\smois)\b)?(?!\s*(?:d'(?:exp|anc)|of exp|exp|ago|old|par|minimum|a\s?\d))"
)
_MONTHS_IN = {"a": 12.0, "y": 12.0, "m": 1.0, "s": 12 / 52, "w": 12 / 52}


@dataclass(frozen=True, slots=True)
class Period:
    """A time that the text tells: ISO months or years as far as told, from character `at` to `to`."""

    at: int
    to: int
    start: str = ""
    end: str = ""
    current: bool = False
    months: float | None = None

    @property
    def spans(self) -> bool:
        """Whether it has two ends, as times of work have: other dates may be anything."""
        return self.current or bool(self.start and self.end and self.start != self.end)


def periods_in(key: str, today: date) -> list[Period]:
    """Return the periods of a folded text in order; a time before 1940, after next year or backwards has no end."""
    dated = _joined(key, [point for match in _POINT.finditer(key) if (point := _point(match))], today)
    told = [p for match in _DURATION.finditer(key) if (p := _duration(match)) and not _within(p, dated)]
    return sorted([*dated, *told], key=lambda period: period.at)


def _within(period: Period, others: list[Period]) -> bool:
    return any(other.at < period.to and period.at < other.to for other in others) if others else False


def _point(match: re.Match[str]) -> Period | None:
    """Return what one match tells: "now" is current, a month that waits for its year has "?" as its year."""
    get = match.groupdict().get
    at, to = match.span()
    if get("now"):
        return Period(at, to, current=True)
    if get("y4"):
        return _years(int(get("y4") or 0), int(get("y5") or 0), at, to)
    if get("season"):
        return _season(get("season") or "", get("y8") or "", at, to)
    year = next((get(name) for name in ("y1", "y2", "y3", "y6", "y7", "y9", "y10") if get(name)), None)
    number = next((int(get(name) or 0) for name in ("m1", "m2", "m3", "m10") if get(name)), None)
    name = get("n6") or get("n7") or get("n11")
    number = month_number(name) if name else number
    if number is not None and not 1 <= number <= 12:
        return None
    told = f"{_century(year) if year else '?'}" + (f"-{number:02d}" if number else "")
    return Period(at, to, told, told)


def _century(year: str) -> str:
    digits = year.strip("'")
    return digits if len(digits) == 4 else f"{'20' if digits < '50' else '19'}{digits}"


def _years(first: int, last: int, at: int, to: int) -> Period | None:
    last += first // 100 * 100 + (100 if last < first % 100 else 0)
    return Period(at, to, str(first), str(last)) if last - first < 50 else None


def _season(season: str, year: str, at: int, to: int) -> Period:
    if season in ("ete", "summer"):
        return Period(at, to, f"{year}-07", f"{year}-08")
    return Period(at, to, year, year)


def _joined(key: str, points: list[Period], today: date) -> list[Period]:
    """Return points joined where a dash or "à" stands between two of them."""
    found, place = [], 0
    while place < len(points):
        first, place = points[place], place + 1
        if place < len(points) and _joins(key, first, points[place]):
            last, place = points[place], place + 1
            if (joined := _pair(key, first, last)) is not None:
                found.append(joined)
        elif not first.current and "?" not in first.start:
            found.append(_alone(key, first))
    return [told for period in found if (told := _possible(period, today))]


def _joins(key: str, first: Period, last: Period) -> bool:
    gap = last.at - first.to
    if first.current or not 0 <= gap <= _GAP or not _JOIN.fullmatch(key, first.to, last.at):
        return False
    bare = not key[first.to : last.at].strip()
    if bare and not last.current:  # a dash that the file lost; "2019 2021" may be two dates
        if "\n" in key[first.to : last.at]:
            return _stand_alone(key, first, last)
        months = len(first.start) == len(last.start) == 7
        return months or (gap > 1 and first.start < last.start)
    return first.start == first.end


def _stand_alone(key: str, first: Period, last: Period) -> bool:
    """Return whether two lines, and not their neighbours, hold one date each, the later below: both ends of a time."""
    start, end = key.rfind("\n", 0, first.at) + 1, _line_end(key, last.to)
    alone = not (key[start : first.at] + key[last.to : end]).strip() and key.count("\n", first.to, last.at) == 1
    rising = len(first.start) == len(last.start) and first.start < last.start
    above, below = key[max(0, start - _LONGEST_DATE) : start], key[end : end + _LONGEST_DATE]
    around = above.rstrip("\n").rpartition("\n")[2], below.lstrip("\n").partition("\n")[0]
    return alone and rising and not any(_POINT.fullmatch(line.strip()) for line in around)


def _line_end(key: str, at: int) -> int:
    end = key.find("\n", at)
    return end if end >= 0 else len(key)


def _pair(key: str, first: Period, last: Period) -> Period | None:
    start = first.start
    if "?" in start:
        start = start.replace("?", last.end[:4]) if last.end and "?" not in last.end else ""
    if not start or "?" in last.end:
        return None
    if first.start.startswith("?") and start > last.end:  # "décembre - mars 2020"
        start = f"{int(start[:4]) - 1}{start[4:]}"
    return Period(_opening(key, first.at), last.to, start, last.end, last.current)


def _alone(key: str, point: Period) -> Period:
    since = bool(_SINCE.search(key, max(0, point.at - 20), point.at))
    ends = "" if since else point.end
    return replace(point, at=_opening(key, point.at), current=since, end=ends)


def _opening(key: str, at: int) -> int:
    before = _FROM.search(key, max(0, at - 11), at)
    return before.start() if before else at


def _possible(period: Period, today: date) -> Period | None:
    latest = f"{today.year + 1}"
    if not "1940" <= period.start[:4] <= latest or (period.current and period.start[:4] > str(today.year)):
        return None
    if period.end and (
        period.end[:4] > f"{today.year + 6}" or period.end[: len(period.start)] < period.start[:7][: len(period.end)]
    ):
        return replace(period, end="")
    return period


def _duration(match: re.Match[str]) -> Period | None:
    count = _COUNTS.get(match[1]) or float(match[1].replace(",", "."))
    more = match[3] or ""
    months = count * _MONTHS_IN[match[2][0]]
    months += 0.5 * _MONTHS_IN[match[2][0]] if more == "demi" else float(more.split()[0]) if more else 0
    return Period(match.start(), match.end(), months=round(months, 1)) if 0 < months <= 45 * 12 else None
