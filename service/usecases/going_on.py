"""After the meetings of a meetup: who met, who wants to go on, and what comes of interest on both sides."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Connection

from service.db import introductions, meetup_guests, meetup_pairings, meetups
from service.db.meetup_guests import HOST, PERSON
from service.errors import Conflict, Invalid, NotFound
from service.permissions import Reach, Role
from service.steps import Side, Told
from service.usecases import leading, sponsorships

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
        wants = {} if met else dict.fromkeys(meetup_pairings.SAID)
        meetup_pairings.tell(connection, person, host, {"met": met, **wants})
    meetups.touch(connection, meetup)


def say(connection: Connection, reach: Reach, meetup: str, told: Sequence[Interest], now: dt.datetime) -> None:
    """Write down who wants to go on; where both do, a sponsorship is proposed, or an introduction asked for, once.

    Raise NotFound for a meeting that is not one's own, Conflict for one that did not take place, before the day, or
    for a word on behalf of a person about one's own company.
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
        if side == PERSON and one.wants:
            leading.check_interest(connection, reach, everybody[one.host].organisation, now)
        word = {f"{side}_interest": one.wants, f"{side}_said_by": reach.subject.account}
        meetup_pairings.tell(connection, one.person, one.host, {**word, "met": True})
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
    begin = _sponsorship if host.sponsor else _introduction
    try:
        with connection.begin_nested():
            made = begin(connection, reach.subject.territory, person, host, seat, now)
    except (NotFound, Conflict):  # what keeps any from beginning keeps this one; both still said that they want to
        return
    meetup_pairings.tell(connection, person.id, host.id, made)


def _sponsorship(
    connection: Connection, territory: str | None, person: Any, host: Any, seat: Any, now: dt.datetime
) -> dict[str, str]:
    """Propose the sponsor to the person, who answers first."""
    whose = seat.person_said_by
    return {
        "sponsorship": sponsorships.begin_with_a_place(
            connection, territory, person.candidate, host.sponsor, whose, now
        )
    }


def _introduction(
    connection: Connection, territory: str | None, person: Any, host: Any, seat: Any, now: dt.datetime
) -> dict[str, str]:
    """Let the company ask for the person, for the opening that it brought; showing themselves is theirs to agree to."""
    opening = introductions.asking(connection, territory, host.opening or "", now)
    values = {"candidate": person.candidate, "territory": territory}
    told = Told("asked", Side.COMPANY, now.date())
    return {"introduction": leading.begin(connection, values, opening, told, seat.host_said_by, None, now)}
