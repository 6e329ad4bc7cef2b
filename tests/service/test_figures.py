"""Figures: what is told is of 11 people or more, and nothing smaller can be had from it."""

import datetime as dt
import itertools
import json
from collections import defaultdict
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service import aggregates
from service.aggregates import Cell, Event, cells, periods
from service.db import consents, figures, statuses
from service.db.base import Store
from service.db.consents import Agreed
from service.permissions import Role
from service.usecases import erasing
from service.usecases import figures as counting
from tests.service.followed import (
    KEYS,
    database_url,  # noqa: F401
    follow,
    led,
    openings,
    people,
    tell,
)
from tests.service.relations import PROOF
from tests.service.world import NOW, World

TODAY = NOW.date()
LATER = dt.datetime(2027, 1, 20, 3, tzinfo=dt.UTC)
CODES = "abc"


def events(counts: tuple[int, ...], day: dt.date = TODAY) -> list[Event]:
    """So many people with each code."""
    told = [(code, n) for code, count in zip(CODES, counts, strict=False) for n in range(count)]
    return [Event(day, f"{code}{n}{day}", {"code": code}) for code, n in told]


def shown(counts: tuple[int, ...]) -> tuple[tuple[str, int], ...]:
    """What is told of so many people with each code."""
    return tuple(("".join(cell.codes), len(cell.events)) for cell in cells(events(counts), "code", CODES))


def primary_only(counts: tuple[int, ...]) -> tuple[Any, ...]:
    """The total, and each cell of at least 11: what withholding small cells alone would tell."""
    told = tuple((code, count) for code, count in zip(CODES, counts, strict=True) if count >= aggregates.LEAST)
    return (*told, sum(counts)) if sum(counts) >= aggregates.LEAST else ()


def fewest_possible(tell: Any, most: int = 32) -> int:
    """Of all populations of at most so many: in how many ways at least a count that is not told alone may have been."""
    alike: dict[Any, list[tuple[int, ...]]] = defaultdict(list)
    for counts in itertools.product(range(most + 1), repeat=len(CODES)):
        if sum(counts) <= most:
            alike[tell(counts)].append(counts)
    hidden = [
        {counts[at] for counts in populations}
        for told, populations in alike.items()
        for at, code in enumerate(CODES)
        if code not in {part[0] for part in told if isinstance(part, tuple)}
    ]
    return min(map(len, hidden))


def test_no_count_that_is_withheld_can_be_found_whatever_the_others_and_whoever_knows_the_rule():
    found = fewest_possible(shown)
    print(f"P12: all populations of 32 people in 3 cells: a count not told alone may have been any of {found} at least")
    assert found >= aggregates.LEAST


def test_withholding_small_cells_alone_lets_them_be_found():
    assert fewest_possible(primary_only) == 1


@given(st.lists(st.tuples(st.integers(0, 6), st.sampled_from(CODES), st.integers(0, 400)), max_size=150))
def test_all_that_is_told_is_one_partition_in_cells_of_eleven_people(drawn: list[tuple[int, str, int]]):
    told = [Event(dt.date(2025, 1, 1) + dt.timedelta(days), str(who), {"code": code}) for who, code, days in
            ((who * 7 + days % 7, code, days) for who, code, days in drawn)]  # fmt: skip
    runs = list(periods(told, None, (2026, 4)))
    counted = [event for _, _, run in runs for event in run.events]
    assert len(counted) == len(set(map(id, counted))), "each event once"
    assert all(before[1] < after[0] for before, after in itertools.pairwise(runs)), "quarters do not overlap"
    for _, _, run in runs:
        parts = cells(run.events, "code", CODES)
        assert all(len({event.person for event in part.events}) >= aggregates.LEAST for part in parts)
        assert sorted(event.person for part in parts for event in part.events) == sorted(
            event.person for event in run.events
        )


def test_a_quarter_with_too_few_is_told_with_the_next():
    first, second = events((6,), dt.date(2026, 2, 1)), events((6,), dt.date(2026, 5, 1))
    assert list(periods(first, None, (2026, 1))) == []
    [(start, end, run)] = periods(first + second, None, (2026, 2))
    assert (start, end, len(run.events)) == ((2026, 1), (2026, 2), 12)


def test_an_unknown_code_is_counted_with_the_last():
    told = [*events((11, 11, 11)), Event(NOW.date(), "odd", {"code": "z"})]
    assert [len(cell.events) for cell in cells(told, "code", CODES)] == [11, 11, 12]


def test_many_events_of_few_people_are_few():
    often = Cell((), tuple(Event(NOW.date(), "one", {}) for _ in range(50)))
    assert not often.is_told


def count(store: Store, at: dt.datetime = LATER) -> int:
    with store.write() as connection:
        return counting.count(connection, KEYS, at)


def told(store: Store, of: str | None) -> dict[str, Any]:
    with store.read() as connection:
        return {row.name: row.numbers for row in figures.browse(connection, of or "")}


@pytest.fixture
def busy(world: World) -> list[str]:
    """Thirty people whom the adviser follows, twelve who agreed to tell that they receive RSA, and introductions."""
    with world.store.write() as connection:
        persons = people(connection, 30)
        follow(connection, world, persons)
        tell(connection, persons)
        for n, person in enumerate(persons):
            agreed = consents.give(connection, Agreed(person, "status", detail="rsa"), PROOF, NOW)
            by = {"consent": agreed if n < 14 else None, "recorded_at": NOW, "recorded_by": "somebody"}
            statuses.save(connection, KEYS, person, "rsa", n < 12 or n >= 14, None, **by)
        for person, opening in zip(persons, openings(connection, world, 30), strict=True):
            led(connection, world, person, opening, ("proposed", "person"))
    return persons


def test_figures_count_what_happened_and_statuses_only_with_consent(world: World, busy: list[str]):
    assert count(world.store) > 0
    here = told(world.store, world.subject("funder").territory)
    arrivals = json.loads(here["arrivals"])
    assert arrivals["count"] == 30
    assert [(cell["codes"], cell["count"]) for cell in arrivals["by"]["rsa"]] == [(["holds"], 12), (["not_told"], 18)]
    assert [(cell["codes"], cell["count"]) for cell in arrivals["by"]["rqth"]] == [(["holds", "not_told"], 30)]
    steps = json.loads(here["introductions"])
    assert (steps["count"], steps["people"], steps["within"]) == (60, 30, 30)
    assert {cell["codes"][0]: cell["count"] for cell in steps["by"]["step"]} == {"suggested": 30, "asked": 30}
    assert told(world.store, world.organisations["company", "here"]).keys() == {"openings", "introductions"}
    assert told(world.store, world.organisations["company", "there"]) == {}


def test_what_was_told_never_changes_whoever_is_erased_and_whatever_is_written_late(world: World, busy: list[str]):
    count(world.store)
    before = told(world.store, world.subject("funder").territory)
    with world.store.write() as connection:
        erasing.erase(connection, KEYS, "candidates", busy[0], NOW)
    with world.store.write() as connection:
        follow(connection, world, people(connection, 20))
    assert count(world.store) == 0 == count(world.store, LATER + dt.timedelta(days=95))
    assert told(world.store, world.subject("funder").territory) == before


def test_a_quarter_is_not_told_before_it_is_over(world: World, busy: list[str]):
    assert count(world.store, NOW) == 0
    assert told(world.store, world.subject("funder").territory) == {}


def test_funders_and_companies_read_figures_and_candidates_do_not(world: World, app: Any, busy: list[str]):
    count(world.store)
    asked = {role: world.client(app, role).get("/api/v1/figures") for role in Role}
    assert {role for role, answer in asked.items() if answer.status_code == 200} == {
        *(Role.FUNDER, Role.ORGANISER, Role.ADVISER, Role.COMPANY),
    }
    items = asked[Role.FUNDER].json()["items"]
    assert {item["figure"] for item in items} == {"arrivals", "openings", "introductions"}
    assert {(item["first"], item["last"]) for item in items} == {("2026-10-01", "2026-12-31")}
    assert len(asked[Role.COMPANY].json()["items"]) == 2
    there = world.client(app, Role.FUNDER, "there")
    assert there.get("/api/v1/figures").json() == {"until": "2026-12-31", "items": []}


def test_who_reads_no_figure_knows_whether_any_quarter_was_counted(world: World, app: Any):
    for role in (Role.FUNDER, Role.COMPANY):
        assert world.client(app, role).get("/api/v1/figures").json() == {"until": None, "items": []}
    count(world.store)
    for role in (Role.FUNDER, Role.COMPANY):
        assert world.client(app, role).get("/api/v1/figures").json() == {"until": "2026-12-31", "items": []}


def test_the_codes_of_figures_are_all_that_the_store_may_hold(world: World, busy: list[str]):
    with world.store.read() as connection:
        for name in ("openings", "introductions"):
            figure = counting.FIGURES[name]
            for event in figure.events(connection, world.subject("funder").territory or ""):
                assert all(event.by[by] in codes for by, codes in figure.by.items())
