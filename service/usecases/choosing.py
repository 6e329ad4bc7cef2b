"""What somebody chooses from: a ranking for a person, what was set aside of it, and what is proposed already."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Connection

from matching.records import Record
from service import live
from service.db import dismissals, introductions, meetup_guests, meetups, reached, sponsorships
from service.db.document_tables import CANDIDATES, OPENINGS, SPONSORS
from service.db.paging import Asked
from service.permissions import Action, Policy, Reach
from service.permissions import reach as reach_of
from service.usecases.ranking import RANKS, Ranked, ranked

KIND: Final = {"openings": "opening", "sponsors": "sponsor", "courses": "opening", "meetups": "meetup"}
MOST: Final = 100  # of a ranking: what filters look through
_COMING: Final = ("open", "planned")


@dataclass(frozen=True, slots=True)
class Beside:
    """What stands beside the suggestions of a kind for one person."""

    version: int  # of the person's profile
    aside: Mapping[str, Any]  # what was set aside, by its id
    begun: Mapping[str, Any]  # introductions, sponsorships or registrations that are open, by what they are for


@dataclass(frozen=True, slots=True)
class Chosen:
    """A ranking and what stands beside it; `proposed` tells with how many people each opening is in discussion."""

    ranked: Ranked
    beside: Beside
    proposed: Mapping[str, int]


def suggestions(connection: Connection, reach: Reach, now: dt.datetime, what: str, person: str, wanted: int) -> Chosen:
    """Return the best openings, sponsors or courses, so many that `wanted` are left without those set aside."""
    there = beside(connection, reach, now, what, person)
    found = ranked(connection, reach, now, what, person, min(MOST, wanted + len(there.aside)), {})
    return Chosen(found, there, {} if what == SPONSORS.name else introductions.open_to(connection, found.ids))


def beside(connection: Connection, reach: Reach, now: dt.datetime, what: str, person: str) -> Beside:
    """Return what stands beside the suggestions of a kind; raise NotFound for a person out of reach."""
    row, kind = reached.row(connection, reach, CANDIDATES, person, now), KIND[what]
    aside = {found.counterpart: found for found in dismissals.of(connection, person, kind)}
    return Beside(row.version, aside, _begun(connection, kind, person))


def counts(connection: Connection, reach: Reach, now: dt.datetime, person: str) -> Mapping[str, int]:
    """Return how many openings, sponsors, courses and meetups are within a person's reach."""
    record = reached.record(connection, reach, CANDIDATES, person, now)
    catalogue = live.at(connection, reach.subject.territory or "", now.date())
    found = {what: rank(record, catalogue, 1, person).reachable for what, (rank, _) in RANKS.items()}
    return {**found, "meetups": len(coming(connection, reach))}


def coming(connection: Connection, reach: Reach) -> Sequence[Any]:
    """Return the meetups that one may still register for, or that are planned."""
    within = reach_of(reach.subject, Policy("meetup", Action.READ))
    return [
        row for status in _COMING for row in meetups.listed(connection, within, status, Asked(MOST, None, False)).rows
    ]


def heads(connection: Connection, what: str, ids: Iterable[str]) -> dict[str, Record]:
    """Return the records of openings, courses or sponsors (`what`); those that are no longer there are left out."""
    return reached.records(connection, SPONSORS if what == SPONSORS.name else OPENINGS, ids)


def _begun(connection: Connection, kind: str, person: str) -> Mapping[str, Any]:
    if kind == "opening":
        return introductions.open_of(connection, person)
    if kind == "sponsor":
        return sponsorships.open_of(connection, person)
    return meetup_guests.registered(connection, person)
