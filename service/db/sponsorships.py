"""Who is followed by which sponsor: proposed, agreed to by both, ended. A sponsor has so many places and no more."""

from sqlalchemy import Boolean, Column, DateTime, ForeignKey, Index, Integer, Table, Text, text, true

from service.db import seats
from service.db.base import metadata

sponsorships = Table(
    "sponsorships",
    metadata,
    Column("id", Text, primary_key=True),
    Column("candidate", Text, ForeignKey("candidates.public_id", ondelete="CASCADE"), nullable=False),
    Column("sponsor", Text, ForeignKey("sponsors.public_id", ondelete="CASCADE"), nullable=False, index=True),
    Column("territory", Text, ForeignKey("territories.id"), nullable=False),
    Column("step", Text, nullable=False),
    Column("open", Boolean, nullable=False, server_default=true()),
    Column("reason", Text),
    Column("run", Text),
    Column("created_at", DateTime(timezone=True), nullable=False),
    Column("created_by", Text, nullable=False),  # an account
    Column("person_agreed_at", DateTime(timezone=True)),
    Column("sponsor_agreed_at", DateTime(timezone=True)),
    Column("ended_at", DateTime(timezone=True)),
    Column("changed_by", Text, nullable=False),
    Column("version", Integer, nullable=False, server_default="1"),
)
Index(
    "uq_sponsorships_open_pair",
    sponsorships.c.candidate,
    sponsorships.c.sponsor,
    unique=True,
    sqlite_where=text("open"),
    postgresql_where=text("open"),
)

places = seats.table("sponsor_places", "sponsors.public_id", "sponsorships.id")
