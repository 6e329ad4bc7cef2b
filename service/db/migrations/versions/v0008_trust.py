"""The log of who saw or changed what, answers by idempotency key, messages to send, erased people."""

revision = "v0008_trust"
down_revision = "v0007_following"


def upgrade() -> None:
    """Make the tables."""
