"""The store: its tables on both engines, its transactions, and the databases that it refuses."""

import subprocess
import sys
from pathlib import Path

import pytest
from alembic import command
from alembic.script import ScriptDirectory
from sqlalchemy import text

from service.db import changes, documents, migrate, offered, sqlite
from service.db.base import Store, open_store
from service.db.documents import OPENINGS, Document
from service.errors import Invalid, Unavailable
from service.settings import read_settings

ROOT = Path(__file__).parents[2]


def doc(name: str, text: str = "{}") -> Document:
    return Document(name, text, f"row {name}".encode(), b"\x00\xff")


def test_the_migrations_make_exactly_the_tables_that_the_code_declares(store: Store):
    with store.write() as connection:
        command.check(migrate.configuration(connection))


def test_the_last_migration_is_the_one_that_alembic_calls_head(store: Store):
    with store.read() as connection:
        script = ScriptDirectory.from_config(migrate.configuration(connection))
    assert [script.get_current_head()] == migrate.steps()[-1:]


def test_opening_again_changes_nothing(database_url: str):
    for _ in range(2):
        with open_store(database_url) as store, store.read() as connection:
            assert migrate.is_current(connection)


def test_a_database_of_a_newer_version_is_refused_and_left_alone(database_url: str):
    with open_store(database_url) as store, store.write() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = 'v9000_to_come'"))
    with pytest.raises(Unavailable, match=r"newer Visavis .*v9000_to_come"):
        open_store(database_url)


def test_the_database_of_another_program_is_refused_and_left_alone(database_url: str):
    with open_store(database_url) as store, store.write() as connection:
        connection.execute(text("DROP TABLE alembic_version"))
    with pytest.raises(Unavailable, match="another program"):
        open_store(database_url)


def test_sqlite_is_set_so_that_commits_survive_and_erased_bytes_do_not(sqlite_url: str):
    expected = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "secure_delete": 1, "busy_timeout": 60000}
    with open_store(sqlite_url) as store, store.read() as connection:
        assert {name: connection.scalar(text(f"PRAGMA {name}")) for name in expected} == expected


@pytest.mark.parametrize(
    ("version", "safe"),
    [
        ((3, 40, 1), False),
        ((3, 44, 5), False),
        ((3, 44, 6), True),
        ((3, 45, 9), False),
        ((3, 50, 6), False),
        ((3, 50, 7), True),
        ((3, 51, 2), False),
        ((3, 51, 3), True),
        ((4, 0, 0), True),
    ],
)
def test_sqlite_versions_that_can_damage_a_database_are_known(version: tuple[int, ...], safe: bool):
    assert sqlite.is_safe(version) is safe


def test_an_unsafe_sqlite_is_refused_with_its_version_and_the_mend():
    import sqlite3

    if sqlite.is_safe(sqlite3.sqlite_version_info):
        pytest.skip(f"this Python's own SQLite is safe ({sqlite3.sqlite_version})")
    code = """
import sys
sys.modules["pysqlite3"] = None  # as where it is not installed
from service.db.base import open_store
open_store("sqlite:///never.db")
"""
    run = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    last = run.stderr.strip().splitlines()[-1]
    assert last.startswith(f"service.errors.Unavailable: SQLite {sqlite3.sqlite_version}") and "pip install" in last
    assert not (ROOT / "never.db").exists()


def test_postgresql_without_its_driver_is_refused_with_the_name_of_the_extra():
    code = """
import importlib.util
found = importlib.util.find_spec
importlib.util.find_spec = lambda name, *more: None if name == "psycopg" else found(name, *more)
from service.db.base import open_store
open_store("postgresql://nobody@localhost/nothing")
"""
    run = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert "Unavailable" in run.stderr and "visavis[postgresql]" in run.stderr


@pytest.mark.parametrize(
    "url", ["", "visavis.db", "mysql://here/db", "sqlite://", "sqlite:///:memory:", "x://\x00", "sqlite:///file:a"]
)
def test_what_is_no_url_of_a_database_is_refused(url: str):
    with pytest.raises(Invalid, match=r"sqlite:///visavis\.db"):
        open_store(url)


def test_a_file_that_is_no_database_is_refused_and_left_alone(tmp_path: Path):
    path = tmp_path / "notes.db"
    path.write_bytes(b"These are notes. " * 1000)
    with pytest.raises(Unavailable, match="not a database"):
        open_store(f"sqlite:///{path}")
    assert path.read_bytes() == b"These are notes. " * 1000


@pytest.mark.parametrize("place", ["missing/visavis.db", ".", "/proc/visavis.db"])
def test_a_place_where_no_file_can_be_made_is_refused(tmp_path: Path, place: str):
    with pytest.raises(Unavailable):
        open_store(f"sqlite:///{tmp_path / place}")


def test_a_damaged_database_is_refused(sqlite_url: str, tmp_path: Path):
    open_store(sqlite_url).close()
    path = tmp_path / "visavis.db"
    raw = path.read_bytes()
    path.write_bytes(raw[:100] + b"\xff" * (len(raw) - 100))
    with pytest.raises(Unavailable, match="damaged"):
        open_store(sqlite_url)


def test_a_server_out_of_reach_is_unavailable_and_the_password_is_not_told():
    with pytest.raises(Unavailable) as refused:
        open_store("postgresql://nobody:hush-hush@127.0.0.1:1/nothing?connect_timeout=2")
    assert "hush-hush" not in str(refused.value) and "nobody" in str(refused.value)


def test_a_full_disk_is_told_as_such_and_what_was_there_remains(sqlite_url: str):
    with open_store(sqlite_url) as store:
        with store.write() as connection:
            documents.save(connection, OPENINGS, "here", [doc("kept")])
        with pytest.raises(Unavailable, match="disk is full"), store.write() as connection:
            pages = connection.scalar(text("PRAGMA page_count"))
            connection.execute(text(f"PRAGMA max_page_count = {pages + 5}"))
            documents.save(connection, OPENINGS, "here", [doc(str(n), "x" * 1000) for n in range(1000)])
        with store.read() as connection:
            assert list(documents.records(connection, OPENINGS)) == ["{}"]


def test_an_error_while_writing_undoes_all_of_it(store: Store):
    with pytest.raises(ZeroDivisionError), store.write() as connection:
        documents.save(connection, OPENINGS, "here", [doc("a")])
        print(1 // 0)
    with store.read() as connection:
        assert offered.packed(connection, OPENINGS) == []


def test_what_is_done_ahead_of_a_write_keeps_no_other_process_waiting(store: Store, database_url: str):
    with open_store(database_url) as other:

        def ahead(_: Store) -> None:
            with other.write() as connection:
                changes.advance(connection, changes.REFERENCE)

        with store.write(ahead) as connection:
            before = changes.numbers(connection)[1]
            assert changes.advance(connection, changes.REFERENCE) == before + 1 == 2


def test_a_reader_sees_one_state_while_another_writes(store: Store):
    with store.read() as reader:
        assert offered.packed(reader, OPENINGS) == []
        with store.write() as writer:
            documents.save(writer, OPENINGS, "here", [doc("a")])
        assert offered.packed(reader, OPENINGS) == []
    with store.read() as reader:
        assert len(offered.packed(reader, OPENINGS)) == 1


def test_what_is_done_in_a_reading_transaction_is_not_kept(sqlite_url: str):
    with open_store(sqlite_url) as store:
        with store.read() as connection:
            documents.save(connection, OPENINGS, "here", [doc("a")])
        with store.read() as connection:
            assert offered.packed(connection, OPENINGS) == []


def test_the_database_is_a_setting_with_a_default(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.delenv("VISAVIS_DB", raising=False)
    assert read_settings().db == "sqlite:///visavis.db"
    monkeypatch.setenv("VISAVIS_DB", "postgresql://here/visavis")
    assert read_settings().db == "postgresql://here/visavis"


def test_a_new_database_file_is_its_owners_alone_and_one_that_stands_keeps_its_rights(tmp_path: Path):
    path = tmp_path / "new.db"
    with open_store(f"sqlite:///{path}") as store, store.write() as connection:
        connection.execute(text("CREATE TABLE more (id INTEGER)"))
        modes = {name: (tmp_path / name).stat().st_mode & 0o777 for name in ("new.db", "new.db-wal", "new.db-shm")}
    assert set(modes.values()) == {0o600}, modes
    path.chmod(0o640)
    open_store(f"sqlite:///{path}").close()
    assert path.stat().st_mode & 0o777 == 0o640
