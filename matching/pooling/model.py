"""The nouns of pooling: a part-time opening as a part, what two parts do to each other, and a pool."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from matching.enums import Evidence
from matching.model import Match

Floats = NDArray[np.float64]

SIZES: Final = (2, 3, 4)  # openings in a pool
NEAR_HOURS: Final = 5.0  # a pool that misses the hours wanted by more is none
NO_HOURS_LEFT: Final = 20.0  # hours missed at which the fit would be 0, as in criteria.hours
HALF_MOVE_MINUTES: Final = 120.0  # so long a move between two workplaces halves the score
CHECK_KEEPS: Final = 0.95  # of the score, for each thing between two openings that somebody has to check
MORE_KEEPS: Final = 0.97  # of the score, for each opening beyond two: one more employer to agree with


@dataclass(frozen=True, slots=True)
class Parts:
    """Part-time openings that one candidate could take, the best score first."""

    rows: NDArray[np.int64]  # in the table of openings
    ids: NDArray[np.int64]
    score: Floats  # the joint score of the match, the hours a week left out
    low: Floats  # hours a week
    high: Floats
    times: NDArray[np.int64]  # bits of WorkingTime; 0 = unknown
    start: Floats  # days since layout.EPOCH; nan = unknown
    end: Floats  # inf = no end, or none stated
    xyz: Floats  # unit vectors, shape (n, 3); nan = unknown
    radius_km: Floats
    employer: tuple[str, ...]  # "" = unknown

    def __len__(self) -> int:
        return len(self.rows)


@dataclass(frozen=True, slots=True)
class Fits:
    """What every two parts do to each other, shape (n, n), symmetric."""

    possible: NDArray[np.bool_]
    minutes: Floats  # of the move between them on one day; 0 = no move, or nobody knows
    times: NDArray[np.int8]  # Evidence: do their working times keep apart?
    moves: NDArray[np.int8]
    dates: NDArray[np.int8]
    daily_rest: NDArray[np.int8]
    weekly_rest: NDArray[np.int8]

    @property
    def checks(self) -> NDArray[np.int64]:
        """How many things between the two somebody has to check."""
        found = (self.times, self.moves, self.dates, self.daily_rest, self.weekly_rest)
        count: NDArray[np.int64] = np.stack([part == Evidence.UNKNOWN for part in found]).sum(axis=0, dtype=np.int64)
        return count


@dataclass(frozen=True, slots=True)
class Wanted:
    """The hours a week that a pool is to make; `most` is what the law allows."""

    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Note:
    """One thing to say of a pool: a code, whether it is settled, and the numbers behind it."""

    code: str
    evidence: Evidence
    numbers: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Pool:
    """Openings that make one job together, with all that explains it."""

    score: float  # mean score of the matches, less what `hours`, moves, checks and employers take
    openings: tuple[int, ...]  # their ids, the best match first
    matches: tuple[Match, ...]  # of the candidate with each, the hours a week left out
    hours: tuple[float, float]  # at least, at most
    reasons: tuple[Note, ...]
    to_check: tuple[Note, ...]
    questions: tuple[Note, ...]


@dataclass(frozen=True, slots=True)
class Pools:
    """The best pools for one candidate, and how many part-time openings they were chosen from."""

    pools: tuple[Pool, ...]
    considered: int  # part-time openings of the market
    reachable: int  # those that no must removes
    wanted: Wanted
