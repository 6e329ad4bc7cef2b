"""Why a wish was not kept, or somebody has too few meetings: the rules that prevent it, or what was preferred to it."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from matching.errors import Infeasible
from matching.scheduling.infeasible import prevents_meeting, prevents_minimum
from matching.scheduling.model import Aim, Breach, Meetup, Plan, Rule
from matching.scheduling.rules import conflicts
from matching.scheduling.solve import plan


@dataclass(frozen=True, slots=True)
class Unkept:
    """A wish or a minimum that a plan does not reach, and why.

    `because` is a minimal set of rules, and of other wishes that were kept. Where rules alone allow it, `preferred` is
    the aim that would have suffered; neither: time was too short to tell.
    """

    breach: Breach
    because: tuple[Breach, ...] = ()
    preferred: Aim | None = None


def unkept(meetup: Meetup, made: Plan, left: Callable[[], float]) -> tuple[Unkept, ...]:
    """Return every wish and every minimum that a plan does not reach, with the reason as far as time allows."""
    told = prevented(meetup, made, left)
    return tuple(one if one.because or left() <= 0 else _weighed(meetup, made, one.breach, left) for one in told)


def prevented(meetup: Meetup, made: Plan, left: Callable[[], float]) -> tuple[Unkept, ...]:
    """Return the same with the rules and the wishes that prevent each; with nothing where these allow it."""
    soft = [breach for breach in conflicts(meetup, made.meetings) if breach.rule in (Rule.MIN_MEETINGS, Rule.WISH)]
    return tuple(Unkept(breach, _rules(meetup, made, breach) if left() > 0 else ()) for breach in soft)


def _rules(meetup: Meetup, made: Plan, breach: Breach) -> tuple[Breach, ...]:
    person = meetup.people.index(breach.who[0])
    if breach.rule == Rule.MIN_MEETINGS:
        return prevents_minimum(meetup, person)
    host = meetup.hosts.index(breach.who[1])
    alone = prevents_meeting(meetup, person, host)
    return alone or tuple(_as_wish(meetup, one) for one in prevents_meeting(_held(meetup, made), person, host))


def _weighed(meetup: Meetup, made: Plan, breach: Breach, left: Callable[[], float]) -> Unkept:
    """Return what was preferred to a wish or a minimum that the rules allow."""
    if breach.rule == Rule.MIN_MEETINGS:
        return Unkept(breach, preferred=_others_minimum(made))
    pair = meetup.people.index(breach.who[0]), meetup.hosts.index(breach.who[1])
    return Unkept(breach, preferred=_preferred(_held(meetup, made), made, pair, left))


def _held(meetup: Meetup, made: Plan) -> Meetup:
    """Return the meetup in which the wishes that a plan keeps are musts."""
    hosts = len(meetup.hosts)
    wish = np.unique(meetup.wish, axis=0)
    kept = wish[np.isin(wish @ [hosts, 1], made.meetings[:, :2] @ [hosts, 1])]
    return replace(meetup, must=np.vstack([meetup.must, kept]))


def _others_minimum(made: Plan) -> Aim | None:
    """Return MINIMUM when no plan has fewer meetings short in all: those of others were kept instead."""
    return next((one.aim for one in made.aims if one.aim is Aim.MINIMUM and one.proved), None)


def _as_wish(meetup: Meetup, breach: Breach) -> Breach:
    """Return a pair that was held only because it was wished as the wish that it is."""
    pair = breach.who if breach.rule == Rule.MUST else None
    asked = [(meetup.people[person], meetup.hosts[host]) for person, host in meetup.must.tolist()]
    return Breach(Rule.WISH, breach.who) if pair and pair not in asked else breach


def _preferred(held: Meetup, made: Plan, pair: tuple[int, int], left: Callable[[], float]) -> Aim | None:
    """Return the first aim before the wishes that is worse in every plan with one more wish; None when none is."""
    before = held.aims[: held.aims.index(Aim.WISHES)] if Aim.WISHES in held.aims else held.aims
    asked = replace(held, must=np.vstack([held.must, [pair]]), aims=before)
    try:
        other = plan(asked, left)
    except Infeasible:
        return None
    for mine, theirs in zip(made.aims, other.aims, strict=False):
        sign = -1 if mine.aim is Aim.MINIMUM else 1
        if sign * (mine.value - theirs.bound) > 1e-6:
            return mine.aim
        if not theirs.proved:
            return None
    return None
