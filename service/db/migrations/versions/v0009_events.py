"""Meetups, programmes and cohorts."""

revision = "v0009_events"
down_revision = "v0008_trust"


def upgrade() -> None:
    """Make the tables."""
