"""The commands that keep the store, as a user meets them."""

import zipfile
from pathlib import Path

import pytest

from service.db import documents
from service.db.base import open_store
from tests.service.cli import answer, call, refusal
from tests.service.kept import person


@pytest.fixture
def filled(either_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setenv("VISAVIS_KEY", str(tmp_path / "visavis.key"))  # on SQLite, where it is anyway
    with open_store(either_url) as store, store.write() as connection:
        documents.save(connection, documents.CANDIDATES, "here", [person(f"P{n}", "told") for n in range(3)])
    return either_url


def ids(url: str) -> list[str]:
    with open_store(url) as store, store.read() as connection:
        return list(documents.public_ids(connection, documents.CANDIDATES, "here").values())


def test_a_backup_is_made_proved_and_put_back(filled: str, tmp_path: Path):
    made = answer("backup", tmp_path / "safe", db=filled)
    assert made["tables"]["candidates"] == 3 and made["rows"] >= 9
    assert answer("verify", made["file"], db=filled)["rows"] == made["rows"]
    assert answer("verify", db=filled) == {"faults": []}
    assert refusal("restore", made["file"], db=filled)[0] == 4
    assert answer("restore", made["file"], "--replace", db=filled)["erased"] == 0


def test_an_erased_person_stays_erased(filled: str, tmp_path: Path):
    made, [first, *_] = answer("backup", tmp_path / "safe", db=filled), ids(filled)
    assert call("erase", first, "--yes", "--db", filled).code == 0
    assert answer("restore", made["file"], "--replace", db=filled)["erased"] == 1
    assert first not in ids(filled) and len(ids(filled)) == 2


def test_erasing_asks_first(filled: str):
    call("erase", ids(filled)[0], "--db", filled)
    assert len(ids(filled)) == 3


def test_all_data_of_somebody_are_written_to_a_file(filled: str, tmp_path: Path):
    target = tmp_path / "data.zip"
    done = call("give", ids(filled)[0], target, "--db", filled)
    assert done.code == 0, done
    with zipfile.ZipFile(target) as files:
        assert files.namelist() == ["data.json", "read-me.md"]


def test_a_dry_run_of_retention_changes_nothing_and_names_each_rule(filled: str):
    told = answer("retention", "--dry-run", db=filled)
    assert told["dry_run"] and {rule["rule"] for rule in told["rules"]} >= {"candidates", "runs", "log"}
    assert all(rule["count"] == 0 for rule in told["rules"]) and not told["errors"]


def test_a_file_that_is_no_backup_is_refused_in_french(filled: str, tmp_path: Path):
    (tmp_path / "a.txt").write_text("hello")
    done = call("verify", tmp_path / "a.txt", "--lang", "fr", "--db", filled)
    assert done.code == 2 and "n’est pas une sauvegarde" in done.err


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_commands_say_what_they_did(filled: str, tmp_path: Path, language: str):
    made = call("backup", tmp_path / language, "--lang", language, "--db", filled)
    proved = call("verify", "--lang", language, "--db", filled)
    kept = call("retention", "--dry-run", "--lang", language, "--db", filled)
    assert [made.code, proved.code, kept.code] == [0, 0, 0], (made, proved, kept)
    assert all(done.out.strip() for done in (made, proved, kept))
