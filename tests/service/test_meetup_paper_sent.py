"""Invitations and versions: what calendars get, what changed since, and who is told that they need not come."""

import datetime as dt
import json

import pytest
from icalendar import Calendar

from service.importers.meetup_file import read_meetup
from service.printing.sheets import event_of
from tests.service.printed_meetups import MEETINGS, MEETUP, run, written

NAMES = ("J1", "J2", "J3", "P1", "P2")


@pytest.fixture(scope="module")
def printed(tmp_path_factory):
    folder = tmp_path_factory.mktemp("printed")
    done = run("print", *written(folder), "--to", folder / "out", "--json")
    assert (done.code, done.err) == (0, "")
    return folder / "out", json.loads(done.out)


def moved():
    """The plan with J1 and J2 exchanged in round 1, and no more meetings for them in the last round."""
    swap = {"J1": "P2", "J2": "P1"}
    return [
        met | {"host": swap[met["person"]], "table": int(swap[met["person"]][1])} if met["round"] == 1 else met
        for met in MEETINGS
        if met["round"] != 3 or met["person"] == "J3"
    ]


def event(folder, guest):
    [found] = Calendar.from_ical((folder / "calendar" / f"{guest}.ics").read_bytes()).walk("VEVENT")
    return found


def test_an_invitation_goes_from_the_first_meeting_to_the_end_of_the_last_in_paris(printed):
    calendar = Calendar.from_ical((printed[0] / "calendar" / "J2.ics").read_bytes())
    assert calendar["METHOD"] == "REQUEST"
    [zone] = calendar.walk("VTIMEZONE")
    assert zone["TZID"] == "Europe/Paris"
    found = event(printed[0], "J2")
    assert found.start.isoformat() == "2026-11-24T18:00:00+01:00"
    assert found.end.isoformat() == "2026-11-24T18:22:00+01:00"
    assert found["SEQUENCE"] == 0 and found["LOCATION"] == "Salle des fêtes" and found["STATUS"] == "CONFIRMED"
    assert "18:12 · Table 1 · Hugo Blanc (Boulangerie Blanc)" in found["DESCRIPTION"]
    assert found["ORGANIZER"] and found["ATTENDEE"].params["CN"] == "Béa Noir"


@pytest.mark.parametrize(("day", "hours"), [("2026-03-28", 1), ("2026-03-29", 2), ("2026-10-24", 2), ("2026-10-25", 1)])
def test_the_time_is_right_on_both_sides_of_the_clock_change(tmp_path, day, hours):
    run("print", *written(tmp_path, MEETUP | {"date": day}), "--to", tmp_path / "out")
    raw = (tmp_path / "out" / "calendar" / "J1.ics").read_text("utf-8")
    assert f"TZID=Europe/Paris:{day.replace('-', '')}T180000" in raw
    [zone] = Calendar.from_ical(raw).walk("VTIMEZONE")
    local = dt.datetime.fromisoformat(f"{day}T18:00")
    assert zone.to_tz(lookup_tzid=False).utcoffset(local) == dt.timedelta(hours=hours)


@pytest.mark.parametrize(
    ("day", "times"),
    [
        ("2026-03-29", ["01:50", "03:02", "03:14"]),
        ("2026-10-25", ["01:50", "02:02", "02:14"]),
        ("2026-03-28", ["01:50", "02:02", "02:14"]),
    ],
)
def test_an_hour_that_a_night_leaves_out_is_in_no_sheet(tmp_path, day, times):
    file, _ = written(tmp_path, MEETUP | {"date": day, "start": "01:50"})
    rounds = event_of(read_meetup(file), [], "fr").rounds
    assert [turn.time for turn in rounds] == times
    assert all(turn.begins < turn.ends for turn in rounds)


def test_a_start_that_does_not_exist_is_an_hour_later(tmp_path):
    file, _ = written(tmp_path, MEETUP | {"date": "2026-03-29", "start": "02:30"})
    assert event_of(read_meetup(file), [], "fr").rounds[0].time == "03:30"


def test_only_sheets_that_changed_get_a_new_sequence_and_uids_stay(printed, tmp_path):
    file, plan = written(tmp_path, None, moved())
    done = run("print", file, plan, "--to", tmp_path / "new", "--previous", printed[0] / "plan.json", "--json")
    assert done.code == 0, done
    before, after = ({name: event(folder, name) for name in NAMES} for folder in (printed[0], tmp_path / "new"))
    assert [before[name]["UID"] for name in NAMES] == [after[name]["UID"] for name in NAMES]
    assert {name: int(after[name]["SEQUENCE"]) for name in NAMES} == {"J1": 1, "J2": 1, "J3": 0, "P1": 1, "P2": 1}
    assert len({found["UID"] for found in after.values()}) == len(NAMES)


def test_printing_again_into_the_same_folder_goes_on_counting(tmp_path):
    file, plan = written(tmp_path)
    run("print", file, plan, "--to", tmp_path / "out")
    run("print", file, plan, "--to", tmp_path / "out")
    assert event(tmp_path / "out", "J1")["SEQUENCE"] == 0
    run("print", *written(tmp_path, None, moved()), "--to", tmp_path / "out")
    run("print", *written(tmp_path), "--to", tmp_path / "out")
    assert event(tmp_path / "out", "J1")["SEQUENCE"] == 2
    assert event(tmp_path / "out", "J3")["SEQUENCE"] == 0
    assert not [path for path in tmp_path.iterdir() if path.name.startswith(".")]


def test_a_moved_day_keeps_the_uids_of_what_was_sent(printed, tmp_path):
    file, plan = written(tmp_path, MEETUP | {"date": "2026-12-01"})
    run("print", file, plan, "--to", tmp_path / "new", "--previous", printed[0] / "plan.json")
    one, other = event(printed[0], "J1"), event(tmp_path / "new", "J1")
    assert (one["UID"], other["SEQUENCE"]) == (other["UID"], 1)
    run("print", file, plan, "--to", tmp_path / "next")
    assert event(tmp_path / "next", "J1")["UID"] != one["UID"]


def test_only_what_changed_is_printed_and_who_no_longer_comes_is_told(printed, tmp_path):
    left = [met for met in MEETINGS if met["person"] != "J3"]
    meetup = MEETUP | {"people": MEETUP["people"][:2], "scores": []}
    file, plan = written(tmp_path, meetup, left)
    words = ("print", file, plan, "--to", tmp_path / "new", "--only", "changed")
    done = run(*words, "--previous", printed[0] / "plan.json", "--json")
    answer = json.loads(done.out)
    assert (answer["sheets"], answer["cancelled"]) == (["P1", "P2"], ["J3"])
    assert {path.stem for path in (tmp_path / "new" / "itineraries").iterdir()} == {"P1", "P2"}
    assert {path.stem for path in (tmp_path / "new" / "calendar").iterdir()} == {"J3", "P1", "P2"}
    cancelled = Calendar.from_ical((tmp_path / "new" / "calendar" / "J3.ics").read_bytes())
    assert cancelled["METHOD"] == "CANCEL" and event(tmp_path / "new", "J3")["STATUS"] == "CANCELLED"
    assert event(tmp_path / "new", "J3")["SEQUENCE"] == 1
    assert event(tmp_path / "new", "J3")["UID"] == event(printed[0], "J3")["UID"]
    assert "meeting_cards.pdf" not in answer["files"] and "table_cards.pdf" in answer["files"]
    again = run("print", file, plan, "--to", tmp_path / "again", "--only", "changed", "--json", "--previous",
                tmp_path / "new" / "plan.json")  # fmt: skip
    assert json.loads(again.out)["sheets"] == json.loads(again.out)["cancelled"] == []


def test_a_plan_that_was_saved_but_never_printed_may_be_the_one_before(tmp_path):
    _, before = written(tmp_path)
    before = before.rename(tmp_path / "before.json")
    file, plan = written(tmp_path, None, moved())
    words = ("print", file, plan, "--to", tmp_path / "new", "--previous", before, "--only", "changed", "--json")
    assert json.loads(run(*words).out)["sheets"] == ["J1", "J2", "P1", "P2"]
