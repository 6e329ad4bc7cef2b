"""Whom an adviser follows: when there was last news of each, what stands open with each, and what they are found by."""

import datetime as dt
import json
from collections.abc import Sequence
from typing import Any, Final, NamedTuple

from sqlalchemy import (
    Boolean,
    Connection,
    DateTime,
    Subquery,
    Text,
    and_,
    column,
    func,
    or_,
    select,
    table,
    true,
    union_all,
)

from service.db.document_tables import CANDIDATES
from service.db.paging import Asked, Order, Page, page
from service.db.personal import person_names, personal_facts
from service.db.scoping import CASELOADS, candidates_in
from service.db.times import lasts, utc
from service.permissions import Reach

SORTS: Final = ("name", "news", "since")
PHONES: Final = ("phone", "telephone", "tel", "mobile", "portable")
_AT: Final = DateTime(timezone=True)
# Owned by other files of this layer.
_NOTES: Final = table("notes", column("candidate", Text), column("changed_at", _AT))
_INTRODUCTIONS: Final = table(
    "introductions", *(column(name, Text) for name in ("id", "candidate", "step")), column("open", Boolean)
)
_STEPS: Final = table("introduction_steps", column("introduction", Text), column("side", Text), column("at", _AT))
_APPOINTMENTS: Final = table("appointments", column("candidate", Text), column("step", Text), column("starts_at", _AT))


class Known(NamedTuple):
    """What somebody is found by."""

    id: str
    name: str  # words without accents and case
    phones: tuple[str, ...]
    wishes: Sequence[dict[str, Any]]


def listed(
    connection: Connection,
    reach: Reach,
    ids: Sequence[str] | None,
    sort: str,
    down: bool,
    asked: Asked,
    now: dt.datetime,
) -> Page:
    """Return a page of those whom who asks follows now: (public_id, external_id, status, since, news).

    `ids` are those wanted, None = all whose file is open; `sort` is one of SORTS.
    """
    here, name, mine = CANDIDATES.main.c, person_names.c, _followed(reach, now)
    news = _news(mine, now)
    shown = here["public_id", "external_id", "status", "version"]
    query = select(*shown, mine.c.since, news.c.at.label("news")).join(mine, mine.c.candidate == here.public_id)
    query = query.join(news, news.c.candidate == here.public_id)
    query = query.outerjoin(person_names, name.candidate == here.public_id)
    query = query.where(here.open if ids is None else here.public_id.in_(ids))
    keys = {"name": func.coalesce(name.sort_key, "", type_=Text), "news": news.c.at, "since": mine.c.since}
    return page(connection, query, Order(f"followed {sort}", keys[sort], here.public_id, down), asked)


def quiet(connection: Connection, reach: Reach, before: dt.datetime, now: dt.datetime) -> list[str]:
    """Return whom who asks follows, whose file is open, and of whom there was no news since then."""
    mine = _followed(reach, now)
    news, here = _news(mine, now), CANDIDATES.main.c
    query = select(news.c.candidate).join(CANDIDATES.main, here.public_id == news.c.candidate)
    return list(connection.execute(query.where(news.c.at <= before, here.open)).scalars())


def at_step(connection: Connection, reach: Reach, step: str | None, now: dt.datetime) -> list[str]:
    """Return whom who asks follows with an introduction at that step; None = with no introduction that is open."""
    mine, here = _followed(reach, now), _INTRODUCTIONS.c
    if step is not None:
        return list(connection.execute(select(mine.c.candidate).where(_stands(mine, here.step == step))).scalars())
    people = CANDIDATES.main.c
    query = select(mine.c.candidate).join(CANDIDATES.main, people.public_id == mine.c.candidate)
    return list(connection.execute(query.where(~_stands(mine, here.open), people.open)).scalars())


def steps_of(connection: Connection, candidates: Sequence[str]) -> dict[str, list[str]]:
    """Return the steps at which the open introductions of people stand, by person."""
    here, found = _INTRODUCTIONS.c, dict[str, list[str]]()
    query = select(here.candidate, here.step).where(here.open, here.candidate.in_(candidates))
    for row in connection.execute(query.order_by(here.candidate, here.id)):
        found.setdefault(row.candidate, []).append(row.step)
    return found


def known(connection: Connection, reach: Reach, closed: bool, now: dt.datetime) -> list[Known]:
    """Return what everybody within reach is found by; closed files, too, if asked."""
    here, name, told = CANDIDATES.main.c, person_names.c, personal_facts.c
    within = and_(candidates_in(reach, here.public_id, now), true() if closed else here.open)
    query = select(told.candidate, told.value).join(CANDIDATES.main, here.public_id == told.candidate)
    phones: dict[str, list[str]] = {}
    for row in connection.execute(query.where(told.name.in_(PHONES), within)):
        phones.setdefault(row.candidate, []).append(row.value)
    shown = select(here.public_id, func.coalesce(name.search_key, "").label("name"), CANDIDATES.records.c.record)
    shown = shown.join(CANDIDATES.records).outerjoin(person_names, name.candidate == here.public_id)
    return [
        Known(row.public_id, row.name, tuple(phones.get(row.public_id, ())), json.loads(row.record).get("wishes", ()))
        for row in connection.execute(shown.where(within))
    ]


def news_of(connection: Connection, reach: Reach, candidate: str, now: dt.datetime) -> dt.datetime | None:
    """Return when there was last news of somebody; None for whom who asks does not follow."""
    news = _news(_followed(reach, now), now)
    return utc(connection.scalar(select(news.c.at).where(news.c.candidate == candidate)))


def _followed(reach: Reach, now: dt.datetime) -> Subquery:
    """Return (candidate, since) of whom an adviser follows now."""
    here, who = CASELOADS.c, reach.subject
    mine = and_(here.adviser == who.account, here.organisation == who.organisation)
    query = select(here.candidate, func.min(here.starts_at, type_=_AT).label("since"))
    within = candidates_in(reach, here.candidate, now)
    return query.where(mine, lasts(here.starts_at, here.ends_at, now), within).group_by(here.candidate).subquery()


def _news(mine: Subquery, now: dt.datetime) -> Subquery:
    """Return (candidate, at): the last note, step that somebody took, meeting, or else since when they are followed.

    What time alone does is no news.
    """
    whom = select(mine.c.candidate)
    notes, led, steps, met = _NOTES.c, _INTRODUCTIONS.c, _STEPS.c, _APPOINTMENTS.c
    taken = select(led.candidate, steps.at).join(_STEPS, steps.introduction == led.id)
    parts = (
        select(mine.c.candidate, mine.c.since.label("at")),
        select(notes.candidate, notes.changed_at).where(notes.candidate.in_(whom)),
        taken.where(steps.side.is_not(None), led.candidate.in_(whom)),
        select(met.candidate, met.starts_at).where(
            met.candidate.in_(whom), met.starts_at <= now, or_(met.step == "kept", met.step == "booked")
        ),
    )
    every = union_all(*parts).subquery()
    latest = func.max(every.c.at, type_=_AT).label("at")
    return select(every.c.candidate, latest).group_by(every.c.candidate).subquery()


def _stands(mine: Subquery, which: Any) -> Any:
    here = _INTRODUCTIONS.c
    return select(here.id).where(here.candidate == mine.c.candidate, which).exists()
