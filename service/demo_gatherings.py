"""Who meets in the demonstration: a meetup that is planned, one that is announced, a cohort that waits for sponsors,
and what a company offers for them.

As in demo_scenes.py, all of it is done as the people of each role would do it.
"""

import datetime as dt
from collections.abc import Sequence
from typing import Final

from sqlalchemy import Connection

from service.db import documents
from service.db.base import Store
from service.demo_scenes import reach_of
from service.permissions import Role
from service.usecases import cohorts, commitments, evenings, gatherings, programmes
from service.usecases.gatherings import Host
from service.usecases.inhabiting import FOLLOWED, Inhabited

PLANNED: Final = {"title": "Rencontre jeunes-patrons", "place": "Maison de l’emploi", "start": "18:00"}
ANNOUNCED: Final = {"title": "Petit-déjeuner des métiers", "place": "Pôle des services", "start": "09:00"}
EVENING: Final = {"rounds": 6, "round_minutes": 10, "break_minutes": 2, "tables": "fixed", "min_meetings": 3}
PLACES: Final = {"places": 40, "host_places": 15, "seats": 2, "aims": []}
PEOPLE, HOSTS = 24, 9  # of the meetup that is planned
FEW: Final = 5  # people who registered for the other
MEMBERS: Final = 12
PROGRAMME: Final = {
    "kind": "sponsoring",
    "name": "Parrainage vers l’emploi",
    "about": "Six mois avec quelqu’un du métier : un regard sur le CV, un réseau, un entretien d’entraînement.",
    "steps": ["Rencontre", "Plan d’action", "Bilan"],
}
OFFERED: Final = (
    {"kind": "sponsor", "places": 1, "note": "Quelqu’un de l’équipe, deux heures par mois."},
    {"kind": "mock_interview", "places": 3, "note": "Plutôt le mardi après-midi."},
    {"kind": "meetup_seat", "places": 2, "note": ""},
)
SECONDS: Final = 5.0  # to plan at most


def play(store: Store, cast: Inhabited, now: dt.datetime) -> None:
    """Let everybody meet. `cast` lives there already, and has lived through demo_scenes.py."""
    with store.write() as connection:
        people = sorted(documents.public_ids(connection, documents.CANDIDATES, "demo").items())[:FOLLOWED]
        followed = [person for _, person in people]
        sponsors = [one for _, one in sorted(documents.public_ids(connection, documents.SPONSORS, "demo").items())]
        whole, few = followed[:PEOPLE], followed[PEOPLE : PEOPLE + FEW]
        planned = _meetup(connection, cast, PLANNED, now + dt.timedelta(days=16), whole, sponsors[:HOSTS], now)
        _meetup(connection, cast, ANNOUNCED, now + dt.timedelta(days=37), few, sponsors[HOSTS : HOSTS + 2], now)
        _cohort(connection, cast, followed[-MEMBERS:], now)
        for told in OFFERED:
            commitments.create(connection, reach_of(cast, Role.COMPANY, "commitment"), told, now)
        of = evenings.ready(connection, reach_of(cast, Role.ORGANISER, "meetup"), planned, now)
    found = evenings.plan(of, SECONDS)
    with store.write() as connection:
        evenings.keep(connection, reach_of(cast, Role.ORGANISER, "meetup"), of, found)


def _meetup(
    connection: Connection,
    cast: Inhabited,
    told: dict[str, str],
    day: dt.datetime,
    people: Sequence[str],
    sponsors: Sequence[str],
    now: dt.datetime,
) -> str:
    """Announce a meetup, and register who comes."""
    organiser, adviser = (reach_of(cast, role, "meetup") for role in (Role.ORGANISER, Role.ADVISER))
    made = gatherings.create(connection, organiser, {**told, **EVENING, **PLACES, "date": day.date()}, now)
    gatherings.change(connection, organiser, made.id, made.version, {"status": "open"})
    for person in people:
        gatherings.register_person(connection, adviser, made.id, person, {"away": []}, now)
    for sponsor in sponsors:
        gatherings.register_host(connection, organiser, made.id, Host(sponsor=sponsor), {"away": []}, now)
    return str(made.id)


def _cohort(connection: Connection, cast: Inhabited, people: Sequence[str], now: dt.datetime) -> None:
    organiser, adviser = reach_of(cast, Role.ORGANISER, "programme"), reach_of(cast, Role.ADVISER, "sponsorship")
    programme = programmes.create(connection, organiser, PROGRAMME)
    cohort = programmes.create_cohort(connection, organiser, programme.id, {"name": "Printemps", "places": 15})
    for person in people:
        cohorts.add(connection, adviser, cohort.id, person, now)
