"""When a sponsor and a person meet: nobody is at two places in the same quarter of an hour."""

from sqlalchemy import Column, DateTime, ForeignKey, Integer, Table, Text

from service.db import seats
from service.db.base import metadata

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
