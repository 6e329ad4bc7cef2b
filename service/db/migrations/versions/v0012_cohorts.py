"""Who is in a cohort, and their places."""

import sqlalchemy as sa
from alembic import op

revision = "v0012_cohorts"
down_revision = "v0011_evenings"


def upgrade() -> None:
    op.create_table(
        "cohort_members",
        sa.Column("id", sa.Text(), primary_key=True),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("cohort", "candidate", "added_by")),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("left_by", sa.Text()),
        sa.Column("left_at", sa.DateTime(timezone=True)),
        _key("cohort_members", "cohort", "cohorts.id"),
        _key("cohort_members", "candidate", "candidates.public_id"),
    )
    for name in ("cohort", "candidate"):
        op.create_index(f"ix_cohort_members_{name}", "cohort_members", [name])
    now = {f"{engine}_where": sa.text("left_at IS NULL") for engine in ("sqlite", "postgresql")}
    op.create_index("uq_cohort_members_now", "cohort_members", ["cohort", "candidate"], unique=True, **now)
    op.create_table(
        "cohort_places",
        sa.Column("of", sa.Text(), primary_key=True),
        sa.Column("number", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("holder", sa.Text(), nullable=False),
        _key("cohort_places", "of", "cohorts.id"),
        _key("cohort_places", "holder", "cohort_members.id"),
    )
    op.create_index("ix_cohort_places_holder", "cohort_places", ["holder"])


def _key(table: str, column: str, to: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [to], name=f"fk_{table}_{column}", ondelete="CASCADE")
