"""An integer program and its best solution by HiGHS, with the bound that proves how good it is."""

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import scipy
from numpy.typing import NDArray
from scipy.sparse import csr_array, hstack, vstack

Column = NDArray[np.float64]
SLACK = 1e-7  # what a row that holds an earlier value gives way, so that rounding does not exclude that very value

PREPARED = 40_000  # columns that HiGHS prepares in a second, before it looks at the clock


@dataclass(frozen=True, slots=True)
class Linear:
    """lower ≤ matrix · x ≤ upper, low ≤ x ≤ high; the first columns are meetings, or pairs."""

    person: NDArray[np.int64]  # of each of the first columns
    host: NDArray[np.int64]
    score: Column
    matrix: Any  # csr_array
    lower: Column
    upper: Column
    low: Column
    high: Column
    whole: NDArray[np.bool_]  # x is an integer

    def with_rows(self, matrix: Any, lower: Any, upper: Any) -> "Linear":
        """Return the program with more rows, told by its first columns."""
        count, columns = matrix.shape
        rest = csr_array((count, len(self.low) - columns))
        return replace(
            self,
            matrix=vstack([self.matrix, hstack([matrix, rest], format="csr")], format="csr"),
            lower=np.concatenate([self.lower, np.broadcast_to(lower, count)]),
            upper=np.concatenate([self.upper, np.broadcast_to(upper, count)]),
        )

    def with_columns(self, matrix: Any, high: Column) -> "Linear":
        """Return the program with more columns of any value from 0 up."""
        count = matrix.shape[1]
        return replace(
            self,
            matrix=hstack([self.matrix, matrix], format="csr"),
            low=np.concatenate([self.low, np.zeros(count)]),
            high=np.concatenate([self.high, high]),
            whole=np.concatenate([self.whole, np.zeros(count, dtype=bool)]),
        )

    def at_least(self, objective: Column, value: float) -> "Linear":
        """Return the program that keeps a value that was reached; whole numbers need no slack."""
        slack = 0.0 if np.all(objective == objective.round()) else SLACK
        return self.with_rows(csr_array(objective[None]), value - slack, np.inf)

    def relaxed(self) -> "Linear":
        """Return the program whose variables may be fractions."""
        return replace(self, whole=np.zeros_like(self.whole))

    def per_person(self, people: int) -> Any:
        """Return a matrix of ones that adds up the meetings of each person."""
        count = len(self.person)
        return csr_array((np.ones(count), (self.person, np.arange(count))), shape=(people, count))


@dataclass(frozen=True, slots=True)
class Solution:
    """The best x found, `None` if none was, and what no solution can pass."""

    x: Column | None
    bound: float  # -inf: there is no solution at all; inf: nothing is known


def best(linear: Linear, objective: Column, seconds: float) -> Solution:
    """Return the x of the greatest objective · x that HiGHS finds in that time, and the bound that it proves.

    What is too large to be prepared in that time is not begun.
    """
    if seconds <= 0 or (linear.whole.any() and len(linear.low) > PREPARED * seconds):
        return Solution(None, np.inf)
    if not len(linear.low):
        return Solution(np.zeros(0), 0.0) if np.all(linear.lower <= 0) else Solution(None, -np.inf)
    found = scipy.optimize.milp(
        -objective,
        integrality=linear.whole.astype(int),
        bounds=scipy.optimize.Bounds(linear.low, linear.high),
        constraints=scipy.optimize.LinearConstraint(linear.matrix, linear.lower, linear.upper),
        options={"time_limit": seconds, "mip_rel_gap": 0},
    )
    if found.status == 2:
        return Solution(None, -np.inf)
    if found.status == 0 and not linear.whole.any():
        return Solution(found.x, -found.fun)
    proved = found.get("mip_dual_bound")
    return Solution(found.x, np.inf if proved is None or np.isnan(proved) else -proved)
