"""People and openings that may be the same as others: told with reasons, never merged.

This is one of the few places that read personal facts; what comes back are ids and what agrees, never a value.
"""

import json
from collections import Counter
from collections.abc import Callable, Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection

from matching.records import Record
from matching.text.similarity import near_pairs, plain_title
from service import same_opening, same_person
from service.db import documents, personal, places, taxonomy
from service.db.documents import Kind
from service.db.territories import HOME
from service.importers.base import Problem
from service.importers.strict_json import printable
from service.same_opening import Job
from service.same_person import Agreement, Person

Rows = Sequence[tuple[int, Record, Mapping[str, str]]]  # line, record, personal facts


@dataclass(frozen=True, slots=True)
class Pair:
    """Two documents that may be one, by the names that commands understand, and what agrees."""

    first: str
    second: str
    agreements: tuple[Agreement, ...]


@dataclass(frozen=True, slots=True)
class Twin:
    """A new line of a file that looks like a document of the store, by what agrees."""

    line: int
    id: str  # in the file
    known: str  # the document's public id
    name: str  # the document, by the names that commands understand
    agreements: tuple[Agreement, ...]


@dataclass(frozen=True, slots=True)
class _Known:
    """One open document of the store."""

    source: str
    external_id: str
    record: Record
    public_id: str


def among_candidates(connection: Connection) -> list[Pair]:
    """Return the pairs of people who may be one, those with most in common first."""
    known = _known(connection, documents.CANDIDATES)
    return _sorted(_people_pairs(_people(connection, known)), _names(known))


def among_openings(connection: Connection) -> list[Pair]:
    """Return the pairs of openings that may be one, those with most in common first."""
    known = _known(connection, documents.OPENINGS)
    return _sorted(_job_pairs(_jobs(connection, [one.record for one in known])), _names(known))


def twins(
    connection: Connection,
    kind: Kind,
    source: str,
    rows: Rows,
    territory: str = HOME,
    among: Collection[str] | None = None,
) -> list[Twin]:
    """Return each new line of a file that looks like what a territory holds already, in their order.

    With `among`, lines are compared with these documents alone: what a file looks like tells who is known.
    """
    known = [one for one in _known(connection, kind, territory) if among is None or one.public_id in among]
    there = {one.external_id for one in known if one.source == source}
    new = [row for row in rows if row[1]["id"] not in there]
    if not (known and new):
        return []
    which = range(len(known), len(known) + len(new))
    if kind is documents.CANDIDATES:
        people = _people(connection, known) + [same_person.person_of(facts) for _, _, facts in new]
        pairs = _people_pairs(people, which)
    else:
        records = [one.record for one in known] + [record for _, record, _ in new]
        pairs = _job_pairs(_jobs(connection, records), which)
    names = _names(known)
    found = {b: a for a, b in sorted(pairs, reverse=True) if a < len(known) <= b}
    return [
        Twin(line, record["id"], known[a].public_id, names[a], tuple(pairs[a, b]))
        for b, a in sorted(found.items())
        for line, record, _ in [new[b - len(known)]]
    ]


def remarks(found: Sequence[Twin]) -> list[Problem]:
    """Return a remark for each of these lines, after one that says how many there are."""
    if not found:
        return []
    said = "one new line looks like one that is there already"
    if len(found) > 1:
        said = f"{len(found)} new lines look like ones that are there already"
    count = Problem(0, "file", said, kept=True)
    alike = ((one.line, f"looks like {printable(one.name)!r}, kept: compare them") for one in found)
    return [count, *(Problem(line, "id", told, kept=True) for line, told in alike)]


def _known(connection: Connection, kind: Kind, territory: str = HOME) -> list[_Known]:
    found = []
    for source in sorted(documents.sources(connection)):
        here = connection, kind, source, territory
        gone, public = documents.closed(*here), documents.public_ids(*here)
        for name, text in sorted(documents.existing(*here).items()):
            if name not in gone:
                found.append(_Known(source, name, json.loads(text), public[name]))
    return found


def _people(connection: Connection, known: Iterable[_Known]) -> list[Person]:
    facts = personal.read_all(connection)
    return [same_person.person_of(facts.get(one.public_id, {})) for one in known]


def _names(known: Sequence[_Known]) -> list[str]:
    uses = Counter(one.external_id for one in known)
    return [one.external_id if uses[one.external_id] == 1 else f"{one.source}:{one.external_id}" for one in known]


def _jobs(connection: Connection, records: Iterable[Record]) -> list[Job]:
    records = list(records)
    untitled = [record for record in records if "title" not in record]
    labels = {
        code: label
        for field, table in (("title_code", "titles"), ("occupation", "occupations"))
        for code, label in taxonomy.labels(connection, table, {r[field] for r in untitled if field in r}).items()
    }
    where = places.arrays(connection)
    points = {
        insee: (lat, lon)
        for insee, lat, lon in zip(where.insee, where.lat, where.lon, strict=True)
        if lat is not None and lon is not None
    }
    return [same_opening.job_of(record, labels, points) for record in records]


_Found = dict[tuple[int, int], list[Agreement]]


def _people_pairs(people: Sequence[Person], which: Iterable[int] | None = None) -> _Found:
    names = [" ".join(sorted(person.words.split())) for person in people]
    return _pairs(people, same_person.keys_of, names, same_person.agreements, which)


def _job_pairs(jobs: Sequence[Job], which: Iterable[int] | None = None) -> _Found:
    titles = [plain_title(job.title) for job in jobs]
    return _pairs(jobs, same_opening.keys_of, titles, same_opening.agreements, which)


def _pairs(
    things: Sequence[Any],
    keys_of: Callable[[Any], Iterable[Hashable]],
    texts: Sequence[str],
    agreements: Callable[[Any, Any], list[Agreement]],
    which: Iterable[int] | None,
) -> _Found:
    near = near_pairs([keys_of(thing) for thing in things], texts, which)
    return {(a, b): said for a, b in near if (said := agreements(things[a], things[b]))}


def _sorted(pairs: _Found, names: Sequence[str]) -> list[Pair]:
    found = [Pair(names[a], names[b], tuple(said)) for (a, b), said in pairs.items()]
    return sorted(found, key=lambda pair: (-_strength(pair), pair.first, pair.second))


def _strength(pair: Pair) -> float:
    return sum(1 + numbers.get("percent", 0) / 100 for _, numbers in pair.agreements)
