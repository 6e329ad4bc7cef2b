"""Who meets whom at a meetup, in which round, at which table; whether they met, and whether they want to go on."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from sqlalchemy import Boolean, Column, Connection, ForeignKey, Integer, Row, Table, Text, UniqueConstraint, select

from service.db.base import metadata
from service.errors import NotFound

pairings = Table(
    "meetup_pairings",
    metadata,
    Column("meetup", Text, ForeignKey("meetups.id", ondelete="CASCADE"), primary_key=True),
    Column("person", Text, ForeignKey("meetup_guests.id", ondelete="CASCADE"), primary_key=True, index=True),
    Column("round", Integer, primary_key=True, autoincrement=False),  # from 1
    Column("host", Text, ForeignKey("meetup_guests.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("at", Integer, nullable=False),  # the number of the table
    Column("met", Boolean),  # null = not told
    Column("person_interest", Boolean),  # wants to go on; null = not said
    Column("person_said_by", Text),  # the account that wrote this word down
    Column("host_interest", Boolean),
    Column("host_said_by", Text),
    Column("sponsorship", Text),  # what came of interest on both sides
    Column("introduction", Text),
    UniqueConstraint("person", "host"),
)

SAID: Final = ("person_interest", "person_said_by", "host_interest", "host_said_by")

Seat = tuple[int, str, str, int]  # round from 1, person, host, table


def of(connection: Connection, meetup: str) -> Sequence[Row[Any]]:
    """Return the whole plan, by round and table."""
    here = pairings.c
    query = select(pairings).where(here.meetup == meetup).order_by(here.round, here.at, here.person)
    return connection.execute(query).all()


def put(connection: Connection, meetup: str, seats: Iterable[Seat], first: int = 1) -> None:
    """Put the seats of a plan in the place of those from a round on; what was before stays as it was."""
    here = pairings.c
    connection.execute(pairings.delete().where(here.meetup == meetup, here.round >= first))
    names = ("round", "person", "host", "at")
    if rows := [{"meetup": meetup, **dict(zip(names, seat, strict=True))} for seat in seats if seat[0] >= first]:
        connection.execute(pairings.insert(), rows)


def get(connection: Connection, meetup: str, person: str, host: str) -> Row[Any]:
    """Return the meeting of a pair; raise NotFound for two who do not meet."""
    here = pairings.c
    query = select(pairings).where(here.meetup == meetup, here.person == person, here.host == host)
    row = connection.execute(query).first()
    if row is None:
        raise NotFound("these two do not meet in the plan")
    return row


def tell(connection: Connection, person: str, host: str, told: Mapping[str, Any]) -> None:
    """Write down what is known of a meeting."""
    here = pairings.c
    connection.execute(pairings.update().where(here.person == person, here.host == host).values(**told))
