"""`visavis assign` on the demonstration's territory: seats, posts, hours, who is left out, and files read again."""

import csv
import datetime as dt
import json
from collections import Counter

import openpyxl
import pytest

from service.catalogue import load_catalogue
from service.db.base import open_store
from service.usecases import deciding
from tests.service.cli import answer, call
from tests.service.demo_data import load_demo

FREE = {"seat", "kept_seat", "allow", "allow_kept_seat"}


@pytest.fixture(scope="module")
def url(tmp_path_factory):
    return load_demo(f"sqlite:///{tmp_path_factory.mktemp('assign') / 'visavis.db'}")


@pytest.fixture(scope="module")
def sponsored(url):
    return answer("assign", "sponsors", db=url)


@pytest.fixture(scope="module")
def hired(url):
    return answer("assign", "openings", db=url)


@pytest.fixture(scope="module")
def market(url):
    with open_store(url) as store, store.read() as connection:
        yield connection, load_catalogue(connection, dt.date.today())


def test_everybody_is_placed_once_or_told_why_not(sponsored, hired):
    for found in (sponsored, hired):
        people = [one["person"] for one in (*found["pairs"], *found["left_out"])]
        assert len(people) == len(set(people)) == 240
        assert found["proved"] and all("reasons" in pair for pair in found["pairs"])


def test_an_opening_takes_as_many_as_it_has_posts(hired, market):
    choices = deciding.opening_grid(*market)
    posts = dict(zip(choices.counterpart_ids, choices.counterparts.positions.tolist(), strict=True))
    assert set(hired["loads"]) == set(posts)
    assert all(load <= posts[place] for place, load in hired["loads"].items())
    assert max(hired["loads"].values()) > 1 and max(posts.values()) > 1


def test_a_sponsor_takes_nobody_beyond_the_seats_that_are_left(sponsored, market):
    sponsors = deciding.sponsor_grid(*market)
    known = zip(sponsors.counterpart_ids, sponsors.counterparts.capacity, sponsors.counterparts.followed, strict=True)
    for place, capacity, followed in known:
        if capacity == capacity and followed == followed:  # both told
            assert sponsored["loads"][place] <= max(capacity - followed, 0)


def test_everybody_left_out_is_told_a_change_and_what_rules_out_the_nearest_place(sponsored, hired):
    for found in (sponsored, hired):
        assert {one["change"]["kind"] for one in found["left_out"]} <= FREE
        nowhere = [one for one in found["left_out"] if one["reason"] == "no_pair"]
        assert nowhere
        for one in nowhere:
            blockers = one["change"]["blockers"]
            assert blockers and one["change"]["place"] in one["change_text"]
            assert all(blocker["text"] in one["change_text"] for blocker in blockers)


def test_no_place_has_fewer_blockers_than_the_one_that_is_named(hired, market):
    choices = deciding.opening_grid(*market)
    for one in hired["left_out"]:
        row = choices.candidate_ids.index(one["person"])
        fewest = min(len(choices.match(row, column).blockers) for column in range(len(choices.counterpart_ids)))
        assert len(one["change"]["blockers"]) == fewest > 0


def test_people_of_one_sponsor_do_not_meet_in_the_same_hours_unless_it_is_said(sponsored):
    timed = [(pair["place"], pair["slot"]) for pair in sponsored["pairs"] if pair["slot"]]
    alone = Counter((place, slot["start"]) for place, slot in timed if not slot["shared"])
    assert len(timed) > 10 and set(alone.values()) == {1}


def test_stability_is_judged_by_what_each_side_wants(hired, market):
    choices, grid = deciding.opening_grid(*market), deciding.opening_grid(*market).grid
    first = choices.match(3, 5)
    assert (grid.wanted[3, 5], grid.fitting[3, 5]) == pytest.approx((first.candidate_score, first.counterpart_score))
    assert (grid.removals > 0).tolist() == (~grid.allowed).tolist()
    row, column = ({name: n for n, name in enumerate(ids)} for ids in (choices.candidate_ids, choices.counterpart_ids))
    own = {row[pair["person"]]: column[pair["place"]] for pair in hired["pairs"]}
    there = {place: [i for i, j in own.items() if j == place] for place in column.values()}
    for person, place in ((row[one], column[other]) for one, other in hired["stability"]["examples"]):
        assert person not in own or grid.wanted[person, place] > grid.wanted[person, own[person]]
        room = len(there[place]) < choices.counterparts.positions[place]
        assert room or grid.fitting[person, place] > min(grid.fitting[i, place] for i in there[place])


def test_what_is_written_is_what_was_answered(url, sponsored, tmp_path):
    for suffix in (".csv", ".xlsx", ".json"):
        assert call("assign", "sponsors", "--out", tmp_path / f"plan{suffix}", "--db", url, "--json").code == 0
    assert json.loads((tmp_path / "plan.json").read_text("utf-8")) == sponsored
    with (tmp_path / "plan.csv").open(encoding="utf-8-sig", newline="") as file:
        lines = list(csv.reader(file, delimiter=";"))
    sheet = list(openpyxl.load_workbook(tmp_path / "plan.xlsx").active.iter_rows(values_only=True))
    asked = [(pair["person"], pair["place"]) for pair in sponsored["pairs"]]
    for rows in (lines, sheet):
        assert len(rows) == 1 + 240
        assert [tuple(row[:2]) for row in rows[1 : 1 + len(asked)]] == asked
        told = {row[0]: row[list(rows[0]).index("change")] for row in rows[1 + len(asked) :]}
        assert told == {one["person"]: one["change_text"] for one in sponsored["left_out"]}


def test_the_screen_shows_scores_as_rank_does_and_what_the_total_is(url, sponsored):
    out = call("assign", "sponsors", "--db", url).out
    first = sponsored["pairs"][0]
    line = next(line for line in out.splitlines() if line.split()[:2] == [first["person"], first["place"]])
    assert line.split()[2] == str(round(100 * first["score"]))
    total, placed = 100 * sponsored["total"], sponsored["placed"]
    assert f"sum of the scores: {total:.1f} (mean of a pair: {total / placed:.0f})" in out


def test_reasons_say_what_sets_a_pair_apart(sponsored):
    told = " ".join(reason for pair in sponsored["pairs"] for reason in pair["reasons"])
    assert "wished for" in told and "The sponsor has room" not in told and "French (C2)" not in told
