"""The first answers of a meetup change the scores of its later rounds, and nothing else."""

import json
import re

import numpy as np
import pytest

from service.importers.meetup_file import read_meetup
from service.usecases.after_meetup import rounded
from tests.service.printed_meetups import ANSWERS, MEETINGS, MEETUP, run, saved, written


def rerank(folder, answers, meetup=None, language="en"):
    file, plan = written(folder, meetup)
    words = (file, plan, saved(folder / "answers.json", answers), "--save", folder / "new.json", "--json")
    return run("rerank", *words, language=language), folder / "new.json"


def test_the_new_file_has_new_scores_and_what_was_met_and_all_else_as_it_was(tmp_path):
    done, path = rerank(tmp_path, ANSWERS)
    new, file = json.loads(path.read_text("utf-8")), read_meetup(path)
    changed = ("scores", "met", "people", "hosts")
    assert {key: value for key, value in new.items() if key not in changed} == {
        key: value for key, value in MEETUP.items() if key not in changed
    }
    assert new["met"] == [["J1", "P1", 1], ["J2", "P2", 1], ["J2", "P1", 2]]
    assert new["people"][0] == {"id": "J1", "name": "Ada Martin", "away": [1, 2]}
    assert file.meetup.score[2, 1] == 0 and file.meetup.score[0, 0] > 0
    answer = json.loads(done.out)
    assert answer["answers"] == 5 and answer["for"] == "organiser"


def test_without_interest_the_scores_stay(tmp_path):
    _, path = rerank(tmp_path, [{"person": "J1", "host": "P1", "round": 1, "met": True}])
    assert json.loads(path.read_text("utf-8"))["scores"] == MEETUP["scores"]
    _, path = rerank(tmp_path, [])
    assert json.loads(path.read_text("utf-8"))["scores"] == MEETUP["scores"]


def test_a_criterion_that_pleased_weighs_more_in_the_later_rounds(tmp_path):
    pairs = [(f"J{j}", f"P{p}") for j in (1, 2, 3) for p in (1, 2)]
    trade = {("J1", "P1"), ("J2", "P2"), ("J3", "P1")}
    evidence = {"trade": [[*pair, 1.0] for pair in pairs if pair in trade], "near": [[*pair, 0.5] for pair in pairs]}
    answers = [
        {"person": m["person"], "host": m["host"], "round": m["round"],
         "person_interest": (m["person"], m["host"]) in trade, "host_interest": (m["person"], m["host"]) in trade}
        for m in MEETINGS
    ]  # fmt: skip
    done, path = rerank(tmp_path, answers, MEETUP | {"evidence": evidence, "scores": []})
    told = {item["criterion"]: item["weight"] for item in json.loads(done.out)["criteria"]}
    assert told["trade"] > 0.2 and told["near"] == 0
    score = read_meetup(path).meetup.score
    assert score[0, 0] > 1 > score[0, 1]


@pytest.mark.parametrize(
    ("evidence", "told"),
    [
        ([1], "named lists"),
        ({"trade": [["J1", "P1"]]}, r"evidence\.trade\[0\]"),
        ({"trade": [["J9", "P1", 1]]}, "J9"),
        ({"trade": [["J1", "P9", 1]]}, "P9"),
        ({"trade": [["J1", "P1", "x"]]}, "number expected"),
        ({"trade": 3}, r"evidence\.trade\[0\]"),
    ],
)
def test_evidence_that_cannot_be_read_is_an_error_and_nothing_is_written(tmp_path, evidence, told):
    done, path = rerank(tmp_path, ANSWERS, MEETUP | {"evidence": evidence})
    assert done.code == 2 and re.search(told, done.err) and not path.exists()


def test_a_pair_that_met_in_another_round_before_is_a_contradiction(tmp_path):
    done, path = rerank(tmp_path, ANSWERS, MEETUP | {"met": [["J1", "P1", 2]]})
    assert done.code == 2 and "round 2" in done.err and not path.exists()


def test_words_and_people_that_the_engine_must_not_know_change_no_score(tmp_path):
    renamed = [person | {"name": f"Nom {number}"} for number, person in enumerate(MEETUP["people"])]
    one, other = (
        json.loads(rerank(tmp_path, ANSWERS, meetup)[1].read_text("utf-8"))["scores"]
        for meetup in (MEETUP, MEETUP | {"people": renamed, "title": "Autre"})
    )
    assert one == other


@pytest.mark.parametrize("language", ["fr", "en"])
def test_reranking_is_told_in_words(tmp_path, language):
    file, plan = written(tmp_path)
    answers = saved(tmp_path / "answers.json", ANSWERS)
    done = run("rerank", file, plan, answers, "--save", tmp_path / "new.json", language=language)
    assert done.code == 0 and done.out.count("\n") >= 3


def test_a_meetup_is_planned_played_reranked_and_planned_again(tmp_path):
    file = saved(tmp_path / "meetup.json", MEETUP)
    assert run("plan", file, "--save", tmp_path / "plan.json", "--quiet").code == 0
    first = [met for met in json.loads((tmp_path / "plan.json").read_text("utf-8"))["meetings"] if met["round"] == 1]
    answers = [
        {key: met[key] for key in ("person", "host", "round")} | {"person_interest": True, "host_interest": False}
        for met in first
    ]
    words = (file, tmp_path / "plan.json", saved(tmp_path / "answers.json", answers), "--save", tmp_path / "new.json")
    assert run("rerank", *words).code == 0
    assert run("plan", tmp_path / "new.json", "--save", tmp_path / "later.json", "--quiet").code == 0
    later = json.loads((tmp_path / "later.json").read_text("utf-8"))["meetings"]
    kept = {(met["round"], met["person"], met["host"]) for met in later}
    assert {(met["round"], met["person"], met["host"]) for met in first} <= kept
    words = ("print", tmp_path / "new.json", tmp_path / "later.json", "--to", tmp_path / "out", "--json")
    assert "plan.csv" in json.loads(run(*words).out)["files"]


def test_a_replan_is_printed_as_what_changed(tmp_path):
    file, plan = written(tmp_path)
    run("print", file, plan, "--to", tmp_path / "out")
    done = run("replan", file, plan, "--now", "1", "--absent", "J3", "--save", tmp_path / "new.json", "--json")
    assert done.code == 0, done
    words = ("--to", tmp_path / "changed", "--only", "changed", "--previous", tmp_path / "out" / "plan.json", "--json")
    answer = json.loads(run("print", file, tmp_path / "new.json", *words).out)
    assert answer["cancelled"] == ["J3"]
    told = {sheet["who"] for sheet in json.loads(done.out)["sheets"]}
    assert set(answer["sheets"]) | {"J3"} == told


def test_the_next_plan_puts_nobody_into_rounds_that_are_over(tmp_path):
    _, path = rerank(tmp_path, [{"person": "J2", "host": "P1", "round": 2, "met": True}])
    done = run("plan", path, "--json")
    early = [seat for seat in json.loads(done.out)["meetings"] if seat["round"] <= 2]
    assert done.code == 0 and [(seat["round"], seat["person"], seat["host"]) for seat in early] == [(2, "J2", "P1")]


MANY = {"rounds": 1, "people": [{"id": f"J{n}"} for n in range(14)], "hosts": [{"id": "P1", "seats": 20}, {"id": "P2"}]}
SEATED = [{"round": 1, "person": f"J{n}", "host": "P1", "table": 1} for n in range(14)]


def learned(folder, by_people, by_host):
    """Return what is told of a host whom this many people answered about, and who answered about this many."""
    scores = [[f"J{n}", host, 0.01 * (n + 1)] for n in range(14) for host in ("P1", "P2")]
    file, plan = written(folder, MANY | {"scores": scores}, SEATED)
    answers = [
        {key: met[key] for key in ("person", "host", "round")}
        | ({"person_interest": True} if n < by_people else {})
        | ({"host_interest": n % 2 == 0} if n < by_host else {})
        for n, met in enumerate(SEATED)
    ]
    words = (file, plan, saved(folder / "answers.json", answers), "--save", folder / "new.json", "--json")
    return json.loads(run("rerank", *words).out)


@pytest.mark.parametrize(("by_people", "by_host", "shown"), [(10, 14, []), (14, 10, []), (11, 11, ["P1"])])
def test_how_a_host_pleased_is_told_only_of_eleven_answers_of_each_side(tmp_path, by_people, by_host, shown):
    assert [one["host"] for one in learned(tmp_path, by_people, by_host)["hosts"]] == shown


def test_few_answers_show_in_no_weight_and_no_factor(tmp_path):
    few, many = learned(tmp_path, 1, 0), learned(tmp_path, 11, 0)
    assert [few["criteria"][0]["weight"], few["least_factor"], few["most_factor"]] == [None, None, None]
    assert None not in (many["criteria"][0]["weight"], many["least_factor"], many["most_factor"])


def test_the_scores_saved_have_two_decimals_and_none_is_lost(tmp_path):
    learned(tmp_path, 14, 14)
    values = [score for *_, score in json.loads((tmp_path / "new.json").read_text("utf-8"))["scores"]]
    assert len(values) == 28 and all(value == round(value, 2) > 0 for value in values)


def test_small_scores_keep_two_digits():
    assert rounded(np.array([[0.0, 1e-9, 0.00123, 0.0456]])).tolist() == [[0.0, 0.001, 0.001, 0.046]]
    assert rounded(np.zeros((2, 2))).tolist() == [[0.0, 0.0], [0.0, 0.0]]


@pytest.mark.parametrize(("language", "word"), [("fr", "pour l’organisation seule"), ("en", "for the organiser alone")])
def test_that_the_file_is_for_the_organiser_is_said(tmp_path, language, word):
    file, plan = written(tmp_path)
    answers = saved(tmp_path / "answers.json", ANSWERS)
    assert word in run("rerank", file, plan, answers, "--save", tmp_path / "new.json", language=language).out
