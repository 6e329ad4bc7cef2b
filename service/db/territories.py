"""The territories: each has its own people, openings and sponsors, and sees nothing of the others."""

from typing import Final

from sqlalchemy import Column, DateTime, Integer, Table, Text, func

from service.db.base import metadata

HOME: Final = "00000000-0000-4000-8000-000000000001"  # what commands load into, unless told otherwise

territories = Table(
    "territories",
    metadata,
    Column("id", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("version", Integer, nullable=False, server_default="1"),
    Column("created_at", DateTime(timezone=True), nullable=False, server_default=func.now()),
)
