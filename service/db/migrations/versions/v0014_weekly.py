"""Whether somebody wants the weekly message."""

import sqlalchemy as sa
from alembic import op

revision = "v0014_weekly"
down_revision = "v0013_commitments"


def upgrade() -> None:
    op.add_column("accounts", sa.Column("weekly", sa.Boolean(), nullable=False, server_default=sa.true()))
