"""Long work that pages follow; the versions of a meetup's plan; guests who are known by a name only."""

import sqlalchemy as sa
from alembic import op

revision = "v0010_long_work"
down_revision = "v0009_events"


def upgrade() -> None:
    op.create_table(
        "works",
        sa.Column("id", sa.Text(), primary_key=True),
        *map(_text, ("kind", "target")),
        sa.Column("territory", sa.Text()),
        *map(_text, ("account", "state")),
        *(_number("done"), sa.Column("whole", sa.Integer()), _text("found"), _text("report")),
        *(_time("started_at", False), _time("seen_at", False), _time("ended_at", True)),
    )
    op.create_index("ix_works_target", "works", ["target", "kind", "started_at"])
    op.create_table(
        "meetup_steps",
        sa.Column("meetup", sa.Text(), primary_key=True),
        sa.Column("number", sa.Integer(), primary_key=True, autoincrement=False),
        *(sa.Column("before", sa.Integer()), _text("how"), _text("who"), _text("seats"), _text("locked")),
        *(sa.Column("here", sa.Boolean(), nullable=False), sa.Column("saved", sa.Boolean(), nullable=False)),
        *(_text("made_by"), _time("made_at", False)),
        sa.ForeignKeyConstraint(["meetup"], ["meetups.id"], name="fk_meetup_steps_meetup", ondelete="CASCADE"),
    )
    op.add_column("meetups", sa.Column("seats", sa.Integer(), nullable=False, server_default="1"))
    for name in ("called", "company"):
        op.add_column("meetup_guests", sa.Column(name, sa.Text()))


def _number(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), nullable=False)


def _time(name: str, nullable: bool) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _text(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), nullable=False)
