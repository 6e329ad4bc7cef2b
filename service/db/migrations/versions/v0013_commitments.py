"""What companies offer beside openings, and what was made of it; openings that are no longer sought are called so."""

import sqlalchemy as sa
from alembic import op

revision = "v0013_commitments"
down_revision = "v0012_cohorts"


def upgrade() -> None:
    op.create_table(
        "commitments",
        sa.Column("id", sa.Text(), primary_key=True),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("territory", "organisation", "kind", "note")),
        sa.Column("places", sa.Integer(), nullable=False),
        *(sa.Column(name, sa.Date()) for name in ("starts_on", "ends_on")),
        sa.Column("offered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True)),
        sa.Column("version", sa.Integer(), nullable=False, server_default="1"),
        sa.ForeignKeyConstraint(["territory"], ["territories.id"], name="fk_commitments_territory"),
        sa.ForeignKeyConstraint(["organisation"], ["organisations.id"], name="fk_commitments_organisation"),
    )
    for name in ("territory", "organisation"):
        op.create_index(f"ix_commitments_{name}", "commitments", [name])
    op.create_table(
        "commitment_uses",
        sa.Column("of", sa.Text(), primary_key=True),
        sa.Column("number", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("holder", sa.Text(), nullable=False),
        sa.Column("guest", sa.Text()),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=False),
        _key("of", "commitments.id"),
        _key("guest", "meetup_guests.id"),
    )
    op.create_index("ix_commitment_uses_guest", "commitment_uses", ["guest"])
    some_left = "SELECT id FROM opening_details WHERE filled < positions"
    op.execute(f"UPDATE openings SET status = 'closed' WHERE status = 'filled' AND public_id IN ({some_left})")


def _key(column: str, to: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [to], name=f"fk_commitment_uses_{column}", ondelete="CASCADE")
