"""The quarters that are over, in the demonstration: enough people for figures to be told of them.

As in demo_scenes.py, all is done by the verbs of each role and under the same rules.
"""

import datetime as dt
from itertools import cycle
from typing import Final

from sqlalchemy import Connection

from service import demo_scenes
from service.catalogue import Catalogue, load_catalogue
from service.db import documents
from service.db.base import Store
from service.keys import Keys
from service.permissions import Role
from service.steps import Side
from service.usecases import figures, recommend, statuses
from service.usecases.inhabiting import EARLY, FOLLOWED, Inhabited

P, C, A = Side
Ending = tuple[tuple[int, str, Side, str | None], ...]  # days after the suggestion, step, whose word, reason

OFFERED: Final[Ending] = ((3, "proposed", P, None),)
AGREED: Final[Ending] = (*OFFERED, (10, "accepted", C, None), (17, "met", P, None))
ENDINGS: Final[tuple[Ending, ...]] = (
    (*AGREED, (30, "hired", C, None)),
    (*OFFERED, (9, "declined", C, "experience")),
    (*AGREED, (25, "declined", P, "too_far")),
    (*OFFERED, (12, "declined", C, "filled")),
)
BEGAN: Final = range(195, 66, -3)  # days ago; one person each
SEATS: Final = 3  # posts of an opening that somebody is hired for: it stays in the market
TRIED: Final = 12  # openings for one person
TOLD: Final = ("rsa", slice(12, FOLLOWED, 2))  # a status, and who told of it


def play(store: Store, keys: Keys, cast: Inhabited, now: dt.datetime) -> None:
    """Let the past happen, then count the quarters that are over."""
    with store.write() as connection:
        market = load_catalogue(connection)
        known = sorted(documents.public_ids(connection, documents.CANDIDATES, "demo").items())
        people = [person for _, person in known[:FOLLOWED] if person != cast.candidate]
        kind, who = TOLD
        for person in people[who]:
            _declare(connection, keys, cast, person, kind, now)
        early = people[len(demo_scenes.STORIES) : EARLY - 1]
        for person, began, ending in zip(early, BEGAN, cycle(ENDINGS), strict=False):
            _introduce(connection, keys, cast, market, person, began, ending, now)
        figures.count(connection, keys, now)


def _declare(connection: Connection, keys: Keys, cast: Inhabited, person: str, kind: str, now: dt.datetime) -> None:
    adviser = demo_scenes.reach_of(cast, Role.ADVISER, "status")
    told = statuses.Told(kind, True, "attestation montrée")
    statuses.declare(connection, keys, adviser, person, told, demo_scenes.proof_of(cast), now)


def _introduce(
    connection: Connection,
    keys: Keys,
    cast: Inhabited,
    market: Catalogue,
    person: str,
    began: int,
    ending: Ending,
    now: dt.datetime,
) -> None:
    """Introduce somebody to the best opening that the rules allow, and that has room for who is hired."""
    found = recommend.openings_for(recommend.candidate_record(connection, person), market, TRIED).matches
    seats = SEATS if ending[-1][1] == "hired" else 1
    story = ((began, "suggested", A, None), *((began - after, *told) for after, *told in ending))
    names = [market.market.opening_ids[match.counterpart] for match in found]
    wide = (name for name in names if recommend.opening_record(connection, name).get("positions", 1) >= seats)
    any(demo_scenes.tell(connection, keys, cast, (person, name), story, now) for name in wide)
