"""Openings, candidates, facts about people and the log of loads: what is kept comes back as it was."""

from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import inspect
from sqlalchemy.exc import IntegrityError

from service.db import documents, imports, offered, personal
from service.db.base import Store, open_store
from service.db.documents import CANDIDATES, OPENINGS, Document, Saved
from service.errors import Conflict, NotFound


def doc(name: str, text: str = "{}") -> Document:
    return Document(name, text, f"row {name}".encode(), b"\x00\xff")


@pytest.mark.parametrize("kind", [OPENINGS, CANDIDATES], ids=["openings", "candidates"])
def test_saving_adds_what_is_new_changes_what_differs_and_leaves_the_rest(store: Store, kind: documents.Kind):
    with store.write() as connection:
        assert documents.save(connection, kind, "here", map(doc, "abc")) == Saved(3, 0, 0)
        first = documents.get(connection, kind, "b")
    with store.write() as connection:
        assert documents.save(connection, kind, "here", map(doc, "abc")) == Saved(0, 0, 3)
        assert documents.save(connection, kind, "here", [doc("b", "[]"), doc("d")]) == Saved(1, 1, 0)
        assert documents.existing(connection, kind, "here") == {"a": "{}", "b": "[]", "c": "{}", "d": "{}"}
        assert documents.existing(connection, kind, "elsewhere") == {}
        assert documents.get(connection, kind, first.public_id) == replace(first, record="[]")


def test_a_document_packed_otherwise_is_changed_though_its_record_is_the_same(store: Store):
    with store.write() as connection:
        documents.save(connection, OPENINGS, "here", [doc("a")])
        assert documents.save(connection, OPENINGS, "here", [replace(doc("a"), row=b"other")]) == Saved(0, 1, 0)
        assert [row[3] for row in offered.packed(connection, OPENINGS)] == [b"other"]


def test_thousands_of_documents_come_back_as_they_were_and_in_order(store: Store):
    made = [Document(f"n{n}", f'{{"id":"n{n}"}}', bytes([n % 256]) * 90, bytes(n % 7)) for n in range(3000)]
    with store.write() as connection:
        assert documents.save(connection, OPENINGS, "here", made) == Saved(3000, 0, 0)
    with store.read() as connection:
        packed = offered.packed(connection, OPENINGS)
        assert [row[1:] for row in packed] == [("here", d.external_id, d.row, d.items) for d in made]
        assert len({row[0] for row in packed}) == 3000
        assert list(documents.records(connection, OPENINGS)) == [d.record for d in made]


def test_a_closed_opening_leaves_the_market_and_comes_back_when_it_is_sent_again(store: Store):
    with store.write() as connection:
        documents.save(connection, OPENINGS, "here", map(doc, "ab"))
        assert documents.close(connection, OPENINGS, "here", ["a", "unknown"]) == 1
        assert documents.close(connection, OPENINGS, "here", ["a"]) == 0
        assert [row[2] for row in offered.packed(connection, OPENINGS)] == ["b"]
        assert not documents.get(connection, OPENINGS, "a").open
        assert documents.save(connection, OPENINGS, "here", [doc("a")]) == Saved(0, 1, 0)
        assert [row[2] for row in offered.packed(connection, OPENINGS)] == ["a", "b"]


def test_a_name_used_by_two_sources_is_a_conflict_that_names_them(store: Store):
    with store.write() as connection:
        documents.save(connection, OPENINGS, "board", [doc("1")])
        documents.save(connection, OPENINGS, "network", [doc("1")])
        with pytest.raises(Conflict, match=r"board.*network|network.*board") as refused:
            documents.get(connection, OPENINGS, "1")
        one = str(refused.value).split(": ")[1].split(", ")[0]
        assert documents.get(connection, OPENINGS, one).external_id == "1"
        with pytest.raises(NotFound, match="nobody"):
            documents.get(connection, OPENINGS, "nobody")


def test_facts_about_a_person_are_kept_replaced_and_erased_apart(store: Store):
    with store.write() as connection:
        documents.save(connection, CANDIDATES, "here", [doc("a")])
        person = documents.get(connection, CANDIDATES, "a").public_id
        personal.save(connection, person, {"sex": "f", "rqth": "oui"})
        personal.save(connection, person, {"birth_date": "2001-02-03"})
        personal.save(connection, person, {"sex": "x"})
        assert personal.read(connection, person) == {"birth_date": "2001-02-03", "rqth": "oui", "sex": "x"}
        assert personal.erase(connection, person) == 3
        assert personal.read(connection, person) == {}
    with pytest.raises(IntegrityError), store.write() as connection:
        personal.save(connection, "nobody", {"sex": "f"})


def test_an_erased_fact_leaves_no_bytes_in_the_file(sqlite_url: str, tmp_path: Path):
    with open_store(sqlite_url) as store:
        with store.write() as connection:
            documents.save(connection, CANDIDATES, "here", [doc("a")])
            person = documents.get(connection, CANDIDATES, "a").public_id
            personal.save(connection, person, {"contact": "unmistakable-words"})
        with store.write() as connection:
            personal.erase(connection, person)
    assert b"unmistakable-words" not in (tmp_path / "visavis.db").read_bytes()


def test_the_log_of_loads_gives_the_newest_first(store: Store):
    with store.write() as connection:
        imports.record(connection, "rome", "", "v1.zip", "ab", {"titles": {"added": 3}})
        imports.record(connection, "openings", "board", "jobs.csv", "cd", {"added": 1})
        log = imports.history(connection)
    assert [(row["kind"], row["source"], row["counts"]) for row in log] == [
        ("openings", "board", {"added": 1}),
        ("rome", "", {"titles": {"added": 3}}),
    ]


def test_names_of_people_stand_in_no_table_that_feeds_the_engine(store: Store):
    with store.read() as connection:
        found = inspect(connection)
        feed = [table.name for kind in documents.KINDS.values() for table in (kind.main, kind.records)] + ["history"]
        names = {column["name"] for table in feed for column in found.get_columns(table)}
    assert not names & {"sex", "first_name", "last_name", "birth_date", "qpv", "rsa", "rqth", "nationality", "email"}
