"""Cohorts: who is in them, and the question who of them could have which sponsor."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Connection

from matching.assignment.model import Never
from matching.records import Record
from service import live
from service.catalogue import Catalogue
from service.db import cohort_members, programmes, reached, sponsorships
from service.db.document_tables import CANDIDATES, SPONSORS
from service.errors import Conflict
from service.importers.assignment_file import Asked
from service.permissions import Reach

Pair = tuple[str, str]  # person and sponsor
NEVER: Final = tuple(one.value for one in Never)  # why a pair may be forbidden


@dataclass(frozen=True, slots=True)
class Question:
    """Who of a cohort is to be assigned to which sponsors, and who is not."""

    members: Sequence[Any]
    asked: Asked
    catalogue: Catalogue
    sponsors: Mapping[str, Record]  # those that one may choose, by id
    begun: Mapping[str, Any]  # by person: the sponsorship that they have, or that waits for an answer
    closed: Sequence[str]  # people whose file is closed
    unkept: Sequence[tuple[Pair, str]]  # pairs that should be kept and cannot be: gone, twice, full


def listed(connection: Connection, ids: Sequence[str]) -> Mapping[str, Sequence[Any]]:
    """Return the cohorts of programmes that were reached already, the latest to begin first."""
    return programmes.cohorts_by_programme(connection, ids)


def counts(connection: Connection, cohorts: Sequence[str]) -> Mapping[str, int]:
    """Return how many are in each of these cohorts."""
    return cohort_members.counts(connection, cohorts)


def get(connection: Connection, reach: Reach, cohort: str) -> Any:
    """Return a cohort of one's territory and of which programme it is; raise NotFound."""
    return programmes.cohort_in(connection, reach.subject.territory, cohort)


def members(connection: Connection, reach: Reach, cohort: str, now: dt.datetime) -> Sequence[Any]:
    """Return those within reach who are in a cohort, by the number of their place; raise NotFound for the cohort."""
    get(connection, reach, cohort)
    return cohort_members.of(connection, reach, cohort, now)


def add(connection: Connection, reach: Reach, cohort: str, person: str, now: dt.datetime) -> str:
    """Give a person a place in a cohort and return the id of that.

    Raise NotFound, or Conflict where no place is left, for who has one, and once the programme is closed.
    """
    found = get(connection, reach, cohort)
    if found.programme_closed_at is not None:
        raise Conflict("this programme is closed: nobody is added to its cohorts", "ended")
    reached.record(connection, reach, CANDIDATES, person, now)
    return cohort_members.add(connection, found, person, reach.subject.account or "", now)


def leave(connection: Connection, reach: Reach, cohort: str, member: str, now: dt.datetime) -> Any:
    """Let somebody leave a cohort, and return who it was; raise NotFound."""
    get(connection, reach, cohort)
    found = cohort_members.get(connection, reach, cohort, member, now)
    cohort_members.leave(connection, member, reach.subject.account or "", now)
    return found


def begun(connection: Connection, people: Sequence[str]) -> Mapping[str, Any]:
    """Return the sponsorship that is open of each of these people, who were reached already; none of the others."""
    return sponsorships.open_among(connection, people)


def told(connection: Connection, reach: Reach, people: Sequence[str], now: dt.datetime) -> set[str]:
    """Return those of these people of whom one may know more than their place: `reach` is that of profiles."""
    return set(people) & reached.people(connection, reach, now)


def sponsors(connection: Connection, reach: Reach, ids: Iterable[str], now: dt.datetime) -> Mapping[str, Record]:
    """Return the records of those of these sponsors whom one may choose in one's territory."""
    known = live.at(connection, reach.subject.territory or "", now.date()).sponsors
    return reached.records(connection, SPONSORS, sorted(set(ids) & set(known)))


def question(
    connection: Connection,
    reach: Reach,
    cohort: str,
    must: Sequence[Pair],
    never: Mapping[Pair, str],
    now: dt.datetime,
) -> Question:
    """Return who of a cohort could have which sponsor, as far as one reaches them; raise NotFound.

    A sponsor has as many places as they say, less the sponsorships that they have, those that wait for an answer
    too. Whoever has a sponsorship is not asked about, and rules about others than these are left out.
    """
    there = members(connection, reach, cohort, now)
    catalogue = live.at(connection, reach.subject.territory or "", now.date())
    helpers = sponsors(connection, reach, catalogue.sponsors, now)
    ongoing = begun(connection, [row.candidate for row in there])
    people = [row.candidate for row in there if row.candidate in catalogue.candidates and row.candidate not in ongoing]
    closed = [row.candidate for row in there if row.candidate not in catalogue.candidates]
    open_with = sponsorships.open_with(connection, list(helpers))
    places = {id: _places(record, open_with.get(id, 0)) for id, record in helpers.items()}
    nevers = {pair: Never(why) for pair, why in never.items() if pair[0] in people and pair[1] in places}
    kept, unkept = _kept(must, nevers, people, places)
    asked = Asked(tuple(people), places, None, tuple(kept), nevers)
    return Question(there, asked, catalogue, helpers, ongoing, closed, unkept)


def _places(record: Record, open_now: int) -> dict[str, int]:
    """Return how many a sponsor follows at most (one who names no number follows one), and how many they have."""
    return {"capacity": int(record.get("capacity", 1)), "taken": max(open_now, int(record.get("followed", 0)))}


def _kept(
    must: Sequence[Pair], never: Mapping[Pair, Never], people: Sequence[str], places: Mapping[str, Mapping[str, int]]
) -> tuple[list[Pair], list[tuple[Pair, str]]]:
    """Return the pairs that can be kept together, the first asked for first, and the others with what is against."""
    kept, unkept = list[Pair](), list[tuple[Pair, str]]()
    left = {id: seats["capacity"] - seats["taken"] for id, seats in places.items()}
    for person, sponsor in dict.fromkeys(must):
        if person not in people or sponsor not in left:
            unkept.append(((person, sponsor), "gone"))
        elif (person, sponsor) in never or person in {one for one, _ in kept}:
            unkept.append(((person, sponsor), "twice"))
        elif left[sponsor] < 1:
            unkept.append(((person, sponsor), "full"))
        else:
            left[sponsor] -= 1
            kept.append((person, sponsor))
    return kept, unkept
