"""What has happened in the demonstration before somebody looks: introductions at every step, a sponsorship, statuses.

All of it is done as the people of each role would do it, by the same verbs and under the same rules.
"""

import datetime as dt
from collections.abc import Sequence
from typing import Any, Final

from sqlalchemy import Connection

from service.catalogue import Catalogue, load_catalogue
from service.db import documents
from service.db.base import Store
from service.db.consents import Proof
from service.errors import ServiceError
from service.keys import Keys
from service.permissions import Action, Policy, Reach, Role, reach
from service.steps import Side, Told
from service.usecases import introducing, notes, openings, recommend, sponsorships, statuses
from service.usecases import people as files
from service.usecases.inhabiting import FOLLOWED, NOTICE, Inhabited

Step = tuple[int, str, Side, str | None]  # days ago, step, whose word, reason

P, C, A = Side
STORIES: Final[tuple[tuple[Step, ...], ...]] = (  # each begins with a suggestion of the adviser
    ((3, "suggested", A, None),),
    ((12, "suggested", A, None), (9, "proposed", P, None)),
    ((20, "suggested", A, None), (18, "proposed", P, None), (11, "accepted", C, None)),
    ((30, "suggested", A, None), (27, "proposed", P, None), (21, "declined", C, "experience")),
    ((34, "suggested", A, None), (29, "declined", P, "too_far")),
    ((45, "suggested", A, None), (41, "proposed", P, None), (37, "accepted", C, None), (30, "met", P, None)),
    (
        *((150, "suggested", A, None), (146, "proposed", P, None), (140, "accepted", C, None)),
        *((133, "met", P, None), (120, "hired", C, None), (25, "kept_3", C, None)),
    ),
)
STATUSES: Final = ("rsa", "qpv", "rqth")
NOTE: Final = "Le CV est à jour. À revoir ensemble : les horaires possibles et le trajet."
ENDS: Final = dt.timedelta(days=3)  # until an opening of the company expires
TUESDAY: Final = 1  # on which the sponsor and the person meet, next week


def play(store: Store, keys: Keys, cast: Inhabited, now: dt.datetime) -> None:
    """Let everything happen that the demonstration shows. `cast` lives there already."""
    with store.write() as connection:
        market = load_catalogue(connection)
        people = sorted(documents.public_ids(connection, documents.CANDIDATES, "demo").items())
        _name(connection, cast, people[:FOLLOWED], now)
        _introduce(connection, keys, cast, market, [person for _, person in people], now)
        _meet_a_sponsor(connection, cast, now)
        _follow(connection, keys, cast, [person for _, person in people[: len(STATUSES)]], now)
        _soon_over(connection, cast, now)


def _name(connection: Connection, cast: Inhabited, people: Sequence[tuple[str, str]], now: dt.datetime) -> None:
    """Call people by the names of their records, so that lists can be read; nobody gets a person's name."""
    adviser = reach_of(cast, Role.ADVISER, "identity")
    for name, person in people:
        known = files.identity(connection, adviser, person, now)["version"]
        called = {"first_name": "Personne", "last_name": name}
        files.change_identity(connection, adviser, person, known, called, now)


def _introduce(
    connection: Connection, keys: Keys, cast: Inhabited, market: Catalogue, people: Sequence[str], now: dt.datetime
) -> None:
    """Tell every story once, each of another person; then introduce somebody to the company that one can look in as."""
    told = 0
    for person in [cast.candidate, *people]:
        ranked = recommend.openings_for(recommend.candidate_record(connection, person), market, 1).matches
        openings = [market.market.opening_ids[match.counterpart] for match in ranked]
        told += any(tell(connection, keys, cast, (person, name), STORIES[told], now) for name in openings)
        if told == len(STORIES):
            break
    found = recommend.candidates_for(recommend.opening_record(connection, cast.opening), market, 20).matches
    names = [market.market.candidate_ids[match.candidate] for match in found]
    any(tell(connection, keys, cast, (name, cast.opening), STORIES[1], now) for name in names)


def tell(
    connection: Connection, keys: Keys, cast: Inhabited, pair: tuple[str, str], story: Sequence[Step], now: dt.datetime
) -> bool:
    """Lead a person and an opening through a story; return False, with nothing done, where the rules forbid it."""
    adviser, proof = reach_of(cast, Role.ADVISER, "introduction"), proof_of(cast)
    kinds = (documents.CANDIDATES, documents.OPENINGS)
    person, opening = (documents.get(connection, kind, name).public_id for kind, name in zip(kinds, pair, strict=True))
    days = [now - dt.timedelta(days=ago) for ago, *_ in story]
    wanted = introducing.Wanted(opening, person, day=days[0].date())
    try:
        with connection.begin_nested():
            made: Any = introducing.create(connection, keys, adviser, wanted, proof, days[0]).row
            for day, (_, step, side, reason) in zip(days[1:], story[1:], strict=True):
                told = Told(step, side, day.date(), reason)
                made = introducing.record(connection, adviser, made.id, told, proof, made.version, day).row
    except ServiceError:
        return False
    return True


def _meet_a_sponsor(connection: Connection, cast: Inhabited, now: dt.datetime) -> None:
    adviser, sponsor = (reach_of(cast, role, "sponsorship", how) for role, how in _BOTH)
    made = sponsorships.propose(connection, adviser, cast.candidate, cast.sponsor, None, now)
    for by, step in ((adviser, "offered"), (sponsor, "active")):
        made = sponsorships.record(connection, by, made.id, sponsorships.Told(step), proof_of(cast), made.version, now)
    day = now + dt.timedelta(days=7 + (TUESDAY - now.weekday()) % 7)
    begins = day.replace(hour=17, minute=0, second=0, microsecond=0)
    sponsorships.book(connection, sponsor, made.id, sponsorships.Meeting(begins, 60, "Maison de l’emploi"), now)


def _follow(connection: Connection, keys: Keys, cast: Inhabited, people: Sequence[str], now: dt.datetime) -> None:
    """Keep a status of some people, with their consent, and a note that tells the next thing to do."""
    adviser = reach_of(cast, Role.ADVISER, "status")
    for person, kind in zip(people, STATUSES, strict=True):
        told = statuses.Told(kind, True, "attestation montrée")
        statuses.declare(connection, keys, adviser, person, told, proof_of(cast), now)
        notes.add(connection, keys, adviser, person, NOTE, now)


def _soon_over(connection: Connection, cast: Inhabited, now: dt.datetime) -> None:
    company = reach_of(cast, Role.COMPANY, "opening")
    found = openings.get(connection, company, cast.opening, now)
    openings.change(connection, company, cast.opening, found["version"], None, (now + ENDS).date(), now)


_BOTH: Final = ((Role.ADVISER, Action.WRITE), (Role.SPONSOR, Action.APPROVE))


def reach_of(cast: Inhabited, role: Role, resource: str, how: Action = Action.WRITE) -> Reach:
    """Return how far the right of a role goes."""
    return reach(cast.subjects[role], Policy(resource, how))


def proof_of(cast: Inhabited) -> Proof:
    """Return by what consents are shown: a paper, by the adviser."""
    return Proof(str(cast.subjects[Role.ADVISER].account), "paper", NOTICE)
