"""Occupations, skills and places found while they are typed."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.collation import search_key
from service.db import changes, places, taxonomy
from service.finding import index
from tests.service.world import World

BASE = "/api/v1/reference"
LABELS = ["Soudeur / Soudeuse", "Soudeur / Soudeuse à l’arc", "Chef soudeur", "Sous-préfet", "Arc", "Aide à domicile"]


def _found(q: str, k: int = 10) -> list[str]:
    return [LABELS[place] for place in index(LABELS).find(q, k)]


def test_what_is_it_comes_first_then_what_begins_so_then_what_holds_it() -> None:
    assert _found("arc") == ["Arc", "Soudeur / Soudeuse à l’arc"]
    assert _found("soud") == ["Soudeur / Soudeuse", "Soudeur / Soudeuse à l’arc", "Chef soudeur"]


def test_every_word_begins_a_word() -> None:
    assert _found("soud arc") == ["Soudeur / Soudeuse à l’arc"]
    assert _found("A DOM") == ["Aide à domicile"]
    assert _found("oudeur") == _found("") == _found("  -") == []


def test_what_is_better_known_comes_before_what_is_a_little_shorter() -> None:
    labels = ["Sapeur", "Serveur"]
    assert index(labels).find("s", 2) == [0, 1]
    assert index(labels, known=[0.0, 2.0]).find("s", 2) == [1, 0]


WORDS = st.lists(st.sampled_from(["été", "eau", "éon", "or", "ors", "os"]), min_size=1, max_size=3).map(" ".join)


@given(st.lists(WORDS, min_size=1, max_size=12), WORDS, st.integers(1, 12))
def test_it_finds_what_comparing_all_finds(labels: list[str], q: str, k: int) -> None:
    wanted = search_key(q).split()
    every = {
        place
        for place, label in enumerate(labels)
        if all(any(word.startswith(part) for word in search_key(label).split()) for part in wanted)
    }
    found = index(labels).find(q, k)
    assert len(found) == len(set(found)) == min(k, len(every))
    assert set(found) <= every


@pytest.fixture
def stocked(world: World) -> World:
    with world.store.write() as connection:
        connection.execute(
            taxonomy.occupations.insert(),
            {"code": "H2913", "label": "Soudage", "parent": "", "domain": "", "domain_label": ""},
        )
        title = {"code": "19364", "label": "Soudeur / Soudeuse", "short_label": "Soudeur", "occupation": "H2913"}
        connection.execute(taxonomy.titles.insert(), title)
        skill = {"code": "100001", "kind": "skill", "label": "Souder à l’arc", "macro": ""}
        connection.execute(taxonomy.skills.insert(), skill | {"category": "", "subcategory": ""})
        for postcode in ("59000", "59800"):
            commune = {"insee": "59350", "postcode": postcode, "name": "Lille", "basin": "", "basin_name": ""}
            connection.execute(places.communes.insert(), commune)
        changes.advance(connection, changes.REFERENCE)
    return world


def test_titles_lead_to_their_occupation(stocked: World, app: Any) -> None:
    client = stocked.client(app, "adviser")
    (found,) = client.get(f"{BASE}/occupations?q=soudeuse").json()["items"]
    assert found == {"code": "H2913", "label": "Soudage", "title": "19364", "title_label": "Soudeur / Soudeuse"}
    assert client.get(f"{BASE}/skills?q=arc soud").json()["items"][0]["code"] == "100001"


def test_places_are_found_by_name_and_by_postcode(stocked: World, app: Any) -> None:
    client = stocked.client(app, "company")
    for q in ("lil", "LILLE", "5980"):
        (found,) = client.get(f"{BASE}/places?q={q}").json()["items"]
        assert found == {"insee": "59350", "name": "Lille", "postcodes": ["59000", "59800"]}
    assert client.get(f"{BASE}/places/59350").json()["name"] == "Lille"
    assert client.get(f"{BASE}/places/00000").status_code == 404


def test_new_reference_data_are_found_at_once(stocked: World, app: Any) -> None:
    client = stocked.client(app, "adviser")
    assert client.get(f"{BASE}/occupations?q=cariste").json()["items"] == []
    with stocked.store.write() as connection:
        title = {"code": "11864", "label": "Cariste", "short_label": "Cariste", "occupation": "H2913"}
        connection.execute(taxonomy.titles.insert(), title)
        changes.advance(connection, changes.REFERENCE)
    assert [item["title"] for item in client.get(f"{BASE}/occupations?q=cariste").json()["items"]] == ["11864"]
