"""No command of meetups destroys what somebody else put there, or waits for what never comes."""

import json
import os
import socket
import stat

import pytest

from service.errors import Invalid
from service.exports import target_of, write_text
from service.importers.reading import content_of
from service.printing.folder import folder_of
from tests.service.printed_meetups import ANSWERS, run, saved, written


def files(folder):
    return {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize("name", ["meetup.json", "plan.json", "answers.json", "hard", "soft"])
def test_no_command_writes_over_what_it_reads(tmp_path, name):
    file, plan = written(tmp_path)
    answers = saved(tmp_path / "answers.json", ANSWERS)
    (tmp_path / "hard").hardlink_to(file)
    (tmp_path / "soft").symlink_to(file)
    before, out = files(tmp_path), tmp_path / name
    done = [run("rerank", file, plan, answers, "--save", out, language="en")]
    if name != "answers.json":
        done += [run("replan", file, plan, "--now", 1, option, out, language="en") for option in ("--save",)]
        done += [run("replan", file, plan, "--now", 1, "--save-meetup", out, language="en")]
    if name not in ("answers.json", "plan.json"):
        done += [run("plan", file, "--preview", "--save", out, language="en")]
    assert all(one.code == 2 and one.out == "" and f"{name}: this file is read here" in one.err for one in done), done
    assert files(tmp_path) == before


def test_introductions_and_a_new_meetup_do_not_replace_what_they_come_from(tmp_path):
    file, plan = written(tmp_path)
    answers = saved(tmp_path / "a.csv", "round,person,host\n1,J1,P1\n")
    people = saved(tmp_path / "p.csv", "id\nJ1\n")
    before = files(tmp_path)
    assert run("after", file, plan, answers, "--out", answers).code == 2
    assert run("new", "--people", people, "--hosts", people, "--save", people).code == 2
    assert files(tmp_path) == before


def test_two_outputs_of_one_name_are_refused(tmp_path):
    words = (*written(tmp_path), "--now", 1, "--save", tmp_path / "x", "--save-meetup", tmp_path / "x")
    assert run("replan", *words).code == 2 and not (tmp_path / "x").exists()


def test_a_link_stays_and_what_it_leads_to_is_written(tmp_path):
    (tmp_path / "link").symlink_to(tmp_path / "real.json")
    write_text(tmp_path / "link", "told")
    assert (tmp_path / "link").is_symlink() and (tmp_path / "real.json").read_text() == "told"


def test_what_is_no_ordinary_file_is_neither_replaced_nor_read(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)  # the name of a socket must be short
    os.mkfifo("pipe")
    with socket.socket(socket.AF_UNIX) as there:
        there.bind("socket")
        for name in ("pipe", "socket"):
            for refused in (lambda path: write_text(path, "told"), content_of):
                with pytest.raises(Invalid, match=f"{name}: no ordinary file"):
                    refused(tmp_path / name)
            assert not stat.S_ISREG((tmp_path / name).stat().st_mode)
    assert len(list(tmp_path.iterdir())) == 2
    with pytest.raises(Invalid, match="no ordinary file"):
        target_of(tmp_path)


def test_a_saved_file_may_be_read_by_whom_new_files_may_and_an_old_one_by_whom_it_could(tmp_path):
    (tmp_path / "any").touch()
    write_text(tmp_path / "new", "told")
    assert (tmp_path / "new").stat().st_mode == (tmp_path / "any").stat().st_mode
    (tmp_path / "new").chmod(0o600)
    write_text(tmp_path / "new", "again")
    assert stat.S_IMODE((tmp_path / "new").stat().st_mode) == 0o600


@pytest.mark.parametrize("name", ["notes.txt", "itineraries/notes.txt", "calendar/more/x.ics", "badges2.pdf"])
def test_a_print_with_anything_else_in_it_is_left_alone(tmp_path, name):
    file, plan = written(tmp_path)
    out = tmp_path / "out"
    assert [run("print", file, plan, "--to", out).code for _ in range(2)] == [0, 0]
    (out / name).parent.mkdir(exist_ok=True)
    (out / name).write_text("mine")
    before = files(out)
    assert run("print", file, plan, "--to", out).code == 4 and files(out) == before


@pytest.mark.parametrize("told", ["{", "[]", '{"meetings": []}', '{"files": 3}', '{"files": ["x", 3]}'])
def test_a_plan_that_somebody_saved_makes_no_print_of_a_folder(tmp_path, told):
    file, plan = written(tmp_path)
    (tmp_path / "out").mkdir()
    saved(tmp_path / "out" / "plan.json", told)
    done = run("print", file, plan, "--to", tmp_path / "out")
    assert done.code == 4 and (tmp_path / "out" / "plan.json").read_text() == told


def test_a_link_to_a_folder_stays_and_the_folder_is_replaced(tmp_path):
    file, plan = written(tmp_path)
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "real")
    for _ in range(2):
        assert run("print", file, plan, "--to", tmp_path / "link").code == 0
    assert (tmp_path / "link").is_symlink() and (tmp_path / "real" / "badges.pdf").is_file()


@pytest.mark.parametrize("to", [".", "", "..", "/", "sub/.."])
def test_the_folder_that_one_is_in_is_not_taken_away(tmp_path, monkeypatch, to):
    file, plan = written(tmp_path)
    (tmp_path / "here" / "sub").mkdir(parents=True)
    monkeypatch.chdir(tmp_path / "here")
    done = run("print", file, plan, "--to", to, language="en")
    assert done.code == 2 and "--to: '" in done.err and done.out == ""
    assert folder_of(tmp_path / "here" / "sub") == tmp_path / "here" / "sub"


def test_what_a_killed_print_left_is_put_back_and_taken_away(tmp_path):
    file, plan = written(tmp_path)
    run("print", file, plan, "--to", tmp_path / "out")
    before = json.loads((tmp_path / "out" / "plan.json").read_text("utf-8"))["versions"]
    mark = folder_beside(tmp_path)
    for killed in (f"{mark}one", f"{mark}two"):
        (tmp_path / killed / "new").mkdir(parents=True)
    (tmp_path / "out").rename(tmp_path / f"{mark}one" / "old")
    assert run("print", file, plan, "--to", tmp_path / "out").code == 0
    assert json.loads((tmp_path / "out" / "plan.json").read_text("utf-8"))["versions"] == before
    assert {path.name for path in tmp_path.iterdir()} == {"meetup.json", "plan.json", "out"}


def folder_beside(folder):
    """Return how the hidden folder begins that a print makes for `out`, seen while one is made."""
    from service.printing import folder as printing

    return printing._beside(folder / "out")
