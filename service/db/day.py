"""What an adviser's day holds: answers, what waits for one, meetings and meetups to come, requests that are due."""

import datetime as dt
from collections.abc import Sequence
from typing import Any, Final

from sqlalchemy import Boolean, Connection, Date, DateTime, Integer, Row, Text, and_, column, func, or_, select, table

from service.db.document_tables import opening_details
from service.db.scoping import candidates_in
from service.permissions import Reach

Rows = Sequence[Row[Any]]
_AT: Final = DateTime(timezone=True)
# Owned by other files of this layer.
_INTRODUCTIONS: Final = table(
    "introductions",
    *(column(name, Text) for name in ("id", "candidate", "opening", "step")),
    column("open", Boolean),
    column("answer_due", _AT),
)
_STEPS: Final = table(
    "introduction_steps",
    *(column(name, Text) for name in ("introduction", "step", "side", "account")),
    column("number", Integer),
    column("at", _AT),
)
_APPOINTMENTS: Final = table(
    "appointments",
    *(column(name, Text) for name in ("id", "candidate", "step", "place")),
    column("starts_at", _AT),
)
_MEETUPS: Final = table(
    "meetups", *(column(name, Text) for name in ("id", "territory", "title", "place", "status")), column("date", Date)
)
_REQUESTS: Final = table(
    "rights_requests", *(column(name, Text) for name in ("id", "candidate", "kind", "status")), column("due_at", _AT)
)


def answers(connection: Connection, reach: Reach, since: dt.datetime, now: dt.datetime) -> Rows:
    """Return (id, candidate, step, side, at, title, company) of the steps that others took, the latest first."""
    here, taken = _INTRODUCTIONS.c, _STEPS.c
    query = select(here.id, here.candidate, taken.step, taken.side, taken.at, *_opening())
    query = query.join(_STEPS, taken.introduction == here.id).outerjoin(opening_details, _same_opening())
    theirs = and_(taken.side.in_(("person", "company")), taken.number > 1, taken.at >= since)
    by_others = or_(taken.account.is_(None), taken.account != reach.subject.account)
    query = query.where(theirs, by_others, candidates_in(reach, here.candidate, now))
    return connection.execute(query.order_by(taken.at.desc(), here.id)).all()


def waiting(connection: Connection, reach: Reach, now: dt.datetime) -> Rows:
    """Return (introduction, candidate, step, since, answer_due, title, company) of what waits, the longest first."""
    here, taken = _INTRODUCTIONS.c, _STEPS.c
    last = select(taken.introduction, func.max(taken.at, type_=_AT).label("since"))
    last_step = last.group_by(taken.introduction).subquery()
    query = select(here.id, here.candidate, here.step, last_step.c.since, here.answer_due, *_opening())
    query = query.join(last_step, last_step.c.introduction == here.id).outerjoin(opening_details, _same_opening())
    query = query.where(here.open, here.answer_due.is_not(None), candidates_in(reach, here.candidate, now))
    return connection.execute(query.order_by(last_step.c.since, here.id)).all()


def appointments(connection: Connection, reach: Reach, until: dt.datetime, now: dt.datetime) -> Rows:
    """Return (id, candidate, starts_at, place) of the meetings with sponsors that are booked, in their order."""
    here = _APPOINTMENTS.c
    query = select(here.id, here.candidate, here.starts_at, here.place).where(here.step == "booked")
    query = query.where(here.starts_at >= now, here.starts_at <= until, candidates_in(reach, here.candidate, now))
    return connection.execute(query.order_by(here.starts_at, here.id)).all()


def meetings_of(connection: Connection, reach: Reach, candidate: str, now: dt.datetime) -> Rows:
    """Return (id, starts_at, place, step) of the meetings of a person within reach with sponsors, the latest first."""
    here = _APPOINTMENTS.c
    query = select(here.id, here.starts_at, here.place, here.step).where(here.candidate == candidate)
    query = query.where(candidates_in(reach, here.candidate, now))
    return connection.execute(query.order_by(here.starts_at.desc(), here.id)).all()


def meetups(connection: Connection, territory: str, first: dt.date, last: dt.date) -> Rows:
    """Return (id, title, place, date) of a territory's meetups on these days, in their order."""
    here = _MEETUPS.c
    query = select(here.id, here.title, here.place, here.date).where(here.territory == territory)
    query = query.where(here.date.between(first, last), here.status.in_(("open", "planned", "running")))
    return connection.execute(query.order_by(here.date, here.id)).all()


def requests(connection: Connection, reach: Reach, now: dt.datetime) -> Rows:
    """Return (id, candidate, kind, due_at) of what people ask about their data and have no answer to, by that day."""
    here = _REQUESTS.c
    query = select(here.id, here.candidate, here.kind, here.due_at).where(here.status == "open")
    query = query.where(here.candidate.is_not(None), candidates_in(reach, here.candidate, now))
    return connection.execute(query.order_by(here.due_at, here.id)).all()


def _opening() -> tuple[Any, ...]:
    return opening_details.c.title, opening_details.c.company


def _same_opening() -> Any:
    return opening_details.c.id == _INTRODUCTIONS.c.opening
