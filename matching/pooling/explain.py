"""A set of part-time openings → a pool: what fits, what is to be checked, and what to ask whom."""

from collections.abc import Iterable
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from matching.enums import Evidence, TravelMode
from matching.model import Match
from matching.pooling.law import Limits, most_hours
from matching.pooling.model import Fits, Floats, Note, Parts, Pool, Wanted
from matching.pooling.search import Set


def pool_of(
    found: Set,
    score: float,
    matches: tuple[Match, ...],
    parts: Parts,
    fits: Fits,
    wanted: Wanted,
    limits: Limits,
    mode: TravelMode,
) -> Pool:
    """Return the pool that a set makes; the numbers name openings by the `ids` of their table."""
    at = list(found)
    low, high = float(parts.low[at].sum()), float(parts.high[at].sum())
    notes = [
        _hours(low, high, wanted),
        _law(low, parts, at, limits),
        *_between("pool_times", fits.times, found, parts),
        *_moves(fits, found, parts, mode),
        *_dates(fits, found, parts),
        *_rest("pool_daily_rest", fits.daily_rest, found, parts, limits.daily_rest_hours, limits.daily_rest_article),
        *_rest(
            "pool_weekly_rest", fits.weekly_rest, found, parts, limits.weekly_rest_hours, limits.weekly_rest_article
        ),
    ]
    to_check = tuple(note for note in notes if note.evidence == Evidence.UNKNOWN)
    return Pool(
        score=score,
        openings=tuple(int(parts.ids[at]) for at in found),
        matches=matches,
        hours=(low, high),
        reasons=tuple(note for note in notes if note.evidence == Evidence.MET),
        to_check=to_check,
        questions=tuple(_questions(to_check, parts, found)),
    )


def _hours(low: float, high: float, wanted: Wanted) -> Note:
    missed = max(wanted.low - high, low - wanted.high, 0.0)
    code = "pool_hours_fit" if not missed else "pool_hours_short" if high < wanted.low else "pool_hours_over"
    numbers = {"low": low, "high": high, "wanted_low": wanted.low, "wanted_high": wanted.high, "missed": missed}
    return Note(code, Evidence.MET, numbers)


def _law(low: float, parts: Parts, at: list[int], limits: Limits) -> Note:
    weeks = (parts.end[at].min() - parts.start[at].max()) / 7
    most = float(most_hours(limits, np.nan_to_num(np.array([weeks]), nan=np.inf))[0])
    article = limits.week_article if most == limits.week_hours else limits.average_article
    return Note("pool_lawful", Evidence.MET, {"hours": low, "most": most, "article": article})


def _pairs(found: Set, evidence: NDArray[np.int8], wanted: Evidence) -> list[tuple[int, int]]:
    return [(one, other) for one, other in combinations(found, 2) if evidence[one, other] == wanted]


def _named(pairs: Iterable[tuple[int, int]], parts: Parts) -> list[int]:
    """Return the ids of the openings of some pairs, each once, in the order of the set."""
    return [int(parts.ids[at]) for at in sorted({at for pair in pairs for at in pair})]


def _between(code: str, evidence: NDArray[np.int8], found: Set, parts: Parts) -> Iterable[Note]:
    """Yield one note for the pairs that fit, where all do, else one for those to check."""
    if unknown := _pairs(found, evidence, Evidence.UNKNOWN):
        silent = [int(parts.ids[at]) for at in found if not parts.times[at]]
        yield Note(f"{code}_to_check", Evidence.UNKNOWN, {"openings": _named(unknown, parts), "silent": silent})
    else:
        yield Note(f"{code}_fit", Evidence.MET)


def _moves(fits: Fits, found: Set, parts: Parts, mode: TravelMode) -> Iterable[Note]:
    if unknown := _pairs(found, fits.moves, Evidence.UNKNOWN):
        yield Note("pool_moves_to_check", Evidence.UNKNOWN, {"openings": _named(unknown, parts)})
        return
    minutes: Floats = np.array([fits.minutes[pair] for pair in combinations(found, 2)])
    longest = float(minutes.max())
    yield Note("pool_moves_fit", Evidence.MET, {"minutes": round(longest), "mode": mode.value})


def _dates(fits: Fits, found: Set, parts: Parts) -> Iterable[Note]:
    if unknown := _pairs(found, fits.dates, Evidence.UNKNOWN):
        silent = [int(parts.ids[at]) for at in found if np.isnan(parts.start[at])]
        yield Note("pool_dates_to_check", Evidence.UNKNOWN, {"openings": _named(unknown, parts), "silent": silent})
        return
    at = list(found)
    first, last, end = float(parts.start[at].min()), float(parts.start[at].max()), float(parts.end[at].min())
    numbers = {"first_day": first, "all_day": last, "end_day": end if np.isfinite(end) else None}
    yield Note("pool_dates_fit", Evidence.MET, numbers)


def _rest(code: str, evidence: NDArray[np.int8], found: Set, parts: Parts, hours: int, article: str) -> Iterable[Note]:
    """Yield what is known of a rest; nothing where an opening has not told its times, which is a note of its own."""
    unknown = _pairs(found, evidence, Evidence.UNKNOWN)
    numbers = {"openings": _named(unknown, parts), "hours": hours, "article": article}
    if unknown:
        yield Note(f"{code}_to_check", Evidence.UNKNOWN, numbers)
    elif parts.times[list(found)].all():
        yield Note(f"{code}_kept", Evidence.MET, numbers)


def _questions(to_check: Iterable[Note], parts: Parts, found: Set) -> Iterable[Note]:
    """Yield what to ask, each question with the openings that it goes to."""
    for note in to_check:
        asked = note.numbers.get("silent") or note.numbers["openings"]
        if note.code == "pool_moves_to_check":
            lost = [int(parts.ids[at]) for at in found if np.isnan(parts.xyz[at]).any() or parts.radius_km[at] > 0]
            asked = lost or asked
        numbers = {**note.numbers, "openings": asked}
        yield Note(f"ask_{note.code.removesuffix('_to_check')}", Evidence.UNKNOWN, numbers)
