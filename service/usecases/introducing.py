"""Introductions: made by an adviser, by the person or by a company, and led from step to step by named people."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Connection

from service import pseudonyms, steps
from service.db import contact_caps, introductions, listing, reached, sponsorships
from service.db.consents import Proof
from service.db.documents import CANDIDATES, OPENINGS
from service.db.paging import Asked, Page
from service.db.times import utc
from service.errors import Forbidden, Invalid, NotFound, ServiceError
from service.keys import Keys
from service.next_steps import Due, awaited, due
from service.permissions import Reach, Role, Scope
from service.steps import Side, Told, past_of
from service.usecases import leading

SIDES: Final = {Role.CANDIDATE: Side.PERSON, Role.COMPANY: Side.COMPANY, Role.ADVISER: Side.ADVISER}
FIRST: Final = {Side.PERSON: "proposed", Side.COMPANY: "asked", Side.ADVISER: "suggested"}
WAITING: Final = 5_000  # introductions that are looked through for who is awaited
SOMEWHERE: Final = dt.timedelta(hours=14)  # a day begins that much before Greenwich's


@dataclass(frozen=True, slots=True)
class Wanted:
    """An introduction to be made: of oneself, of a person of the caseload, or of a pseudonym."""

    opening: str
    person: str | None = None
    pseudonym: str | None = None
    sponsor: str | None = None
    run: str | None = None
    day: dt.date | None = None  # on which it was suggested, asked for or proposed; None = today


@dataclass(frozen=True, slots=True)
class Found:
    """An introduction with its steps, and whether the person shows themselves to the company."""

    row: Any
    steps: Sequence[Any]
    awaits: Side | None
    due: Due | None  # news of who is at work


def create(
    connection: Connection, keys: Keys, reach: Reach, wanted: Wanted, proof: Proof | None, now: dt.datetime
) -> Found:
    """Make an introduction: suggested by an adviser, asked for by a company, or proposed by the person.

    Raise NotFound for what is out of reach; Conflict for a pair that has one, posts that are filled, a company
    that wants no more this month, somebody who has not had the notice, or a conflict of interest.
    """
    who, side = reach.subject, SIDES[reach.subject.role]
    opening = introductions.asking(connection, who.territory, wanted.opening, now)
    if side is Side.COMPANY and opening.organisation != who.organisation:
        raise NotFound(f"nothing has that identifier in {OPENINGS.name}")
    person = _person(connection, keys, reach, wanted, now)
    told = Told(FIRST[side], side, wanted.day or now.date())
    steps.check((), told, side, (now + SOMEWHERE).date())
    leading.check_interest(connection, reach, opening.organisation, now)
    sponsor = wanted.sponsor and sponsorships.asking(connection, who.territory, wanted.sponsor).id
    values = {"sponsor": sponsor, "pseudonym": wanted.pseudonym, "run": wanted.run, "territory": who.territory}
    name = leading.begin(connection, {**values, "candidate": person}, opening, told, who.account, proof, now)
    return _found(connection, [introductions.bare(connection, name, now)], now)[0]


def suggest_each(
    connection: Connection, keys: Keys, reach: Reach, persons: Iterable[str], opening: str, now: dt.datetime
) -> list[dict[str, Any]]:
    """Suggest an opening to each of these people, and tell of each whether it was done, else the code of why not.

    Raise Forbidden for who is no adviser.
    """
    if not reach.has(Scope.CASELOAD):
        raise Forbidden("advisers propose an opening to several people: ask one of them")
    return [_suggested(connection, keys, reach, Wanted(opening, person), now) for person in dict.fromkeys(persons)]


def record(
    connection: Connection, reach: Reach, name: str, told: Told, proof: Proof | None, expected: int, now: dt.datetime
) -> Found:
    """Record a step of an introduction, and what follows from it: who is shown, which post is taken.

    Raise NotFound, Stale, Conflict for a step that does not follow, a post that is taken or a conflict of
    interest, Invalid for a reason or a day, Forbidden for another side's word.
    """
    found = introductions.get(connection, reach, name, now)
    past = past_of(introductions.steps_of(connection, [name])[name])
    before = steps.check(past, told, SIDES[reach.subject.role], (now + SOMEWHERE).date())
    leading.check_interest(connection, reach, found.organisation, now)
    introductions.move(connection, name, expected, leading.standing(told.step, now))
    leading.follow(connection, name, told, before, reach.subject.account, proof, now)
    return _found(connection, [introductions.bare(connection, name, now)], now)[0]


def told_of(reach: Reach, step: str, side: str | None, day: dt.date, reason: str | None, corrects: int | None) -> Told:
    """Return a step as who asks tells it: their own word, unless an adviser says whose it is."""
    return Told(step, Side(side) if side else SIDES.get(reach.subject.role, Side.ADVISER), day, reason, corrects)


def get(connection: Connection, reach: Reach, name: str, now: dt.datetime) -> Found:
    """Return an introduction; raise NotFound."""
    return _found(connection, [introductions.get(connection, reach, name, now)], now)[0]


def browse(
    connection: Connection, reach: Reach, filters: Mapping[str, Any], asked: Asked, now: dt.datetime
) -> tuple[Page, list[Found]]:
    """Return a page of the introductions within reach, the newest first, with their steps.

    `filters` are columns and their values, and `awaits`: a side that is waited for.
    """
    columns = {name: value for name, value in filters.items() if name != "awaits"}
    if "awaits" in filters:
        columns["id"] = [name for name, side in awaiting(connection, reach, now).items() if side == filters["awaits"]]
    page = introductions.within(connection, reach, columns, asked, now)
    return page, _found(connection, page.rows, now)


def awaiting(connection: Connection, reach: Reach, now: dt.datetime) -> dict[str, Side]:
    """Return whom each introduction within reach waits for, by its id; those that wait for nobody are left out."""
    kept = ({"open": True}, {"disputed": True})  # what has ended may be disputed
    rows = {row.id: row for of in kept for row in introductions.within(connection, reach, of, Asked(WAITING), now).rows}
    return {one.row.id: one.awaits for one in _found(connection, rows.values(), now) if one.awaits}


def openings_of(connection: Connection, found: Iterable[Found]) -> dict[str, tuple[str, str]]:
    """Return (title, company) of the openings of introductions, by opening."""
    return listing.called(connection, {one.row.opening for one in found})


def expire(connection: Connection, now: dt.datetime) -> int:
    """Let introductions wait no longer for an answer that was due; return how many. Nobody has refused."""
    late = [row for row in introductions.awaiting(connection) if utc(row.answer_due) <= now]
    for row in late:
        introductions.move(connection, row.id, row.version, leading.standing(steps.UNANSWERED, now))
        introductions.append(connection, row.id, {"step": steps.UNANSWERED, "day": now.date(), "at": now})
    return len(late)


def cap(connection: Connection, reach: Reach) -> dict[str, Any]:
    """Return how many introductions a month one's company wants; None = as many as there are."""
    monthly, version = contact_caps.get(connection, reach.subject.organisation or "")
    return {"monthly": monthly, "version": version}


def set_cap(connection: Connection, reach: Reach, monthly: int | None, expected: int) -> dict[str, Any]:
    """Set how many introductions a month one's company wants (None = no limit).

    Raise Stale, or Forbidden for somebody who has no company.
    """
    if reach.subject.role is not Role.COMPANY or not reach.subject.organisation:
        raise Forbidden("only a company says how many introductions it wants")
    contact_caps.save(connection, reach.subject.organisation, monthly, expected)
    return cap(connection, reach)


def _suggested(connection: Connection, keys: Keys, reach: Reach, wanted: Wanted, now: dt.datetime) -> dict[str, Any]:
    try:
        with connection.begin_nested():
            create(connection, keys, reach, wanted, None, now)
    except ServiceError as error:
        return {"id": wanted.person, "done": False, "code": error.code}
    return {"id": wanted.person, "done": True, "code": None}


def _person(connection: Connection, keys: Keys, reach: Reach, wanted: Wanted, now: dt.datetime) -> str:
    who = reach.subject
    if who.role is Role.COMPANY:
        if wanted.pseudonym is None or wanted.person is not None:
            raise Invalid("pseudonym: a company names a person as they were suggested", "pseudonym")
        return pseudonyms.resolve(connection, keys, who.territory or "", wanted.opening, wanted.pseudonym, now)
    person = wanted.person or who.candidate
    if person is None or wanted.pseudonym is not None:
        raise Invalid("person: say who is introduced", "person")
    reached.record(connection, reach, CANDIDATES, person, now)
    return person


def _found(connection: Connection, rows: Iterable[Any], now: dt.datetime) -> list[Found]:
    rows = list(rows)
    known = introductions.steps_of(connection, [row.id for row in rows])
    return [_told(row, known[row.id], now.date()) for row in rows]


def _told(row: Any, steps: Sequence[Any], today: dt.date) -> Found:
    past = past_of(steps)
    return Found(row, steps, awaited(past, bool(row.disputed), today), due(past, today))
