"""Lists: French order, pages that stay while rows are added, filters, cursors that nobody else's."""

import base64
import json
import random
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import event

from service.collation import search_key, sort_key
from service.db import documents, listing, places, taxonomy
from service.db.base import Store, open_store
from service.db.documents import OPENINGS
from service.db.paging import Asked
from service.errors import Invalid
from service.filing import new_document
from service.permissions import NOBODY, Reach, Role, Scope, Subject
from service.usecases import finding, openings
from tests.service.world import HOME, NOW, World

BASE = "/api/v1"
IN_ORDER = ["42", "cote", "Cote", "côte", "coté", "côté", "Côté", "coteau", "élan", "Élan", "œuf", "zèbre"]
FIRST = Asked()
ANYONE = Reach(Subject(Role.ORGANISER, territory=HOME), frozenset({Scope.TERRITORY}))


def test_words_stand_in_french_order() -> None:
    mixed = random.Random(0).sample(IN_ORDER, len(IN_ORDER))
    assert sorted(mixed, key=sort_key) == IN_ORDER


@given(st.text(max_size=400))
def test_a_key_can_be_kept_anywhere(text: str) -> None:
    for key in (sort_key(text), search_key(text)):
        assert "\0" not in key
        key.encode()
    assert len(sort_key(text).encode()) < 2700  # what an index of PostgreSQL takes


@given(st.text(alphabet="aeéèêçEÉ -'", max_size=8), st.text(alphabet="aeéèêçEÉ -'", max_size=8))
def test_accents_count_only_between_equal_letters(one: str, other: str) -> None:
    if search_key(one) != search_key(other):
        assert (sort_key(one) < sort_key(other)) is (search_key(one) < search_key(other))


@pytest.fixture
def full(store: Store) -> Store:
    """A store with 60 openings, several of one title."""
    with store.write() as connection:
        commune = {"insee": "59350", "postcode": "59000", "name": "Lille", "lat": 50.63, "lon": 3.05}
        connection.execute(places.communes.insert(), {**commune, "basin": "", "basin_name": ""})
        _add(connection, 60)
    return store


def _add(connection: Any, n: int, title: str = "") -> None:
    for number in range(n):
        record = {"title": title or IN_ORDER[number % len(IN_ORDER)], "published": f"2026-10-{1 + number % 28:02}"}
        record |= {"kind": "visit" if number % 10 == 0 else "job"}
        record |= {"place": {"lat": 50.63 + number / 100, "lon": 3.05}} if number % 2 else {}
        document = new_document(OPENINGS, f"00000000-0000-4000-8000-{random.getrandbits(40):012x}", record)
        documents.save(connection, OPENINGS, document.source, [document])
    listing.refresh(connection)


def _browse(store: Store, sort: str = "title", down: bool = False, asked: Asked = FIRST, **filters: Any) -> Any:
    with store.read() as connection:
        return listing.openings(connection, ANYONE, listing.Filters(**filters), sort, down, asked, NOW)


@pytest.mark.parametrize("down", [False, True])
@pytest.mark.parametrize("sort", listing.SORTS)
def test_pages_together_are_the_list_once_each(full: Store, sort: str, down: bool) -> None:
    whole = [row.public_id for row in _browse(full, sort, down, Asked(200)).rows]
    found, cursor = [], None
    while cursor or not found:
        page = _browse(full, sort, down, Asked(7, cursor))
        found, cursor = found + [row.public_id for row in page.rows], page.next
    assert found == whole
    assert len(set(found)) == 60


def test_titles_are_in_french_order_on_each_engine(full: Store) -> None:
    titles = [row.title for row in _browse(full, asked=Asked(200)).rows]
    assert list(dict.fromkeys(titles)) == IN_ORDER
    backwards = [row.title for row in _browse(full, down=True, asked=Asked(200)).rows]
    assert list(dict.fromkeys(backwards)) == IN_ORDER[::-1]


def test_a_page_goes_on_where_the_last_one_ended_whatever_came_before(full: Store) -> None:
    first = _browse(full, asked=Asked(10))
    rest = [row.public_id for row in _browse(full, asked=Asked(200, first.next)).rows]
    with full.write() as connection:
        _add(connection, 5, "abricot")
    assert [row.public_id for row in _browse(full, asked=Asked(200, first.next)).rows] == rest


def test_filters_are_met_by_all_and_only_those(full: Store) -> None:
    assert _browse(full, asked=Asked(1, None, True), kind="visit").total == 6
    assert {row.title for row in _browse(full, q="COT").rows} == set(IN_ORDER[1:8])
    assert {row.title for row in _browse(full, q="côteau").rows} == {"coteau"}
    assert _browse(full, q="c_t").rows == []
    assert _browse(full, q="ote").rows == []
    near = _browse(full, asked=Asked(200), near=(50.63, 3.05, 12.0)).rows
    assert len(near) == 5  # 1.1 km apart: numbers 1, 3, 5, 7, 9


@pytest.mark.parametrize(
    "told",
    ["x", None, [], ["openings title up", 5, "x"], ["openings title down", "a", "b"], ["people name up", "a", "b"],
     ["openings title up", "a\0", "b"], ["openings title up", "\ud800", "b"], [[[]], {}, 1]],
)  # fmt: skip
def test_a_cursor_of_something_else_is_refused(full: Store, told: Any) -> None:
    cursor = base64.urlsafe_b64encode(json.dumps(told).encode()).decode()
    with pytest.raises(Invalid):
        _browse(full, asked=Asked(5, cursor))


@given(st.text(max_size=60))
def test_any_text_as_a_cursor_is_refused_or_read(text: str) -> None:
    from service.db import paging

    order = paging.Order("x", listing.opening_details.c.title, listing.opening_details.c.id)
    with pytest.raises(Invalid):
        paging._place(order, text)


def test_a_change_is_in_the_next_list(world: World, app: Any) -> None:
    client = world.client(app, "company")
    opening = client.post(f"{BASE}/openings", json={"record": {"title": "Zingueur"}}).json()["id"]
    client.patch(f"{BASE}/openings/{opening}", json={"record": {"title": "Ardoisier"}}, headers={"if-match": '"1"'})
    assert [item["title"] for item in client.get(f"{BASE}/openings?q=ardo").json()["items"]] == ["Ardoisier"]
    assert client.get(f"{BASE}/openings?q=zing").json() == {"items": [], "next": None}
    assert client.get(f"{BASE}/openings?total=true").json()["total"] == 1
    assert client.get(f"{BASE}/openings?sort=wage").status_code == 422
    assert client.get(f"{BASE}/openings?limit=201").status_code == 422


def test_an_opening_whose_title_is_a_code_is_ordered_and_found_by_its_label(store: Store) -> None:
    """Loaded again, it is the same as before."""
    coded = {"occupation": "Z1101", "company": {"name": "Étoile"}}
    occupation = {"code": "Z1101", "label": "Boulanger", "parent": "", "domain": "", "domain_label": ""}
    saved = []
    with store.write() as connection:
        connection.execute(taxonomy.occupations.insert(), occupation)
        for _ in range(2):
            given = [new_document(OPENINGS, "told", {"title": "Maçon"}), new_document(OPENINGS, "coded", coded)]
            saved.append(documents.save(connection, OPENINGS, "test", given))
            listing.refresh(connection)
    assert [row.title for row in _browse(store).rows] == ["Boulanger", "Maçon"]
    assert [row.title for row in _browse(store, q="boulanger etoile").rows] == ["Boulanger"]
    assert saved == [(2, 0, 0), (0, 0, 2)]


RECORDS = st.fixed_dictionaries(
    {},
    optional={
        "title": st.sampled_from(["Maçon", "Étancheur"]),
        "occupation": st.just("Z1101"),
        "place": st.sampled_from([{"insee": "99001"}, {"postcode": "99000"}, {"lat": 50.0, "lon": 3.0}]),
        "positions": st.integers(1, 3),
    },
).filter(lambda record: {"title", "occupation"} & record.keys())


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(told=RECORDS)
def test_what_lists_show_of_a_new_opening_is_what_they_would_read_of_it_later(world: World, told: Any) -> None:
    reach = Reach(world.subject("company"), frozenset({Scope.ORGANISATION}))
    with world.store.write() as connection:
        opening = openings.create(connection, reach, told, None, False, NOW)["public_id"]
        shown = listing.details(connection, opening)
        assert listing.untold(connection) == []
        connection.execute(listing.opening_details.delete())
        listing.tell(connection, listing.untold(connection))
        assert listing.details(connection, opening) == shown


def test_a_new_opening_hides_none_that_lists_do_not_know_yet(world: World) -> None:
    """An older version left them without columns."""
    reach = Reach(world.subject("company"), frozenset({Scope.ORGANISATION}))
    with world.store.write() as connection:
        openings.create(connection, reach, {"title": "Maçon"}, None, False, NOW)
        connection.execute(listing.opening_details.delete())
        openings.create(connection, reach, {"title": "Zingueur"}, None, False, NOW)
    finding.warm(world.store)
    assert [row.title for row in _browse(world.store).rows] == ["Maçon", "Zingueur"]


@pytest.fixture
def plans(sqlite_url: str) -> Iterator[list[str]]:
    """How SQLite finds the rows of each query."""
    with open_store(sqlite_url) as store:
        told: list[str] = []

        def explain(conn: Any, cursor: Any, statement: str, parameters: Any, context: Any, many: bool) -> None:
            rows = conn.connection.cursor().execute(f"EXPLAIN QUERY PLAN {statement}", parameters).fetchall()
            told.extend(row[3] for row in rows)

        event.listen(store.engine, "before_cursor_execute", explain)
        for who in (Subject(Role.CANDIDATE, territory=HOME), NOBODY):
            with store.read() as connection:
                for sort in listing.SORTS:
                    for down in (False, True):
                        reach = Reach(who, frozenset({Scope.PUBLISHED}))
                        listing.openings(connection, reach, listing.Filters(), sort, down, FIRST, NOW)
        yield told


def test_openings_are_read_in_each_order_without_sorting_them(plans: list[str]) -> None:
    assert plans and not [plan for plan in plans if "TEMP B-TREE" in plan]
