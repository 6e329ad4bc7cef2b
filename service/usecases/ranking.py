"""What fits a person: openings, sponsors, courses, each ranking with the run that is kept of it."""

import datetime as dt
import hashlib
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cache, partial
from importlib.metadata import version
from typing import Any, Final

from sqlalchemy import Connection

from matching.enums import PairKind, Side
from matching.model import Match, Ranking
from matching.records import Record
from service import live
from service.catalogue import Catalogue, default_profile, opening_records
from service.db import reached, runs
from service.db.base import Store
from service.db.document_tables import CANDIDATES, OPENINGS, SPONSORS, Kind
from service.db.runs import Run
from service.filing import digest
from service.permissions import Reach
from service.usecases import recommend, sponsoring
from service.what_if import changed

Rank = Callable[[Record, Catalogue, int, str | None], Ranking]
RANKS: Final[Mapping[str, tuple[Rank, Kind]]] = {
    "openings": (recommend.openings_for, OPENINGS),
    "sponsors": (sponsoring.sponsors_for, SPONSORS),
    "courses": (recommend.courses_for, OPENINGS),
}


@dataclass(frozen=True, slots=True)
class Ranked:
    """A ranking for a person, with the public ids and the records of what it names, and its run."""

    person: Record
    found: Ranking
    ids: list[str]
    records: list[Record]
    run: Run


def keep(store: Store, run: Run) -> None:
    """Return when a run is committed, with what else is written at that moment."""
    store.together(partial(runs.save, run=run))


def ranked(
    connection: Connection,
    reach: Reach,
    now: dt.datetime,
    what: str,
    person: str,
    limit: int,
    change: dict[str, Any],
) -> Ranked:
    """Return the best openings, sponsors or courses for a person within reach, as they would be with a change."""
    known = reached.record(connection, reach, CANDIDATES, person, now)
    record, catalogue = changed(known, change), live.at(connection, reach.subject.territory or "", now.date())
    rank, kind = RANKS[what]
    found = rank(record, catalogue, limit, None if change else person)
    found = replace(found, matches=tuple(way_named(m, catalogue) for m in found.matches))
    ids = ids_of(found, kind, catalogue)
    opened = kind is OPENINGS
    records = opening_records(connection, catalogue, ids) if opened else reached.records(connection, kind, ids)
    request = {"limit": limit, "since": now.date().isoformat()} | ({"with": change} if change else {})
    about = Run(
        **stamp(reach, now, kind, catalogue),
        what=what,
        subject_kind=CANDIDATES.name,
        subject_id=person,
        request=request,
        input=digest(known),
        shown=[shown(m, id) for m, id in zip(found.matches, ids, strict=True)],
    )
    return Ranked(record, found, ids, [records[id] for id in ids], about)


def way_named(m: Match, catalogue: Catalogue) -> Match:
    """Return a match with a sponsor whose way into a company names its opening; any other as it is."""
    return sponsoring.with_openings_named(m, catalogue.market.opening_ids) if m.side is Side.SPONSOR else m


def ids_of(found: Ranking, kind: Kind, catalogue: Catalogue) -> list[str]:
    """Return the public ids of what a ranking names, in its order."""
    names = catalogue.market.sponsor_ids if kind is SPONSORS else catalogue.market.opening_ids
    return [names[m.counterpart] for m in found.matches]


def stamp(reach: Reach, now: dt.datetime, kind: Kind, catalogue: Catalogue) -> dict[str, Any]:
    """Return what every run tells of when, by whom, and by which engine and data it was made."""
    who, (documents_number, reference_number) = reach.subject, catalogue.numbers
    return {
        "id": str(uuid.uuid4()),
        "territory": who.territory or "",
        "at": now,
        "account": who.account or "",
        "role": who.role.value,
        "organisation": who.organisation or "",
        "engine": engine(),
        "profile": profile_digest(PairKind.SPONSOR if kind is SPONSORS else PairKind.OPENING),
        "documents_number": documents_number,
        "reference_number": reference_number,
    }


@cache
def engine() -> str:
    """Return the version of the program that ranks."""
    return version("visavis")


@cache
def profile_digest(kind: PairKind) -> str:
    """Return a digest of the weights of one kind of pair."""
    return hashlib.sha256(default_profile(kind).to_json().encode()).hexdigest()


def shown(m: Match, id: str) -> dict[str, Any]:
    """Return what a run keeps of a match."""
    return {"id": id, "score": m.score, "reasons": [[r.code, r.contribution] for r in m.reasons]}
