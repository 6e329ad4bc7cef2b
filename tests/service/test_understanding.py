"""Openings and people without codes are understood as they are loaded: told, kept, and never read twice."""

import json

import pytest

from service import understood as understood_module
from service.db import documents
from service.db.base import open_store
from service.usecases.understanding import understood
from tests.service.cli import answer, call, write_lines
from tests.service.rome_files import release, write_folder

KEEPER = {
    "id": "o1",
    "title": "Gardienne du phare de la côte (H/F)",
    "description": "Veille sur la côte. Allumer une lampe exigé.",
}
CODED = {"id": "o2", "title": "Gardien de phare", "occupation": "X1001"}
TITLED = {"id": "o3", "title_code": "1", "description": "Veille sur la côte."}
SILENT = {"id": "o4", "place": {"label": "Gardien de phare"}, "company": {"name": "Le souffleur de verre"}}
PERSON = {
    "id": "p1",
    "wishes": [{"title": "souffleuse verre"}, {"title": "Dompteur de lions"}, {"occupation": "X1001"}],
    "experience": [{"title": "gardiennage de phares", "months": 12}],
    "skills": [{"label": "allumer des lampes"}, {"label": "Parler aux plantes"}, {"code": "11"}],
}
NOTHING = {"added": 0, "changed": 0, "gone": 0}


@pytest.fixture
def db(either_url, tmp_path):
    """A store with a small reference."""
    answer("import", "rome", write_folder(tmp_path / "rome", release()), db=either_url)
    return either_url


def load(what, path, db, *records):
    return answer("import", what, write_lines(path, *records), db=db)


def kept(db, what):
    kind = {"openings": documents.OPENINGS, "candidates": documents.CANDIDATES}[what]
    with open_store(db) as store, store.read() as connection:
        return {r["id"]: r for r in map(json.loads, documents.records(connection, kind))}


def read_now(db, what, *records):
    """The records as they would be kept, and the remarks."""
    kind = {"openings": documents.OPENINGS, "candidates": documents.CANDIDATES}[what]
    with open_store(db) as store, store.read() as connection:
        rows = list(enumerate(records, 1))
        return understood(connection, kind, "own", rows, lambda done, total, unit: None)


def test_an_opening_without_codes_is_understood_and_it_is_told(db, tmp_path):
    loaded = load("openings", tmp_path / "o.jsonl", db, KEEPER)
    read = kept(db, "openings")["o1"].pop("read")
    assert read["occupation"] == "X1001" and 0 < read["confidence"] <= 1
    assert "11" in {skill["code"] for skill in read["skills"]}
    assert loaded["refused"] == 0 and loaded["remarks"] == len(loaded["problems"]) == 1
    assert "X1001" in str(loaded["problems"][0]) and "read in the text" in str(loaded["problems"][0])


def test_what_was_said_stays_as_it_was_said(db, tmp_path):
    load("openings", tmp_path / "o.jsonl", db, KEEPER, CODED, TITLED, SILENT)
    found = kept(db, "openings")
    assert {name: {f: v for f, v in r.items() if f != "read"} for name, r in found.items()} == {
        record["id"]: record for record in (KEEPER, CODED, TITLED, SILENT)
    }


def test_what_is_coded_is_not_read_and_neither_are_names_and_places(db):
    found, remarks = read_now(db, "openings", CODED, TITLED, SILENT)
    assert found == [CODED, TITLED, SILENT] and remarks == []


def test_only_title_description_and_sector_are_read(db):
    bare = {name: KEEPER[name] for name in ("id", "title", "description")}
    dressed = bare | SILENT | {"id": "souffleur de verre", "contract": "CDI", "skills": [{"label": "Souffler"}]}
    (one,), _ = read_now(db, "openings", bare)
    (other,), _ = read_now(db, "openings", dressed)
    assert one["read"] == other["read"]


def test_nothing_is_read_where_no_word_is_known(db):
    for record in ({"id": "a", "title": "zzz"}, {"id": "a", "title": "?", "description": "..."}):
        found, (remark,) = read_now(db, "openings", record)
        assert found == [record] and "not recognised" in remark.reason


def test_a_description_without_a_title_is_read(db):
    (found,), _ = read_now(db, "openings", {"id": "a", "description": "Gardien de phare\nVeille sur la côte."})
    assert found["read"]["occupation"] == "X1001"


def test_a_person_s_words_are_understood_and_those_that_are_not_are_told(db, tmp_path):
    loaded = load("candidates", tmp_path / "p.jsonl", db, PERSON)
    read = kept(db, "candidates")["p1"]["read"]
    assert [(t["title"], t["occupation"]) for t in read["titles"]] == [
        ("souffleuse verre", "X1002"),
        ("gardiennage de phares", "X1001"),
    ]
    assert [(s["label"], s["code"]) for s in read["skills"]] == [("allumer des lampes", "11")]
    assert all(0.3 <= item["confidence"] <= 1 for item in (*read["titles"], *read["skills"]))
    told = [str(problem) for problem in loaded["problems"]]
    assert len(told) == 2 and loaded["refused"] == 0
    assert sum("Dompteur de lions" in text and "not recognised" in text for text in told) == 1


def test_a_remark_on_a_title_hides_an_e_mail_and_a_number(db):
    wish = {"title": "zzqx nom@exemple.org 06 12 34 56 79"}
    _, problems = read_now(db, "candidates", {"id": "a", "wishes": [wish]})
    assert problems and not [problem for problem in problems if "exemple" in problem.reason or "06 1" in problem.reason]


def test_what_is_personal_is_never_read(db, tmp_path):
    named = {"name": "Gardien Phare", "email": "souffleur@verre.example"}
    load("candidates", tmp_path / "p.jsonl", db, {"id": "p1", **named}, PERSON | named | {"id": "p2"})
    found = kept(db, "candidates")
    assert "read" not in found["p1"]
    (plain,), _ = read_now(db, "candidates", PERSON | {"id": "p3"})
    assert found["p2"]["read"] == plain["read"]


@pytest.mark.parametrize(("what", "record"), [("openings", KEEPER), ("candidates", PERSON)])
def test_the_same_file_again_changes_nothing_and_is_not_read_again(db, tmp_path, monkeypatch, what, record):
    load(what, tmp_path / "a.jsonl", db, record)
    before = kept(db, what)
    monkeypatch.setattr(understood_module, f"_read_{what}", lambda records, words, progress: [1 / 0 for _ in records])
    again = load(what, tmp_path / "a.jsonl", db, record)
    assert again["tables"][what] == NOTHING | {"same": 1} and kept(db, what) == before
    with pytest.raises(ZeroDivisionError):
        load(what, tmp_path / "a.jsonl", db, record | {"id": "new"})


def test_a_record_that_has_changed_is_read_again(db, tmp_path):
    load("openings", tmp_path / "o.jsonl", db, KEEPER)
    changed = KEEPER | {"title": "Souffleur de verre", "description": "Verre soufflé."}
    again = load("openings", tmp_path / "o.jsonl", db, changed)
    assert again["tables"]["openings"] == NOTHING | {"changed": 1, "same": 0}
    assert kept(db, "openings")["o1"]["read"]["occupation"] == "X1002"


@pytest.mark.parametrize("suffix", [".jsonl", ".csv", ".xlsx"])
@pytest.mark.parametrize(("what", "record"), [("openings", KEEPER), ("candidates", PERSON)])
def test_an_export_holds_what_was_read_and_loaded_again_changes_nothing(db, tmp_path, what, record, suffix):
    load(what, tmp_path / "a.jsonl", db, record)
    assert call("export", what, tmp_path / f"out{suffix}", "--db", db).code == 0
    again = answer("import", what, tmp_path / f"out{suffix}", db=db)
    assert again["tables"][what] == NOTHING | {"same": 1}
    elsewhere = f"sqlite:///{tmp_path / 'other.db'}"
    answer("import", what, tmp_path / f"out{suffix}", db=elsewhere)
    assert kept(elsewhere, what) == kept(db, what)


def test_a_dry_run_tells_what_would_be_understood_and_keeps_nothing(db, tmp_path):
    path = write_lines(tmp_path / "o.jsonl", KEEPER)
    dry = answer("import", "openings", path, "--dry-run", db=db)
    assert dry["tables"]["openings"]["added"] == 1 and kept(db, "openings") == {}
    assert dry["problems"] == answer("import", "openings", path, db=db)["problems"] != []


def test_without_reference_data_nothing_is_read_and_with_them_later_it_is(sqlite_url, tmp_path):
    loaded = load("openings", tmp_path / "o.jsonl", sqlite_url, KEEPER)
    assert kept(sqlite_url, "openings") == {"o1": KEEPER} and loaded["problems"] == []
    answer("import", "rome", write_folder(tmp_path / "rome", release()), db=sqlite_url)
    again = load("openings", tmp_path / "o.jsonl", sqlite_url, KEEPER)
    assert again["tables"]["openings"]["changed"] == 1 and "read" in kept(sqlite_url, "openings")["o1"]


def test_records_keep_their_order_and_each_its_own_reading(db):
    glass = {"id": "g", "title": "Souffleur de verre à la canne", "description": "Souffle le verre."}
    records = [KEEPER, CODED, glass, SILENT, KEEPER | {"id": "o9"}]
    found, remarks = read_now(db, "openings", *records)
    assert [record["id"] for record in found] == [record["id"] for record in records]
    assert [record.get("read", {}).get("occupation") for record in found] == ["X1001", None, "X1002", None, "X1001"]
    assert found[0]["read"] == found[4]["read"] and [remark.line for remark in remarks] == [1, 3, 5]


def test_what_a_file_says_was_read_is_read_again(db):
    (found,), _ = read_now(db, "openings", KEEPER | {"read": {"occupation": "X1002", "confidence": 0.5}})
    assert (found,) == tuple(read_now(db, "openings", KEEPER)[0]) and found["read"]["occupation"] == "X1001"


def test_an_opening_that_was_understood_is_found_by_those_who_wish_that_job(db, tmp_path):
    load("openings", tmp_path / "o.jsonl", db, KEEPER, {"id": "o9", "title": "Souffleur de verre à la canne"})
    load("candidates", tmp_path / "p.jsonl", db, {"id": "p1", "wishes": [{"occupation": "X1001"}]})
    best = answer("rank", "openings", "--candidate", "p1", db=db)["matches"]
    assert best[0]["opening"] == "o1" and best[0]["score"] > best[1]["score"]
