"""How long anybody may work for all employers together, and must rest: the French labour code, in numbers.

The limits hold for the sum of all jobs of a person (Code du travail, L8261-1); the self-employed are not bound.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from matching.enums import ContractType, WorkingTime


@dataclass(frozen=True, slots=True)
class Limits:
    """What no set of jobs may exceed, each with the article that says so."""

    week_hours: float  # most in any one week
    week_article: str
    average_hours: float  # most on average, over any `average_weeks` weeks in a row
    average_weeks: int
    average_article: str
    daily_rest_hours: int  # between two days of work
    daily_rest_article: str
    weekly_rest_hours: int  # in a row, once a week: the day off and the daily rest beside it
    weekly_rest_article: str
    forbidden_times: frozenset[WorkingTime]


ADULT: Final = Limits(48, "L3121-20", 44, 12, "L3121-22", 11, "L3131-1", 24 + 11, "L3132-2", frozenset())
UNDER_18: Final = Limits(  # 35 hours: no average above it
    35, "L3162-1", 35, 12, "L3162-1", 12, "L3164-1", 48, "L3164-2", frozenset({WorkingTime.NIGHT})
)
FULL_TIME_HOURS: Final = 35.0  # L3121-27
NO_EMPLOYEE: Final = frozenset({ContractType.SELF_EMPLOYED, ContractType.UNPAID})  # no hours of an employee


def most_hours(limits: Limits, weeks: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the most hours a week for jobs held together so long; inf = no end is known."""
    return np.where(weeks < limits.average_weeks, limits.week_hours, limits.average_hours)
