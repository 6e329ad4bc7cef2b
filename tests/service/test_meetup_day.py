"""The meetup of a changed day, and plans that an organiser makes or changes in a spreadsheet."""

import csv
import json

import pytest

from service.importers.meetup_file import read_meetup
from service.importers.meetup_file.names import printed_names
from service.importers.plan_file import read_plan
from service.printing.sheets import event_of, sheets_of
from tests.service.printed_meetups import MEETINGS, MEETUP, run, saved, written

EXTRA = MEETUP | {"wish": [["J3", "P2"]], "min_meetings": 2}


def replanned(folder, *told, meetup=EXTRA):
    file, plan = written(folder, meetup)
    new, day = folder / "new.json", folder / "day.json"
    done = run("replan", file, plan, "--now", 1, "--save", new, "--save-meetup", day, "--json", *told)
    assert done.code == 0, done
    return new, day


def test_a_plan_with_an_extra_host_is_printed_with_the_meetup_of_the_day(tmp_path):
    new, day = replanned(tmp_path, "--host", "P9:2", "--absent", "P2")
    assert "P9" in {seat["host"] for seat in json.loads(new.read_text("utf-8"))["meetings"]}
    assert run("check", day, new).code == 0
    assert run("print", day, new, "--to", tmp_path / "out", "--quiet").code == 0
    assert run("print", tmp_path / "meetup.json", new, "--to", tmp_path / "no").code == 2


def test_the_meetup_of_the_day_is_the_one_that_was_planned_with(tmp_path):
    told = ("--absent", "J2", "--late", "J1:2", "--leaving", "P1:3", "--host", "P2:3")
    _, day = replanned(tmp_path, *told, meetup=EXTRA | {"wish": [["J2", "P2"], ["J3", "P2"]]})
    meetup = read_meetup(day).meetup
    assert meetup.person_free.tolist() == [[False, True, True], [False] * 3, [True] * 3]
    assert meetup.host_free.tolist() == [[True, True, False], [True] * 3]
    assert meetup.seats.tolist() == [1, 3] and meetup.minimum.tolist() == [2, 0, 2]
    assert meetup.wish.tolist() == [[2, 1]]


def test_who_saves_a_plan_with_an_extra_host_is_told_how_to_print_it(tmp_path):
    file, plan = written(tmp_path, EXTRA)
    done = run("replan", file, plan, "--now", 1, "--host", "P9:2", "--save", tmp_path / "new.json")
    assert done.code == 0 and "--save-meetup" in done.err


def test_who_is_away_has_no_break_and_who_never_comes_no_sheet(tmp_path):
    people = [{"id": "J1", "from": 2}, {"id": "J2"}, {"id": "J3", "away": [1, 2, 3]}]
    file, _ = written(tmp_path, MEETUP | {"people": people})
    sheets = {sheet.guest.id: sheet for sheet in sheets_of(event_of(read_meetup(file), [], "fr"))}
    assert [line.away for line in sheets["J1"].lines] == [True, False, False]
    assert "J3" not in sheets


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_printed_table_is_a_plan_that_can_be_changed_checked_and_printed(tmp_path, language):
    file, plan = written(tmp_path)
    run("print", file, plan, "--to", tmp_path / "out", "--quiet", language=language)
    table = tmp_path / "out" / "plan.csv"
    assert run("check", file, table).code == 0
    assert run("print", file, table, "--to", tmp_path / "again", "--quiet").code == 0
    again = read_plan(tmp_path / "again" / "plan.json")
    assert sorted(again.seats) == sorted(
        (met["round"], met["person"], met["host"], str(met["table"])) for met in MEETINGS
    )


def test_a_plan_by_hand_without_tables_gets_them(tmp_path):
    file, _ = written(tmp_path)
    by_hand = tmp_path / "hand.csv"
    with by_hand.open("w", encoding="utf-8", newline="") as target:
        csv.writer(target).writerows([("Tour", "Personne", "Hôte"), (1, "ada martin", "Hugo Blanc"), (2, "J2", "P2")])
    assert run("print", file, by_hand, "--to", tmp_path / "out", "--quiet").code == 0
    assert read_plan(tmp_path / "out" / "plan.json").seats == [(1, "J1", "P1", "1"), (2, "J2", "P2", "2")]


def test_two_of_one_name_are_told_apart(tmp_path):
    file = saved(
        tmp_path / "m.json", MEETUP | {"people": [{"id": "J1", "name": "A"}, {"id": "J2", "name": "A"}]} | NONE
    )
    assert printed_names(read_meetup(file)) | {"P1": "", "P2": ""} == {
        "J1": "A (J1)",
        "J2": "A (J2)",
        "P1": "",
        "P2": "",
    }


NONE = {"scores": [], "reasons": [], "questions": []}


def test_evidence_of_a_meetup_is_no_unknown_field(tmp_path):
    file = saved(tmp_path / "m.json", MEETUP | {"evidence": {"trade": [["J1", "P1", 0.4]]}})
    done = run("plan", file, "--preview", "--json")
    assert done.code == 0 and not done.err
