"""`visavis path`, `visavis courses`: what they answer on the invented territory, and what they refuse."""

import json
import re
from pathlib import Path

import pytest

from matching.changes import apply
from tests.service.cli import answer, call, refusal
from tests.service.demo_data import load_demo

PATH = ("path", "--candidate", "C006", "--to", "H2913", "--on", "2026-11-22")
STEP = {"step", "title", "programme", "start", "end", "seats_left", "gives", "confidence", "why", "to_check"}
COURSE = {"rank", "course", "exists", "title", "gives", "people", "openings", "placed", "text"}


@pytest.fixture(scope="module")
def demo_db(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The demonstration territory; tests only read it."""
    return load_demo(f"sqlite:///{tmp_path_factory.mktemp('demo') / 'demo.db'}")


def test_a_path_has_dates_seats_reasons_and_what_it_brings(demo_db: str) -> None:
    found = answer(*PATH, db=demo_db)
    assert {"candidate", "to", "on", "shortest", "surest", "impossible", "undated", "facts_not_asked"} == set(found)
    path = found["shortest"]
    assert path["steps"] and all(set(step) == STEP | {"missing_facts"} for step in path["steps"])
    assert all(step["why"] and step["start"] <= step["end"] <= path["day"] for step in path["steps"])


def test_a_path_is_true_when_its_change_is_given_to_the_ranking(demo_db: str) -> None:
    path = answer(*PATH, db=demo_db)["surest"]
    rank = ("rank", "openings", "--candidate", "C006", "--top", 300)
    for told, change in (("before", {}), ("after", path["change"])):
        ranked = answer(*rank, *(("--with", json.dumps(change)) if change else ()), db=demo_db)
        scores = {match["opening"]: match["score"] for match in ranked["matches"]}
        assert path[told] == {"reachable": ranked["reachable"], "score": scores.get(path["opening"])}
    assert apply({"id": "C006"}, path["change"])


def test_programmes_are_steps_too_and_ask_what_nobody_told(demo_db: str) -> None:
    found = answer(*PATH, "--programmes", "demo", db=demo_db)
    assert found["shortest"] and found["surest"]
    assert answer(*PATH, "--programmes", "demo", "--facts", '{"age": 19, "in_school": false}', db=demo_db)


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("to", ["H2913", "I1203", "O031", "N4101"])
def test_a_path_is_shown_in_the_terminal_without_a_hole(demo_db: str, language: str, to: str) -> None:
    done = call("path", "--candidate", "C001", "--to", to, "--db", demo_db, "--lang", language)
    assert (done.code, done.err) == (0, "")
    assert not re.search(r"\bNone\b|\bnan\b|[{}]|\[/?(bold|dim|red)", done.out)


def test_what_cannot_be_read_is_refused(demo_db: str, tmp_path: Path) -> None:
    code, said = refusal("path", "--candidate", "C006", "--to", "Z9999", db=demo_db)
    assert code == 3 and "no opening has the id 'Z9999', and no occupation that code" in said
    assert refusal(*PATH[:-1], "soon", db=demo_db)[0] == 2
    assert refusal(*PATH[:3], "--to", " ", db=demo_db)[0] == 2
    assert refusal(*PATH, "--programmes", tmp_path / "absent.toml", db=demo_db)[0] == 2
    (tmp_path / "p.toml").write_text("programmes = []\nother = 1\n", "utf-8")
    code, said = refusal(*PATH, "--programmes", tmp_path / "p.toml", "--lang", "fr", db=demo_db)
    assert code == 2 and "p.toml" in said and "champ inconnu" in said


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ("[]", "give a JSON object"),
        ('{"age": NaN}', "age: NaN is not a number"),
        ('{"age": -Infinity}', "-Infinity is not a number"),
        ('{"age": 1e999}', "number too large"),
        ('{"age": 19, "age": 20}', "age: given twice"),
        ('{"city": "\\ud800"}', "city: forbidden character U+D800"),
        ('{"\\ud800": 1}', "\\ud800: forbidden character U+D800"),
        ('{"measures": ["PLIE", {}]}', "measures: text expected"),
        ('{"age": ' + "[" * 9999, "give a JSON object"),
        ('{"age": ' + "[" * 100 + "]" * 100 + "}", "nested more than 40 deep"),
    ],
    ids=lambda text: text[:20],
)
def test_facts_that_are_no_facts_are_refused(demo_db: str, facts: str, said: str) -> None:
    code, complaint = refusal(*PATH, "--facts", facts, "--lang", "en", db=demo_db)
    assert (code, said in complaint) == (2, True), complaint


def test_a_fact_that_no_rule_asks_for_gets_a_remark(demo_db: str) -> None:
    given = (*PATH, "--programmes", "demo", "--facts", '{"age": 19, "agee": 19, "in_school": null}')
    assert answer(*given, db=demo_db)["facts_not_asked"] == ["agee"]
    assert answer(*PATH, "--facts", '{"age": 19}', db=demo_db)["facts_not_asked"] == ["age"]
    done = call(*given, "--db", demo_db, "--lang", "en")
    assert done.code == 0 and "No rule of the programmes asks for the fact “agee”." in done.out


@pytest.mark.slow
@pytest.mark.parametrize("language", ["fr", "en"])
def test_courses_tell_whom_they_make_ready_for_what(demo_db: str, language: str) -> None:
    found = answer("courses", "--top", 4, "--on", "2026-11-22", "--lang", language, db=demo_db)
    assert len(found["courses"]) == 4 and 0 < found["placed"] <= found["people"]
    for course in found["courses"]:
        assert set(course) >= COURSE and course["placed"] <= len(course["people"])
        assert f"{len(course['people'])} " in course["text"]
    assert [course["placed"] for course in found["courses"]] == sorted(
        (course["placed"] for course in found["courses"]), reverse=True
    )
