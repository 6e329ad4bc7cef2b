"""Evaluation on an exported market: made seekers, their truths, and rankers whose worth is known."""

import json

import pytest

from service.catalogue import default_profile
from service.cli.snapshot import snapshot
from service.db.base import open_store
from service.usecases.demonstration import load
from training.dataset import read_snapshot
from training.evaluate import evaluate, write
from training.seekers import TOLD, make_seekers


@pytest.fixture(scope="module")
def market(tmp_path_factory):
    folder = tmp_path_factory.mktemp("market")
    with open_store(f"sqlite:///{folder / 'demo.db'}") as store:
        load(store, lambda done, total, what: None)
        with store.read() as connection:
            (folder / "market.json").write_text(json.dumps(snapshot(connection)), "utf-8")
    return read_snapshot(folder / "market.json")


def test_a_snapshot_holds_the_market_and_names_nobody(market):
    assert (len(market.openings), len(market.candidates)) == (120, 240)
    assert {candidate["id"] for candidate in market.candidates}.isdisjoint({f"C{n:03}" for n in range(1, 241)})


def test_seekers_are_the_same_for_the_same_seed_and_wish_official_titles(market):
    seekers = make_seekers(market, 40, 3)
    assert seekers == make_seekers(market, 40, 3) != make_seekers(market, 40, 4)
    titles = {code: occupation for code, _, _, occupation in market.reference.titles}
    assert all(titles[s["wishes"][0]["title_code"]] == s["wishes"][0]["occupation"] for s in seekers)


def test_what_a_seeker_does_not_tell_is_not_in_the_record(market):
    seeker = make_seekers(market, 1, 0)[0]
    assert "skills" not in TOLD["wish only"](seeker) and "wishes" not in TOLD["skills only"](seeker)
    assert set(TOLD["title in words"](seeker)["wishes"][0]) == {"title"}
    assert TOLD["experience only"](seeker)["experience"][0]["months"] == 24


def test_nothing_out_of_reach_is_ever_shown_and_a_wish_finds_more_than_the_nearest(market, tmp_path):
    rows = {row["ranker"]: row for row in evaluate(market, default_profile(), 40, 0)}
    assert all(row["outside reach"] == 0 for row in rows.values())
    assert rows["visavis: wish and skills"]["ndcg@10"] > 0.8 > rows["nearest of all"]["ndcg@10"]
    assert rows["visavis: skills only"]["ndcg@10"] > rows["nearest of all"]["ndcg@10"]
    write(list(rows.values()), tmp_path / "build" / "eval.json")
    assert json.loads((tmp_path / "build" / "eval.json").read_text("utf-8"))[0]["ranker"].startswith("visavis")
