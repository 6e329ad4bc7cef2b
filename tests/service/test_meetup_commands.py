"""`visavis meetup plan`, `check` and `replan`: what they answer, save and refuse."""

import json

import pytest

from matching.scheduling.infeasible import Cause
from matching.scheduling.model import Breach, Rule
from service import meetup_shapes
from service.cli import meetup_screens
from service.importers.meetup_file import read_meetup
from service.usecases.meetups import Impossible
from tests.service.cli import call

SMALL = {
    "rounds": 3,
    "title": "Essai",
    "people": [{"id": "J1", "name": "First"}, {"id": "J2"}, {"id": "J3", "away": [1]}],
    "hosts": [{"id": "P1", "company": "x"}, {"id": "P2", "company": "x"}, {"id": "P3"}],
    "scores": [["J1", "P1", 0.9], ["J2", "P2", 0.8], ["J3", "P3", 0.7], ["J1", "P3", 0.2], ["J2", "P3", 0.3]],
    "must": [["J1", "P3"]],
    "wish": [["J1", "P2"], ["J2", "P2"]],
    "never": [["J3", "P1"]],
    "min_meetings": 2,
}


@pytest.fixture
def file(tmp_path):
    """Write a meetup, the small one changed as asked, and return where."""

    def write(**more):
        path = tmp_path / "meetup.json"
        path.write_text(json.dumps({**SMALL, **more}), "utf-8")
        return path

    return write


def planned(path, *options):
    done = call("meetup", "plan", path, "--json", "--lang", "fr", *options)
    assert done.code == 0, done
    return json.loads(done.out)


def test_a_plan_comes_with_its_worth_and_its_certificate(file):
    answer = planned(file())
    assert {*answer} == {
        *("meetings", "total", "bound", "gap", "proved", "worst_off", "least_served", "aims", "breaks", "broken"),
        *("alone", "stopped", "seconds"),
    }
    assert answer["proved"] and answer["gap"] == 0 and answer["bound"] == answer["total"]
    assert {*answer["meetings"][0]} == {"round", "person", "host", "table"}
    assert [aim["aim"] for aim in answer["aims"]] == ["minimum", "wishes", "worst_off", "total"]
    assert {(seat["person"], seat["host"]) for seat in answer["meetings"]} >= {("J1", "P3"), ("J2", "P2")}


def test_a_wish_that_is_not_kept_names_the_rule_that_prevents_it(file):
    (unkept,) = planned(file(min_meetings=1, wish=[["J3", "P1"]]))["broken"]
    assert (unkept["rule"], unkept["who"]) == ("wish", ["J3", "P1"])
    assert unkept["because"] == [{"rule": "never", "who": ["J3", "P1"], "text": "J3 ne doit jamais rencontrer P1."}]
    assert unkept["text"] == "Souhait non tenu\u202f: J3 avec P1. J3 ne doit jamais rencontrer P1."


def test_a_minimum_out_of_reach_names_the_rules_that_prevent_it(file):
    broken = planned(file(people=[{"id": "J1", "away": [2, 3]}], must=[], wish=[], never=[], scores=[]))["broken"]
    assert [one["rule"] for one in broken] == ["min_meetings"]
    assert {one["rule"] for one in broken[0]["because"]} == {"person_away", "two_tables"}


def test_who_has_a_break_is_named(file):
    answer = planned(file(people=[{"id": "J1"}, {"id": "J2"}], hosts=[{"id": "P1"}], min_meetings=0, **NOTHING))
    assert len(answer["meetings"]) == 2
    assert sum(len(pause["people"]) for pause in answer["breaks"]) == 4


NOTHING = {"must": [], "wish": [], "never": [], "scores": []}


def test_a_preview_keeps_every_firm_rule(file, tmp_path):
    path = file()
    saved = tmp_path / "plan.json"
    answer = planned(path, "--preview", "--save", saved)
    assert answer["stopped"] and answer["bound"] >= answer["total"]
    assert call("meetup", "check", path, saved).code == 0


def test_a_saved_plan_passes_the_check(file, tmp_path):
    path, saved = file(), tmp_path / "plan.json"
    answer = planned(path, "--save", saved)
    assert json.loads(saved.read_text("utf-8")) == answer
    done = call("meetup", "check", path, saved, "--json")
    assert done.code == 0 and json.loads(done.out)["ok"]


def test_a_plan_by_hand_is_told_what_it_breaks(file, tmp_path):
    by_hand = tmp_path / "plan.csv"
    by_hand.write_text("round,person,host\n1,J1,P2\n2,J1,P2\n3,J2,X\n", "utf-8")
    done = call("meetup", "check", file(), by_hand, "--json", "--lang", "fr")
    answer = json.loads(done.out)
    assert done.code == 4 and not answer["ok"]
    assert [one["text"].replace("\u202f", " ") for one in answer["broken"][:3]] == [
        "J2 – X, tour 3 : cette rencontre nomme une personne, un hôte ou un tour que le fichier n’a pas.",
        "First rencontre deux fois P2 : tours 1 et 2.",
        "First doit rencontrer P3, et cette rencontre manque.",
    ]


def test_the_impossible_names_the_rules_that_make_it_so(file):
    path = file(hosts=[{"id": "P3", "away": [1, 3]}], must=[["J1", "P3"], ["J2", "P3"]], wish=[], never=[], scores=[])
    done = call("meetup", "plan", path, "--json")
    assert done.code == 4
    assert [one["rule"] for one in json.loads(done.out)["impossible"]] == ["host_away", "seats", "must", "must"]
    shown = call("meetup", "plan", path, "--lang", "fr")
    assert shown.code == 4 and "First doit rencontrer P3." in shown.out


def test_on_the_day_only_what_must_change_changes(file, tmp_path):
    path, saved, again = file(), tmp_path / "plan.json", tmp_path / "again.json"
    before = planned(path, "--save", saved)
    done = call("meetup", "replan", path, saved, "--now", 2, "--absent", "J3", "--save", again, "--json")
    answer = json.loads(done.out)
    assert done.code == 0 and answer["changed"] == answer["changed_bound"] == 0
    assert answer["meetings"] == [seat for seat in before["meetings"] if seat["person"] != "J3"]
    assert {sheet["who"] for sheet in answer["sheets"]} == {"J3"} | {
        seat["host"] for seat in before["meetings"] if seat["person"] == "J3" and seat["round"] > 1
    }


def test_an_extra_host_and_a_late_arrival(file, tmp_path):
    path, saved = file(), tmp_path / "plan.json"
    planned(path, "--save", saved)
    done = call("meetup", "replan", path, saved, "--now", 2, "--late", "J2:3", "--host", "P9:2", "--json")
    answer = json.loads(done.out)
    assert done.code == 0, done
    assert not [seat for seat in answer["meetings"] if seat["person"] == "J2" and seat["round"] < 3]
    assert answer["changed"] == answer["changed_bound"]
    assert call("meetup", "replan", path, saved, "--now", 2, "--leaving", "J2:3").code == 0


@pytest.mark.parametrize(
    ("options", "code"),
    [
        (["--now", 4], 2),
        (["--now", 2, "--late", "J1"], 2),
        (["--now", 2, "--late", "J1:9"], 2),
        (["--now", 2, "--host", "J1:2"], 2),
        (["--now", 2, "--absent", "X"], 3),
    ],
)
def test_a_day_that_cannot_be_is_refused(file, tmp_path, options, code):
    path, saved = file(), tmp_path / "plan.json"
    planned(path, "--save", saved)
    assert call("meetup", "replan", path, saved, *options).code == code


def test_a_bad_file_is_refused_line_by_line_and_nothing_is_written(file, tmp_path):
    saved = tmp_path / "plan.json"
    done = call("meetup", "plan", file(must=[["J1", "P8"]]), "--save", saved, "--lang", "en")
    assert done.code == 2 and not saved.exists()
    assert "line 1 · must[0][1]" in done.err and "is not in hosts" in done.err


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("tables", ["fixed", "moving"])
def test_the_screens_show_plan_changes_and_breaches(file, tmp_path, tables, language):
    path, saved = file(tables=tables), tmp_path / "plan.json"
    shown = call("meetup", "plan", path, "--save", saved, "--lang", language)
    assert shown.code == 0 and "First" in shown.out and "Essai" in shown.out
    again = call("meetup", "replan", path, saved, "--now", 2, "--absent", "J2", "--lang", language)
    assert again.code == 0 and "J2" in again.out
    assert call("meetup", "check", path, saved, "--lang", language).code == 0
    assert "{" not in shown.out + again.out


def test_what_is_printed_never_reaches_the_engine(file):
    assert "First" not in repr(read_meetup(file()).meetup)


@pytest.mark.parametrize(("minimal", "said"), [(True, "without any one of them"), (False, "time was too short")])
def test_rules_that_leave_no_plan_are_told_as_far_as_time_allowed(file, capsys, minimal, said):
    cause = Cause((Breach(Rule.MUST, ("J1", "P3")),), minimal)
    answer = meetup_shapes.impossible(cause, read_meetup(file()), "en")
    meetup_screens.impossible(answer, "en")
    out = capsys.readouterr().out
    assert answer["minimal"] is minimal and said in " ".join(out.split()) and "First must meet P3." in out


def test_an_error_names_the_rules_above_only_where_there_are_some():
    assert "named above" in str(Impossible(Cause((Breach(Rule.MUST, ("J1", "P3")),))))
    assert "named above" not in str(Impossible(Cause((), minimal=False)))
    assert Impossible(Cause(())).exit_code == 4


def test_no_name_breaks_in_the_middle_of_a_word(file, monkeypatch):
    monkeypatch.setenv("COLUMNS", "80")
    hosts = [{"id": "P1", "name": "Boulangerie des Quatre-Vents"}, {"id": "P2", "name": "A" * 40}, {"id": "P3"}]
    shown = call("meetup", "plan", file(hosts=hosts), "--preview", "--lang", "fr").out
    assert all(word in shown for word in ("Boulangerie", "Quatre-Vents", f"{'A' * 15}…")) and "A" * 16 not in shown
