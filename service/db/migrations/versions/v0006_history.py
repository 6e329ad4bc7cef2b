"""Every version of every document, the rankings that were shown, files that were loaded."""

import sqlalchemy as sa
from alembic import op

revision = "v0006_history"
down_revision = "v0005_accounts"


def upgrade() -> None:
    """Make the tables."""
    _history()
    _runs()


def _runs() -> None:
    texts = ("territory", "what", "subject_kind", "subject_id", "account", "role", "organisation", "engine", "profile")
    op.create_table(
        "runs",
        sa.Column("id", sa.Text(), primary_key=True),
        *(sa.Column(name, sa.Text(), nullable=False) for name in (*texts, "request", "input", "shown")),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        *(sa.Column(name, sa.BigInteger(), nullable=False) for name in ("documents_number", "reference_number")),
    )
    op.create_index("ix_runs_at", "runs", ["at"])
    op.create_index("ix_runs_subject", "runs", ["subject_id", "at"])
    op.create_table(
        "run_people",
        sa.Column("run", sa.Text(), primary_key=True),
        sa.Column("candidate", sa.Text(), primary_key=True),
        sa.ForeignKeyConstraint(["run"], ["runs.id"], name="fk_run_people_run", ondelete="CASCADE"),
    )
    op.create_index("ix_run_people_candidate", "run_people", ["candidate"])


def _history() -> None:
    """Make the table, and keep in it what every document is now: the first state that can be had again."""
    table = op.create_table(
        "history",
        *(sa.Column(name, sa.Text(), primary_key=True) for name in ("kind", "public_id")),
        sa.Column("number", sa.BigInteger(), primary_key=True),
        sa.Column("record", sa.Text(), nullable=False),
        sa.Column("open", sa.Boolean(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("organisation", sa.Text()),
        sa.Column("expires_on", sa.Date()),
    )
    op.create_index("ix_history_number", "history", ["number"])
    names = ("public_id", "changed", "open", "status", "organisation", "expires_on")
    for kind in ("openings", "candidates", "sponsors"):
        main, records = sa.table(kind, *map(sa.column, names)), sa.table(f"{kind}_records", *_named("record"))
        query = sa.select(sa.literal(kind), *main.c[names], records.c.record)
        query = query.join(records, records.c.public_id == main.c.public_id)
        into = ("kind", "public_id", "number", *names[2:], "record")
        op.execute(table.insert().from_select([table.c[name] for name in into], query))


def _named(*names: str) -> list[sa.ColumnClause[object]]:
    return [sa.column(name) for name in ("public_id", *names)]
