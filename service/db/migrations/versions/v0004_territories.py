"""Territories and organisations; documents know theirs, their version, and the change that they came with."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "v0004_territories"
down_revision = "v0003_sponsors"

HOME = "00000000-0000-4000-8000-000000000001"


def upgrade() -> None:
    _territories()
    _organisations()
    changes = op.create_table("changes", _key("what"), sa.Column("number", sa.BigInteger(), nullable=False))
    op.bulk_insert(changes, [{"what": what, "number": 0} for what in ("documents", "reference")])
    for name in ("openings", "candidates", "sponsors"):
        _documents(name)


def _territories() -> None:
    table = op.create_table("territories", _key("id"), _text("name"), _version(), _time("created_at"))
    op.bulk_insert(table, [{"id": HOME, "name": "Territoire"}])


def _organisations() -> None:
    op.create_table(
        "organisations",
        _key("id"),
        _text("territory"),
        *map(_text, ("kind", "name")),
        *(sa.Column(name, sa.Text(), nullable=False, server_default="") for name in ("siret", "website")),
        *map(_text, ("sort_key", "search_key")),
        _version(),
        _time("created_at"),
        sa.Column("closed_at", sa.DateTime(timezone=True)),
        sa.ForeignKeyConstraint(["territory"], ["territories.id"], name="fk_organisations_territory"),
        sa.UniqueConstraint("territory", "kind", "name", name="uq_organisations_territory_kind_name"),
    )
    op.create_index("ix_organisations_territory", "organisations", ["territory"])


def _documents(name: str) -> None:
    """Add columns one by one: to make the table again would, on SQLite, delete what refers to it."""
    for column in (
        sa.Column("territory", sa.Text(), nullable=False, server_default=HOME),
        sa.Column("organisation", sa.Text()),
        _version(),
        sa.Column("changed", sa.BigInteger(), nullable=False, server_default="0"),
        sa.Column("status", sa.Text(), nullable=False, server_default="published"),
        sa.Column("expires_on", sa.Date()),
        sa.Column("sort_key", _bytewise(), nullable=False, server_default=""),
        sa.Column("search_key", sa.Text(), nullable=False, server_default=""),
    ):
        op.add_column(name, column)
    op.create_index(f"ix_{name}_changed", name, ["changed"])


def _bytewise() -> Any:
    return sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def _key(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), primary_key=True)


def _text(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), nullable=False)


def _version() -> sa.Column[int]:
    return sa.Column("version", sa.Integer(), nullable=False, server_default="1")


def _time(name: str) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=False, server_default=sa.func.now())
