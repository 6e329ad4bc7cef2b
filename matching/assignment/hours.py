"""When the people of one counterpart meet them: each at an hour of their own, as far as there are enough."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import scipy

from matching.availability import Span, common_slots

_NEVER: Final = 1e12  # minutes: dearer than any sum of hours


@dataclass(frozen=True, slots=True)
class Hours:
    """Hours in common with a counterpart."""

    span: Span
    shared: bool  # somebody else meets in the same hours of the counterpart


def apart(people: Sequence[Sequence[Span]], counterpart: Sequence[Span], at_least_minutes: int) -> list[Hours | None]:
    """Return the hours of each person with a counterpart, None where they have none in common.

    As many as possible get hours of the counterpart that nobody else gets, the earliest in sum; who finds none left
    shares the first they have in common.
    """
    common = [{span: common_slots(hours, [span], at_least_minutes) for span in counterpart} for hours in people]
    cost = np.array([[met[span][0][0] if met[span] else _NEVER for span in counterpart] for met in common], float)
    chosen = np.full(len(people), -1)
    if cost.size:
        row, column = scipy.optimize.linear_sum_assignment(cost)
        chosen[row] = np.where(cost[row, column] < _NEVER, column, -1)
        alone = chosen >= 0
        chosen = np.where(alone | (cost.min(1) >= _NEVER), chosen, cost.argmin(1))
    number = np.bincount(chosen[chosen >= 0], minlength=len(counterpart))
    return [
        None if at < 0 else Hours(met[counterpart[at]][0], bool(number[at] > 1))
        for met, at in zip(common, chosen.tolist(), strict=True)
    ]
