"""Who is suggested for an opening or to a sponsor: one order for all who ask, of which each sees their part."""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection

from matching.explain import explain_pairs
from matching.market import candidate_rows
from matching.model import Match
from matching.ranking import reachable_candidates
from matching.records import Record
from matching.scoring import Scored, score_pairs
from service import live
from service.catalogue import Catalogue
from service.db import reached, sponsorships
from service.db.document_tables import CANDIDATES, KINDS, OPENINGS, SPONSORS, Kind
from service.db.runs import Run
from service.filing import digest
from service.permissions import Action, Policy, Reach, Role
from service.permissions import reach as reach_of
from service.pseudonyms import Facts, Told, facts_of, told_of, withheld
from service.usecases import recommend, sponsoring
from service.usecases.ranking import shown, stamp, way_named
from service.usecases.recommend import Pairs

Rows = NDArray[np.int64]

BESIDE: Final[Mapping[str, tuple[Callable[[Record, Catalogue, Rows], Pairs], str]]] = {
    OPENINGS.name: (recommend.pairs_of, "opening"),
    SPONSORS.name: (sponsoring.pairs_of, "sponsor"),
}


class Place(NamedTuple):
    """Where somebody stands: who is within reach comes first, then the better score, then the identifier."""

    fits: bool
    score: float
    person: str


@dataclass(frozen=True, slots=True)
class Suggested:
    """A page of the people suggested; where names must not be known, `told` stands for their records."""

    record: Record  # of the opening or the sponsor
    matches: tuple[Match, ...]
    places: list[Place]
    first: int  # the rank of the first on this page
    records: list[Record]
    told: list[Told] | None
    withheld: int
    considered: int
    reachable: int
    more: bool
    run: Run


@dataclass(frozen=True, slots=True)
class Order:
    """The people beside an opening or a sponsor; `best` are their rows, best first."""

    pairs: Pairs
    ids: list[str]  # by row
    fits: NDArray[np.bool_]
    scored: Scored
    best: Rows

    def place(self, row: int) -> Place:
        """Return where the person of a row stands."""
        return Place(bool(self.fits[row]), float(self.scored.joint[row]), self.ids[row])


def suggested(
    connection: Connection, reach: Reach, now: dt.datetime, what: str, id: str, limit: int, after: Place | None
) -> Suggested:
    """Return a page of the people whom the one who asks may see; `what` is openings or sponsors, `id` one within reach.

    After those within reach come those whom a rule removes: no score hides anybody. Whom a sponsor follows already
    is left out.
    """
    kind = KINDS[what]
    record, catalogue, order = _beside(connection, reach, now, kind, id)
    pseudonymous = reach.subject.role is Role.COMPANY
    facts = _facts(order) if pseudonymous else {}
    hidden = withheld(facts) if pseudonymous else np.zeros(len(order.best), np.bool_)
    best = order.best[~hidden[order.best]]
    first = _first(order, best, after)
    rows = best[first : first + limit]
    matches = _matches(order.pairs, rows, catalogue)
    places = [order.place(row) for row in rows.tolist()]
    found = {} if pseudonymous else reached.records(connection, CANDIDATES, [place.person for place in places])
    told = [told_of(facts, row) for row in rows.tolist()] if pseudonymous else None
    return Suggested(
        record,
        matches,
        places,
        first + 1,
        [found[place.person] for place in places] if told is None else [],
        told,
        int(hidden.sum()),
        len(order.best),
        int(order.fits.sum()),
        first + limit < len(best),
        _run(reach, now, kind, catalogue, id, record, matches, places, told, {"limit": limit, "first": first + 1}),
    )


def fitting(connection: Connection, reach: Reach, now: dt.datetime, opening: str) -> set[str]:
    """Return the people within reach of an opening whom its company, which asks, is shown; raise NotFound."""
    _, _, order = _beside(connection, reach, now, OPENINGS, opening)
    shown = order.fits & ~withheld(_facts(order))
    return {order.ids[row] for row in np.flatnonzero(shown).tolist()}


def suggestible(connection: Connection, reach: Reach, now: dt.datetime) -> set[str]:
    """Return the people whom somebody may see suggested: companies those who agreed, sponsors those who know them."""
    if reach.subject.role is Role.COMPANY:
        return reached.visible_people(connection, reach.subject.territory or "", now)
    if reach.subject.role is Role.SPONSOR:
        reach = reach_of(reach.subject, Policy("profile", Action.READ))
    return reached.people(connection, reach, now)


def rows_of(catalogue: Catalogue, people: set[str]) -> Rows:
    """Return the rows of these people in the market; who has left it has none."""
    return candidate_rows(catalogue.market, people)


def ordered(pairs: Pairs, catalogue: Catalogue) -> Order:
    """Return these people, best first."""
    ids = [catalogue.market.candidate_ids[number] for number in pairs.people.ids.tolist()]
    scored = score_pairs(*_sides(pairs), pairs.taxonomy, pairs.profile)
    fits = np.zeros(len(ids), np.bool_)
    if ids:
        fits[reachable_candidates(pairs.counterpart, pairs.people, pairs.taxonomy, pairs.profile)[0]] = True
    best = np.lexsort((pairs.people.ids, -scored.joint, ~fits))
    return Order(pairs, ids, fits, scored, best)


def _beside(
    connection: Connection, reach: Reach, now: dt.datetime, kind: Kind, id: str
) -> tuple[Record, Catalogue, Order]:
    """Return an opening or a sponsor within reach, the market, and all who may be suggested, in their order."""
    pairs_of, resource = BESIDE[kind.name]
    record = reached.record(connection, reach_of(reach.subject, Policy(resource, Action.READ)), kind, id, now)
    catalogue = live.at(connection, reach.subject.territory or "", now.date())
    people = suggestible(connection, reach, now)
    people -= sponsorships.followed(connection, id) if kind is SPONSORS else set()
    return record, catalogue, ordered(pairs_of(record, catalogue, rows_of(catalogue, people)), catalogue)


def _facts(order: Order) -> Facts:
    return facts_of(*_sides(order.pairs), order.pairs.taxonomy, order.scored, order.fits)


def _sides(pairs: Pairs) -> tuple[Any, Any]:
    return pairs.people, pairs.counterpart


def _first(order: Order, best: Rows, after: Place | None) -> int:
    """Return where the page after a place begins, also when who stood there has gone."""
    if after is None:
        return 0
    places = [order.place(row) for row in best.tolist()]
    if after in places:
        return places.index(after) + 1
    return sum((not place.fits, -place.score) <= (not after.fits, -after.score) for place in places)


def _matches(pairs: Pairs, rows: Rows, catalogue: Catalogue) -> tuple[Match, ...]:
    if not len(rows):
        return ()
    found = explain_pairs(pairs.people.take(rows), pairs.counterpart, pairs.taxonomy, pairs.profile)
    return tuple(way_named(m, catalogue) for m in found)


def _run(
    reach: Reach,
    now: dt.datetime,
    kind: Kind,
    catalogue: Catalogue,
    id: str,
    record: Record,
    matches: Sequence[Match],
    places: Sequence[Place],
    told: Sequence[Told] | None,
    request: dict[str, Any],
) -> Run:
    rows = [shown(m, place.person) for m, place in zip(matches, places, strict=True)]
    if told is not None:
        rows = [{**row, "told": part.as_json()} for row, part in zip(rows, told, strict=True)]
    return Run(
        **stamp(reach, now, kind, catalogue),
        what=CANDIDATES.name,
        subject_kind=kind.name,
        subject_id=id,
        request=request | {"since": now.date().isoformat()},
        input=digest(record),
        shown=rows,
    )
