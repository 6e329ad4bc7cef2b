"""A seat that a company offered is taken at a meetup: one of its members hosts there."""

import datetime as dt
from typing import Any, Final

from sqlalchemy import Connection

from service.db import commitments, meetup_guests, memberships
from service.errors import Conflict
from service.permissions import Action, Policy, Reach
from service.permissions import reach as reach_of
from service.usecases import gatherings

SEAT: Final = "meetup_seat"
_USING: Final = Policy("commitment", Action.APPROVE)


def seat(connection: Connection, reach: Reach, meetup: str, commitment: str, now: dt.datetime) -> Any:
    """Register whom a company sends for a seat that it offered, and note the seat as used.

    It is a member of the company who does not come yet, first who leads it; where there is none, the company by its
    name. Raise NotFound, Forbidden for who does not lead the meetup, Conflict where nothing is left of what was
    offered, or no place at the meetup.
    """
    gatherings.led(connection, reach, meetup)
    offered = _offered(connection, reach, commitment, now)
    if offered.kind != SEAT:
        raise Conflict("this company offered something else than a seat at meetups", "no_seat")
    there = {guest.account for guest in meetup_guests.of(connection, meetup)}
    members = memberships.of_organisation(connection, offered.organisation, now)
    member = next((one.id for one in members if one.account not in there), None)
    who = {"member": member} if member else {"called": offered.company, "company": offered.company}
    guest = gatherings.register_host(connection, reach, meetup, gatherings.Host(**who), {"away": []}, now)
    use(connection, reach, commitment, guest.id, now)
    return guest


def use(connection: Connection, reach: Reach, commitment: str, guest: str, now: dt.datetime) -> None:
    """Note that a guest has a seat that a company offered; raise Conflict where none is left."""
    offered = _offered(connection, reach, commitment, now)
    commitments.use(connection, offered, reach.subject.account or "", now, guest)


def _offered(connection: Connection, reach: Reach, commitment: str, now: dt.datetime) -> Any:
    return commitments.get(connection, reach_of(reach.subject, _USING), commitment, now.date())
