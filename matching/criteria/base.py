"""What a scorer hands back, and how two tables meet row by row."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

import numpy as np
from numpy.typing import NDArray

from matching.enums import Criterion, Evidence, OpeningKind, Side, place_in
from matching.model import Candidates, Openings
from matching.ragged import Ragged
from matching.records import CandidateLimit
from matching.table import Table
from matching.taxonomy import Taxonomy

Floats = NDArray[np.float64]
_NOT_MET, _UNKNOWN, _MET = map(np.int8, (Evidence.NOT_MET, Evidence.UNKNOWN, Evidence.MET))


@dataclass(frozen=True, slots=True)
class Scores:
    """The evidence for one criterion, pair by pair: shares of 1 that are met, unknown and (the rest) not met."""

    met: Floats
    unknown: Floats


Judgement = NDArray[np.int8]  # values of Evidence, pair by pair
Numbers = dict[str, Any]
Tell = Callable[[Candidates, Any, Taxonomy], list[Numbers]]


@dataclass(frozen=True, slots=True)
class Scorer:
    """A soft criterion: whose side it counts for, its evidence, and what to say of each pair.

    `score` and `numbers` compare tables row by row; a table of one row meets every row of the other. A pair has
    the same scores and numbers in any company. `reason` turns the numbers of one pair and its shares into a code.
    """

    criterion: Criterion
    side: Side
    score: Callable[[Candidates, Any, Taxonomy], Scores]
    numbers: Tell
    reason: Callable[[Numbers, float, float], str]


@dataclass(frozen=True, slots=True)
class Filter:
    """A hard rule: met, not met or unknown for each pair, row by row as a scorer; the numbers of each pair.

    `idle` is True for tables in which the rule can remove nobody, so that a ranking need not read them.
    """

    criterion: Criterion
    judge: Callable[[Candidates, Any, Taxonomy], Judgement]
    numbers: Tell
    idle: Callable[[Candidates, Any], bool] = lambda candidates, counterparts: False


@dataclass(frozen=True, slots=True)
class Criteria:
    """How one kind of pair is judged: scorers in the order in which they add up, filters in the order applied."""

    side: Side  # whose view is not the candidate's
    scorers: tuple[Scorer, ...]
    filters: tuple[Filter, ...]
    reach_first: bool = False  # the first filter asks only how far candidates go: whole places can be passed over


def judged(values: Floats) -> Scores:
    """Return the scores of values in [0, 1], where nan means that there is nothing to judge by."""
    unknown = np.isnan(values)
    return Scores(np.where(unknown, 0.0, values), unknown.astype(np.float64))


def nothing_asked(candidates: Candidates, openings: Openings) -> Scores:
    """Return the scores of a criterion that no opening asks: all unknown."""
    n = pairs(candidates, openings)
    return Scores(np.zeros(n), np.ones(n))


def evidence(broken: NDArray[Any], unknown: NDArray[Any]) -> Judgement:
    """Return the evidence of a rule where it is broken, or where nobody knows; broken wins."""
    return np.where(broken, _NOT_MET, np.where(unknown, _UNKNOWN, _MET))


def always_met(candidates: Candidates, counterparts: Table) -> Judgement:
    """Return the evidence of a rule that nobody set."""
    return np.full(pairs(candidates, counterparts), _MET)


def worst(entries: Ragged, found: NDArray[Any], n: int) -> Judgement:
    """Return the worst evidence of the entries of each pair; met where none is asked."""
    least: Judgement = entries.reduce(np.minimum, found.astype(np.int8), Evidence.MET)
    return least if len(least) == n else np.repeat(least, n)


def is_must(candidates: Candidates, limit: CandidateLimit) -> NDArray[np.bool_]:
    """Return which candidates make that limit a must: all that do not list it as a wish."""
    wishes_only = candidates.wishes & np.uint8(1 << place_in(CandidateLimit, limit))
    return np.asarray(wishes_only == 0)


def pairs(candidates: Candidates, counterparts: Table) -> int:
    """Return how many pairs two tables make, row by row."""
    return max(len(candidates), len(counterparts)) if len(candidates) and len(counterparts) else 0


def number(column: NDArray[Any]) -> float | None:
    """Return the first value of a column, None where it is unknown."""
    return known(column[:1])[0]


def known(column: NDArray[Any]) -> list[float | None]:
    """Return the values of a column, None for those that are unknown."""
    return [None if value != value else round(value, 4) for value in column.tolist()]


def told(n: int, **columns: list[Any]) -> list[Numbers]:
    """Return the numbers of n pairs from columns; a column of one row is that of every pair."""
    whole = [column * n if len(column) == 1 else column for column in columns.values()]
    return [dict(zip(columns, row, strict=True)) for row in zip(*whole, strict=True)]


def pair_by_pair(numbers: Callable[[Candidates, Any, Taxonomy], Numbers]) -> Tell:
    """Return what tells the numbers of each pair, from what tells those of one."""

    @wraps(numbers)
    def each(candidates: Candidates, counterparts: Any, taxonomy: Taxonomy) -> list[Numbers]:
        return [
            numbers(one_row(candidates, row), one_row(counterparts, row), taxonomy)
            for row in range(pairs(candidates, counterparts))
        ]

    return each


def one_row(table: Any, row: int) -> Any:
    """Return the row of a table that stands in a pair: the only one where there is no other."""
    return table if len(table) == 1 else table.take(slice(row, row + 1))


def has_contract(openings: Openings) -> NDArray[np.bool_]:
    """Return which openings are work under a contract: visits, placements and courses are not."""
    return _WITH_CONTRACT[openings.kind]


_WITH_CONTRACT = np.array([False, *(kind in (OpeningKind.JOB, OpeningKind.APPRENTICESHIP) for kind in OpeningKind)])
