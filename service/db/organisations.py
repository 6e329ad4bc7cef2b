"""Companies, associations, schools and public bodies of a territory."""

from sqlalchemy import Column, DateTime, ForeignKey, Integer, Table, Text, UniqueConstraint, func

from service.db.base import metadata

organisations = Table(
    "organisations",
    metadata,
    Column("id", Text, primary_key=True),
    Column("territory", Text, ForeignKey("territories.id"), nullable=False, index=True),
    Column("kind", Text, nullable=False),  # company, association, school, public_body
    Column("name", Text, nullable=False),
    Column("siret", Text, nullable=False, server_default=""),  # empty = not known
    Column("website", Text, nullable=False, server_default=""),
    Column("sort_key", Text, nullable=False),
    Column("search_key", Text, nullable=False),
    Column("version", Integer, nullable=False, server_default="1"),
    Column("created_at", DateTime(timezone=True), nullable=False, server_default=func.now()),
    Column("closed_at", DateTime(timezone=True)),
    UniqueConstraint("territory", "kind", "name"),
)
