"""Assignment: who with whom when seats are counted, exact, with prices that prove it.

`assign` decides, in the order of the aims; `left_out` says why somebody has no place, `search` what would give them
one; `blocking_pairs` counts those who would rather have each other, `deferred_acceptance` leaves none.
"""

from matching.assignment.changes import search
from matching.assignment.left_out import left_out
from matching.assignment.model import Aim, Assignment, Never, Problem, barred, problem_of
from matching.assignment.solve import assign
from matching.assignment.stability import blocking_pairs, deferred_acceptance

__all__ = [
    "Aim",
    "Assignment",
    "Never",
    "Problem",
    "assign",
    "barred",
    "blocking_pairs",
    "deferred_acceptance",
    "left_out",
    "problem_of",
    "search",
]
