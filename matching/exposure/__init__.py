"""Crowding: lists for everybody at once, so that nobody's list sends all to the same few openings.

`choices` says what each list may show without losing more than is allowed; `best_lists`, `spread_lists`,
`capped_lists` and `matched_lists` choose among it; `figures` tells what a set of lists does to everybody.
`equilibrium` and `two_sided_lists` serve markets where both sides have a score and get a list.
"""

from matching.exposure.capped import Cap, capped_lists
from matching.exposure.choices import Choices, Lists, best_lists, choices, pairs_of
from matching.exposure.figures import Figures, figures, shown
from matching.exposure.prices import ALPHA, ALPHAS, spread_lists
from matching.exposure.two_sided import (
    BETA,
    Equilibrium,
    Joint,
    equilibrium,
    joint_of,
    joint_of_factors,
    matched_lists,
    two_sided_lists,
)

__all__ = [
    "ALPHA",
    "ALPHAS",
    "BETA",
    "Cap",
    "Choices",
    "Equilibrium",
    "Figures",
    "Joint",
    "Lists",
    "best_lists",
    "capped_lists",
    "choices",
    "equilibrium",
    "figures",
    "joint_of",
    "joint_of_factors",
    "matched_lists",
    "pairs_of",
    "shown",
    "spread_lists",
    "two_sided_lists",
]
