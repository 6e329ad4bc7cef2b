"""The command line: what every command answers, what it refuses and how it says so, and that it repeats itself."""

import json
import re
from pathlib import Path

import pytest

from tests.service.cli import answer, call, refusal, spawn, write_lines
from tests.service.demo_data import load_demo

MATCH = {"score", "candidate_score", "opening_score", "low", "high", "reasons", "missing", "unknown"} | {
    "to_check",
    "blockers",
    "questions",
}
RANKING = {"considered", "reachable", "removed", "matches"}
QUESTIONS = {
    ("rank", "openings", "--candidate", "C007"): {"candidate"} | RANKING,
    ("rank", "candidates", "--opening", "O001"): {"opening"} | RANKING,
    ("why", "--candidate", "C007", "--opening", "O010"): {"candidate", "opening", "ranked", "lifts"} | MATCH,
    ("levers", "--candidate", "C007"): {"candidate", "reachable", "levers"},
    ("nobody", "--opening", "O020"): {"opening", "considered", "reachable", "rules"},
}
ABOUT = {"title", "kind", "occupation", "company", "wishes", "place"}  # what may stand beside them
LEVER = {"code", "text", "change", "more", "reachable", "gain", "rises"}
RULE = {"criterion", "removed", "alone", "unknown", "text"}
RANK = ("rank", "openings", "--candidate", "C007")


@pytest.fixture(scope="module")
def demo_db(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The demonstration territory; tests only read it."""
    return load_demo(f"sqlite:///{tmp_path_factory.mktemp('demo') / 'demo.db'}")


def unworded(value):
    """Take away whatever a language may change."""
    if isinstance(value, dict):
        return {name: unworded(part) for name, part in value.items() if name not in ("text", "label")}
    return [unworded(part) for part in value] if isinstance(value, list) else value


def texts(value):
    parts = list(value.values()) if isinstance(value, dict) else value
    found = [value["text"]] if isinstance(value, dict) and "text" in value else []
    return found + [text for part in parts if isinstance(part, dict | list) for text in texts(part)]


@pytest.mark.parametrize("question", QUESTIONS, ids=" ".join)
def test_every_question_has_its_documented_keys_and_the_same_facts_in_both_languages(demo_db, question):
    found = {language: answer(*question, "--lang", language, db=demo_db) for language in ("fr", "en")}
    assert QUESTIONS[question] <= set(found["fr"]) <= QUESTIONS[question] | ABOUT
    for match in found["fr"].get("matches", []):
        assert MATCH | {"rank", "opening" if "candidate" in found["fr"] else "candidate"} <= set(match)
    assert all(set(lever) == LEVER for lever in found["fr"].get("levers", []))
    assert all(set(rule) == RULE for rule in found["fr"].get("rules", []))
    assert unworded(found["fr"]) == unworded(found["en"])
    french, english = texts(found["fr"]), texts(found["en"])
    assert len(french) == len(english) > 0 and set(french).isdisjoint(english)


@pytest.mark.parametrize("question", QUESTIONS, ids=" ".join)
@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_question_is_answered_in_the_terminal_without_a_hole(demo_db, question, language):
    done = call(*question, "--db", demo_db, "--lang", language)
    assert (done.code, done.err) == (0, "")
    assert not re.search(r"\bNone\b|\bnan\b|[{}]|\[/?(bold|dim|red)", done.out)
    assert question[-1] in done.out


def test_the_demonstration_shows_an_opening_that_a_must_keeps_from_its_candidate(demo_db):
    from service.usecases.demonstration import EXAMPLE

    why = answer("why", "--candidate", EXAMPLE.candidate, "--opening", EXAMPLE.refused, db=demo_db)
    assert not why["ranked"] and why["blockers"]
    assert answer("rank", "openings", "--candidate", EXAMPLE.candidate, db=demo_db)["reachable"] >= 5
    hard = answer("nobody", "--opening", EXAMPLE.hard, db=demo_db)
    assert hard["reachable"] < 0.1 * hard["considered"]


@pytest.mark.parametrize("times", [1, pytest.param(2, marks=pytest.mark.slow)])
def test_the_demonstration_can_be_shown_again_and_changes_nothing(demo_db, times):
    before = answer(*RANK, db=demo_db)
    again = [call("demo", "--db", demo_db, "--lang", "en") for _ in range(times)]
    assert all(shown == again[0] for shown in again) and again[0].code == 0
    assert answer(*RANK, db=demo_db) == before


def test_top_cuts_one_list_and_ten_is_the_rule(demo_db):
    ten = answer(*RANK, db=demo_db)["matches"]
    assert len(ten) == 10 and [match["rank"] for match in ten] == list(range(1, 11))
    assert answer(*RANK, "--top", 3, db=demo_db)["matches"] == ten[:3]
    everything = answer(*RANK, "--top", 1000, db=demo_db)
    assert len(everything["matches"]) == everything["reachable"] and everything["matches"][:10] == ten
    assert len(answer("levers", "--candidate", "C007", "--top", 1, db=demo_db)["levers"]) == 1


def test_contributions_add_up_and_the_order_is_that_of_the_scores(demo_db):
    matches = answer(*RANK, "--top", 1000, db=demo_db)["matches"]
    for match in matches:
        for side in ("candidate", "opening"):
            given = sum(reason["contribution"] for reason in match["reasons"] if reason["side"] == side)
            assert given == pytest.approx(match[f"{side}_score"])
        assert match["low"] - 1e-9 <= match["score"] <= match["high"] + 1e-9
    scores = [match["score"] for match in matches]
    assert scores == sorted(scores, reverse=True)


def test_the_database_may_be_named_before_or_after_the_command_or_in_the_environment(demo_db, tmp_path):
    empty, words = f"sqlite:///{tmp_path / 'empty.db'}", (*RANK, "--json")
    expected = call(*words, "--db", demo_db)
    assert expected.code == 0
    assert call("--db", demo_db, *words) == expected
    assert call(*words, env={"VISAVIS_DB": demo_db}) == expected
    assert call(*words, "--db", demo_db, env={"VISAVIS_DB": empty}) == expected
    assert call("--db", empty, *words, "--db", demo_db) == expected
    assert call(*words, "--db", empty).code == 3
    assert call("--lang", "en", *words, "--db", demo_db) == call(*words, "--db", demo_db, "--lang", "en")


def test_a_what_if_answers_as_if_the_profile_had_been_changed_and_changes_nothing(demo_db):
    before = answer(*RANK, db=demo_db)
    wider = answer(*RANK, "--with", '{"max_km": 30}', db=demo_db)
    lever = next(x for x in answer("levers", "--candidate", "C007", db=demo_db)["levers"] if x["code"] == "lever_km")
    assert wider["reachable"] > before["reachable"]
    changed = answer(*RANK, "--with", json.dumps(lever["change"]), db=demo_db)
    assert changed["reachable"] == before["reachable"] + lever["more"]
    assert answer(*RANK, db=demo_db) == before


BAD_CHANGES = ["{bad", "5", "null", "[]", '""', '{"hobby": 1}', '{"max_km": -1}', '{"max_km": NaN}', '{"qpv": true}']
BAD_CHANGES += ['{"skills": 5}', '{"skills": null}', '{"skills": [["a"]]}', "[" * 5000, '{"start": "2026-02-30"}']


@pytest.mark.parametrize("change", BAD_CHANGES, ids=lambda change: change[:20])
def test_a_what_if_that_cannot_be_made_is_refused_in_one_line(demo_db, change):
    code, said = refusal(*RANK, "--with", change, db=demo_db)
    assert code == 2 and "with: " in said and "object has no attribute" not in said


def test_a_what_if_spells_lists_as_files_do(demo_db):
    listed = answer(*RANK, "--with", '{"licences": ["CE"]}', db=demo_db)
    assert answer(*RANK, "--with", '{"licences": "CE"}', db=demo_db) == listed


REFUSALS = [
    (("rank", "openings", "--candidate", "nope"), 3, "nothing is called nope in candidates"),
    (("why", "--candidate", "C007", "--opening", "nope"), 3, "nothing is called nope in openings"),
    (("levers", "--candidate", ""), 3, "nothing is called"),
    (("nobody", "--opening", "a\nb"), 3, "nothing is called"),
    (("levers", "--candidate", "a\udcff"), 3, "nothing is called"),
    (("levers", "--candidate", "a\0b"), 3, "nothing is called"),
    (("import", "openings", "absent.csv"), 2, "check the path"),
    (("import", "offers", "."), 2, "directory"),
    (("import", "communes", "."), 2, "a folder"),
    (("import", "rome", "absent"), 2, "no such file"),
    (("import", "rome", "."), 2, "missing"),
    (("export", "openings", "out.pdf"), 2, ".jsonl, .csv, .xlsx"),
    (("export", "candidates", "absent/out.csv"), 2, "check the folder"),
    (("export", "market", "absent/out.json"), 2, "check the folder"),
]


@pytest.mark.parametrize(("words", "code", "mend"), REFUSALS, ids=lambda part: repr(part)[:50])
def test_what_cannot_be_done_is_said_in_one_line_with_its_exit_code(demo_db, tmp_path, monkeypatch, words, code, mend):
    monkeypatch.chdir(tmp_path)
    found, said = refusal(*words, db=demo_db)
    assert found == code
    assert mend in said.casefold()


@pytest.mark.parametrize("name", ["a\0b", "a\udcff", "'; --", "C007"])
def test_both_databases_know_nobody_in_an_empty_store_whatever_the_name(database_url, name):
    assert refusal("rank", "openings", "--candidate", name, db=database_url)[0] == 3


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("foo", 2),
        ("mysql://x/y", 2),
        ("sqlite://", 2),
        ("sqlite:////absent/folder/a.db", 5),
        ("sqlite:////tmp", 5),
        ("postgresql://u:hush@127.0.0.1:1/x", 5),
    ],
)
def test_a_database_that_cannot_be_used_is_named_without_its_password(url, code):
    found, said = refusal(*RANK, db=url)
    assert found == code and "hush" not in said


@pytest.mark.parametrize("words", [("rank", "openings"), ("nope",), (*RANK, "--top", "0"), (*RANK, "--lang", "de")])
def test_bad_usage_ends_with_2_and_a_hint(words):
    done = call(*words)
    assert (done.code, done.out) == (2, "") and "--help" in done.err


def test_a_process_says_its_errors_on_the_error_output_without_a_traceback(tmp_path):
    (tmp_path / "text.db").write_text("no database " * 500)
    done = spawn(*RANK, env={"VISAVIS_DB": "sqlite:///text.db"}, cwd=tmp_path)
    assert (done.code, done.out) == (5, "")
    assert done.err.count("\n") == 1 and "give another name" in done.err


def test_an_output_that_cannot_show_every_character_is_no_crash(demo_db):
    """A Windows terminal or pipe is often in cp1252, which lacks the narrow space of French numbers."""
    words = ("rank", "openings", "--candidate", "C007", "--lang", "fr", "--db", demo_db)
    done = spawn(*words, env={"PYTHONUTF8": "0", "PYTHONIOENCODING": "cp1252"})
    assert (done.code, done.err) == (0, "")


def test_two_processes_with_other_hash_seeds_answer_the_same_bytes_on_both_databases(demo_db, postgresql_url):
    load_demo(postgresql_url)
    runs = [spawn(*RANK, "--json", "--db", demo_db, env={"PYTHONHASHSEED": seed}) for seed in ("1", "2")]
    runs.append(spawn(*RANK, "--json", "--db", postgresql_url, env={"PYTHONHASHSEED": "3"}))
    assert runs[0].code == 0 and len(json.loads(runs[0].out)["matches"]) == 10
    assert runs[0] == runs[1] == runs[2]
    for words in QUESTIONS:
        assert call(*words, "--json", "--db", postgresql_url) == call(*words, "--json", "--db", demo_db)


def test_every_name_in_an_answer_can_be_asked_about(tmp_path: Path):
    db = f"sqlite:///{tmp_path / 'names.db'}"
    jobs = [{"id": "A 1", "title": "Soudeur"}, {"id": "1", "title": "Boulanger"}, {"id": "x", "title": "Cuisinier"}]
    call("import", "openings", write_lines(tmp_path / "o.jsonl", *jobs), "--db", db)
    call("import", "openings", write_lines(tmp_path / "p.jsonl", jobs[2]), "--source", "other", "--db", db)
    people = [{"id": "jean p", "wishes": ["Soudeur"]}, {"id": "q", "wishes": ["Boulanger"]}]
    call("import", "candidates", write_lines(tmp_path / "c.jsonl", *people), "--db", db)
    ranked = answer("rank", "openings", "--candidate", "jean p", db=db)["matches"]
    assert {match["title"] for match in ranked} == {"Soudeur", "Boulanger", "Cuisinier"}
    for match in ranked:
        assert answer("why", "--candidate", "q", "--opening", match["opening"], db=db)["title"] == match["title"]
    found = answer("rank", "candidates", "--opening", "1", db=db)["matches"]
    assert {(match["candidate"], *match["wishes"]) for match in found} == {("jean p", "Soudeur"), ("q", "Boulanger")}


@pytest.mark.parametrize("limit", [{"max_km": 19_999}, {"max_minutes": 590}, {"start": "0001-01-10"}])
def test_levers_stop_at_the_ends_of_a_field(tmp_path: Path, limit):
    db = f"sqlite:///{tmp_path / 'ends.db'}"
    call("import", "openings", write_lines(tmp_path / "o.jsonl", {"id": "1", "start": "2026-12-01"}), "--db", db)
    call("import", "candidates", write_lines(tmp_path / "c.jsonl", {"id": "p", **limit}), "--db", db)
    assert answer("levers", "--candidate", "p", db=db)["reachable"] == 1
