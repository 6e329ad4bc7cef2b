"""Invitations to a meetup that were sent: to whom, when, and which version of their sheet."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Column, Connection, DateTime, ForeignKey, Integer, Row, Table, Text, select

from service.db.base import metadata

invitations = Table(
    "meetup_invitations",
    metadata,
    Column("meetup", Text, ForeignKey("meetups.id", ondelete="CASCADE"), primary_key=True),
    Column("guest", Text, primary_key=True),  # who was taken off since must still be told so
    Column("label", Text, nullable=False),  # what they were called: J12
    Column("candidate", Text, ForeignKey("candidates.public_id", ondelete="CASCADE"), index=True),
    Column("sponsor", Text, ForeignKey("sponsors.public_id", ondelete="CASCADE"), index=True),
    Column("account", Text, ForeignKey("accounts.id", ondelete="CASCADE"), index=True),
    Column("sequence", Integer, nullable=False),  # as calendars call it
    Column("digest", Text, nullable=False),  # of what their sheet said; empty = cancelled
    Column("sent_by", Text, nullable=False),  # an account
    Column("sent_at", DateTime(timezone=True), nullable=False),
)


def of(connection: Connection, meetup: str) -> Sequence[Row[Any]]:
    """Return the last invitation of everybody who was ever sent one."""
    here = invitations.c
    return connection.execute(select(invitations).where(here.meetup == meetup).order_by(here.label, here.guest)).all()


def put(connection: Connection, meetup: str, guest: str, sent: Mapping[str, Any], by: str, now: dt.datetime) -> None:
    """Note what a guest was sent, in the place of what they were sent before."""
    here = invitations.c
    connection.execute(invitations.delete().where(here.meetup == meetup, here.guest == guest))
    row = {"meetup": meetup, "guest": guest, **sent, "sent_by": by, "sent_at": now}
    connection.execute(invitations.insert().values(**row))
