"""Who saw or changed what, and when: rows are only added, each with a hash of the one before."""

from collections.abc import Sequence

from sqlalchemy import Connection

from service.permissions import Subject


def record(
    connection: Connection, subject: Subject, what: str, objects: Sequence[str], request_id: str, reason: str = ""
) -> None:
    """Add a row: `what` is a policy such as "identity:R", `objects` are public ids."""
