"""What happened in a territory, to be counted, and the counts as they were told once for all: about nobody."""

import datetime as dt
import json
from collections.abc import Iterable
from typing import Any, Final

from sqlalchemy import (
    Boolean,
    Column,
    Connection,
    Date,
    DateTime,
    Row,
    Table,
    Text,
    column,
    exists,
    func,
    select,
    table,
)

from service.aggregates import Event, Quarter, begins
from service.db.base import metadata
from service.db.document_tables import OPENINGS
from service.db.scoping import CASELOADS
from service.db.times import utc

figures = Table(
    "figures",
    metadata,
    Column("of", Text, primary_key=True),  # a territory or an organisation
    Column("name", Text, primary_key=True),  # empty = up to this quarter all was counted, whether told or not
    Column("first", Date, primary_key=True),  # the first day of the first quarter
    Column("last", Date, nullable=False),  # the first day of the last quarter
    Column("numbers", Text, nullable=False),  # JSON
)

UNKNOWN: Final = "unknown"
_MOMENT: Final = DateTime(timezone=True)
_CANDIDATES: Final = table("candidates", column("public_id"), column("territory"))
_DETAILS: Final = table("opening_details", *map(column, ("id", "kind", "occupation")))
_INTRODUCTIONS: Final = table(
    "introductions", *map(column, ("id", "candidate", "organisation", "territory")), column("created_at", _MOMENT)
)
_STEPS: Final = table(
    "introduction_steps",
    *map(column, ("introduction", "number", "step", "side", "reason", "corrects")),
    column("at", _MOMENT),
)
_SPONSORSHIPS: Final = table(
    "sponsorships",
    *map(column, ("id", "candidate", "territory", "outcome")),
    column("outcome_day", Date),
    *(column(name, _MOMENT) for name in ("created_at", "sponsor_agreed_at", "ended_at")),
)
_MEETUPS: Final = table("meetups", *map(column, ("id", "territory", "status")), column("date", Date))
_GUESTS: Final = table("meetup_guests", *map(column, ("id", "meetup", "candidate")))
_PAIRINGS: Final = table("meetup_pairings", column("person"), column("met", Boolean))


def add(connection: Connection, of: str, name: str, first: Quarter, last: Quarter, numbers: Any) -> None:
    """Keep what is told of a run of quarters."""
    row = {"of": of, "name": name, "first": begins(first), "last": begins(last), "numbers": json.dumps(numbers)}
    connection.execute(figures.insert(), row)


def last(connection: Connection, of: str, name: str) -> dt.date | None:
    """Return the first day of the last quarter that is told; None for none."""
    here = figures.c
    return connection.scalar(select(func.max(here.last)).where(here.of == of, here.name == name))


def browse(connection: Connection, of: str) -> list[Row[Any]]:
    """Return what is told of a territory or an organisation, the latest quarters first."""
    here = figures.c
    query = select(figures).where(here.of == of, here.name != "")
    return list(connection.execute(query.order_by(here.first.desc(), here.name)))


def arrivals(connection: Connection, territory: str) -> list[Event]:
    """Return who began to be followed, each person once."""
    began = func.min(CASELOADS.c.starts_at, type_=_MOMENT)
    return [Event(utc(at).date(), person, {}) for person, at in connection.execute(_followed(territory, began))]


def departures(connection: Connection, territory: str) -> list[Event]:
    """Return who is no longer followed by anybody, with the day of the last end."""
    here = CASELOADS.c
    ended = func.max(here.ends_at, type_=_MOMENT)
    query = _followed(territory, ended).having(func.count() == func.count(here.ends_at))
    return [Event(utc(at).date(), person, {}) for person, at in connection.execute(query)]


def openings(connection: Connection, territory: str) -> list[Event]:
    """Return the openings that were posted, by kind, by sector (the first letter of ROME) and by how they stand."""
    main, beside = OPENINGS.main.c, _DETAILS.c
    query = select(main.public_id, main.created_at, main.organisation, main.status, beside.kind, beside.occupation)
    rows = connection.execute(query.join(_DETAILS, beside.id == main.public_id).where(main.territory == territory))
    return [
        Event(
            utc(row.created_at).date(),
            row.public_id,
            {"kind": row.kind, "sector": row.occupation[:1] or UNKNOWN, "status": row.status},
            organisation=row.organisation,
        )
        for row in rows
    ]


def steps(connection: Connection, territory: str) -> list[Event]:
    """Return the steps of introductions that stand, by step and reason, with the days since each was begun."""
    here, step, other = _INTRODUCTIONS.c, _STEPS.c, _STEPS.alias().c
    corrected = exists().where(other.introduction == step.introduction, other.corrects == step.number)
    told = (step.step, step.side, step.reason, step.at)
    query = select(here.id, here.candidate, here.organisation, here.created_at, *told)
    query = query.join(_STEPS, step.introduction == here.id).where(here.territory == territory, ~corrected)
    return [
        Event(
            utc(row.at).date(),
            row.candidate,
            {"step": f"{row.step}.{row.side}.{row.reason}" if row.reason else row.step},
            within=row.id,
            days=(utc(row.at) - utc(row.created_at)).days,
            organisation=row.organisation,
        )
        for row in connection.execute(query)
    ]


def sponsorships(connection: Connection, territory: str) -> list[Event]:
    """Return what became of sponsorships: proposed, in force, ended, or come to nothing; what people found."""
    rows = connection.execute(select(_SPONSORSHIPS).where(_SPONSORSHIPS.c.territory == territory))
    return [event for row in rows for event in _lived(row)]


def guests(connection: Connection, territory: str) -> list[Event]:
    """Return who registered, to look for work, for meetups that are over, and whether they met anybody."""
    here, guest, pairing = _MEETUPS.c, _GUESTS.c, _PAIRINGS.c
    came = exists().where(pairing.person == guest.id, pairing.met.is_(True))
    query = select(here.id, here.date, guest.candidate, came.label("came")).join(_GUESTS, guest.meetup == here.id)
    where = (here.territory == territory, here.status == "over", here.date.is_not(None), guest.candidate.is_not(None))
    return [
        Event(row.date, row.candidate, {"attendance": "came" if row.came else "not_told"}, within=row.id)
        for row in connection.execute(query.where(*where))
    ]


def _followed(territory: str, at: Any) -> Any:
    here = CASELOADS.c.candidate
    query = select(here, at.label("at")).join(_CANDIDATES, _CANDIDATES.c.public_id == here)
    return query.where(_CANDIDATES.c.territory == territory).group_by(here)


def _lived(row: Row[Any]) -> Iterable[Event]:
    agreed = "ended" if row.sponsor_agreed_at else "came_to_nothing"
    for code, at in (("proposed", row.created_at), ("active", row.sponsor_agreed_at), (agreed, row.ended_at)):
        if at is not None:
            yield Event(utc(at).date(), row.candidate, {"step": code}, row.id, (utc(at) - utc(row.created_at)).days)
    if row.outcome_day:
        days = (row.outcome_day - utc(row.created_at).date()).days
        yield Event(row.outcome_day, row.candidate, {"step": f"found.{row.outcome}"}, row.id, days)
