"""Every version of every document, the rankings that were shown, files that were loaded."""

revision = "v0006_history"
down_revision = "v0005_accounts"


def upgrade() -> None:
    """Make the tables."""
