"""`visavis meetup plan` without scores in its file: people and hosts are the candidates and sponsors of a store."""

import json
from pathlib import Path

import pytest

from service.catalogue import load_catalogue
from service.db.base import open_store
from service.usecases.deciding import meetup_scores
from tests.service.cli import answer, call, refusal
from tests.service.demo_data import load_demo

PEOPLE, HOSTS = ["C007", "C015", "C062", "C134"], ["P001", "P003", "P034"]


@pytest.fixture(scope="module")
def demo_db(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The demonstration territory; tests only read it."""
    return load_demo(f"sqlite:///{tmp_path_factory.mktemp('demo') / 'demo.db'}")


@pytest.fixture
def file(tmp_path: Path):
    """Write a meetup of those people and hosts, changed as asked, and return where."""

    def write(**more: object) -> Path:
        named = {"people": [{"id": name} for name in PEOPLE], "hosts": [{"id": name} for name in HOSTS]}
        path = tmp_path / "meetup.json"
        path.write_text(json.dumps({"rounds": 2, "aims": ["total"], **named, **more}), "utf-8")
        return path

    return write


def engine(url: str) -> dict[tuple[str, str], float]:
    with open_store(url) as store, store.read() as connection:
        grid = meetup_scores(connection, load_catalogue(connection), PEOPLE, HOSTS).grid
    score = (grid.score * grid.allowed).tolist()
    return {(who, host): score[i][j] for i, who in enumerate(PEOPLE) for j, host in enumerate(HOSTS)}


def test_a_plan_is_worth_what_the_engine_says_of_its_pairs(demo_db, file):
    found, score = answer("meetup", "plan", file(), db=demo_db), engine(demo_db)
    pairs = [(seat["person"], seat["host"]) for seat in found["meetings"]]
    assert len(pairs) == 6 and found["proved"]
    assert found["total"] == pytest.approx(sum(score[pair] for pair in pairs), abs=1e-5)
    assert len(set(score.values())) > 3  # an engine that said the same of all would prove nothing


def test_with_one_round_and_one_host_the_person_who_suits_best_has_the_seat(demo_db, file):
    score = engine(demo_db)
    [seat] = answer("meetup", "plan", file(rounds=1, hosts=[{"id": "P001"}]), db=demo_db)["meetings"]
    assert seat["person"] == max(PEOPLE, key=lambda who: score[who, "P001"])


def test_scores_of_the_file_go_before_those_of_the_store(demo_db, file):
    asked = file(rounds=1, hosts=[{"id": "P001"}], scores=[["C007", "P001", 0.9]])
    [seat] = answer("meetup", "plan", asked, db=demo_db)["meetings"]
    assert seat["person"] == "C007"


def test_somebody_whom_the_named_store_does_not_know_is_not_found(demo_db, file):
    code, said = refusal("meetup", "plan", file(people=[{"id": "C007"}, {"id": "J1"}]), db=demo_db)
    assert code == 3 and "J1" in said


def test_the_meetup_of_the_demonstration_can_be_written_and_planned(demo_db, tmp_path):
    written, plan = tmp_path / "meetup.json", tmp_path / "plan.json"
    assert call("meetup", "demo", written).code == 0
    found = answer("meetup", "plan", written, "--save", plan, db=demo_db)
    assert found["proved"] and json.loads(plan.read_text("utf-8"))["meetings"] == found["meetings"]
    assert {one["rule"] for one in found["broken"]} == {"wish"} and all(one["because"] for one in found["broken"])
    absent = found["meetings"][0]["person"]
    again = answer("meetup", "replan", written, plan, "--now", 3, "--absent", absent, db=demo_db)
    assert absent not in {seat["person"] for seat in again["meetings"] if seat["round"] >= 3}


def test_a_meeting_says_why_and_what_to_ask_first_and_its_card_says_the_same(demo_db, file, tmp_path):
    asked, plan = file(rounds=3, hosts=[{"id": "P001"}, {"id": "P007"}, {"id": "P033"}]), tmp_path / "plan.json"
    found = answer("meetup", "plan", asked, "--save", plan, "--lang", "fr", db=demo_db)["meetings"]
    assert all(len(met["why"]) <= 2 for met in found) and any(met["why"] for met in found)
    assert any("question" in met for met in found)
    assert call("meetup", "print", asked, plan, "--to", tmp_path / "out").code == 0
    printed = (tmp_path / "out" / "plan.csv").read_text("utf-8-sig")
    for met in found:
        assert all(text in printed for text in (*met["why"], met.get("question", "")))


def test_no_card_tells_of_load_hours_points_or_what_is_lacking(demo_db, tmp_path):
    written = tmp_path / "meetup.json"
    assert call("meetup", "demo", written).code == 0
    found = answer("meetup", "plan", written, "--preview", "--lang", "fr", db=demo_db)["meetings"]
    told = {text for met in found for text in met["why"]}
    beginnings = {"Le métier", "Métier connu", "Porte d’entrée", "Aide proposée", "Langue commune", "Le secteur"}
    assert len(told) > 50 and all(text.startswith(tuple(beginnings)) for text in told)
    assert not any("sur 100" in text or "Manque" in text or "niveau" in text for text in told)
    questions = [(met["person"], met["question"]) for met in found if "question" in met]
    assert len(questions) > len(found) / 2 and len(set(questions)) == len(questions)


def test_a_plan_made_again_on_the_day_keeps_its_reasons_and_a_new_host_has_none(demo_db, file, tmp_path):
    asked, plan = file(rounds=3), tmp_path / "plan.json"
    made = answer("meetup", "plan", asked, "--save", plan, "--lang", "en", db=demo_db)["meetings"]
    again = answer("meetup", "replan", asked, plan, "--now", 2, "--host", "P9:1", "--lang", "en", db=demo_db)[
        "meetings"
    ]
    why = {(met["person"], met["host"]): met["why"] for met in made}
    kept = [met for met in again if (met["person"], met["host"]) in why]
    assert kept and all(met["why"] == why[met["person"], met["host"]] for met in kept)
    assert all(("why" in met) == (met["host"] != "P9") for met in again)


def test_a_file_with_its_own_scores_has_meetings_without_reasons(demo_db, file):
    asked = file(rounds=1, hosts=[{"id": "P001"}], scores=[["C007", "P001", 0.9]])
    [seat] = answer("meetup", "plan", asked, db=demo_db)["meetings"]
    assert set(seat) == {"round", "person", "host", "table"}
