"""Tells administrators what they should look at: somebody who opens very many files, messages that do not go."""

import datetime as dt
from typing import Final

from sqlalchemy import Connection

from service.db import addressees, audit_log, outbox, reminders
from service.permissions import Role

MOST_FILES: Final = 200  # different people whose identity one account opens in a day
DAY: Final = dt.timedelta(days=1)


def tell(connection: Connection, now: dt.datetime) -> int:
    """Write to administrators of what happened in the last day; return how many messages there are."""
    since, told = now - DAY, 0
    for account, count in audit_log.crawlers(connection, since, MOST_FILES):
        if reminders.first(connection, f"files {now.date()}", account, now):
            told += _tell(connection, "files", count, now)
    failures = sum(row["failed_at"] >= since for row in outbox.failed(connection, MOST_FILES))
    if failures and reminders.first(connection, f"mail {now.date()}", "", now):
        told += _tell(connection, "mail", failures, now)
    return told


def _tell(connection: Connection, what: str, count: int, now: dt.datetime) -> int:
    people = addressees.of_role(connection, Role.ADMIN, now)
    for one in people:
        outbox.add(connection, one.email, f"alert_{what}", {"count": count}, one.language)
    return len(people)
