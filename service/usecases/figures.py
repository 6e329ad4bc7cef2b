"""Figures of a territory for funders and dashboards: counted once a quarter is over, and told as they were counted."""

import datetime as dt
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from string import ascii_uppercase
from typing import Any, Final

from sqlalchemy import Connection

from matching.enums import OpeningKind
from service.aggregates import Event, Quarter, begins, following, periods, quarter_of, told
from service.db import figures, statuses, territories
from service.keys import Keys
from service.permissions import Reach, Scope
from service.steps import LIFE, NEW, REASONS

WAIT: Final = dt.timedelta(days=15)  # after a quarter's end: what happened in it is written down by then
HOLDS, NOT_TOLD = "holds", "not_told"
SPONSORSHIPS: Final = (
    *("proposed", "active", "ended", "came_to_nothing"),
    *("found.lasting_job", "found.job", "found.apprenticeship", "found.internship", "found.training"),
    *("found.business", "found.other"),
)
STATUS: Final = (HOLDS, NOT_TOLD)


@dataclass(frozen=True, slots=True)
class Figure:
    """What is counted, and by which codes, in the order in which small cells go together."""

    events: Callable[[Connection, str], list[Event]]
    by: Mapping[str, Sequence[str]]
    by_organisation: bool = False  # companies are told their own


def _steps() -> Iterable[str]:
    for step in LIFE:
        reasons = [f"{step}.{side}.{reason}" for (of, side), told in REASONS.items() if of == step for reason in told]
        yield from () if step == NEW else reasons or [step]


FIGURES: Final[Mapping[str, Figure]] = {
    "arrivals": Figure(figures.arrivals, dict.fromkeys(statuses.KINDS, STATUS)),
    "departures": Figure(figures.departures, {}),
    "openings": Figure(
        figures.openings,
        {
            "kind": tuple(OpeningKind),
            "sector": (*ascii_uppercase[:14], figures.UNKNOWN),
            "status": ("draft", "published", "filled", "closed", "expired", "withdrawn"),
        },
        by_organisation=True,
    ),
    "introductions": Figure(figures.steps, {"step": tuple(_steps())}, by_organisation=True),
    "sponsorships": Figure(figures.sponsorships, {"step": SPONSORSHIPS}),
    "meetups": Figure(figures.guests, {"attendance": ("came", NOT_TOLD)}),
}


def browse(connection: Connection, reach: Reach) -> dict[str, Any]:
    """Return what is told of one's organisation to a company, of one's territory to others; the latest first.

    `until` is the last day up to which all was counted, told or not.
    """
    who = reach.subject
    of = who.organisation if reach.has(Scope.ORGANISATION) else who.territory
    counted = figures.last(connection, who.territory or "", "")
    items = [
        {"figure": row.name, "first": row.first, "last": _end(row.last), **json.loads(row.numbers)}
        for row in figures.browse(connection, of or "")
    ]
    return {"until": counted and _end(counted), "items": items}


def due(now: dt.datetime) -> dt.date:
    """Return the day from which the quarter that is not counted yet can be told."""
    return begins(following(quarter_of((now - WAIT).date()))) + WAIT


def count(connection: Connection, keys: Keys, now: dt.datetime) -> int:
    """Count the quarters that have ended, once for all; return how many runs of quarters can be told now."""
    until = _last_over((now - WAIT).date())
    return sum(_count(connection, keys, territory, until) for territory in territories.every(connection))


def _count(connection: Connection, keys: Keys, territory: str, until: Quarter) -> int:
    before = figures.last(connection, territory, "")
    if before and before >= begins(until):
        return 0
    figures.add(connection, territory, "", until, until, {})
    return sum(_tell(connection, keys, territory, name, until) for name in FIGURES)


def _tell(connection: Connection, keys: Keys, territory: str, name: str, until: Quarter) -> int:
    figure, done = FIGURES[name], 0
    events = figure.events(connection, territory)
    companies = {event.organisation for event in events if event.organisation and figure.by_organisation}
    for of in (territory, *sorted(companies)):
        theirs = [event for event in events if of in (territory, event.organisation)]
        before = figures.last(connection, of, name)
        for first, last, cell in periods(theirs, before and quarter_of(before), until):
            if name == "arrivals":
                cell = replace(cell, events=tuple(_with_statuses(connection, keys, event) for event in cell.events))
            figures.add(connection, of, name, first, last, told(cell, figure.by))
            done += 1
    return done


def _with_statuses(connection: Connection, keys: Keys, event: Event) -> Event:
    """Add the statuses that the person agreed to have kept; of others nothing is told."""
    held = {status.kind for status in statuses.of(connection, keys, event.person) if status.holds}
    return replace(event, by={kind: HOLDS if kind in held else NOT_TOLD for kind in statuses.KINDS})


def _last_over(day: dt.date) -> Quarter:
    return quarter_of(begins(quarter_of(day)) - dt.timedelta(days=1))


def _end(day: dt.date) -> dt.date:
    """Return the last day of the quarter of a day."""
    return begins(following(quarter_of(day))) - dt.timedelta(days=1)
