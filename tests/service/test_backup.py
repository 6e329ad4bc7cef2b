"""Backups: all that was acknowledged when one began is in it, and comes back, on either engine."""

import datetime as dt
import json
import shutil
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import select

from matching.packing import pack_candidate
from service.backups import folder as shelf
from service.db import audit, documents, dump, imports, personal, sqlite, tombstones
from service.db.base import Store, open_store
from service.db.documents import Document
from service.errors import Conflict, Invalid, NotFound, ServiceError
from service.keys import Keys
from service.permissions import NOBODY
from service.usecases import erasing, keeping
from tests.factories import drawn_candidates
from tests.service.engines import sqlite_first
from tests.service.kept import KEYS, NOW, people, rows

SETTLED = {"changes", "audit", "audit_ends", "sessions", "links", "tombstones"}  # what a restore itself changes


def moments(store: Store) -> dict[str, list[object]]:
    with store.read() as connection:
        return {name: told for name, told in dump.sums(connection).items() if name not in SETTLED}


def back_up(store: Store, folder: Path, now: dt.datetime = NOW) -> Path:
    return keeping.back_up(store, KEYS, folder, now).path


def restore(store: Store, path: Path, replace: bool = False) -> keeping.Restored:
    return keeping.restore(store, KEYS, path, path.parent / "here.tombstones", NOW, replace)


@pytest.fixture
def other(sqlite_url: str) -> Store:
    with open_store(sqlite_url.replace("visavis.db", "other.db")) as opened:
        yield opened


def test_a_backup_comes_back_row_by_row_from_either_engine(store: Store, other: Store, tmp_path: Path):
    people(store, 30)
    with store.write() as connection:
        audit.record(connection, NOBODY, "key:W", ["somebody"], "r1")
    path = back_up(store, tmp_path / "backups")
    restore(other, path)
    assert moments(other) == moments(store)
    assert keeping.check_store(other, KEYS) == []


def test_a_backup_comes_back_row_by_row_to_either_engine(store: Store, other: Store, tmp_path: Path):
    people(other, 30)
    path = back_up(other, tmp_path / "backups")
    restore(store, path)
    assert moments(store) == moments(other)
    people(store, 1, "later")  # numbers go on after those that came back
    assert rows(store, documents.CANDIDATES.main) == 31
    assert keeping.check_store(store, KEYS) == []


def test_a_store_that_is_not_empty_is_replaced_only_when_that_is_said(store: Store, tmp_path: Path):
    people(store, 3)
    path = back_up(store, tmp_path / "backups")
    then = moments(store)
    people(store, 2, "later")
    with pytest.raises(Conflict, match="--replace"):
        restore(store, path)
    restore(store, path, replace=True)
    assert moments(store) == then


def test_a_restore_ends_the_numbers_that_others_have_seen(store: Store, tmp_path: Path):
    people(store, 3)
    path = back_up(store, tmp_path / "backups")
    for number in range(5):
        people(store, 1, f"later {number}")
    with store.read() as connection:
        seen = connection.execute(select(documents.changes.changes.c.number)).scalars().all()
    restore(store, path, replace=True)
    with store.read() as connection:
        after = connection.execute(select(documents.changes.changes.c.number)).scalars().all()
    assert min(after) > max(seen)


@contextmanager
def written_on(store: Store, told: list[str]) -> Iterator[None]:
    """Let somebody write all the while, and tell what was acknowledged; one write is when this begins."""
    over, before = threading.Event(), len(told)

    def write() -> None:
        while not over.is_set():
            name = str(len(told))
            with store.write() as connection:
                imports.record(connection, "test", name, "file" * 50, "", {})
            told.append(name)

    writer = threading.Thread(target=write)
    writer.start()
    try:
        while len(told) == before and writer.is_alive():
            time.sleep(0.001)
        yield
    finally:
        over.set()
        writer.join()


def sources(store: Store) -> set[str]:
    with store.read() as connection:
        return {row["source"] for row in imports.history(connection)}


def under_load(store: Store, other: Store, tmp_path: Path, rounds: int) -> None:
    told: list[str] = []
    missing = during = 0
    people(store, 50)
    for number in range(rounds):
        with written_on(store, told):
            acknowledged = set(told)
            path = back_up(store, tmp_path / "backups", NOW + dt.timedelta(minutes=number))
            during += len(told) - len(acknowledged)
        restore(other, path, replace=True)
        assert keeping.check_store(other, KEYS) == []
        found = sources(other)
        missing += len(acknowledged - found)
        assert found == set(map(str, range(len(found))))  # one state, without a hole
    print(f"R12: {rounds} backups, {during} writes while they were made, each restored: {missing} acknowledged missing")
    assert missing == 0 and during >= rounds


@sqlite_first
def test_backups_under_load_hold_all_that_was_acknowledged(store: Store, other: Store, tmp_path: Path):
    under_load(store, other, tmp_path, 3)


@pytest.mark.slow
def test_a_hundred_backups_under_load_hold_all_that_was_acknowledged(store: Store, other: Store, tmp_path: Path):
    under_load(store, other, tmp_path, 100)


def test_a_naive_copy_of_the_file_loses_what_was_acknowledged(sqlite_url: str, tmp_path: Path):
    """The negative control: without the log beside it, a copied file lacks what is only in that log."""
    broken = 0
    with open_store(sqlite_url) as store:
        for number in range(5):
            people(store, 20, f"round {number}")
            copied = tmp_path / f"copy{number}.db"
            shutil.copyfile(str(store.engine.url.database), copied)
            try:
                with open_store(f"sqlite:///{copied}") as copy:
                    broken += rows(copy, documents.CANDIDATES.main) < 20 * (number + 1)
            except (ServiceError, sqlite.driver().Error):
                broken += 1
    print(f"R12, negative control: {broken} of 5 plain copies broken or short")
    assert broken


@sqlite_first
def test_a_backup_that_was_cut_or_changed_anywhere_is_found(store: Store, tmp_path: Path, monkeypatch):
    monkeypatch.setattr("service.backups.sealed.PIECE", 400)
    people(store, 40)
    path = back_up(store, tmp_path / "backups")
    whole, bad = path.read_bytes(), tmp_path / "bad.backup"
    keeping.check_file(path, KEYS)
    cuts = [whole[:end] for end in range(0, len(whole), 97)]
    flips = [whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :] for at in range(0, len(whole), 97)]
    start, size = 17 + 32, 416  # after the beginning; a piece with its tag
    one, two = whole[start : start + size], whole[start + size : start + 2 * size]
    moved = [whole[:start] + two + one + whole[start + 2 * size :], whole[: start + size] + one + whole[start + size :]]
    for content in [*cuts, *flips, *moved, whole[:start] + whole[start + size :], whole + b"more", b"", b"PK\x03\x04"]:
        bad.write_bytes(content)
        with pytest.raises(Invalid):
            keeping.check_file(bad, KEYS)
    print(f"R12: {len(cuts) + len(flips) + 6} damaged backups, all refused")


@sqlite_first
def test_a_damaged_backup_touches_nothing(store: Store, tmp_path: Path):
    people(store, 5)
    path = back_up(store, tmp_path / "backups")
    people(store, 5, "later")
    then = moments(store)
    path.write_bytes(path.read_bytes()[:-1])
    with pytest.raises(Invalid, match="damaged"):
        restore(store, path, replace=True)
    assert moments(store) == then


def test_a_backup_opens_only_with_the_keys_of_the_installation(store: Store, tmp_path: Path):
    path = back_up(store, tmp_path / "backups")
    with pytest.raises(Invalid, match="another key file"):
        keeping.check_file(path, Keys((bytes(range(32)),)))
    newer = Keys((bytes(range(32)), *KEYS.raw))  # a key was changed: old backups still open
    assert keeping.check_file(path, newer).tables["candidates"][0] == 0


def test_a_backup_is_sealed(store: Store, tmp_path: Path):
    people(store, 5)
    raw = back_up(store, tmp_path / "backups").read_bytes()
    assert b"NomP1" not in raw and b"candidates" not in raw


def test_a_missing_file_is_said(store: Store, tmp_path: Path):
    with pytest.raises(NotFound):
        keeping.check_file(tmp_path / "none.backup", KEYS)


def test_a_backup_of_a_newer_version_is_refused(store: Store, tmp_path: Path, monkeypatch):
    path = back_up(store, tmp_path / "backups")
    monkeypatch.setattr(dump.migrate, "steps", lambda: ["v0001_first_tables"])
    with pytest.raises(Invalid, match="newer"):
        keeping.check_file(path, KEYS)


def test_a_backup_that_fails_leaves_no_file(store: Store, tmp_path: Path, monkeypatch):
    def fails(*_: object) -> None:
        yield b"half"
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(dump, "dump", fails)
    with pytest.raises(ServiceError, match="cannot be written"):
        back_up(store, tmp_path / "backups")
    assert [path.name for path in (tmp_path / "backups").iterdir()] == [shelf.MARKS]


@sqlite_first
def test_backups_are_kept_thirty_days_and_the_last_one_for_ever(store: Store, tmp_path: Path):
    folder = tmp_path / "backups"
    ages = [back_up(store, folder, NOW - dt.timedelta(days=days)) for days in (40, 31, 30, 1)]
    kept = keeping.back_up(store, KEYS, folder, NOW)
    assert kept.pruned == ages[1:2] and not ages[0].exists() and ages[2].exists()
    assert shelf.prune(folder, NOW + dt.timedelta(days=400)) == ages[2:]
    assert list(shelf.kept(folder)) == [kept.path]


def test_all_backups_of_the_last_day_are_kept_and_then_the_last_of_each_day(tmp_path: Path):
    first = NOW - dt.timedelta(days=40)
    for hours in range(40 * 24 + 1):  # an hourly backup for forty days, pruned each time
        (tmp_path / shelf.name_at(first + dt.timedelta(hours=hours))).touch()
        shelf.prune(tmp_path, first + dt.timedelta(hours=hours))
    found = [*shelf.kept(tmp_path).values()]
    last_day = [at for at in found if NOW - at <= dt.timedelta(days=1)]
    assert last_day == [NOW - dt.timedelta(hours=hours) for hours in range(24, -1, -1)]
    older = [at for at in found if NOW - at > dt.timedelta(days=1)]
    assert {at.hour for at in older} == {23} and 29 <= len(older) <= 30
    assert len({at.date() for at in older}) == len(older)


def erased_and_restored(store: Store, other: Store, tmp_path: Path, number: int) -> int:
    """Return how many of the erased are back after an old backup was restored elsewhere."""
    ids = people(store, number + 5)
    path = back_up(store, tmp_path / "backups")
    with store.write() as connection:
        for person in ids[:number]:
            erasing.erase(connection, KEYS, "candidates", person, NOW)
    back_up(store, tmp_path / "backups", NOW + dt.timedelta(minutes=15))  # marks them beside the old one
    restore(other, path)
    with other.read() as connection:
        there = documents.public_ids(connection, documents.CANDIDATES, "here").values()
    assert set(ids[number:]) <= set(there)
    return len(set(there) & set(ids[:number]))


@sqlite_first
def test_an_old_backup_brings_none_of_the_erased_back(store: Store, other: Store, tmp_path: Path):
    number = 200 if store.engine.dialect.name == "sqlite" else 20
    back = erased_and_restored(store, other, tmp_path, number)
    print(f"P5: {back} of {number} erased people are back after an old backup was restored")
    assert back == 0


@sqlite_first
def test_without_the_marks_they_would_come_back(store: Store, other: Store, tmp_path: Path, monkeypatch):
    monkeypatch.setattr(tombstones, "among", lambda connection, digests: set())
    assert erased_and_restored(store, other, tmp_path, 3) == 3


def crowd(store: Store, number: int) -> None:
    """Add so many people with whole records and a name each, all at once."""
    drawn = [(record, *pack_candidate(record)) for record in drawn_candidates(500, seed=1)]
    made = [Document(f"P{n}", json.dumps(drawn[n % 500][0]), *drawn[n % 500][1:]) for n in range(number)]
    with store.write() as connection:
        documents.save(connection, documents.CANDIDATES, "here", made)
        ids = documents.public_ids(connection, documents.CANDIDATES, "here").values()
        named = {"name": "last_name", "value": "Nom"}
        connection.execute(personal.personal_facts.insert(), [{"candidate": id, **named} for id in ids])
        keys = {"sort_key": "nom", "search_key": "nom", "version": 1}
        connection.execute(personal.person_names.insert(), [{"candidate": id, **keys} for id in ids])


@pytest.mark.slow
@pytest.mark.parametrize("number", [20_000, 100_000])
def test_a_hundred_thousand_people_come_back_row_by_row(store: Store, tmp_path: Path, number: int):
    """The times are printed: at 100,000 people all is to be back within five minutes."""
    crowd(store, number)
    then, begun = moments(store), time.perf_counter()
    path = back_up(store, tmp_path / "backups")
    made, computed = time.perf_counter(), time.process_time()
    restore(store, path, replace=True)
    ended, computed = time.perf_counter(), time.process_time() - computed
    assert moments(store) == then and then["candidates"][0] == number
    print(f"R12: {number} people, {store.engine.dialect.name}: {path.stat().st_size >> 20} MiB,"
          f" backup {made - begun:.0f} s, restore {ended - made:.0f} s, {computed:.0f} s of it computing")  # fmt: skip
