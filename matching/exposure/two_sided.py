"""Two-sided lists by matching with transferable utility: each side sees those whom it is likely to match with.

In the stable matching of a large market with random tastes, μ_ij = √(μ_i0 μ_0j) exp(φ_ij / 2β), where φ is the joint
utility of a pair, μ_i0 and μ_0j those who stay alone, and everybody is matched or alone (Choo and Siow, 2006; the
fixed point of Decker, Lieb, McCann and Stephens, 2013, and Galichon and Salanié, 2022). Ranking by μ gives the most
expected matches of the rules compared by Tomita, Togashi, Hashizume and Ohsaka (RecSys 2023; by blocks in 2024).

With A = √μ_i0, B = √μ_0j, K = exp(φ / 2β): A = √(n + (KB/2)²) - KB/2, and the mirror of it. All is kept as
logarithms, and φ is made a few rows at a time, so memory grows with rows + columns and small β does not overflow.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from matching.exposure.choices import Choices, Lists
from matching.exposure.prices import priced_lists

# φ between 0 and 2. Expected matches rise as β falls (authors' market, λ = .5: 105 at 1, 108 at .1, 115 at .02),
# rounds too; below .02 little is won.
BETA: Final = 0.02

# Of any ln B in one round: beyond it lists hardly change (expected matches by less than 1 %).
TOLERANCE: Final = 0.05
ROUNDS: Final = 300

_CELLS = 1 << 20  # of φ at once

Floats = NDArray[np.float64]  # or single precision, which stays so
Sweep = Callable[[Floats], tuple[Floats, Floats]]  # ln B → ln A, and ln of each column's Σ A K


@dataclass(frozen=True, slots=True)
class Joint:
    """The joint utility of every pair, the sum of what both sides gain, made a few rows at a time; no side is empty."""

    rows: int
    columns: int
    block: Callable[[slice], Floats]


@dataclass(frozen=True, slots=True)
class Equilibrium:
    """Who stays alone, as ln √μ_i0 and ln √μ_0j, how many rounds it took, and how far from exact it is."""

    log_a: Floats
    log_b: Floats
    beta: float
    rounds: int
    gap: float  # the largest last change of ln B


def joint_of(ours: Floats, theirs: Floats) -> Joint:
    """Return the joint utility of a matrix (rows, columns) and of the other side's (columns, rows)."""
    return Joint(ours.shape[0], ours.shape[1], lambda rows: ours[rows] + theirs[:, rows].T)


def joint_of_factors(left: Floats, right: Floats) -> Joint:
    """Return the joint utility left @ right.T; both sides' factors stand side by side. Single precision stays so."""
    return Joint(len(left), len(right), lambda rows: left[rows] @ right.T)


def equilibrium(
    joint: Joint,
    beta: float = BETA,
    row_places: float = 1.0,
    column_places: float | Floats = 1.0,
    tolerance: float = TOLERANCE,
    most_rounds: int = ROUNDS,
) -> Equilibrium:
    """Return the fixed point; `column_places` is the number of posts, one number or one a column.

    Stops when no ln B moves more than the tolerance, or after the most rounds: `gap` tells which.
    """
    return _fixed_point(_by_blocks(joint, beta, row_places), joint.columns, beta, column_places, tolerance, most_rounds)


def two_sided_lists(joint: Joint, found: Equilibrium, k: int) -> tuple[Lists, Lists]:
    """Return the k best columns of each row and the k best rows of each column by μ, best first."""
    k_rows, k_columns = min(k, joint.columns), min(k, joint.rows)
    ours = np.empty((joint.rows, k_rows), np.int64)
    best = np.full((joint.columns, k_columns), -np.inf)
    theirs = np.full((joint.columns, k_columns), -1)
    for rows in _slices(joint):
        log_k = joint.block(rows) / (2 * found.beta)
        ours[rows] = _top(log_k + found.log_b, k_rows)[1]
        value, place = _top((log_k + found.log_a[rows, None]).T, min(k_columns, len(log_k)))
        pool, names = np.hstack([best, value]), np.hstack([theirs, place + rows.start])
        best, kept = _top(pool, k_columns)
        theirs = np.take_along_axis(names, kept, axis=1)
    return ours, theirs


def matched_lists(given: Choices, beta: float = BETA) -> Lists:
    """Return lists by μ where both sides gain the score, rows have k places and columns the even share of them all."""
    each = (given.limit > 0).sum(axis=1).astype(np.float64)
    reached = max(1, len(np.unique(given.column)))
    sweep = _by_pairs(given, beta, np.maximum(each, 1.0))
    found = _fixed_point(sweep, given.n_columns, beta, max(1.0, each.sum()) / reached, TOLERANCE, ROUNDS)
    return priced_lists(given, -beta * found.log_b)


def _fixed_point(
    sweep: Sweep, columns: int, beta: float, places: float | Floats, tolerance: float, most_rounds: int
) -> Equilibrium:
    log_b: Floats = np.zeros(columns)
    log_a: Floats = np.zeros(0)
    gap, rounds = np.inf, 0
    while gap > tolerance and rounds < most_rounds:
        log_a, log_sums = sweep(log_b)
        new = _alone(log_sums, places)
        gap, log_b, rounds = float(np.abs(new - log_b).max(initial=0.0)), new, rounds + 1
    return Equilibrium(log_a, log_b, beta, rounds, gap)


def _alone(log_sum: Floats, places: float | Floats) -> Floats:
    """Return ln(√(n + S²) - S) with S = exp(log_sum) / 2: ½ ln n - asinh(S / √n), without leaving logarithms."""
    half = 0.5 * np.log(places)
    x = log_sum - np.log(2) - half
    return np.asarray(half - np.logaddexp(x, 0.5 * np.logaddexp(0, 2 * x)))


def _by_blocks(joint: Joint, beta: float, places: float) -> Sweep:
    def sweep(log_b: Floats) -> tuple[Floats, Floats]:
        log_a, sums = np.empty(joint.rows), np.zeros(joint.columns)
        for rows in _slices(joint):
            values = joint.block(rows) / (2 * beta)
            values += log_b.astype(values.dtype)
            top = values.max(axis=1)
            np.exp(np.subtract(values, top[:, None], out=values), out=values)
            log_a[rows] = _alone(top + np.log(values.sum(axis=1)), places)
            sums += np.exp(log_a[rows] + top) @ values
        return log_a, _log(sums) - log_b

    return sweep


def _by_pairs(given: Choices, beta: float, places: Floats) -> Sweep:
    row = np.repeat(np.arange(len(given.limit)), np.diff(given.start))
    some = np.flatnonzero(np.diff(given.start))

    def sweep(log_b: Floats) -> tuple[Floats, Floats]:
        values = given.gain / beta + log_b[given.column]
        log_sums, top = np.full(len(given.limit), -np.inf), np.zeros(len(given.limit))
        if len(some):
            top[some] = np.maximum.reduceat(values, given.start[some])
        share = np.exp(values - top[row])
        log_sums[some] = top[some] + np.log(np.bincount(row, share, len(top))[some])
        log_a = _alone(log_sums, places)
        sums = np.bincount(given.column, share * np.exp(log_a + top)[row], given.n_columns).astype(np.float64)
        return log_a, _log(sums) - log_b

    return sweep


def _log(sums: Floats) -> Floats:
    """Return logarithms; that of 0 is -inf: nobody comes."""
    return np.log(sums, out=np.full(len(sums), -np.inf), where=sums > 0)


def _slices(joint: Joint) -> list[slice]:
    step = max(1, _CELLS // max(1, joint.columns))
    return [slice(start, min(start + step, joint.rows)) for start in range(0, joint.rows, step)]


def _top(values: Floats, k: int) -> tuple[Floats, NDArray[np.int64]]:
    """Return the k greatest of each row, greatest first, and their places."""
    place = np.argpartition(-values, k - 1, axis=1)[:, :k]
    found = np.take_along_axis(values, place, axis=1)
    order = np.argsort(-found, axis=1, kind="stable")
    return np.take_along_axis(found, order, axis=1), np.take_along_axis(place, order, axis=1)
