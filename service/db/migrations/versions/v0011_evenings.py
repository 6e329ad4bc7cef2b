"""The round that a meetup is at, and the invitations to it that were sent."""

import sqlalchemy as sa
from alembic import op

revision = "v0011_evenings"
down_revision = "v0010_long_work"


def upgrade() -> None:
    op.add_column("meetups", sa.Column("round", sa.Integer()))
    op.add_column("meetups", sa.Column("round_at", sa.DateTime(timezone=True)))
    op.create_table(
        "meetup_invitations",
        *(sa.Column(name, sa.Text(), primary_key=True) for name in ("meetup", "guest")),
        sa.Column("label", sa.Text(), nullable=False),
        *(sa.Column(name, sa.Text()) for name in ("candidate", "sponsor", "account")),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("sent_by", sa.Text(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        *(_points("meetup", "meetups.id"), _points("candidate", "candidates.public_id")),
        *(_points("sponsor", "sponsors.public_id"), _points("account", "accounts.id")),
    )
    for name in ("candidate", "sponsor", "account"):
        op.create_index(f"ix_meetup_invitations_{name}", "meetup_invitations", [name])


def _points(column: str, at: str) -> sa.ForeignKeyConstraint:
    name = f"fk_meetup_invitations_{column}"
    return sa.ForeignKeyConstraint([column], [at], name=name, ondelete="CASCADE")
