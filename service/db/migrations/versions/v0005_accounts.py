"""Accounts, their roles, sessions, one-time links, codes and keys."""

revision = "v0005_accounts"
down_revision = "v0004_territories"


def upgrade() -> None:
    """Make the tables."""
