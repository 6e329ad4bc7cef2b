"""Sponsors; and the bytes of candidates and openings packed again, since their layout has grown."""

import json
from collections.abc import Callable
from typing import Any

import sqlalchemy as sa
from alembic import op

from matching.packing import pack_candidate, pack_opening

revision = "v0003_sponsors"
down_revision = "v0002_column_mappings"

_BATCH = 1000  # records in memory at once


def upgrade() -> None:
    _sponsors()
    _pack_again("candidates", pack_candidate)
    _pack_again("openings", pack_opening)


def _sponsors() -> None:
    op.create_table(
        "sponsors",
        sa.Column("id", sa.Integer(), primary_key=True),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("public_id", "source", "external_id")),
        sa.Column("open", sa.Boolean(), nullable=False, server_default=sa.true()),
        *(
            sa.Column(name, sa.DateTime(timezone=True), nullable=False, server_default=sa.func.now())
            for name in ("created_at", "updated_at")
        ),
        *(sa.Column(name, sa.LargeBinary(), nullable=False) for name in ("row", "items")),
        sa.UniqueConstraint("public_id", name="uq_sponsors_public_id"),
        sa.UniqueConstraint("external_id", "source", name="uq_sponsors_external_id_source"),
    )
    op.create_table(
        "sponsors_records",
        sa.Column("public_id", sa.Text(), primary_key=True),
        sa.Column("record", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["public_id"], ["sponsors.public_id"], name="fk_sponsors_records_public_id", ondelete="CASCADE"
        ),
    )


def _pack_again(name: str, pack: Callable[[dict[str, Any]], tuple[bytes, bytes]]) -> None:
    """Give every document the bytes that this version's engine reads; its record stays as it is."""
    main = sa.table(name, *map(sa.column, ("id", "public_id", "row", "items")))
    records = sa.table(f"{name}_records", *map(sa.column, ("public_id", "record")))
    query = sa.select(main.c.id, records.c.record).join(records, main.c.public_id == records.c.public_id)
    change = main.update().where(main.c.id == sa.bindparam("here"))
    change = change.values(row=sa.bindparam("row"), items=sa.bindparam("items"))
    last = 0
    while found := op.get_bind().execute(query.where(main.c.id > last).order_by(main.c.id).limit(_BATCH)).all():
        packed = [(number, *pack(json.loads(record))) for number, record in found]
        op.get_bind().execute(change, [{"here": number, "row": row, "items": items} for number, row, items in packed])
        last = found[-1].id
