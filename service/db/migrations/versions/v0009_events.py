"""Meetups, programmes and cohorts; what lists of openings show; names as lists of people order them."""

import json

import sqlalchemy as sa
from alembic import op

from service.collation import search_key, sort_key

revision = "v0009_events"
down_revision = "v0008_trust"


def upgrade() -> None:
    _programmes()
    _opening_lists()
    _opening_keys()
    _people()


def _programmes() -> None:
    op.create_table(
        "programmes",
        _key("id"),
        *map(_text, ("territory", "kind", "name", "about", "steps", "sort_key")),
        *_dates_and_version(),
        sa.ForeignKeyConstraint(["territory"], ["territories.id"], name="fk_programmes_territory"),
    )
    op.create_index("ix_programmes_territory", "programmes", ["territory"])
    op.create_table(
        "cohorts",
        _key("id"),
        *map(_text, ("programme", "name", "sort_key")),
        sa.Column("places", sa.Integer()),
        *_dates_and_version(),
        sa.ForeignKeyConstraint(["programme"], ["programmes.id"], name="fk_cohorts_programme"),
    )
    op.create_index("ix_cohorts_programme", "cohorts", ["programme"])


def _dates_and_version() -> list[sa.Column[object]]:
    return [
        *(sa.Column(name, sa.Date()) for name in ("starts_on", "ends_on")),
        sa.Column("version", sa.Integer(), nullable=False, server_default="1"),
        sa.Column("closed_at", sa.DateTime(timezone=True)),
    ]


def _opening_lists() -> None:
    op.create_table(
        "opening_details",
        _key("id"),
        sa.Column("changed", sa.BigInteger(), nullable=False),
        *map(_text, ("kind", "title", "occupation", "company", "place")),
        *(sa.Column(name, sa.Float()) for name in ("lat", "lon")),
        _text("published"),
        sa.Column("positions", sa.Integer(), nullable=False),
        sa.Column("filled", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("reason", sa.Text(), nullable=False, server_default=""),
        sa.ForeignKeyConstraint(["id"], ["openings.public_id"], name="fk_opening_details_id", ondelete="CASCADE"),
    )
    op.create_index("ix_opening_details_changed", "opening_details", ["changed"])
    _in_order("opening_details", ["published", "id"])
    _in_order("openings", ["sort_key", "public_id"])
    _in_order("openings", ["territory", "sort_key", "public_id"])


def _opening_keys() -> None:
    """Give every opening the keys that its list is ordered and searched by."""
    main = sa.table("openings", *map(sa.column, ("public_id", "sort_key", "search_key")))
    records = sa.table("openings_records", *map(sa.column, ("public_id", "record")))
    change = main.update().where(main.c.public_id == sa.bindparam("here"))
    change = change.values(sort_key=sa.bindparam("sort"), search_key=sa.bindparam("search"))
    rows = []
    for row in op.get_bind().execute(sa.select(records.c.public_id, records.c.record)):
        record = json.loads(row.record)
        title = record.get("title") or record.get("occupation") or record.get("title_code") or ""
        search = search_key(f"{title} {record.get('company', {}).get('name', '')}")
        rows.append({"here": row.public_id, "sort": sort_key(title), "search": search})
    if rows:
        op.get_bind().execute(change, rows)


def _people() -> None:
    op.create_table(
        "person_names",
        _key("candidate"),
        *map(_text, ("sort_key", "search_key")),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["candidate"], ["candidates.public_id"], name="fk_person_names_candidate", ondelete="CASCADE"
        ),
    )
    op.create_table(
        "person_searches",
        *(_key("id"), _text("account"), sa.Column("at", sa.DateTime(timezone=True), nullable=False)),
        sa.Column("found", sa.Boolean(), nullable=False),
    )
    op.create_index("ix_person_searches_account", "person_searches", ["account", "at"])


def _in_order(table: str, names: list[str]) -> None:
    """Index texts byte by byte, as lists order them."""
    here = op.get_bind().dialect.name == "postgresql"
    columns = [sa.text(f'{name} COLLATE "C"') if here else name for name in names]
    op.create_index(f"ix_{table}_{'_'.join(names)}", table, columns)


def _key(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), primary_key=True)


def _text(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), nullable=False)
