"""When a sponsor and a person meet: nobody is at two places in the same quarter of an hour."""

import datetime as dt
import uuid
from typing import Any, Final

from sqlalchemy import Column, Connection, DateTime, ForeignKey, Integer, Row, Table, Text, select

from service.db import seats, versioned
from service.db.base import metadata
from service.errors import NotFound

QUARTER: Final = 900  # seconds

appointments = Table(
    "appointments",
    metadata,
    Column("id", Text, primary_key=True),
    Column("sponsorship", Text, ForeignKey("sponsorships.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("sponsor", Text, ForeignKey("sponsors.public_id", ondelete="CASCADE"), nullable=False),
    Column("candidate", Text, ForeignKey("candidates.public_id", ondelete="CASCADE"), nullable=False),
    Column("starts_at", DateTime(timezone=True), nullable=False),
    Column("ends_at", DateTime(timezone=True), nullable=False),
    Column("place", Text, nullable=False),  # in words: an address, or by telephone
    Column("step", Text, nullable=False),  # booked, cancelled, kept, missed
    Column("booked_by", Text, nullable=False),  # an account
    Column("changed_by", Text, nullable=False),
    Column("version", Integer, nullable=False, server_default="1"),
)

of_sponsor = seats.table("sponsor_quarters", "sponsors.public_id", "appointments.id")
of_person = seats.table("person_quarters", "candidates.public_id", "appointments.id")


def book(connection: Connection, values: dict[str, Any], starts_at: dt.datetime, ends_at: dt.datetime) -> str:
    """Return the id of a new appointment; raise Conflict where the sponsor or the person is taken meanwhile.

    It begins and ends at a quarter of an hour.
    """
    name = str(uuid.uuid4())
    connection.execute(appointments.insert(), {**values, "id": name, "starts_at": starts_at, "ends_at": ends_at})
    quarters = range(int(starts_at.timestamp()) // QUARTER, int(ends_at.timestamp()) // QUARTER)
    seats.take_all(connection, of_sponsor, values["sponsor"], name, quarters)
    seats.take_all(connection, of_person, values["candidate"], name, quarters)
    return name


def get(connection: Connection, sponsorship: str, appointment: str) -> Row[Any]:
    """Return an appointment of a sponsorship; raise NotFound."""
    here = appointments.c
    query = select(appointments).where(here.id == appointment, here.sponsorship == sponsorship)
    found = connection.execute(query).first()
    if found is None:
        raise NotFound("nothing has that identifier in appointments")
    return found


def of(connection: Connection, sponsorship: str) -> list[Row[Any]]:
    """Return the appointments of a sponsorship, in the order of time."""
    here = appointments.c
    query = select(appointments).where(here.sponsorship == sponsorship).order_by(here.starts_at, here.id)
    return list(connection.execute(query))


def settle(connection: Connection, appointment: str, step: str, by: str, expected: int) -> None:
    """Say what became of an appointment; raise Stale at another version than expected."""
    versioned.change(connection, appointments, appointment, expected, step=step, changed_by=by)
    if step == "cancelled":
        free(connection, appointment)


def free(connection: Connection, appointment: str) -> None:
    """Give back the time of an appointment."""
    for table in (of_sponsor, of_person):
        seats.leave(connection, table, appointment)
