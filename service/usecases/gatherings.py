"""Meetups, who comes to them, and what those wish: announced by organisers, joined by people and hosts."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Connection

from service.db import introductions, meetup_guests, meetup_pairings, meetups, memberships, reached, sponsorships
from service.db.documents import CANDIDATES, OPENINGS
from service.db.meetup_guests import HOST, PERSON
from service.db.paging import Asked, Page
from service.errors import Conflict, Forbidden, Invalid, NotFound
from service.permissions import Reach, Role, Scope

__all__ = ["Asked"]  # named here too, for those who ask

LIFE: Final[Mapping[str, tuple[str, ...]]] = {  # status → what an organiser may make of it; planning makes it planned
    "draft": ("open", "cancelled"),
    "open": ("cancelled",),
    "planned": ("open", "running", "cancelled"),
    "running": ("over", "cancelled"),
    "over": (),
    "cancelled": (),
}
BEFORE_PLANNING: Final = ("draft", "open")
ENDED: Final = ("over", "cancelled")
PLANNED_WITH: Final = frozenset({"rounds", "tables", "min_meetings", "aims"})  # what a plan rests on
SIDES: Final = {Role.CANDIDATE: PERSON, Role.ADVISER: PERSON, Role.SPONSOR: HOST, Role.COMPANY: HOST}
ORGANISER: Final = "organiser"


@dataclass(frozen=True, slots=True)
class Host:
    """Who receives people at a table: a sponsor, a member of a company, or a name; none of them = who asks."""

    sponsor: str | None = None
    member: str | None = None
    opening: str | None = None  # of that company: what an introduction is for when both want to go on
    seats: int | None = None  # None = as the meetup says
    called: str | None = None  # by organisers, of somebody who has no file here
    company: str | None = None  # theirs


def browse(connection: Connection, reach: Reach, status: str | None, asked: Asked, sort: str = "title") -> Page:
    """Return a page of meetups, by title, date or status; with - in front the other way round."""
    return meetups.listed(connection, reach, status, asked, sort)


def get(connection: Connection, reach: Reach, meetup: str) -> Any:
    """Return a meetup; raise NotFound."""
    return meetups.get(connection, reach, meetup)


def led(connection: Connection, reach: Reach, meetup: str) -> Any:
    """Return a meetup to who leads it; raise Forbidden for who only takes part, or NotFound."""
    return meetups.organised(connection, reach, meetup)


def create(connection: Connection, reach: Reach, told: Mapping[str, Any], now: dt.datetime) -> Any:
    """Add a meetup to one's territory, as a draft; raise Forbidden for who may only take part."""
    if not reach.has(Scope.TERRITORY):
        raise Forbidden("organisers lead meetups: ask one of them")
    who = reach.subject
    return get(connection, reach, meetups.add(connection, who.territory or "", told, who.account or "", now))


def change(connection: Connection, reach: Reach, meetup: str, expected: int, told: Mapping[str, Any]) -> Any:
    """Change the fields given, the status among them; a plan is given up when a planned meetup opens again.

    Raise NotFound, Forbidden, Stale, or Conflict for what no longer changes or does not follow.
    """
    row = meetups.organised(connection, reach, meetup)
    _check_status(row.status, told.get("status"))
    _check_settings(connection, row, told)
    again = {"plan": None} if told.get("status") == "open" else {}
    meetups.change(connection, meetup, expected, {**told, **again})
    if again:
        meetup_pairings.put(connection, meetup, [])
    return get(connection, reach, meetup)


def remove(connection: Connection, reach: Reach, meetup: str, expected: int) -> Any:
    """Delete a meetup that nobody waits for; raise Conflict for one that was announced and not cancelled."""
    row = meetups.organised(connection, reach, meetup)
    if row.status not in ("draft", "cancelled"):
        raise Conflict("this meetup was announced: cancel it before deleting it", "announced")
    meetups.remove(connection, meetup, expected)
    return row


def guests(connection: Connection, reach: Reach, meetup: str, now: dt.datetime) -> Sequence[Any]:
    """Return who comes, as far as one may know: one's own, one's people, all for organisers; and the hosts."""
    get(connection, reach, meetup)
    return meetup_guests.seen(connection, reach, meetup, now)


def register_person(
    connection: Connection, reach: Reach, meetup: str, person: str | None, told: Mapping[str, Any], now: dt.datetime
) -> Any:
    """Give somebody who looks for work a place: oneself unless said.

    Raise NotFound for somebody out of reach, Conflict where registration is closed or no place is left.
    """
    who = None if told.get("called") and led(connection, reach, meetup) else person or reach.subject.candidate
    if who is not None:
        reached.record(connection, reach, CANDIDATES, who, now)
    elif not told.get("called"):
        raise Invalid("person: say who comes", "person")
    return _registered(connection, reach, _open_to(connection, reach, meetup), PERSON, {**told, "candidate": who}, now)


def register_host(
    connection: Connection, reach: Reach, meetup: str, host: Host, told: Mapping[str, Any], now: dt.datetime
) -> Any:
    """Give a host a table: oneself, or whom an organiser names; raise likewise."""
    row = _open_to(connection, reach, meetup)
    whom = _whom(connection, reach, host, now)
    if host.opening is not None:
        opening = introductions.asking(connection, reach.subject.territory, host.opening, now)
        if opening.organisation is None or opening.organisation != whom.get("organisation"):
            raise NotFound(f"nothing has that identifier in {OPENINGS.name}")
    news = {**told, **whom, "opening": host.opening, "seats": host.seats or row.seats}
    return _registered(connection, reach, row, HOST, news, now)


def change_guest(
    connection: Connection, reach: Reach, meetup: str, guest: str, told: Mapping[str, Any], now: dt.datetime
) -> Any:
    """Change when somebody is there, or what they ask; raise NotFound, or Conflict where registration is closed."""
    row = get(connection, reach, meetup)
    meetup_guests.get(connection, reach, meetup, guest, now)
    _check_open(reach, row)
    _check_away(row, told)
    meetup_guests.change(connection, guest, told)
    meetups.touch(connection, meetup)
    return meetup_guests.get(connection, reach, meetup, guest, now)


def withdraw(connection: Connection, reach: Reach, meetup: str, guest: str, now: dt.datetime) -> Any:
    """Take somebody off; their place is free again. Raise NotFound, or Conflict once rounds are being played."""
    row = get(connection, reach, meetup)
    found = meetup_guests.get(connection, reach, meetup, guest, now)
    if row.status in ("running", "over"):
        raise Conflict("rounds have been played: plan again with this guest absent", "played")
    meetup_guests.remove(connection, guest)
    meetups.touch(connection, meetup)
    return found


def wishes(connection: Connection, reach: Reach, meetup: str, now: dt.datetime) -> list[Any]:
    """Return all wishes to organisers, to others those that their own side said of their own guests."""
    get(connection, reach, meetup)
    rows, mine = meetup_guests.wished(connection, meetup), meetup_guests.mine(connection, reach, meetup, now)
    if reach.has(Scope.TERRITORY):
        return list(rows)
    side = SIDES[reach.subject.role]
    return [row for row in rows if row.side == side and getattr(row, side) in mine]


def wish(
    connection: Connection, reach: Reach, meetup: str, told: Mapping[str, Sequence[tuple[str, str]]], now: dt.datetime
) -> list[Any]:
    """Put wishes, musts and nevers (person, host) in the place of what one's side said; musts are the organiser's.

    Raise NotFound for a pair that is not one's own, Conflict where registration is closed, Invalid for a pair twice.
    """
    _open_to(connection, reach, meetup)
    side = SIDES.get(reach.subject.role, ORGANISER)
    mine = meetup_guests.mine(connection, reach, meetup, now)
    if told.get("must") and side != ORGANISER:
        raise Forbidden("musts are for organisers to say: wish it instead")
    rows = [{"person": person, "host": host, "kind": kind} for kind, pairs in told.items() for person, host in pairs]
    if len({(row["person"], row["host"]) for row in rows}) < len(rows):
        raise Invalid("this pair is named twice: keep one", "twice")
    _check_pairs(mine, {row.id: row.side for row in meetup_guests.of(connection, meetup)}, side, rows)
    meetup_guests.wish(connection, side, list(mine), rows)
    meetups.touch(connection, meetup)
    return wishes(connection, reach, meetup, now)


def _check_status(before: str, after: str | None) -> None:
    if after is not None and after != before and after not in LIFE[before]:
        raise Conflict("this status cannot follow the one that the meetup has: read it again", "step_not_allowed")


def _check_settings(connection: Connection, row: Any, told: Mapping[str, Any]) -> None:
    if row.status in ENDED:
        raise Conflict("this meetup is over or cancelled: nothing of it changes", "ended")
    if row.status not in BEFORE_PLANNING and told.keys() & PLANNED_WITH:
        raise Conflict("this meetup has a plan: open it again before changing what the plan rests on", "planned")
    for side, name in ((PERSON, "places"), (HOST, "host_places")):
        if name in told and told[name] < meetup_guests.highest(connection, side, row.id):
            raise Conflict(f"{name}: more are registered already; give at least as many places", "taken")


def _open_to(connection: Connection, reach: Reach, meetup: str) -> Any:
    row = get(connection, reach, meetup)
    _check_open(reach, row)
    return row


def _check_open(reach: Reach, row: Any) -> None:
    """Let organisers register until a meetup ends, others while it is open."""
    if row.status in ENDED or (row.status != "open" and not reach.has(Scope.TERRITORY)):
        raise Conflict("registration for this meetup is closed: ask its organiser", "closed")


def _registered(
    connection: Connection, reach: Reach, row: Any, side: str, told: Mapping[str, Any], now: dt.datetime
) -> Any:
    _check_away(row, told)
    guest = meetup_guests.register(connection, row, side, told, reach.subject, now)
    meetups.touch(connection, row.id)
    return meetup_guests.get(connection, reach, row.id, guest, now)


def _check_away(row: Any, told: Mapping[str, Any]) -> None:
    if max(told.get("away", ()), default=1) > row.rounds:
        raise Invalid(f"away: this meetup has {row.rounds} rounds", "away")


def _whom(connection: Connection, reach: Reach, host: Host, now: dt.datetime) -> dict[str, Any]:
    """Return the columns that say who hosts."""
    who = reach.subject
    if not reach.has(Scope.TERRITORY) and (host.sponsor or host.member or host.called):
        raise Forbidden("only organisers register others: register yourself")
    if host.called:
        return {"called": host.called, "company": host.company}
    if host.sponsor or who.role is Role.SPONSOR:
        return {"sponsor": sponsorships.asking(connection, who.territory, host.sponsor or who.sponsor or "").id}
    if who.role is Role.COMPANY:
        return {"account": who.account, "organisation": who.organisation}
    if host.member is None:
        raise Conflict("only sponsors and companies host: name one of them", "no_host")
    member = memberships.get(connection, reach, host.member)
    if member.role is not Role.COMPANY or (member.ends_at is not None and member.ends_at <= now):
        raise NotFound("no such member")
    return {"account": member.account, "organisation": member.organisation}


def _check_pairs(
    mine: Mapping[str, Any], sides: Mapping[str, str], side: str, rows: Sequence[Mapping[str, str]]
) -> None:
    """Raise NotFound for a pair that is no person and host of this meetup, or whose own side is not one's own."""
    for row in rows:
        own = row["person"] if side == ORGANISER else row[side]
        if sides.get(row["person"]) != PERSON or sides.get(row["host"]) != HOST or own not in mine:
            raise NotFound("nobody at this meetup has that identifier")
