"""Times in the database are in UTC (SQLite gives them back without saying so); what lasts from one to another."""

import datetime as dt
from typing import Any, overload

from sqlalchemy import ColumnElement, and_, or_


@overload
def utc(value: dt.datetime) -> dt.datetime: ...
@overload
def utc(value: None) -> None: ...


def utc(value: dt.datetime | None) -> dt.datetime | None:
    """Return a time of the database with its zone; None stays None."""
    if value is None:
        return None
    return value.replace(tzinfo=dt.UTC) if value.tzinfo is None else value.astimezone(dt.UTC)


def lasts(begins: ColumnElement[Any], ends: ColumnElement[Any], now: Any) -> ColumnElement[bool]:
    """Return the condition that something has begun and has not ended; an end that is empty has not come."""
    return and_(begins <= now, or_(ends.is_(None), ends > now))
