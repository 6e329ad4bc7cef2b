"""Files of programmes: what is read, and what is refused with its place."""

import json
from pathlib import Path
from typing import Any

import pytest

from service.demo.programmes import programmes
from service.errors import Invalid
from service.importers.programme_file import parse, read_programmes
from service.problems import in_language

SESSION = {"start": "2027-01-04", "end": "2027-01-08", "seats": 12, "taken": 9}


def programme(**step: Any) -> dict[str, Any]:
    whole = {"id": "a", "title": "Atelier", "sessions": [SESSION]} | step
    return {"programmes": [{"id": "p", "title": "Parcours", "steps": [whole]}]}


def test_the_programmes_of_the_invented_territory_are_read_without_a_fault() -> None:
    found, faults = parse(programmes())
    assert faults == [] and len(found.titles) == 2 and len(found.steps) == 5
    assert all(found.questions[fact].endswith("?") for fact in ("age", "in_school", "registered"))


def test_a_step_has_its_sessions_with_the_seats_that_are_left() -> None:
    [step] = parse(programme(gives={"licences": ["B"]}, languages=[{"code": "fr", "level": "A2"}]))[0].steps
    assert (step.key, step.sessions[0].seats_left, step.gives) == ("p/a", 3, {"licences": [{"code": "B"}]})
    assert step.opening["languages"] == [{"code": "fr", "level": "A2"}]
    [unknown] = parse(programme(sessions=[{"start": "2027-01-04", "end": "2027-01-04"}]))[0].steps
    assert unknown.sessions[0].seats_left is None


def test_json_and_toml_say_the_same(tmp_path: Path) -> None:
    (tmp_path / "p.json").write_text(json.dumps(programme()), "utf-8")
    toml = '[[programmes]]\nid = "p"\ntitle = "Parcours"\n[[programmes.steps]]\nid = "a"\ntitle = "Atelier"\n'
    toml += "sessions = [{ start = 2027-01-04, end = 2027-01-08, seats = 12, taken = 9 }]\n"
    (tmp_path / "p.toml").write_text(toml, "utf-8")
    assert read_programmes(tmp_path / "p.json") == read_programmes(tmp_path / "p.toml")


AT = "programmes[0].steps[0]"


@pytest.mark.parametrize(
    ("raw", "place", "reason"),
    [
        ([], "programmes", "a list of programmes is needed"),
        ({"programmes": [{"id": "p"}]}, "programmes[0]", "a programme is an object with a list of steps"),
        (programme(sessions=[SESSION | {"end": "2027-01-01"}]), f"{AT}.sessions[0].end", "before start"),
        (programme(sessions=[SESSION | {"taken": 13}]), f"{AT}.sessions[0].taken", "more than the seats"),
        (programme(sessions=[SESSION | {"seats": -1}]), f"{AT}.sessions", "is not between"),
        (programme(sessions=[]), f"{AT}.sessions", "missing"),
        (programme(after=["b"]), f"{AT}.after", "no step is called 'b'"),
        (programme(after=["a"]), f"{AT}.after", "these steps wait for each other"),
        (programme(seats=3), f"{AT}.seats", "unknown field"),
        (programme(gives={"licences": [{}]}), f"{AT}.gives", "one of code is needed"),
        (programme() | {"facts": []}, "facts", "a question for each fact is needed"),
        ({"programmes": programme()["programmes"] * 2}, "programmes[1].id", "given twice"),
        (programme(id="a/b"), f"{AT}.id", "does not look like"),
    ],
)
def test_what_is_wrong_is_named_with_its_place(raw: Any, place: str, reason: str) -> None:
    faults = parse(raw)[1]
    assert any(where.startswith(place) and reason in why for where, why in faults), faults
    assert all(in_language(why, "fr") != why for _, why in faults), faults


@pytest.mark.parametrize("depth", [60, 400])
def test_what_is_nested_without_end_is_refused_with_its_place(tmp_path: Path, depth: int) -> None:
    raw, rule = programme(), {"fact": "age", "at_least": 16}
    for _ in range(depth):
        rule = {"all_of": [rule]}
    raw["programmes"][0]["rule"] = rule
    assert [why for _, why in parse(raw)[1]] == ["nested more than 40 deep"]
    (tmp_path / "p.json").write_text(json.dumps(raw), "utf-8")
    with pytest.raises(Invalid, match=r"programmes\[0\]\.rule.*nested more than 40 deep"):
        read_programmes(tmp_path / "p.json")


@pytest.mark.parametrize(("seats", "reason"), [("NaN", "NaN is not a number"), ('1, "seats": 2', "given twice")])
def test_json_that_says_two_things_or_no_number_is_refused(tmp_path: Path, seats: str, reason: str) -> None:
    text = json.dumps(programme()).replace('"seats": 12', f'"seats": {seats}')
    (tmp_path / "p.json").write_text(text, "utf-8")
    with pytest.raises(Invalid, match=reason):
        read_programmes(tmp_path / "p.json")


def test_a_rule_with_a_fault_is_refused_with_its_place() -> None:
    raw = programme()
    raw["programmes"][0]["rule"] = {"all_of": [{"fact": "age"}]}
    assert parse(raw)[1][0][0] == "programmes[0].rule.all_of[0]"


@pytest.mark.parametrize(
    ("name", "text"), [("p.toml", "a = "), ("p.json", "{"), ("p.toml", "\x00"), ("p.json", "[" * 9999)]
)
def test_a_file_that_is_neither_toml_nor_json_is_refused(tmp_path: Path, name: str, text: str) -> None:
    (tmp_path / name).write_text(text, "utf-8")
    with pytest.raises(Invalid, match=name):
        read_programmes(tmp_path / name)
