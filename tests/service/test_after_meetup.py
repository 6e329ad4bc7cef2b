"""After a meetup: who came, who is introduced to whom, and what the first answers change in the later rounds."""

import csv
import json
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.importers.attendance_file import Absent, Answer, read_answers
from service.importers.meetup_file import read_meetup
from service.usecases.after_meetup import FEWEST, agreeing, outcome
from tests.service.printed_meetups import ANSWERS, MEETINGS, MEETUP, run, saved, written


def after(folder, answers, *words, language="en"):
    file, plan = written(folder)
    return run("after", file, plan, saved(folder / "answers.json", answers), *words, language=language)


def test_interest_on_both_sides_becomes_an_introduction_with_its_reasons(tmp_path):
    answer = json.loads(after(tmp_path, ANSWERS, "--json").out)
    [to] = answer["introductions"]
    assert (to["person"], to["host"], to["round"]) == ("J1", "P1", 1)
    assert (to["person_name"], to["host_name"], to["company"]) == ("Ada Martin", "Hugo Blanc", "Boulangerie Blanc")
    assert to["reasons"] == ["C’est le métier recherché.", "À 2 km du domicile."]


def test_the_figures_say_how_it_went(tmp_path):
    figures = json.loads(after(tmp_path, ANSWERS, "--json").out)["figures"]
    assert {key: figures[key] for key in ("planned", "met", "missed", "not_told", "mutual")} == {
        "planned": 6, "met": 3, "missed": 2, "not_told": 1, "mutual": 1,
    }  # fmt: skip
    assert figures["people"] == {"planned": 3, "present": 2, "absent": 1, "answers": 2, "yes": None}
    assert figures["hosts"] == {"planned": 2, "present": 2, "absent": 0, "answers": 3, "yes": None}


@pytest.mark.parametrize("words", [(), ("--json",)])
@pytest.mark.parametrize("side", ["person_interest", "host_interest"])
def test_interest_of_one_side_changes_nothing_that_is_shown(tmp_path, side, words):
    yes, no = (
        after(tmp_path, [{"person": "J2", "host": "P2", "round": 1, "met": True, "person_interest": False}
                         | {"host_interest": False} | {side: want}], *words)
        for want in (True, False)
    )  # fmt: skip
    assert yes == no and yes.code == 0


def test_a_count_of_yes_needs_enough_answers_to_tell_nothing_of_anybody():
    people, hosts = ([{"id": f"{letter}{n}"} for n in range(20)] for letter in "JP")
    meetup = {"rounds": 1, "people": people, "hosts": hosts}
    file = read_meetup(json.dumps(meetup).encode())
    seats = [(1, f"J{n}", f"P{n}", str(n)) for n in range(20)]
    for count, yes in ((FEWEST - 1, None), (FEWEST, FEWEST)):
        answers = [Answer(n, f"J{n}", f"P{n}", 1, True, by_person=True) for n in range(count)]
        assert outcome(file, seats, answers).figures.people.yes == yes


def test_introductions_are_written_to_a_file_without_the_others(tmp_path):
    done = after(tmp_path, ANSWERS, "--out", tmp_path / "introductions.csv")
    assert done.code == 0
    lines = (tmp_path / "introductions.csv").read_text("utf-8-sig").splitlines()
    assert len(lines) == 2 and "Ada Martin" in lines[1] and "J2" not in lines[1]


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_screen_tells_the_same(tmp_path, language):
    done = after(tmp_path, ANSWERS, language=language)
    assert "Ada Martin – Hugo Blanc (Boulangerie Blanc)" in done.out and "+ À 2 km du domicile." in done.out
    assert "Béa" not in done.out


def test_a_spreadsheet_in_french_says_the_same_as_json(tmp_path):
    table = (
        "Personne;Hôte;Tour;Rencontre;Intérêt de la personne;Intérêt de l’hôte;Absence\n"
        "J1;P1;1;;oui;oui;\nJ2;P2;1;;oui;non;\nJ2;P1;2;oui;;oui;\nJ3;P2;2;;;;personne\nJ3;P1;3;non;;;\n"
    )
    rows, problems = read_answers(table.encode())
    told, others = read_answers(json.dumps(ANSWERS).encode())
    assert not problems and not others

    def plain(answers):
        return [(a.person, a.host, a.round, a.met, a.by_person, a.by_host, a.absent) for a in answers]

    assert plain(rows) == plain(told)


CONTRADICTIONS = {
    '{"person": "J9", "host": "P1", "round": 1}': "J9",
    '{"person": "J1", "host": "P9", "round": 1}': "P9",
    '{"person": "J3", "host": "P1", "round": 1}': "round 3, not 1",
    '{"person": "J1", "host": "P1", "round": 1, "met": true}': "line 1",
    '{"person": "J1", "host": "P2", "round": 3, "absent": "host", "met": true}': "absent",
    '{"person": "J1", "host": "P2", "round": 3, "absent": "nobody"}': "person, host, both",
    '{"person": "J1", "host": "P2", "round": 3, "met": "perhaps"}': "yes or no",
    '{"person": "J1", "round": 3}': "host . missing",
    '{"person": "J1", "host": "P2", "round": 3, "happy": true}': "unknown field",
    "3": "named values",
}


@pytest.mark.parametrize("line", CONTRADICTIONS)
def test_an_answer_against_the_plan_or_against_itself_is_told_with_its_line(tmp_path, line):
    done = after(tmp_path, json.dumps(ANSWERS[:1])[:-1] + f", {line}]", "--json")
    assert done.code == 0 and json.loads(done.out)["figures"]["met"] == 1
    assert done.err.count("\n") == 1 and "line 2" in done.err and re.search(CONTRADICTIONS[line], done.err)


def test_a_pair_that_does_not_meet_in_the_plan_is_told(tmp_path):
    file, plan = written(tmp_path, None, MEETINGS[:4])
    answers = saved(tmp_path / "a.json", [{"person": "J1", "host": "P2", "round": 1}, ANSWERS[0]])
    assert "does not meet" in run("after", file, plan, answers, language="en").err


@pytest.mark.parametrize("text", ["", "a;b\n1;2\n", "[", '[{"person": "J9", "host": "P1", "round": 1}]'])
def test_answers_of_which_nothing_can_be_read_are_an_error(tmp_path, text):
    done = after(tmp_path, text)
    assert (done.code, done.out) == ((2, "") if text else (done.code, done.out))
    assert text or done.code in (0, 2)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(MEETINGS), *[st.sampled_from([True, False, None])] * 3), max_size=8))
def test_nobody_is_introduced_who_did_not_say_yes_and_figures_add_up(rows):
    file = read_meetup(json.dumps(MEETUP).encode())
    seats = [(met["round"], met["person"], met["host"], str(met["table"])) for met in MEETINGS]
    given_ = [
        Answer(n, met["person"], met["host"], met["round"], took_place, mine, theirs,
               Absent.HOST if took_place is False and mine is None else None)
        for n, (met, took_place, mine, theirs) in enumerate(rows)
    ]  # fmt: skip
    answers, problems = agreeing(given_, seats)
    assert len(answers) + len(problems) == len(given_)
    found = outcome(file, seats, answers)
    yes = {(a.person, a.host) for a in answers if a.by_person and a.by_host and a.met}
    assert {(to.person, to.host) for to in found.introductions} == yes
    figures = found.figures
    assert figures.planned == figures.met + figures.missed + figures.not_told == len(seats)
    assert figures.people.present + figures.people.absent <= figures.people.planned


@pytest.mark.parametrize(("language", "first"), [("fr", "personne"), ("en", "person")])
def test_the_columns_of_introductions_are_in_the_language(tmp_path, language, first):
    words = (*written(tmp_path), saved(tmp_path / "a.json", ANSWERS), "--out", tmp_path / "out.csv")
    assert run("after", *words, language=language).code == 0
    head, row = csv.reader((tmp_path / "out.csv").read_text("utf-8-sig").splitlines(), delimiter=";")
    assert head[0] == first and len(set(head)) == 7 and row[:2] == ["J1", "Ada Martin"]


def test_a_column_given_twice_is_refused(tmp_path):
    answers = saved(tmp_path / "a.csv", "round,person,host,tour\n1,J1,P1,2\n")
    done = run("after", *written(tmp_path), answers, language="en")
    assert done.code == 2 and "the column `round` is given twice" in done.err


def test_a_field_that_cannot_be_read_is_not_told_missing_too():
    _, problems = read_answers(b'[{"person": "J1", "host": "P1", "round": 1, "round": 2}]')
    assert [(problem.field, problem.reason) for problem in problems] == [("round", "given twice")]
