"""Every ranking is kept before it is answered, can be computed again, and loses its names after a year (F2)."""

import datetime as dt
import random
import uuid
from collections.abc import Iterator
from functools import partial

import pytest
from sqlalchemy import func, select

from service import limits
from service.catalogue import bearings
from service.db import runs
from service.db.runs import Run
from service.usecases.replaying import market_of, replay
from tests.service.market_world import NOW, Market, agree, change, documents, market_at, tell
from tests.service.world import HOME

BASE = "/api/v1"


@pytest.fixture
def market(tmp_path) -> Iterator[Market]:
    with market_at(tmp_path) as opened:
        yield opened


def run_about(person: str, **other: object) -> Run:
    about = {"id": str(uuid.uuid4()), "territory": HOME, "what": "openings", "subject_kind": "candidates"}
    about |= {"subject_id": person, "at": NOW, "account": "somebody", "role": "adviser", "organisation": ""}
    about |= {"engine": "1", "profile": "p", "documents_number": 1, "reference_number": 1, "request": {"limit": 10}}
    return Run(**about | {"input": "digest", "shown": [{"id": "o", "score": 0.5, "reasons": []}]} | other)


def kept(store) -> list[Run]:
    with store.read() as connection:
        return [runs._run(row) for row in connection.execute(select(runs.runs))]


def test_a_run_is_committed_when_it_is_kept(store):
    told = run_about("someone", shown=[{"id": "é", "score": 0.1 + 0.2, "reasons": [["near_home", 1 / 3]]}])
    store.together(lambda connection: runs.save(connection, told))
    assert kept(store) == [told]


def replayed(market: Market, count: int) -> tuple[int, int]:
    """Make so many rankings while the market changes, then compute all of them again: (the same, all)."""
    draw = random.Random(1)
    with market.store.write() as connection:
        tell(connection, market.people)
        agree(connection, market.people[:150])
    clients = [market.client("adviser"), market.client("company")]
    for step in range(count):
        if step % 8 == 7:
            with market.store.write() as connection:
                change(connection, documents.OPENINGS, draw.choice(market.openings[:60]), hours={"min": 20, "max": 30})
                change(connection, documents.CANDIDATES, draw.choice(market.people), max_km=draw.randrange(3, 60))
        what = draw.choice(["openings", "sponsors", "courses"])
        path = [
            f"/people/{draw.choice(market.people)}/ranking/{what}",
            f"/openings/{draw.choice(market.openings)}/suggestions",
        ]
        role = draw.randrange(3)
        answer = clients[role == 2].get(f"{BASE}{path[role > 0]}")
        assert answer.status_code == 200, answer.text
    return _again(market)


def _again(market: Market) -> tuple[int, int]:
    same = 0
    with market.store.read() as connection:
        known, markets = bearings(connection), {}
        found = [runs._run(row) for row in connection.execute(select(runs.runs))]
        for run in found:
            if run.documents_number not in markets:
                markets[run.documents_number] = market_of(connection, run, known)
            same += replay(connection, run, markets[run.documents_number]).same
    return same, len(found)


def test_rankings_computed_again_are_the_same_after_the_market_changed(market):
    same, count = replayed(market, 40)
    print(f"F2: {same} of {count} runs computed again have the same order and scores")
    assert same == count == 40


def test_a_run_that_was_altered_is_found(market):
    run = market.client("adviser").get(f"{BASE}/people/{market.people[0]}/ranking/openings").json()["run"]
    with market.store.write() as connection:
        told = runs._run(connection.execute(select(runs.runs).where(runs.runs.c.id == run)).one())
        told.shown[0]["score"] += 1e-12
        connection.execute(runs.runs.update().values(shown=runs._json(told.shown)))
    assert market.client("adviser").get(f"{BASE}/runs/{run}/replay").json()["same"] is False


def test_a_run_reads_exactly_as_it_was_shown(market):
    client, person = market.client("adviser"), market.people[0]
    shown = client.get(f"{BASE}/people/{person}/ranking/openings", params={"limit": 5}).json()
    read = client.get(f"{BASE}/runs/{shown['run']}").json()
    assert [(row["rank"], row["opening"], row["score"]) for row in read["shown"]] == [
        (match["rank"], match["opening"], match["score"]) for match in shown["items"]
    ]
    assert [[r["code"] for r in row["reasons"]] for row in read["shown"]] == [
        [reason["code"] for reason in match["reasons"]] for match in shown["items"]
    ]
    assert client.get(f"{BASE}/runs", params={"person": person}).json()["items"][0]["id"] == shown["run"]
    assert market.client("adviser", "there").get(f"{BASE}/runs/{shown['run']}").status_code == 404


def test_after_twelve_months_a_run_is_of_nobody(store):
    mine = run_about("someone", request={"limit": 3, "with": {"max_km": 3}})
    people = [{"id": name, "score": 0.5, "reasons": []} for name in ("one", "two")]
    shown = run_about("an opening", subject_kind="openings", what="candidates", shown=people)
    young = run_about("someone", at=NOW + dt.timedelta(days=1))
    for run in (mine, shown, young):
        store.together(partial(runs.save, run=run))
    later = NOW + dt.timedelta(days=365, seconds=1)
    with store.write() as connection:
        assert [runs.purge(connection, later), runs.purge(connection, later)] == [2, 0]
        assert connection.execute(select(func.count()).select_from(runs.run_people)).scalar_one() == 0
    old = [run for run in kept(store) if run.id != young.id]
    assert young in kept(store) and len(old) == 2
    for run in old:
        told = repr(run)
        assert not [word for word in ("someone", "'one'", "'two'", "max_km", "somebody", "digest") if word in told]
        assert [row["score"] for row in run.shown] in ([0.5], [0.5, 0.5])


def test_who_is_forgotten_is_in_no_run(store):
    people = [{"id": name, "score": 0.5, "reasons": []} for name in ("one", "two")]
    shown = run_about("an opening", subject_kind="openings", what="candidates", shown=people)
    for run in (shown, run_about("one"), run_about("two")):
        store.together(partial(runs.save, run=run))
    with store.write() as connection:
        assert runs.forget(connection, "one") == 2
    assert "'one'" not in repr(kept(store)) and repr(kept(store)).count("'two'") == 2


@pytest.mark.slow
def test_a_thousand_rankings_computed_again_are_the_same(market, monkeypatch):
    for name in ("check", "check_file", "check_question"):  # more than anybody may ask in a day
        monkeypatch.setattr(limits, name, lambda *_: None)
    same, count = replayed(market, 1_000)
    print(f"F2: {same} of {count} runs computed again have the same order and scores")
    assert same == count == 1_000
