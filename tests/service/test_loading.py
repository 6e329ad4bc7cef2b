"""Files into the store and out of it, by commands: what changes, what is refused, what survives a kill."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest
from sqlalchemy import text

from matching.records import CANDIDATE, OPENING
from service.db import documents, offered
from service.db.base import open_store
from service.exports import write_records
from tests.service.cli import LOADED, ROOT, answer, call, refusal, write_lines
from tests.service.demo_data import load_demo
from tests.service.rome_files import release, write_folder

SUFFIXES = [".jsonl", ".csv", ".xlsx"]
NOTHING = {"added": 0, "changed": 0, "gone": 0}
COMMUNES = """insee,postcode,name,lat,lon,bassin,bassin_name
78440,78130,Les Mureaux,48.99,1.91,,
01053,01000,Bourg-en-Bresse,46.2,5.22,,
"""


@pytest.fixture
def demo_files(tmp_path: Path) -> Path:
    """The demonstration's records as files of every kind."""
    from service.demo import territory

    shown = territory()
    for suffix in SUFFIXES:
        write_records(tmp_path / f"candidates{suffix}", shown.candidates, CANDIDATE)
        write_records(tmp_path / f"openings{suffix}", shown.openings, OPENING)
    return tmp_path


def counts(loaded, table):
    assert set(loaded) == LOADED
    return loaded["tables"][table]


def rows_of(url, table="candidates"):
    """Everything that the store keeps of candidates or openings."""
    kind = {"candidates": documents.CANDIDATES, "openings": documents.OPENINGS}[table]
    with open_store(url) as store, store.read() as connection:
        return offered.packed(connection, kind), list(documents.records(connection, kind))


@pytest.mark.parametrize("what", ["candidates", "openings"])
def test_every_kind_of_file_brings_the_same_and_a_second_time_nothing(demo_files, database_url, what):
    total = {"candidates": 240, "openings": 120}[what]
    first = answer("import", what, demo_files / f"{what}.jsonl", db=database_url)
    assert counts(first, what) == {"added": total, "changed": 0, "gone": 0, "same": 0} and first["refused"] == 0
    kept = rows_of(database_url, what)
    for suffix in SUFFIXES:
        again = answer("import", what, demo_files / f"{what}{suffix}", "--complete", "--quiet", db=database_url)
        assert counts(again, what) == NOTHING | {"same": total} and again["refused"] == 0
    assert rows_of(database_url, what) == kept


@pytest.mark.parametrize("what", ["candidates", "openings"])
@pytest.mark.parametrize("suffix", SUFFIXES)
def test_an_export_loaded_elsewhere_and_exported_again_has_the_same_bytes(demo_files, what, suffix):
    out, again = demo_files / f"out{suffix}", demo_files / f"again{suffix}"
    one, other = (f"sqlite:///{demo_files / name}.db" for name in ("one", "other"))
    answer("import", what, demo_files / f"{what}.jsonl", db=one)
    assert call("export", what, out, "--db", one).code == 0
    assert counts(answer("import", what, out, db=other), what)["added"] == len(rows_of(one, what)[1])
    time.sleep(2.1 if suffix == ".xlsx" else 0)  # a workbook's parts carry the time, in steps of two seconds
    assert call("export", what, again, "--db", other).code == 0
    assert rows_of(one, what)[1] == rows_of(other, what)[1]
    assert out.read_bytes() == again.read_bytes()


def test_what_two_sources_call_the_same_is_not_lost_in_an_export(tmp_path, sqlite_url):
    for source, title in (("one", "Soudeur"), ("two", "Boulanger")):
        path = write_lines(tmp_path / f"{source}.jsonl", {"id": "1", "title": title})
        answer("import", "openings", path, "--source", source, db=sqlite_url)
    assert call("export", "openings", tmp_path / "out.jsonl", "--db", sqlite_url).code == 0
    loaded = answer("import", "openings", tmp_path / "out.jsonl", db=f"sqlite:///{tmp_path / 'other.db'}")
    assert counts(loaded, "openings")["added"] == 2


def test_a_dry_run_says_what_would_change_and_writes_nothing(demo_files, database_url):
    path = demo_files / "candidates.jsonl"
    dry = answer("import", "candidates", path, "--dry-run", db=database_url)
    assert dry["dry_run"] and counts(dry, "candidates")["added"] == 240
    assert rows_of(database_url) == ([], [])
    wet = answer("import", "candidates", path, db=database_url)
    assert wet == dry | {"dry_run": False}
    kept = rows_of(database_url)
    fewer = write_lines(demo_files / "fewer.jsonl", {"id": "C001"}, {"id": "new"})
    dry = answer("import", "candidates", fewer, "--complete", "--dry-run", db=database_url)
    assert counts(dry, "candidates") == {"added": 1, "changed": 1, "gone": 239, "same": 0}
    assert rows_of(database_url) == kept


def test_a_complete_file_closes_what_it_lacks_once_and_what_comes_back_is_open(tmp_path, database_url):
    three = write_lines(tmp_path / "three.jsonl", *({"id": name} for name in "abc"))
    two = write_lines(tmp_path / "two.jsonl", *({"id": name} for name in "ab"))
    answer("import", "openings", three, db=database_url)
    assert counts(answer("import", "openings", two, db=database_url), "openings")["gone"] == 0
    other = answer("import", "openings", two, "--source", "other", "--complete", db=database_url)
    assert counts(other, "openings") == {"added": 2, "changed": 0, "gone": 0, "same": 0}
    assert counts(answer("import", "openings", two, "--complete", db=database_url), "openings")["gone"] == 1
    assert [row[2] for row in rows_of(database_url, "openings")[0]] == ["a", "b", "a", "b"]
    again = answer("import", "openings", two, "--complete", db=database_url)
    back = answer("import", "openings", three, "--complete", db=database_url)
    assert len(rows_of(database_url, "openings")[0]) == 5
    assert counts(again, "openings") == NOTHING | {"same": 2}
    assert counts(back, "openings") != NOTHING | {"same": 3}  # one came back


def test_a_line_that_cannot_be_read_is_not_gone_from_a_complete_file(tmp_path, sqlite_url):
    answer("import", "openings", write_lines(tmp_path / "a.jsonl", {"id": "a"}, {"id": "b"}), db=sqlite_url)
    spoilt = write_lines(tmp_path / "b.jsonl", {"id": "a"}, {"id": "b", "months": "x"})
    loaded = answer("import", "openings", spoilt, "--complete", db=sqlite_url)
    assert loaded["refused"] == 1
    assert {row[2] for row in rows_of(sqlite_url, "openings")[0]} == {"a", "b"}


def test_good_lines_load_and_each_bad_one_is_named_with_its_field_and_reason(tmp_path, database_url):
    lines = [{"id": "a"}, '{"id": broken', {"id": "b", "max_km": -1}, {"id": "c", "hobby": "tennis"}, {"max_km": 3}]
    path = write_lines(tmp_path / "mixed.jsonl", *lines, {"id": "d"}, {"id": "d", "max_km": 9})
    loaded = answer("import", "candidates", path, db=database_url)
    assert counts(loaded, "candidates")["added"] == 3
    assert (loaded["refused"], loaded["remarks"]) == (4, 1)
    found = {(problem["line"], problem["field"], problem["kept"]) for problem in loaded["problems"]}
    assert found == {
        *((2, "line", False), (3, "max_km", False), (4, "hobby", True), (5, "id", False), (7, "id", False)),
    }
    shown = call("import", "candidates", path, "--db", database_url, "--lang", "en")
    assert shown.code == 0 and "lines refused: 4" in shown.out and "-1 is not between 0 and 20000" in shown.out


def test_one_name_in_two_sources_is_a_conflict_that_names_the_choices(tmp_path, database_url):
    path = write_lines(tmp_path / "c.jsonl", {"id": "1", "wishes": ["Soudeur"]})
    for source in ("one", "two"):
        answer("import", "candidates", path, "--source", source, db=database_url)
    code, said = refusal("rank", "openings", "--candidate", "1", db=database_url)
    assert code == 4 and "one:" in said and "two:" in said
    chosen = said.split("choose one: ")[1].split(",")[0]
    assert answer("rank", "openings", "--candidate", chosen, db=database_url)["candidate"] == chosen


def test_a_code_unknown_when_loaded_is_understood_once_the_reference_comes(tmp_path, database_url):
    jobs = [{"id": "b", "title_code": "2"}, {"id": "a", "occupation": "X9999"}]
    loaded = answer("import", "openings", write_lines(tmp_path / "o.jsonl", *jobs), db=database_url)
    assert {problem["field"] for problem in loaded["problems"]} == {"title_code", "occupation"}
    person = {"id": "p", "wishes": [{"occupation": "X1002"}]}
    answer("import", "candidates", write_lines(tmp_path / "c.jsonl", person), db=database_url)
    kept = rows_of(database_url), rows_of(database_url, "openings")
    before = answer("rank", "openings", "--candidate", "p", db=database_url)["matches"]
    answer("import", "rome", write_folder(tmp_path / "rome", release()), db=database_url)
    after = answer("rank", "openings", "--candidate", "p", db=database_url)["matches"]
    assert (rows_of(database_url), rows_of(database_url, "openings")) == kept
    assert after[0]["opening"] == "b" and after[0]["score"] > max(match["score"] for match in before)
    assert "Souffleur" in json.dumps(after[0], ensure_ascii=False)


def test_where_a_commune_is_is_known_once_the_communes_come(tmp_path, database_url):
    places = [("a", "78440"), ("b", "01053")]
    jobs = [{"id": name, "place": {"insee": insee}} for name, insee in places]
    person = {"id": "p", "place": {"insee": "78440"}, "max_km": 20}
    answer("import", "openings", write_lines(tmp_path / "o.jsonl", *jobs), db=database_url)
    answer("import", "candidates", write_lines(tmp_path / "c.jsonl", person), db=database_url)
    assert answer("rank", "openings", "--candidate", "p", db=database_url)["reachable"] == 2
    (tmp_path / "communes.csv").write_text(COMMUNES, "utf-8")
    answer("import", "communes", tmp_path / "communes.csv", db=database_url)
    found = answer("rank", "openings", "--candidate", "p", db=database_url)
    assert [match["opening"] for match in found["matches"]] == ["a"] and found["removed"] == {"distance": 1}


@pytest.mark.parametrize("what", ["candidates", "openings"])
def test_the_demonstration_is_not_changed_by_its_own_export(tmp_path, sqlite_url, what):
    load_demo(sqlite_url)
    assert call("export", what, tmp_path / "out.jsonl", "--db", sqlite_url).code == 0
    loaded = answer("import", what, tmp_path / "out.jsonl", "--source", "demo", "--complete", db=sqlite_url)
    assert counts(loaded, what) | {"same": 0} == NOTHING | {"same": 0}


def test_the_demonstration_leaves_a_reference_that_somebody_loaded(tmp_path, sqlite_url):
    (tmp_path / "communes.csv").write_text(COMMUNES, "utf-8")
    answer("import", "communes", tmp_path / "communes.csv", db=sqlite_url)
    call("demo", "--db", sqlite_url)
    assert (
        counts(answer("import", "communes", tmp_path / "communes.csv", "--dry-run", db=sqlite_url), "communes")["added"]
        == 0
    )


def test_real_people_and_invented_ones_are_never_mixed(tmp_path, database_url):
    answer("import", "candidates", write_lines(tmp_path / "c.jsonl", {"id": "real"}), db=database_url)
    code, said = refusal("demo", db=database_url)
    assert code == 4 and "--db" in said


@pytest.mark.slow
def test_a_kill_at_any_moment_of_an_import_leaves_the_old_state_or_the_new_one(tmp_path, sqlite_url):
    rng, states = np.random.default_rng(0), []
    files = [write_lines(tmp_path / f"{km}.jsonl", *_people(km)) for km in (10, 20)]
    answer("import", "candidates", files[0], db=sqlite_url)
    environment = os.environ | {"PYTHONPATH": str(ROOT), "VISAVIS_DB": sqlite_url}
    command = [sys.executable, "-m", "service", "import", "candidates", "--quiet"]
    started = time.monotonic()
    subprocess.run([*command, files[0]], env=environment, check=True, capture_output=True)
    longest = time.monotonic() - started
    for number in range(8):
        new = files[(number + 1) % 2]
        child = subprocess.Popen([*command, new], env=environment, stdout=subprocess.DEVNULL)
        time.sleep(rng.uniform(0.4, 1.2) * longest)
        child.send_signal(signal.SIGKILL)
        child.wait()
        kept = [json.loads(record)["max_km"] for record in rows_of(sqlite_url)[1]]
        assert len(kept) == 4000 and len(set(kept)) == 1
        states.append(f"{kept[0]}.jsonl" == new.name)
        with open_store(sqlite_url) as store, store.read() as connection:
            assert connection.scalar(text("PRAGMA integrity_check")) == "ok"
        done = counts(answer("import", "candidates", new, db=sqlite_url), "candidates")
        assert done == NOTHING | ({"same": 4000} if states[-1] else {"changed": 4000, "same": 0})
    assert not all(states)  # some kills met the work


def _people(km):
    return [
        {"id": f"P{i}", "max_km": km, "skills": [{"label": f"geste {i + j}"} for j in range(12)]} for i in range(4000)
    ]
