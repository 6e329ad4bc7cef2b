"""Who comes to a meetup by name, and what is handed out of its plan: paper by organisers, calendars to guests."""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, Final

from sqlalchemy import Connection

from service import gathered
from service.db import audit, meetup_guests, meetup_pairings, meetups, people
from service.errors import Conflict
from service.permissions import Action, Policy, Reach
from service.printing import paper
from service.printing.calendar import invitation
from service.printing.sheets import Event, event_of, sheets_of
from service.printing.versions import Version

Json = dict[str, Any]

IDENTITY: Final = Policy("identity", Action.READ)
SHEETS: Final[Mapping[str, Callable[..., Json]]] = {
    "itineraries": paper.itineraries,
    "badges": paper.badges,
    "table_cards": paper.table_cards,
    "wall_by_name": paper.wall_by_name,
    "wall_by_round": paper.wall_by_round,
}


def registrants(connection: Connection, reach: Reach, meetup: str, now: dt.datetime) -> list[Json]:
    """Return who registered, by name; that they were read is written down for each of them.

    Raise NotFound, Forbidden for a role that only takes part.
    """
    meetups.organised(connection, reach, meetup)
    rows = meetup_guests.registrants(connection, reach, meetup)
    audit.record(connection, reach.subject, str(IDENTITY), [row.candidate for row in rows if row.candidate], "", at=now)
    facts = people.facts_of(connection, [row.candidate for row in rows if row.candidate])
    return [{"guest": row, **_names(facts.get(row.candidate, {}), row.called)} for row in rows]


def sheets(
    connection: Connection, reach: Reach, meetup: str, kind: str, language: str, now: dt.datetime
) -> tuple[str, Json]:
    """Return the template of sheets of paper, and what they say: names of who registered, labels of all others.

    Raise NotFound, Forbidden for a role that only takes part, Conflict before there is a plan.
    """
    told = registrants(connection, reach, meetup, now)
    names = {one["guest"].id: f"{one['first_name']} {one['last_name']}".strip() for one in told}
    event = _event(connection, meetups.organised(connection, reach, meetup), language, names)
    return kind, paper.head(event, language) | SHEETS[kind](event, sheets_of(event), language)


def calendar(connection: Connection, reach: Reach, meetup: str, guest: str, language: str, now: dt.datetime) -> bytes:
    """Return the calendar file of a guest within reach, in which everybody is a label.

    Raise NotFound, or Conflict before they meet somebody on a day and at a time that are known.
    """
    row = meetups.get(connection, reach, meetup)
    meetup_guests.get(connection, reach, meetup, guest, now)
    event = _event(connection, row, language)
    mine = next((sheet for sheet in sheets_of(event) if sheet.guest.id == guest and sheet.meetings), None)
    if mine is None or event.day is None or not event.rounds[0].begins:
        raise Conflict("this guest has no meeting yet whose day and time are known", "no_plan")
    return invitation(row.id, event, mine, Version(row.version, ""), now, language)


def _event(connection: Connection, row: Any, language: str, names: Mapping[str, str] | None = None) -> Event:
    """Return the plan to print: with names and companies, or without either; raise Conflict before there is one."""
    seats = [(seat.round, seat.person, seat.host, str(seat.at)) for seat in meetup_pairings.of(connection, row.id)]
    if not seats:
        raise Conflict("this meetup has no plan yet: plan it first", "no_plan")
    companies = {} if names is None else meetup_guests.companies(connection, row.id)
    file = gathered.file_of(row, meetup_guests.of(connection, row.id), companies, ())
    shown = {guest: f"{name} ({file.labels[guest]})" for guest, name in (names or {}).items() if name}
    return event_of(replace(file, labels=file.labels | shown), seats, language)


def _names(facts: Mapping[str, str], typed: str | None) -> Json:
    if typed:
        return {"first_name": typed, "last_name": ""}
    return {name: people.called(facts)[name] for name in ("first_name", "last_name")}
