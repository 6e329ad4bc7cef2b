"""Who comes to a meetup by name, and what is handed out of its plan: paper by organisers, calendars to guests."""

import datetime as dt
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from sqlalchemy import Connection

from matching.model import Match
from service import gathered
from service.db import audit, meetup_guests, meetup_invitations, meetup_pairings, meetups, people
from service.errors import Conflict
from service.importers.meetup_file import MeetupFile
from service.names import Named
from service.permissions import Action, Policy, Reach
from service.printing import cards, paper
from service.printing.calendar import invitation
from service.printing.sheets import Event, event_of, sheets_of
from service.printing.versions import Version, versions_of
from service.usecases import evenings

Json = dict[str, Any]
Words = Callable[[Connection, Sequence[Match], str], Named]  # for all that matches speak of, in a language

IDENTITY: Final = Policy("identity", Action.READ)
CARDS: Final = "meeting_cards"
SHEETS: Final[Mapping[str, Callable[..., Json]]] = {
    "wall_by_name": paper.wall_by_name,
    "wall_by_round": paper.wall_by_round,
    "table_cards": paper.table_cards,
    "badges": paper.badges,
    "itineraries": paper.itineraries,
    CARDS: paper.meeting_cards,
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
    connection: Connection,
    reach: Reach,
    meetup: str,
    kind: str,
    language: str,
    now: dt.datetime,
    words: Words,
    only: Collection[str] | None = None,
) -> tuple[str, Json]:
    """Return the template of sheets of paper, and what they say: names of who registered, labels of all others.

    `only` names the guests whose sheets are wanted. Raise NotFound, Forbidden for a role that only takes part,
    Conflict before there is a plan.
    """
    told = registrants(connection, reach, meetup, now)
    names = {one["guest"].id: f"{one['first_name']} {one['last_name']}".strip() for one in told}
    return kind, _sheets(connection, reach, meetup, kind, language, now, words, names, only)


def preview(
    connection: Connection, reach: Reach, meetup: str, kind: str, language: str, now: dt.datetime, words: Words
) -> Json:
    """Return what sheets of paper say, in which all are labels but those whose name an organiser typed.

    Raise as `sheets` does.
    """
    return _sheets(connection, reach, meetup, kind, language, now, words, {}, None)


def calendar(connection: Connection, reach: Reach, meetup: str, guest: str, language: str, now: dt.datetime) -> bytes:
    """Return the calendar file of a guest within reach, in which everybody is a label.

    Raise NotFound, or Conflict before they meet somebody on a day and at a time that are known.
    """
    row = meetups.get(connection, reach, meetup)
    meetup_guests.get(connection, reach, meetup, guest, now)
    event = event_of(*planned(connection, row), language)
    mine = next((sheet for sheet in sheets_of(event) if sheet.guest.id == guest and sheet.meetings), None)
    if mine is None or not has_times(event):
        raise Conflict("this guest has no meeting yet whose day and time are known", "no_plan")
    sent = {one.guest: Version(one.sequence, one.digest) for one in meetup_invitations.of(connection, row.id)}
    version = versions_of(event, [mine], sent)[guest]
    return invitation(row.id, event, mine, version, now, language)


def has_times(event: Event) -> bool:
    """Return whether the day and the rounds have times, without which no calendar can hold them."""
    return event.day is not None and event.rounds[0].begins is not None


def _sheets(
    connection: Connection,
    reach: Reach,
    meetup: str,
    kind: str,
    language: str,
    now: dt.datetime,
    words: Words,
    names: Mapping[str, str],
    only: Collection[str] | None,
) -> Json:
    row = meetups.organised(connection, reach, meetup)
    typed = {guest.id: guest.called for guest in meetup_guests.of(connection, meetup) if guest.called}
    file, seats = planned(connection, row, typed | names)
    if kind == CARDS:
        file = _explained(connection, row, file, seats, language, now, words)
    event = event_of(file, seats, language)
    wanted = [sheet for sheet in sheets_of(event) if only is None or sheet.guest.id in only]
    return paper.head(event, language) | SHEETS[kind](event, wanted, language)


def planned(
    connection: Connection, row: Any, names: Mapping[str, str] | None = None
) -> tuple[MeetupFile, list[tuple[int, str, str, str]]]:
    """Return a meetup and the seats of its plan, to print: with names and companies, or without either.

    Raise Conflict before there is a plan.
    """
    seats = [(seat.round, seat.person, seat.host, str(seat.at)) for seat in meetup_pairings.of(connection, row.id)]
    if not seats:
        raise Conflict("this meetup has no plan yet: plan it first", "no_plan")
    companies = {} if names is None else meetup_guests.companies(connection, row.id)
    file = gathered.file_of(row, meetup_guests.of(connection, row.id), companies, ())
    shown = {guest: f"{name} ({file.labels[guest]})" for guest, name in (names or {}).items() if name}
    return replace(file, labels=file.labels | shown), seats


def _explained(
    connection: Connection,
    row: Any,
    file: MeetupFile,
    seats: Sequence[tuple[int, str, str, str]],
    language: str,
    now: dt.datetime,
    words: Words,
) -> MeetupFile:
    """Return the meetup with why each two meet and what to ask first, where the market knows both."""
    known = evenings.known_to_the_market(connection, row, file.meetup, now)
    if known is None:
        return file
    people, hosts, choices = known
    rows = {file.meetup.people[at]: number for number, at in enumerate(people)}
    columns = {file.meetup.hosts[at]: number for number, at in enumerate(hosts)}
    met = [(turn, person, host) for turn, person, host, _ in seats if person in rows and host in columns]
    found = choices.matches([rows[person] for _, person, _ in met], [columns[host] for _, _, host in met])
    matches = {(person, host): match for (_, person, host), match in zip(met, found, strict=True)}
    place = {person: at for at, person in enumerate(file.meetup.people)}
    named = words(connection, found, language)
    meetings = [{"round": turn, "person": person, "host": host} for turn, person, host in met]
    told = {(one["person"], one["host"]): one for one in cards.on(meetings, place, matches, named, language)}
    reasons = {pair: tuple(one["why"]) for pair, one in told.items()}
    questions = {pair: one["question"] for pair, one in told.items() if "question" in one}
    return replace(file, reasons=reasons, questions=questions)


def _names(facts: Mapping[str, str], typed: str | None) -> Json:
    if typed:
        return {"first_name": typed, "last_name": ""}
    return {name: people.called(facts)[name] for name in ("first_name", "last_name")}
