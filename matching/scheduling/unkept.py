"""Why a wish was not kept, or somebody has too few meetings: the rules that prevent it, or what was preferred to it."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from matching.errors import Infeasible, Unfound
from matching.scheduling.infeasible import Cause, prevents_meeting, prevents_minimum
from matching.scheduling.model import Aim, AimReached, Breach, Meetup, Plan, Rule
from matching.scheduling.rules import conflicts
from matching.scheduling.solve import plan

_AIM = {Rule.MIN_MEETINGS: Aim.MINIMUM, Rule.WISH: Aim.WISHES}
NEAR = 1e-9  # share of a value, or of the greatest score, by which an aim is worse


@dataclass(frozen=True, slots=True)
class Unkept:
    """A wish or a minimum that a plan does not reach, and why.

    `because` is a minimal set of rules, and of other wishes that were kept. Where rules alone allow it, `preferred` is
    the aim that would have suffered. Neither: no aim asks for it, or time was too short to tell.
    """

    breach: Breach
    because: tuple[Breach, ...] = ()
    preferred: Aim | None = None
    asked: bool = True  # the aims name wishes, or the minimum


def unkept(meetup: Meetup, made: Plan, left: Callable[[], float]) -> tuple[Unkept, ...]:
    """Return every wish and every minimum that a plan does not reach, with the reason as far as time allows."""
    told = prevented(meetup, made, left)
    return tuple(one if one.because or left() <= 0 else _weighed(meetup, made, one, left) for one in told)


def prevented(meetup: Meetup, made: Plan, left: Callable[[], float]) -> tuple[Unkept, ...]:
    """Return the same with the rules and the wishes that prevent each; with nothing where these allow it."""
    soft = [breach for breach in conflicts(meetup, made.meetings) if breach.rule in _AIM]
    return tuple(
        Unkept(breach, _rules(meetup, made, breach, left), asked=_AIM[Rule(breach.rule)] in meetup.aims)
        for breach in soft
    )


def _rules(meetup: Meetup, made: Plan, breach: Breach, left: Callable[[], float]) -> tuple[Breach, ...]:
    if left() <= 0:
        return ()
    person = meetup.people.index(breach.who[0])
    if breach.rule == Rule.MIN_MEETINGS:
        return _known(prevents_minimum(meetup, person, left))
    host = meetup.hosts.index(breach.who[1])
    alone = _known(prevents_meeting(meetup, person, host, left))
    with_wishes = () if alone else _known(prevents_meeting(_held(meetup, made), person, host, left))
    return alone or tuple(_as_wish(meetup, one) for one in with_wishes)


def _known(cause: Cause) -> tuple[Breach, ...]:
    """Return the rules of a cause that are all needed: others would only be in the way of understanding it."""
    return cause.rules if cause.minimal else ()


def _weighed(meetup: Meetup, made: Plan, one: Unkept, left: Callable[[], float]) -> Unkept:
    """Return what was preferred to a wish or a minimum that the rules allow."""
    aim = _AIM[Rule(one.breach.rule)]
    before = meetup.aims[: meetup.aims.index(aim)] if one.asked else meetup.aims
    former = tuple(reached for reached in made.aims if reached.aim in before)
    if aim is Aim.WISHES:
        return replace(one, preferred=_worse(replace(_with_wish(meetup, made, one.breach), aims=before), former, left))
    others = next((reached.aim for reached in made.aims if reached.aim is aim and reached.proved), None)
    alone = np.where(np.array(meetup.people) == one.breach.who[0], meetup.minimum, 0)
    worse = _worse(replace(meetup, minimum=alone, aims=(aim, *before)), former, left) if before else None
    return replace(one, preferred=worse or others)


def _with_wish(meetup: Meetup, made: Plan, breach: Breach) -> Meetup:
    """Return the meetup in which one more wish than a plan keeps is a must."""
    pair = [meetup.people.index(breach.who[0]), meetup.hosts.index(breach.who[1])]
    held = _held(meetup, made)
    return replace(held, must=np.vstack([held.must, [pair]]))


def _held(meetup: Meetup, made: Plan) -> Meetup:
    """Return the meetup in which the wishes that a plan keeps are musts."""
    hosts = len(meetup.hosts)
    wish = np.unique(meetup.wish, axis=0)
    kept = wish[np.isin(wish @ [hosts, 1], made.meetings[:, :2] @ [hosts, 1])]
    return replace(meetup, must=np.vstack([meetup.must, kept]))


def _as_wish(meetup: Meetup, breach: Breach) -> Breach:
    """Return a pair that was held only because it was wished as the wish that it is."""
    pair = breach.who if breach.rule == Rule.MUST else None
    asked = [(meetup.people[person], meetup.hosts[host]) for person, host in meetup.must.tolist()]
    return Breach(Rule.WISH, breach.who) if pair and pair not in asked else breach


def _worse(kept: Meetup, former: tuple[AimReached, ...], left: Callable[[], float]) -> Aim | None:
    """Return the first of some aims that is worse in every plan of a meetup; None when none is known to be."""
    if not former:
        return None
    try:
        other = {one.aim: one for one in plan(kept, left).aims}
    except (Infeasible, Unfound):
        return None
    for mine in former:
        theirs, sign = other[mine.aim], -1 if mine.aim is Aim.MINIMUM else 1
        unit = 1.0 if mine.aim in (Aim.MINIMUM, Aim.WISHES) else float(kept.score.max(initial=0.0))
        if sign * (mine.value - theirs.bound) > NEAR * (unit + abs(theirs.bound)):
            return mine.aim
        if not theirs.proved:
            return None
    return None
