"""Why this pair or why not, what would change it, why nobody: explanations of what the market holds now."""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Final

from sqlalchemy import Connection

from matching.diagnosis import Diagnosis
from matching.effects import Lever
from matching.model import Match
from matching.records import Record
from service import live
from service.catalogue import Catalogue
from service.db import reached
from service.db.document_tables import CANDIDATES, KINDS, OPENINGS, SPONSORS
from service.permissions import Action, Policy, Reach, Role
from service.permissions import reach as reach_of
from service.usecases import recommend, sponsoring
from service.usecases.ranking import way_named
from service.usecases.suggesting import rows_of, suggestible

_WHY: Final[Mapping[str, tuple[Callable[[Record, Record, Catalogue], Match], str]]] = {
    OPENINGS.name: (recommend.match_of, "opening"),
    SPONSORS.name: (sponsoring.match_of, "sponsor"),
}
_NOBODY: Final[Mapping[str, Callable[[Record, Catalogue], Diagnosis]]] = {
    OPENINGS.name: recommend.nobody_for,
    SPONSORS.name: sponsoring.nobody_for,
}


@dataclass(frozen=True, slots=True)
class Pair:
    """A person and an opening or a sponsor, matched whether or not a rule removes them."""

    person: Record
    counterpart: Record
    match: Match


@dataclass(frozen=True, slots=True)
class Levers:
    """How much is within a person's reach, and what would bring more."""

    reachable: int
    levers: tuple[Lever, ...]
    catalogue: Catalogue


def why(connection: Connection, reach: Reach, now: dt.datetime, person: str, what: str, id: str) -> Pair:
    """Return the match of a person and one of openings or sponsors (`what`), both within reach."""
    known = reached.record(connection, reach, CANDIDATES, person, now)
    other = _counterpart(connection, reach, now, what, id)
    catalogue = _market(connection, reach, now)
    return Pair(known, other, way_named(_WHY[what][0](known, other, catalogue), catalogue))


def levers(connection: Connection, reach: Reach, now: dt.datetime, person: str, what: str) -> Levers:
    """Return what would bring more openings or sponsors within a person's reach, the most useful first."""
    known, catalogue = reached.record(connection, reach, CANDIDATES, person, now), _market(connection, reach, now)
    if what == SPONSORS.name:
        return Levers(*sponsoring.levers_for(known, catalogue), catalogue)
    return Levers(*recommend.levers_for(connection, known, catalogue), catalogue)


def nobody(connection: Connection, reach: Reach, now: dt.datetime, what: str, id: str) -> tuple[Record, Diagnosis]:
    """Return the record of an opening or a sponsor within reach, and which rule removes how many people.

    For a company only people who agreed to be suggested are counted: it could ask again with another place or skill.
    """
    record, catalogue = _counterpart(connection, reach, now, what, id), _market(connection, reach, now)
    if reach.subject.role is Role.COMPANY:
        catalogue = _with_only(catalogue, suggestible(connection, reach, now))
    return record, _NOBODY[what](record, catalogue)


def _with_only(catalogue: Catalogue, people: set[str]) -> Catalogue:
    market = catalogue.market
    return replace(catalogue, market=replace(market, candidates=market.candidates.take(rows_of(catalogue, people))))


def _counterpart(connection: Connection, reach: Reach, now: dt.datetime, what: str, id: str) -> Record:
    wider = reach_of(reach.subject, Policy(_WHY[what][1], Action.READ))
    return reached.record(connection, wider, KINDS[what], id, now)


def _market(connection: Connection, reach: Reach, now: dt.datetime) -> Catalogue:
    return live.at(connection, reach.subject.territory or "", now.date())
