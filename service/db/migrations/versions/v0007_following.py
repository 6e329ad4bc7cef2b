"""Who follows whom, consents, sensitive statuses, notes, introductions, appointments."""

revision = "v0007_following"
down_revision = "v0006_history"


def upgrade() -> None:
    """Make the tables."""
