"""What the columns of each source's spreadsheets become."""

import sqlalchemy as sa
from alembic import op

revision = "v0002_column_mappings"
down_revision = "v0001_first_tables"


def upgrade() -> None:
    keys = (sa.Column(name, sa.Text(), primary_key=True) for name in ("source", "kind"))
    texts = (sa.Column(name, sa.Text(), nullable=False) for name in ("mapping", "key"))
    op.create_table("column_mappings", *keys, *texts)
