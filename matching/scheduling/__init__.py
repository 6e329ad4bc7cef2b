"""Meetups: who meets whom, in which round, at which table, proven as good as it says.

`plan` is the best, `preview` a good one at once; `conflicts` says what a plan breaks, `impossible` why there is none,
`replan` changes the fewest seats on the day.
"""

from matching.scheduling.infeasible import impossible
from matching.scheduling.model import Aim, Breach, Meetup, Plan, Rule
from matching.scheduling.preview import preview
from matching.scheduling.replan import replan
from matching.scheduling.rules import conflicts
from matching.scheduling.solve import plan

__all__ = ["Aim", "Breach", "Meetup", "Plan", "Rule", "conflicts", "impossible", "plan", "preview", "replan"]
