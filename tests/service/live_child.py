"""What processes do that share a database: write, or rank and compare with a market built from scratch."""

import datetime as dt
import json
from collections.abc import Iterable
from multiprocessing.connection import Connection as Pipe
from random import Random
from typing import Any

from sqlalchemy import Connection, select

from matching.model import Ranking
from matching.packing import pack_candidate, pack_opening, pack_sponsor
from matching.records import Record, read_candidate, read_opening
from matching.sponsor_record import read_sponsor
from service import live
from service.catalogue import Catalogue, load_territory
from service.db import changes, documents
from service.db.base import open_store
from service.db.documents import CANDIDATES, OPENINGS, SPONSORS, Document, Kind
from service.db.territories import HOME
from service.usecases import recommend, sponsoring
from tests.factories import drawn_candidates, drawn_openings
from tests.service.sponsor_records import SPONSORS as HELPERS

OTHER = "00000000-0000-4000-8000-000000000002"
DAY = dt.date(2026, 12, 1)
NAMES = 30  # of each kind in each territory
K = 10
ANSWERS = 6  # rankings of four kinds, and whom a rule keeps away, of two
Said = tuple[str, Any]

PEOPLE = [read_candidate(record) for record in drawn_candidates(300, seed=5)]
JOBS = [read_opening({**record, "company": HELPERS[0]["company"]}) for record in drawn_openings(300, seed=6)]
MADE = (
    (CANDIDATES, pack_candidate, PEOPLE),
    (OPENINGS, pack_opening, JOBS),
    (SPONSORS, pack_sponsor, [read_sponsor(record) for record in HELPERS]),
)


def take_part(said: Pipe, url: str, seed: int, blind: bool) -> None:
    """Do what one is told, and say what was done; `blind` never looks whether anything has changed."""
    draw = Random(seed)
    live.MANY = 40  # so that whole builds happen while others write and rank
    with open_store(url) as store:
        if blind:
            live.changes.numbers = lambda connection: (0, 0)  # type: ignore[assignment]
        said.send(("ready", 0))
        while (asked := said.recv()) != "end":
            if asked == "write":
                with store.write() as connection:
                    write(connection, draw)
                    number = connection.scalar(
                        select(changes.changes.c.number).where(changes.changes.c.what == "documents")
                    )
                said.send(("acknowledged", number))
            else:
                with store.write() if draw.random() < 0.1 else store.read() as connection:
                    said.send(("ranked", compared(connection, draw)))


def write(connection: Connection, draw: Random) -> None:
    """Add, change, close, open again or erase one or a few documents of either territory."""
    for _ in range(draw.choice((1, 1, 1, 2, 5))):
        kind, pack, records = draw.choice(MADE)
        territory, name = draw.choice((HOME, OTHER)), draw.randrange(NAMES)
        public_id = f"{territory}-{kind.name}-{name}"
        how = draw.random()
        if how < 0.1:
            documents.close(connection, kind, documents.API, [public_id], territory)
        elif how < 0.2:
            erased(connection, kind, public_id)
        else:
            record = {**draw.choice(records), "id": public_id}
            until = draw.choice((None, DAY, DAY - dt.timedelta(1)))
            status = draw.choice(("published", "published", "draft"))
            given = Document(
                public_id, json.dumps(record), *pack(record), public_id=public_id, status=status, expires_on=until
            )
            documents.save(connection, kind, documents.API, [given], territory)


def erased(connection: Connection, kind: Kind, public_id: str) -> None:
    if connection.scalar(select(kind.main.c.id).where(kind.main.c.public_id == public_id)):
        documents.erase(connection, kind, public_id)


def compared(connection: Connection, draw: Random) -> tuple[int, bool]:
    """Return the change that the live catalogue knows, and whether a question finds the same in one made anew."""
    territory = draw.choice((HOME, OTHER))
    found = live.at(connection, territory, DAY)
    anew = load_territory(connection, territory, DAY)
    three = [draw.choice(records) for _, _, records in MADE]
    asked = [draw.randrange(ANSWERS)]
    return found.numbers[0], answers(found, *three, asked) == answers(anew, *three, asked)


def answers(
    catalogue: Catalogue, person: Record, job: Record, helper: Record, asked: Iterable[int] = range(ANSWERS)
) -> list[Any]:
    """Return its documents, and what a catalogue answers three who need not be in it: all of it, or what is asked."""
    every = (
        lambda: plain(catalogue, "openings", recommend.openings_for(person, catalogue, K)),
        lambda: plain(catalogue, "sponsors", sponsoring.sponsors_for(person, catalogue, K)),
        lambda: plain(catalogue, "candidates", recommend.candidates_for(job, catalogue, K)),
        lambda: plain(catalogue, "candidates", sponsoring.candidates_for(helper, catalogue, K)),
        lambda: recommend.nobody_for(job, catalogue),
        lambda: sponsoring.nobody_for(helper, catalogue),
    )
    return [catalogue.candidates, catalogue.openings, catalogue.sponsors, *(every[number]() for number in asked)]


def plain(catalogue: Catalogue, what: str, ranking: Ranking) -> Any:
    """Return a ranking with the names of those in it in place of their numbers."""
    market = catalogue.market
    names = {"openings": market.opening_ids, "sponsors": market.sponsor_ids, "candidates": market.candidate_ids}
    side = "candidate" if what == "candidates" else "counterpart"
    best = [
        (names[what][getattr(m, side)], m.score, m.low, m.high, told(m.reasons, names), told(m.questions, names))
        for m in ranking.matches
    ]
    return best, ranking.considered, ranking.reachable, ranking.removed


def told(parts: Any, names: dict[str, tuple[str, ...]]) -> list[Any]:
    """Return reasons or questions with the name of the opening that is a way in, in place of its number."""
    found = []
    for part in parts:
        way = part.numbers.get("opening")
        named = {} if way is None else {"opening": names["openings"][way]}
        found.append((part.code, part.side, part.numbers | named, getattr(part, "contribution", 0.0)))
    return found
