"""What two part-time openings do to each other: times, moves, dates, rest, employer."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from matching.enums import Evidence, TravelMode, WorkingTime, place_in
from matching.geo import distance_km, travel_minutes
from matching.pooling.law import Limits
from matching.pooling.model import Fits, Floats, Parts

MOVE_MINUTES: Final = 60.0  # the longest move within a day, for who has set no limit
LEAST_DAYS: Final = 28.0  # held together for less, two openings make no job
Masks = NDArray[np.int64]


def _bits(*times: WorkingTime) -> int:
    return sum(1 << place_in(WorkingTime, time) for time in times)


DAY, EARLY, EVENING, NIGHT, SATURDAY, SUNDAY, SHIFTS, ON_CALL = (
    _bits(time) for time in WorkingTime if time != WorkingTime.SPLIT
)
WEEKDAYS: Final = DAY | EARLY | EVENING | NIGHT
WEEKEND: Final = SATURDAY | SUNDAY
BAND_HOURS: Final = {  # in a week: five days of 9-18, 5-9, 18-22 and 22-5 o'clock; 13 hours of a Saturday or Sunday
    DAY: 45.0,
    EARLY: 20.0,
    EVENING: 20.0,
    NIGHT: 35.0,
    SATURDAY: 13.0,
    SUNDAY: 13.0,
}


def fits_of(parts: Parts, mode: TravelMode, longest_move: float, limits: Limits) -> Fits:
    """Return what every two parts do to each other; `longest_move` in minutes, by one way of travelling."""
    one, other = parts.times[:, None], parts.times[None, :]
    times, dates = _times(parts), _dates(parts)
    nearest, farthest = _minutes(parts, mode)
    same_day = _same_day(one, other)
    moves = _evidence(same_day & (nearest > longest_move), same_day & ~(farthest <= longest_move))
    employer = np.array(parts.employer)
    same_employer = (employer[:, None] == employer[None, :]) & (employer != "")
    impossible = same_employer | np.eye(len(parts), dtype=bool)
    for found in (times, dates, moves):
        impossible |= found == Evidence.NOT_MET
    return Fits(
        possible=~impossible,
        minutes=np.where(same_day, np.nan_to_num(nearest), 0.0),
        times=times,
        moves=moves,
        dates=dates,
        daily_rest=_evidence(np.zeros_like(same_day), _short_nights(one, other)),
        weekly_rest=_evidence(np.zeros_like(same_day), _no_day_off(one, other, limits)),
    )


def room(times: int) -> float:
    """Return the hours a week that lie within these working times."""
    return sum(hours for band, hours in BAND_HOURS.items() if times & band)


def banded(times: Masks) -> Masks:
    """Return the times as bands of the week: shifts turn over mornings, days and evenings."""
    turning = np.where(times & SHIFTS, EARLY | DAY | EVENING, 0)
    found: Masks = (times | turning) & (WEEKDAYS | WEEKEND)
    return found


def _times(parts: Parts) -> NDArray[np.int8]:
    """Kept apart where no band is shared; impossible where both need more hours than their bands have.

    Shifts turn over the whole week, so that they leave no other weekday band free.
    """
    bands, shifts = banded(parts.times), (parts.times & SHIFTS) > 0
    one, other = bands[:, None], bands[None, :]
    known = (one > 0) & (other > 0)
    hours = np.zeros(one.shape) + sum(np.where((one | other) & band, room, 0.0) for band, room in BAND_HOURS.items())
    clash = known & (parts.low[:, None] + parts.low[None, :] > hours)
    clash |= known & ((shifts[:, None] & ((other & WEEKDAYS) > 0)) | (shifts[None, :] & ((one & WEEKDAYS) > 0)))
    on_call = ((parts.times[:, None] | parts.times[None, :]) & ON_CALL) > 0
    return _evidence(clash, ~known | ((one & other) > 0) | on_call)


def _same_day(one: Masks, other: Masks) -> NDArray[np.bool_]:
    """Return which two may be worked on one day: all whose times nobody knows, or meet on weekdays or a day."""
    unknown = (one == 0) | (other == 0)
    weekdays = ((one & (WEEKDAYS | SHIFTS)) > 0) & ((other & (WEEKDAYS | SHIFTS)) > 0)
    found: NDArray[np.bool_] = unknown | weekdays | ((one & other & WEEKEND) > 0)
    return found


def _minutes(parts: Parts, mode: TravelMode) -> tuple[Floats, Floats]:
    """Return the shortest and the longest that the journey between two places may take; nan = unknown."""
    km = distance_km(parts.xyz[:, None, :], parts.xyz[None, :, :])
    slack = parts.radius_km[:, None] + parts.radius_km[None, :]
    near = np.maximum(km - slack, 0.0)
    waiting, per_km = travel_minutes(0.0, mode), travel_minutes(1.0, mode) - travel_minutes(0.0, mode)
    return np.where(near > 0, waiting, 0.0) + near * per_km, waiting + (km + slack) * per_km


def _dates(parts: Parts) -> NDArray[np.int8]:
    start = np.maximum(parts.start[:, None], parts.start[None, :])  # nan where one is unknown
    end = np.minimum(parts.end[:, None], parts.end[None, :])
    return _evidence(end - start < LEAST_DAYS, np.isnan(start))


def _short_nights(one: Masks, other: Masks) -> NDArray[np.bool_]:
    """Return which two may leave less than the daily rest: early (from 5) with evening (to 22), or night with any."""
    found = np.zeros(np.broadcast_shapes(one.shape, other.shape), dtype=bool)
    for first, second in ((EARLY, EVENING), (NIGHT, WEEKDAYS)):
        found |= (((one & first) > 0) & ((other & second) > 0)) | (((other & first) > 0) & ((one & second) > 0))
    return found


def _no_day_off(one: Masks, other: Masks, limits: Limits) -> NDArray[np.bool_]:
    """Return which two may leave no weekly rest; who needs two days off loses one by a Saturday already."""
    needed = WEEKEND if limits.weekly_rest_hours < 48 else SATURDAY
    both = one | other
    found: NDArray[np.bool_] = ((both & needed) == needed) & ((both & WEEKDAYS) > 0)
    return found


def _evidence(broken: NDArray[np.bool_], unknown: NDArray[np.bool_]) -> NDArray[np.int8]:
    otherwise = np.where(unknown, np.int8(Evidence.UNKNOWN), np.int8(Evidence.MET))
    return np.where(broken, np.int8(Evidence.NOT_MET), otherwise)
