"""Every change of a document is numbered and kept: the market as it was after any of them ranks as it did then."""

import datetime as dt
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest
from sqlalchemy import select, true

from service.bearings import bearings
from service.catalogue import load_territory
from service.db import changes, documents, history
from service.db.base import Store, open_store
from service.db.documents import CANDIDATES, OPENINGS, Document
from service.db.history import history as states
from service.db.territories import HOME
from service.errors import Conflict, NotFound, Stale
from service.past import market_at
from service.usecases.reference import import_rome
from tests.service import live_child
from tests.service.engines import sqlite_first
from tests.service.live_child import DAY, JOBS, MADE, OTHER, PEOPLE, answers, write
from tests.service.rome_files import release, write_folder


def doc(name: str, text: str = "{}", **more: object) -> Document:
    return Document(name, text, b"row", b"items", public_id=name, **more)  # type: ignore[arg-type]


def number(store: Store) -> int:
    with store.read() as connection:
        return changes.numbers(connection)[0]


@sqlite_first
def test_the_market_after_any_change_ranks_as_it_did_then(store: Store, monkeypatch):
    monkeypatch.setattr(live_child, "erased", lambda *erased: None)  # what is erased cannot be had again
    draw, then = Random(1), {}
    asked = PEOPLE[0], JOBS[0], MADE[2][2][0]
    for _ in range(12):
        with store.write() as connection:
            write(connection, draw)
        with store.read() as connection:
            for territory in (HOME, OTHER):
                then[territory, changes.numbers(connection)[0]] = answers(
                    load_territory(connection, territory, DAY), *asked
                )
    with store.read() as connection:
        known = bearings(connection)
        same = sum(answers(market_at(connection, *when, DAY, known), *asked) == found for when, found in then.items())
    print(f"{same} of {len(then)} markets of the past rank as they did")
    assert same == len(then) > 20


def test_one_call_has_one_number_and_what_is_the_same_has_none(store: Store):
    with store.write() as connection:
        documents.save(connection, OPENINGS, "here", map(doc, "abc"))
    assert number(store) == 1
    with store.write() as connection:
        documents.save(connection, OPENINGS, "here", map(doc, "abc"))
        documents.close(connection, OPENINGS, "here", ["unknown"])
    assert number(store) == 1
    with store.write() as connection:
        documents.save(connection, OPENINGS, "here", [doc("a", "[1]"), doc("b")])
        rows = [documents.get_by_id(connection, OPENINGS, name, true()) for name in "abc"]
    assert [(row.version, row.changed) for row in rows] == [(2, 2), (1, 1), (1, 1)]
    with store.write() as connection:
        assert documents.close(connection, OPENINGS, "here", ["a", "b"]) == 2
        assert history.changed(connection, 2) == history.changed(connection, 1) == {"openings": {"a", "b"}}
        assert [each.public_id for each in history.as_of(connection, OPENINGS, HOME, 2)] == ["a", "b", "c"]
        assert [each.public_id for each in history.as_of(connection, OPENINGS, HOME, 3)] == ["c"]
        assert [each.record for each in history.as_of(connection, OPENINGS, None, 1)] == ["{}"] * 3
        assert history.as_of(connection, OPENINGS, OTHER, 3) == []


def test_of_two_documents_with_one_name_far_apart_the_later_counts_and_is_kept(store: Store):
    many = [doc(f"n{n}") for n in range(documents.BATCH)]
    with store.write() as connection:
        assert documents.save(connection, OPENINGS, "here", [doc("a"), *many, doc("a", "[2]")]).changed == 1
        found = {each.public_id: each.record for each in history.as_of(connection, OPENINGS, HOME, 1)}
    assert (len(found), found["a"]) == (documents.BATCH + 1, "[2]")


def test_what_a_document_does_not_say_stays_as_it_is(store: Store):
    told = doc("a", organisation="o", status="draft", expires_on=DAY, sort_key="s", search_key="w")
    with store.write() as connection:
        documents.save(connection, OPENINGS, "here", [told])
        assert documents.save(connection, OPENINGS, "here", [doc("a")]).same == 1
        documents.save(connection, OPENINGS, "here", [doc("a", "[]")])
        row = documents.get_by_id(connection, OPENINGS, "a", true())
        assert (row.organisation, row.status, row.expires_on, row.sort_key, row.search_key, row.record) == (
            *("o", "draft", DAY, "s", "w"),
            "[]",
        )
        documents.save(connection, OPENINGS, "here", [doc("a", "[]", expires_on=None)])
        assert documents.get_by_id(connection, OPENINGS, "a", true()).expires_on is None


def test_a_change_of_another_version_is_stale(store: Store):
    with store.write() as connection:
        documents.save(connection, OPENINGS, documents.API, [doc("a")])
        row = documents.change(connection, OPENINGS, "a", 1, doc("a", "[1]"))
        assert (row.version, row.record) == (2, "[1]")
        assert documents.change(connection, OPENINGS, "a", 2, doc("a", "[1]")).version == 2
        with pytest.raises(Stale, match="version 2"):
            documents.change(connection, OPENINGS, "a", 1, doc("a", "[2]"))
        assert documents.get_by_id(connection, OPENINGS, "a", true()).record == "[1]"


def test_what_is_out_of_reach_is_not_found_in_the_same_words_as_what_is_not_there(store: Store):
    with store.write() as connection:
        documents.save(connection, CANDIDATES, documents.API, [doc("a")])
        refusals = []
        for name in ("a", "nobody"):
            with pytest.raises(NotFound) as refused:
                documents.get_by_id(connection, CANDIDATES, name, CANDIDATES.main.c.territory == OTHER)
            refusals.append(str(refused.value))
    assert refusals[0] == refusals[1]


def test_a_source_belongs_to_one_territory_for_each_name(store: Store):
    with store.write() as connection:
        documents.save(connection, OPENINGS, "here", [doc("a")])
        with pytest.raises(Conflict, match="another territory"):
            documents.save(connection, OPENINGS, "here", [doc("a", "[1]")], OTHER)
        assert documents.close(connection, OPENINGS, "here", ["a"], OTHER) == 0
        assert documents.existing(connection, OPENINGS, "here", OTHER) == {}
        assert documents.get(connection, OPENINGS, "a").record == "{}"


def test_what_is_erased_leaves_only_the_number_of_that_change(sqlite_url: str, tmp_path: Path):
    secret = "unmistakable-words"
    with open_store(sqlite_url) as store:
        with store.write() as connection:
            documents.save(connection, CANDIDATES, "here", [doc("a", f'"{secret}"'), doc("b")])
        with store.write() as connection:
            documents.save(connection, CANDIDATES, "here", [replace(doc("a"), record=f'"{secret} again"')])
        with store.write() as connection:
            documents.erase(connection, CANDIDATES, "a")
            kept = connection.execute(select(states.c.number, states.c.record).where(states.c.public_id == "a")).all()
            assert [tuple(row) for row in kept] == [(3, "")]
            assert history.changed(connection, 2) == {"candidates": {"a"}}
            with pytest.raises(NotFound):
                documents.erase(connection, CANDIDATES, "a")
    assert secret.encode() not in (tmp_path / "visavis.db").read_bytes()


def test_a_load_of_reference_data_is_numbered_once_if_it_changes_anything(store: Store, tmp_path: Path):
    folder = write_folder(tmp_path / "rome", release())
    for _ in range(2):
        import_rome(store, folder)
        with store.read() as connection:
            assert changes.numbers(connection) == (0, 1)


def test_a_market_of_the_past_leaves_out_what_had_expired_by_the_day(store: Store):
    with store.write() as connection:
        documents.save(connection, OPENINGS, "here", [doc("a", expires_on=DAY), doc("b")])
        late = DAY + dt.timedelta(1)
        assert [each.public_id for each in history.as_of(connection, OPENINGS, HOME, 1, late)] == ["b"]
        assert [each.public_id for each in history.as_of(connection, OPENINGS, HOME, 1, DAY)] == ["a", "b"]
