"""What a process that dies leaves behind: all that it acknowledged, and nothing half done."""

import time
from concurrent.futures import ThreadPoolExecutor
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from sqlalchemy import create_engine, inspect, select, text

from service.db import documents, imports, migrate, offered, sqlite, taxonomy
from service.db.base import Store, open_store
from tests.service import crash_child
from tests.service.forked import start
from tests.service.rome_files import large_release, write_folder

KILLS = [4, pytest.param(10, marks=pytest.mark.slow)]


def rest_of(heard: Connection) -> list[Any]:
    words = []
    while True:
        try:
            words.append(heard.recv())
        except EOFError:
            return words


def killed(rng: np.random.Generator, longest: float, task: Any, *arguments: object) -> list[Any]:
    """Kill a process at a random moment of its work; return what it had acknowledged."""
    child, heard = start(task, *arguments)
    assert heard.recv() == "ready"
    time.sleep(rng.uniform(0, longest))
    child.kill()  # SIGKILL; no harm if it has finished
    child.join()
    with heard:
        return rest_of(heard)


def assert_sound(store: Store) -> None:
    if store.engine.dialect.name == "sqlite":
        with store.read() as connection:
            assert connection.scalar(text("PRAGMA integrity_check")) == "ok"
            assert connection.execute(text("PRAGMA foreign_key_check")).all() == []


def n_tables(url: str) -> int:
    engine = create_engine(url, module=sqlite.driver())
    try:
        return len(inspect(engine).get_table_names())
    finally:
        engine.dispose()


@pytest.mark.parametrize("kills", KILLS)
def test_a_process_killed_while_it_makes_the_tables_leaves_all_or_none(tmp_path: Path, kills: int):
    rng = np.random.default_rng(0)
    with open_store(f"sqlite:///{tmp_path / 'whole.db'}") as store:
        whole = n_tables(str(store.engine.url))
    for number in range(2 * kills):
        url = f"sqlite:///{tmp_path / str(number)}.db"
        killed(rng, 0.06, crash_child.make_tables, url)
        assert n_tables(url) in (0, whole)
        with open_store(url) as store:
            assert_sound(store)


@pytest.mark.parametrize("kills", KILLS)
def test_documents_acknowledged_before_a_kill_are_all_there_and_no_batch_is_torn(database_url: str, kills: int):
    rng, before = np.random.default_rng(1), 0
    for _ in range(kills):
        last = [-1, *killed(rng, 0.25, crash_child.save_batches, database_url)][-1]
        with open_store(database_url) as store:
            assert_sound(store)
            with store.read() as connection:
                kept = documents.existing(connection, documents.OPENINGS, "here")
                assert len(offered.packed(connection, documents.OPENINGS)) == len(kept)
        n_batches, left = divmod(len(kept), crash_child.BATCH)
        assert left == 0 and n_batches >= max(before, last + 1)
        for number in range(last + 1):
            versions = {kept[f"{number}-{place}"].split()[2] for place in range(crash_child.BATCH)}
            assert versions == {"2"} or (number >= last and versions == {"1"})
        before = n_batches


@pytest.mark.parametrize("kills", KILLS)
def test_a_load_killed_midway_leaves_the_old_release_or_the_new_one(database_url: str, tmp_path: Path, kills: int):
    folders = [write_folder(tmp_path / mark, large_release(800, mark)) for mark in ("a", "b")]
    rng, before = np.random.default_rng(2), 0
    for _ in range(kills):
        acknowledged = killed(rng, 0.4, crash_child.load_in_turn, database_url, folders)
        with open_store(database_url) as store:
            assert_sound(store)
            with store.read() as connection:
                log = imports.history(connection)
                skills = connection.scalars(select(taxonomy.skills.c.label).where(taxonomy.skills.c.code >= "1000"))
                marks = {label[0] for label in skills if label[1:2] == " "}
                titles = set(connection.scalars(select(taxonomy.titles.c.short_label)))
        assert marks == titles & {"a", "b"} == ({log[0]["file"]} if log else set())
        assert len(log) - before in (len(acknowledged), len(acknowledged) + 1)
        before = len(log)


def test_of_eight_processes_that_start_at_once_one_makes_the_tables(bare_url: str):
    children = [start(crash_child.make_tables, bare_url) for _ in range(8)]
    for child, heard in children:
        with heard:
            assert rest_of(heard) == ["ready", "done"]
        child.join()
        assert child.exitcode == 0
    with open_store(bare_url) as store, store.read() as connection:
        assert connection.scalars(text("SELECT version_num FROM alembic_version")).all() == migrate.steps()[-1:]


def test_threads_that_write_at_once_take_turns(store: Store):
    def add(number: int) -> None:
        with store.write() as connection:
            n = connection.scalar(text("SELECT count(*) FROM imports"))
            imports.record(connection, "test", str(n), "", "", {})

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(add, range(40)))
    with store.read() as connection:
        assert {row["source"] for row in imports.history(connection)} == {str(n) for n in range(40)}
