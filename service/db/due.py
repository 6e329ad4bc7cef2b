"""What is due a reminder or an end: introductions that wait, openings that end, that have ended or that grew old."""

import datetime as dt
import json
from collections.abc import Iterable, Iterator
from typing import Any, Final, NamedTuple

from sqlalchemy import Boolean, Connection, DateTime, Row, Select, Text, column, delete, or_, select, table

from service.db.document_tables import OPENINGS, PUBLISHED, Kind
from service.db.times import utc

_INTRODUCTIONS: Final = table(
    "introductions",
    *(column(name, Text) for name in ("id", "candidate", "opening", "organisation", "step")),
    column("open", Boolean),
    column("answer_due", DateTime(timezone=True)),
)
_STEPS: Final = table(
    "introduction_steps", column("introduction", Text), column("step", Text), column("at", DateTime(timezone=True))
)
_SESSIONS: Final = table(
    "sessions", *(column(name, DateTime(timezone=True)) for name in ("seen_at", "ended_at", "started_at"))
)
API: Final = "api"  # the source of what was made here
_BATCH: Final = 500  # records of some kilobytes
_LINKS: Final = table("links", column("expires_at", DateTime(timezone=True)))


class Waiting(NamedTuple):
    """An introduction that waits for an answer."""

    id: str
    candidate: str
    organisation: str
    step: str
    title: str
    answer_due: dt.datetime


class Offer(NamedTuple):
    """An opening with the company that posted it."""

    id: str
    organisation: str | None
    title: str
    expires_on: dt.date | None
    updated_at: dt.datetime


def waiting(connection: Connection, introduction: str | None = None) -> list[Waiting]:
    """Return the introductions that wait for an answer; only one, if it is named."""
    here = _INTRODUCTIONS.c
    query = _titled(_INTRODUCTIONS, here.opening, here.answer_due).where(here.open, here.answer_due.is_not(None))
    query = query if introduction is None else query.where(here.id == introduction)
    return [_waiting(row, utc(row.answer_due)) for row in connection.execute(query.order_by(here.id))]


def unanswered_since(connection: Connection, since: dt.datetime) -> list[Waiting]:
    """Return the introductions that have waited too long since then, and have not been taken up again."""
    here = _INTRODUCTIONS.c
    query = _titled(_INTRODUCTIONS, here.opening, _STEPS.c.at.label("at"))
    query = query.join(_STEPS, _STEPS.c.introduction == here.id).where(_STEPS.c.step == here.step)
    query = query.where(here.step == "unanswered", _STEPS.c.at >= since).order_by(here.id)
    return [_waiting(row, utc(row.at)) for row in connection.execute(query)]


def closing(connection: Connection, first: dt.date, last: dt.date) -> list[Offer]:
    """Return the openings in the market whose last day is one of these."""
    here = OPENINGS.main.c
    return _offers(connection, here.expires_on >= first, here.expires_on <= last)


def expired(connection: Connection, today: dt.date) -> list[Row[Any]]:
    """Return, with their records, the openings in the market whose last day is over."""
    main, records = OPENINGS.main, OPENINGS.records
    query = select(main, records.c.record).join(records, records.c.public_id == main.c.public_id)
    return list(connection.execute(query.where(main.c.open, main.c.expires_on < today).order_by(main.c.public_id)))


def stale(connection: Connection, before: dt.datetime) -> list[Offer]:
    """Return the openings in the market that nobody has changed since then."""
    return _offers(connection, OPENINGS.main.c.updated_at < before)


def unread(connection: Connection, kind: Kind) -> Iterator[Row[Any]]:
    """Yield the documents made or changed here that are in use and lack the field `read`, the newest first."""
    main, records = kind.main, kind.records
    query = select(main, records.c.record).join(records, records.c.public_id == main.c.public_id)
    ours = or_(main.c.source == API, main.c.version > 1)
    query = query.where(main.c.open, ours, records.c.record.not_like('%"read":{%')).order_by(main.c.changed.desc())
    yield from connection.execute(query, execution_options={"yield_per": _BATCH})


def forget_sessions(connection: Connection, before: dt.datetime) -> int:
    """Delete the sessions that were over, or not seen, before that; return how many."""
    here = _SESSIONS.c
    return connection.execute(delete(_SESSIONS).where(or_(here.ended_at < before, here.seen_at < before))).rowcount


def forget_links(connection: Connection, before: dt.datetime) -> int:
    """Delete the one-time links that could be used until before that; return how many."""
    return connection.execute(delete(_LINKS).where(_LINKS.c.expires_at < before)).rowcount


def _titled(of: Any, opening: Any, *more: Any) -> Select[Any]:
    shown = [of.c[name] for name in ("id", "candidate", "organisation", "step")]
    records = OPENINGS.records
    return select(*shown, *more, records.c.record).select_from(of).join(records, records.c.public_id == opening)


def _waiting(row: Row[Any], when: dt.datetime) -> Waiting:
    return Waiting(row.id, row.candidate, row.organisation, row.step, _title(row.record), when)


def _offers(connection: Connection, *which: Any) -> list[Offer]:
    main, records = OPENINGS.main, OPENINGS.records
    shown = main.c["public_id", "organisation", "expires_on", "updated_at"]
    query = select(*shown, records.c.record).join(records, records.c.public_id == main.c.public_id)
    rows: Iterable[Row[Any]] = connection.execute(
        query.where(main.c.open, main.c.status == PUBLISHED, *which).order_by(main.c.public_id)
    )
    return [
        Offer(row.public_id, row.organisation, _title(row.record), row.expires_on, utc(row.updated_at)) for row in rows
    ]


def _title(record: str) -> str:
    return str(json.loads(record).get("title") or "…")
