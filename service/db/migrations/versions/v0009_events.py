"""Meetups, programmes and cohorts; what lists of openings show; names as lists of people order them; figures."""

import json
from typing import Any

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
    _meetups()
    _guests()
    _pairings()
    _dismissals()
    _figures()


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
    bytewise: Any = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
    op.create_table(
        "opening_details",
        _key("id"),
        sa.Column("changed", sa.BigInteger(), nullable=False),
        _text("territory"),
        sa.Column("expires", sa.Date(), nullable=False),
        *map(_text, ("kind", "title", "occupation", "company", "place")),
        *(sa.Column(name, sa.Float()) for name in ("lat", "lon")),
        sa.Column("published", bytewise, nullable=False),
        sa.Column("positions", sa.Integer(), nullable=False),
        sa.Column("filled", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("reason", sa.Text(), nullable=False, server_default=""),
        sa.ForeignKeyConstraint(["id"], ["openings.public_id"], name="fk_opening_details_id", ondelete="CASCADE"),
    )
    op.create_index("ix_opening_details_changed", "opening_details", ["changed"])
    for key in ("published", "expires"):
        _in_order("opening_details", [key, "id"])
        _in_order("opening_details", ["territory", key, "id"])
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


def _meetups() -> None:
    op.create_table(
        "meetups",
        _key("id"),
        *map(_text, ("territory", "title", "sort_key", "place")),
        *(sa.Column("date", sa.Date()), sa.Column("start", sa.Text())),
        *map(_number, ("rounds", "round_minutes", "break_minutes")),
        _text("tables"),
        *map(_number, ("places", "host_places", "min_meetings")),
        *map(_text, ("aims", "status")),
        sa.Column("plan", sa.Text()),
        _text("created_by"),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False, server_default="1"),
        sa.ForeignKeyConstraint(["territory"], ["territories.id"], name="fk_meetups_territory"),
    )
    op.create_index("ix_meetups_territory", "meetups", ["territory"])


def _guests() -> None:
    whom = {"candidate": "candidates.public_id", "sponsor": "sponsors.public_id", "account": "accounts.id"}
    op.create_table(
        "meetup_guests",
        *(_key("id"), _text("meetup"), _text("side")),
        *(sa.Column(name, sa.Text()) for name in (*whom, "organisation", "opening")),
        _number("seats"),
        sa.Column("min_meetings", sa.Integer()),
        *(_text("away"), _text("registered_by"), _text("registered_as")),
        sa.Column("registered_at", sa.DateTime(timezone=True), nullable=False),
        _goes_with("meetup_guests", "meetup", "meetups.id"),
        *(_goes_with("meetup_guests", name, to) for name, to in whom.items()),
        sa.ForeignKeyConstraint(["organisation"], ["organisations.id"], name="fk_meetup_guests_organisation"),
        sa.ForeignKeyConstraint(
            ["opening"], ["openings.public_id"], name="fk_meetup_guests_opening", ondelete="SET NULL"
        ),
        *(sa.UniqueConstraint("meetup", name, name=f"uq_meetup_guests_meetup_{name}") for name in whom),
    )
    for name in (*whom, "opening"):
        op.create_index(f"ix_meetup_guests_{name}", "meetup_guests", [name])
    for table in ("meetup_places", "meetup_host_places"):
        op.create_table(
            table,
            *(_key("of"), sa.Column("number", sa.Integer(), primary_key=True, autoincrement=False), _text("holder")),
            *(_goes_with(table, "of", "meetups.id"), _goes_with(table, "holder", "meetup_guests.id")),
        )
        op.create_index(f"ix_{table}_holder", table, ["holder"])


def _pairings() -> None:
    op.create_table(
        "meetup_wishes",
        *(*map(_key, ("person", "host", "side")), _text("kind")),
        *(_goes_with("meetup_wishes", name, "meetup_guests.id") for name in ("person", "host")),
    )
    op.create_index("ix_meetup_wishes_host", "meetup_wishes", ["host"])
    op.create_table(
        "meetup_pairings",
        *map(_key, ("meetup", "person")),
        sa.Column("round", sa.Integer(), primary_key=True, autoincrement=False),
        *(_text("host"), _number("at")),
        *(sa.Column(name, sa.Boolean()) for name in ("met", "person_interest", "host_interest")),
        *(sa.Column(name, sa.Text()) for name in ("person_said_by", "host_said_by", "sponsorship", "introduction")),
        _goes_with("meetup_pairings", "meetup", "meetups.id"),
        *(_goes_with("meetup_pairings", name, "meetup_guests.id") for name in ("person", "host")),
        sa.UniqueConstraint("person", "host", name="uq_meetup_pairings_person_host"),
    )
    for name in ("person", "host"):
        op.create_index(f"ix_meetup_pairings_{name}", "meetup_pairings", [name])


def _dismissals() -> None:
    counterparts = {"opening": "openings.public_id", "sponsor": "sponsors.public_id", "meetup": "meetups.id"}
    op.create_table(
        "dismissals",
        _key("id"),
        _text("candidate"),
        *(sa.Column(name, sa.Text()) for name in counterparts),
        *map(_text, ("reason", "created_by")),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        *(sa.UniqueConstraint("candidate", name, name=f"uq_dismissals_candidate_{name}") for name in counterparts),
        *(
            sa.ForeignKeyConstraint([name], [to], name=f"fk_dismissals_{name}", ondelete="CASCADE")
            for name, to in {"candidate": "candidates.public_id", **counterparts}.items()
        ),
    )
    for name in counterparts:
        op.create_index(f"ix_dismissals_{name}", "dismissals", [name])


def _figures() -> None:
    op.create_table(
        "figures",
        *map(_key, ("of", "name")),
        sa.Column("first", sa.Date(), primary_key=True),
        sa.Column("last", sa.Date(), nullable=False),
        _text("numbers"),
    )


def _goes_with(table: str, column: str, to: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [to], name=f"fk_{table}_{column}", ondelete="CASCADE")


def _number(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), nullable=False)


def _in_order(table: str, names: list[str]) -> None:
    """Index columns as lists order them."""
    op.create_index(f"ix_{table}_{'_'.join(names)}", table, names)


def _key(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), primary_key=True)


def _text(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), nullable=False)
