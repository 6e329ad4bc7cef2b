"""Erasure: of somebody who is erased nothing is left, in no table, no file and no byte."""

import json
from pathlib import Path

import pytest
from sqlalchemy import Column, ForeignKey, Table, Text, inspect, select

import service.db.schema  # noqa: F401  (it fills `metadata`)
from service.db import audit, documents, erasure, outbox, soundness, sqlite, tombstones
from service.db.base import Store, metadata, open_store
from service.errors import NotFound
from service.usecases import erasing, keeping
from tests.service.kept import KEYS, NOW, fill, people

VICTIM, OTHER = "Quenouillard", "Bergamotte"


def erase(store: Store, person: str, kind: str = "candidates") -> None:
    with store.write() as connection:
        erasing.erase(connection, KEYS, kind, person, NOW)


def finish(store: Store, folder: Path) -> bool:
    return erasing.finish(store, folder / "key.tombstones")


def found(store: Store, *words: str) -> list[str]:
    """Every table.column that holds one of these words."""
    places = []
    with store.read() as connection:
        for table in metadata.sorted_tables:
            for row in connection.execute(select(table)):
                for column, value in zip(table.columns, row, strict=True):
                    text = value if isinstance(value, bytes) else str(value).encode()
                    if any(word.encode() in text for word in words):
                        places.append(f"{table.name}.{column.name}")
    return places


@pytest.mark.parametrize("kind", erasure.KEYS)
def test_every_place_where_somebody_stands_has_its_fate(kind: str):
    assert erasure.named_in(kind) == set(erasure.FATES[kind])


def test_a_new_table_about_people_would_be_missed():
    new = Table(
        "hobbies", metadata, Column("person", Text, ForeignKey("candidates.public_id")), Column("sponsor", Text)
    )
    try:
        assert erasure.named_in("candidates") - set(erasure.FATES["candidates"]) == {"hobbies.person"}
        assert erasure.named_in("sponsors") - set(erasure.FATES["sponsors"]) == {"hobbies.sponsor"}
    finally:
        metadata.remove(new)


def test_no_table_is_unknown_to_the_program(store: Store):
    with store.read() as connection:
        assert {*inspect(connection).get_table_names()} - {"alembic_version"} == set(metadata.tables)


def test_nothing_is_left_of_somebody_in_any_table_and_others_are_untouched(store: Store, tmp_path: Path):
    victim, other = fill(store, VICTIM), fill(store, OTHER)
    before, others = found(store, victim, VICTIM), found(store, OTHER, other)
    own = {place.split(".")[0] for place in before}
    assert len(own) > 22, own
    erase(store, victim)
    left = set(found(store, victim)) - {"history.public_id"}  # the number of its last change, for catalogues
    assert left == set()
    not_theirs = {"openings", "sponsors", "openings_records", "sponsors_records", "history", "uploads"}
    assert {place for place in found(store, VICTIM) if place.split(".")[0] not in not_theirs} == set()
    assert found(store, OTHER, other) == others
    uploads = metadata.tables["uploads"]
    with store.read() as connection:
        files = {row.source: row.content for row in connection.execute(select(uploads))}
        assert {source: content is None for source, content in files.items()} == {
            f"source {VICTIM}": True,
            f"source {OTHER}": False,
        }
        assert soundness.faults(connection) == [] and audit.verify(connection, KEYS) is None
    print(f"P5: {len(before)} values of one person in {len(own)} tables, 0 left in the rows about them")


def test_no_byte_is_left_in_the_files(tmp_path: Path):
    with open_store(f"sqlite:///{tmp_path / 'visavis.db'}") as store:
        people(store, 200)
        [victim] = people(store, 1, "elsewhere", first=9000)
        words = [b"NomP9000", *(row.encode() for row in secrets_of(store, victim))]
        assert left_in(tmp_path, words) == len(words)
        erase(store, victim)
        with_log = left_in(tmp_path, words)
        assert finish(store, tmp_path)
        keeping.back_up(store, KEYS, tmp_path / "backups", NOW)
        left = left_in(tmp_path, words)
    print(f"P5: {left} of {len(words)} canaries left in all files ({with_log} before the log of SQLite was emptied)")
    assert left == 0 and with_log > 0


def test_bytes_would_be_left_without_overwriting(tmp_path: Path, monkeypatch):
    """The negative control: SQLite's own way leaves what was deleted in its pages."""
    monkeypatch.setattr(sqlite, "PRAGMAS", [p for p in sqlite.PRAGMAS if "secure_delete" not in p])
    with open_store(f"sqlite:///{tmp_path / 'visavis.db'}") as store:
        people(store, 200)
        [victim] = people(store, 1, "elsewhere", first=9000)
        words = [b"NomP9000", *(row.encode() for row in secrets_of(store, victim))]
        erase(store, victim)
        finish(store, tmp_path)
        assert left_in(tmp_path, words) > 0


def secrets_of(store: Store, person: str) -> list[str]:
    """What only this person's record says."""
    records = documents.CANDIDATES.records.c
    with store.read() as connection:
        record = connection.scalar(select(records.record).where(records.public_id == person))
    return [json.loads(record)["about"]]


def left_in(folder: Path, words: list[bytes]) -> int:
    """How many of the words stand in some file."""
    contents = [path.read_bytes() for path in folder.rglob("*") if path.is_file()]
    return sum(any(word in content for content in contents) for word in words)


def test_the_account_that_was_only_theirs_goes_with_them(store: Store):
    victim = fill(store, VICTIM)
    accounts = metadata.tables["accounts"]
    erase(store, victim)
    with store.read() as connection:
        [row] = connection.execute(select(accounts)).all()
        assert (row.email, row.name, row.password) == (None, "", "") and row.disabled_at is not None
        for name in ("sessions", "memberships", "links", "second_factors", "recovery_codes"):
            assert connection.execute(select(metadata.tables[name])).all() == []


def test_only_a_mark_that_tells_nobody_stays(store: Store, tmp_path: Path):
    victim = fill(store, VICTIM)
    erase(store, victim)
    with store.read() as connection:
        marks = tombstones.everything(connection)
    assert erasing.digest(KEYS, "candidates", victim) in marks
    assert not any(victim in mark for mark in marks)
    finish(store, tmp_path)
    assert set((tmp_path / "key.tombstones").read_text().split()) == marks


def test_counts_by_month_stay(store: Store):
    victim = fill(store, VICTIM)
    erase(store, victim)
    with store.read() as connection:
        counts = connection.execute(select(metadata.tables["tallies"])).all()
    assert {(row.what, row.count) for row in counts} == {("introduction", 1), ("sponsorship", 1), ("consent", 1)}
    assert {len(row.month) for row in counts} == {7}


def test_a_sponsor_is_erased_and_the_person_stays(store: Store):
    person = fill(store, VICTIM)
    with store.read() as connection:
        [sponsor] = documents.public_ids(connection, documents.SPONSORS, f"source {VICTIM}").values()
    erase(store, sponsor, "sponsors")
    assert set(found(store, sponsor)) == {"history.public_id"}
    assert "candidates.public_id" in found(store, person)


def test_an_answer_kept_for_a_repeated_request_goes_if_it_names_them(store: Store):
    [victim, other] = people(store, 2)
    answers = metadata.tables["answers"]
    with store.write() as connection:
        for name in (victim, other):
            body = KEYS.seal(f'{{"id": "{name}"}}', "adviser" + name)
            row = {"account": "adviser", "key": name, "digest": "", "status": 201, "body": body, "kept_at": NOW}
            connection.execute(answers.insert(), row)
    erase(store, victim)
    with store.read() as connection:
        assert connection.execute(select(answers.c.key)).scalars().all() == [other]


def test_somebody_unknown_cannot_be_erased(store: Store):
    with pytest.raises(NotFound):
        erase(store, "nobody")


def test_messages_about_them_are_gone(store: Store):
    victim = fill(store, VICTIM)
    erase(store, victim)
    with store.read() as connection:
        assert outbox.waiting(connection) == 0
