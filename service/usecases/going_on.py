"""After the meetings of a meetup: who met, who wants to go on, and what comes of interest on both sides."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Connection

from service.db import introductions, meetup_guests, meetup_pairings, meetups, sponsorships
from service.db.meetup_guests import HOST, PERSON
from service.errors import Conflict, Invalid, NotFound
from service.permissions import Reach, Role

SIDES: Final = {Role.CANDIDATE: PERSON, Role.ADVISER: PERSON, Role.SPONSOR: HOST, Role.COMPANY: HOST}
PLAYED: Final = ("running", "over")


@dataclass(frozen=True, slots=True)
class Interest:
    """Whether somebody wants to go on with whom they met."""

    person: str
    host: str
    wants: bool
    side: str | None = None  # whose word it is that an organiser hands in


def attend(connection: Connection, reach: Reach, meetup: str, told: Sequence[tuple[str, str, bool]]) -> None:
    """Write down which pairs (person, host) met; raise NotFound for two who do not meet, Conflict before the day."""
    _in_play(meetups.organised(connection, reach, meetup))
    for person, host, met in told:
        meetup_pairings.get(connection, meetup, person, host)
        wants = {} if met else {"person_interest": None, "host_interest": None}
        meetup_pairings.tell(connection, person, host, {"met": met, **wants})
    meetups.touch(connection, meetup)


def say(connection: Connection, reach: Reach, meetup: str, told: Sequence[Interest], now: dt.datetime) -> None:
    """Write down who wants to go on; where both do, a sponsorship is proposed or an introduction suggested, once.

    Raise NotFound for a meeting that is not one's own, Conflict for one that did not take place, or before the day.
    """
    _in_play(meetups.get(connection, reach, meetup))
    mine = meetup_guests.mine(connection, reach, meetup, now)
    everybody = {row.id: row for row in meetup_guests.of(connection, meetup)}
    for one in told:
        side = _side(reach, one)
        if getattr(one, side) not in mine:
            raise NotFound("these two do not meet in the plan")
        if meetup_pairings.get(connection, meetup, one.person, one.host).met is False:
            raise Conflict("this meeting did not take place: nobody can say how it was", "not_met")
        meetup_pairings.tell(connection, one.person, one.host, {f"{side}_interest": one.wants, "met": True})
        _go_on(connection, reach, meetup, everybody[one.person], everybody[one.host], now)
    meetups.touch(connection, meetup)


def _in_play(row: Any) -> None:
    if row.status not in PLAYED:
        raise Conflict("the meetup is not at that point: read its status", "step_not_allowed")


def _side(reach: Reach, one: Interest) -> str:
    side = SIDES.get(reach.subject.role, one.side)
    if side is None:
        raise Invalid("side: say whose word this is", "side")
    return side


def _go_on(connection: Connection, reach: Reach, meetup: str, person: Any, host: Any, now: dt.datetime) -> None:
    seat = meetup_pairings.get(connection, meetup, person.id, host.id)
    if not (seat.person_interest and seat.host_interest) or seat.sponsorship or seat.introduction:
        return
    if host.sponsor:
        made = {"sponsorship": _proposed(connection, reach, person, host, now)}
    else:
        made = {"introduction": _suggested(connection, reach, person, host, now)}
    meetup_pairings.tell(connection, person.id, host.id, made)


def _proposed(connection: Connection, reach: Reach, person: Any, host: Any, now: dt.datetime) -> str | None:
    """Return the sponsorship proposed to the person, who answers first; None where the two have one already."""
    if sponsorships.is_open(connection, person.candidate, host.sponsor):
        return None
    values = {"candidate": person.candidate, "sponsor": host.sponsor, "territory": reach.subject.territory}
    by = {"created_by": reach.subject.account, "changed_by": reach.subject.account}
    return sponsorships.add(connection, {**values, **by, "step": "proposed"}, now)


def _suggested(connection: Connection, reach: Reach, person: Any, host: Any, now: dt.datetime) -> str | None:
    """Return the introduction to the opening that the host brought; None without one that is still offered."""
    if host.opening is None:
        return None
    who = reach.subject
    try:
        opening = introductions.asking(connection, who.territory, host.opening, now)
        values = {"candidate": person.candidate, "opening": opening.id, "organisation": opening.organisation}
        by = {"territory": who.territory, "asked_by": "adviser", "created_by": who.account}
        name = introductions.add(connection, {**values, **by, "step": "suggested"}, now)
    except (NotFound, Conflict):  # filled since, or the two have an introduction to it, which goes on
        return None
    step = {"step": "suggested", "side": "adviser", "day": now.date(), "at": now, "account": who.account}
    introductions.append(connection, name, step)
    return name
