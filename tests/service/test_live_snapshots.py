"""The live catalogue in one process: each transaction reads its own state, and no whole build keeps anybody waiting."""

import datetime as dt
import threading
from dataclasses import replace
from random import Random
from typing import Any

import pytest
from sqlalchemy import Connection

from service import live
from service.catalogue import Catalogue, load_territory, opening_records
from service.db import changes, documents, reached
from service.db.base import Store
from service.db.documents import OPENINGS, Document
from service.db.territories import HOME
from service.usecases.reference import import_rome
from tests.service.live_child import DAY, JOBS, MADE, OTHER, PEOPLE, answers, write
from tests.service.rome_files import release, write_folder

NEXT_DAY = DAY + dt.timedelta(1)


def given(name: str, number: int = 0, **more: Any) -> Document:
    return Document(name, "{}", *MADE[1][1](JOBS[number]), public_id=name, **more)


def save(connection: Connection, *openings: Document, territory: str = HOME) -> None:
    documents.save(connection, OPENINGS, documents.API, openings, territory)


def ranked(catalogue: Catalogue) -> list[Any]:
    return answers(catalogue, PEOPLE[0], JOBS[0], MADE[2][2][0])


def openings(connection: Connection, territory: str = HOME, day: dt.date = DAY) -> set[str]:
    return set(live.at(connection, territory, day).openings)


def test_a_request_that_began_before_a_write_reads_the_state_before_it(store: Store):
    with store.write() as connection:
        save(connection, given("a"), given("b"))
    with store.read() as early:
        assert openings(early) == {"a", "b"}
        with store.write() as connection:
            save(connection, given("c"))
            documents.erase(connection, OPENINGS, "a")
        with store.read() as late:
            assert openings(late) == {"b", "c"}
        assert openings(early) == {"a", "b"}
        assert ranked(live.at(early, HOME, DAY)) == ranked(load_territory(early, HOME, DAY))


def test_a_request_older_than_every_whole_build_still_reads_its_own_state(store: Store, monkeypatch):
    monkeypatch.setattr(live, "MANY", 0)
    with store.write() as connection:
        save(connection, given("a"))
    with store.read() as early:
        changes.numbers(early)
        for name in "bcde":
            with store.write() as connection:
                save(connection, given(name))
            with store.read() as late:
                assert name in openings(late)
            settle()
        assert openings(early) == {"a"}


@pytest.mark.parametrize("late_first", [False, True])
def test_the_records_of_openings_are_those_of_the_state_that_is_asked(store: Store, late_first: bool):
    with store.write() as connection:
        save(connection, given("a"), given("b"))
    with store.read() as early:
        catalogue = live.at(early, HOME, DAY)
        if not late_first:
            opening_records(early, catalogue, ["a", "b"])
        with store.write() as connection:
            save(connection, replace(given("a"), record='{"title": "Other"}'))
        for _ in range(2):
            with store.read() as late:
                found = opening_records(late, live.at(late, HOME, DAY), ["a", "b"])
                assert found == reached.records(late, OPENINGS, ["a", "b"])
                assert found["a"] != opening_records(early, catalogue, ["a"])["a"]
        assert opening_records(early, catalogue, ["a", "b"]) == reached.records(early, OPENINGS, ["a", "b"])


def test_what_a_writer_did_and_undid_is_never_in_another_answer(store: Store):
    with store.write() as connection:
        save(connection, given("a"))
    with pytest.raises(RuntimeError), store.write() as connection:
        save(connection, given("undone"))
        assert openings(connection) == {"a", "undone"}
        raise RuntimeError
    with store.write() as connection:
        save(connection, given("done"))
    with store.read() as connection:
        assert openings(connection) == {"a", "done"}


def test_territories_know_nothing_of_each_other(store: Store):
    with store.write() as connection:
        save(connection, given("here"))
        save(connection, given("there"), territory=OTHER)
    with store.read() as connection:
        assert (openings(connection), openings(connection, OTHER)) == ({"here"}, {"there"})
        assert openings(connection, "00000000-0000-4000-8000-00000000000f") == set()


def test_an_opening_leaves_after_its_last_day_and_only_published_ones_are_in(store: Store):
    with store.write() as connection:
        save(connection, given("a", expires_on=DAY), given("b", expires_on=NEXT_DAY), given("c", status="draft"))
    with store.read() as connection:
        assert openings(connection) == {"a", "b"}
        assert openings(connection, day=NEXT_DAY) == {"b"}
        assert openings(connection) == {"a", "b"}
    with store.write() as connection:
        save(connection, given("b", expires_on=DAY), given("c", status="published"))
    with store.read() as connection:
        assert (openings(connection), openings(connection, day=NEXT_DAY)) == ({"a", "b", "c"}, {"c"})


def test_hours_are_laid_out_from_the_day_that_is_asked(store: Store):
    draw = Random(3)
    with store.write() as connection:
        for _ in range(60):
            write(connection, draw)
    with store.read() as connection:
        for day in (DAY, NEXT_DAY, DAY + dt.timedelta(30)):
            found = live.at(connection, HOME, day)
            assert found.market.since == day and len(found.sponsors) > 0
            assert ranked(found) == ranked(load_territory(connection, HOME, day))


def test_rankings_are_answered_while_a_whole_build_is_held_up(store: Store, monkeypatch):
    monkeypatch.setattr(live, "MANY", 0)
    building, go_on = threading.Event(), threading.Event()

    def held_up(*arguments: Any) -> Catalogue:
        if threading.current_thread() is not threading.main_thread():
            building.set()
            assert go_on.wait(60)
        return load_territory(*arguments)

    monkeypatch.setattr(live, "load_territory", held_up)
    with store.write() as connection:
        save(connection, given("a"))
    with store.read() as connection:
        assert openings(connection) == {"a"}
    answered = 0
    for number, name in enumerate("bcdef"):
        with store.write() as connection:
            save(connection, given(name, number))
        with store.read() as connection:
            assert name in openings(connection)
            assert building.wait(60)
            answered += ranked(live.at(connection, HOME, DAY)) == ranked(load_territory(connection, HOME, DAY))
    print(f"{answered} rankings answered while a whole build was held up")
    assert answered == 5
    go_on.set()
    settle()
    with store.read() as connection:
        assert openings(connection) == set("abcdef")


def test_rankings_follow_a_load_of_reference_data_and_wait_for_none(store: Store, tmp_path):
    with store.write() as connection:
        save(connection, given("a"))
    with store.read() as connection:
        before = live.at(connection, HOME, DAY)
    import_rome(store, write_folder(tmp_path / "rome", release()))
    with store.read() as connection:
        assert live.at(connection, HOME, DAY) is before
    settle()
    with store.read() as connection:
        found, anew = live.at(connection, HOME, DAY), load_territory(connection, HOME, DAY)
        assert found.numbers == anew.numbers == changes.numbers(connection)
        assert (
            len(found.market.taxonomy.titles) == len(anew.market.taxonomy.titles) > len(before.market.taxonomy.titles)
        )


def settle() -> None:
    """Wait until no whole build is under way."""
    for thread in threading.enumerate():
        if thread is not threading.main_thread() and thread.name.startswith("catalogue"):
            thread.join(60)
