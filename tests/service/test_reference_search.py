"""Occupations, skills and places found while they are typed."""

import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import make_url

from service import finding as finding_in
from service import words
from service.array_files import arrays_of
from service.collation import search_key
from service.db import changes, places, taxonomy
from service.db.base import open_store
from service.finding import index
from service.usecases import finding, reference
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


def test_indexes_from_their_file_find_what_those_just_made_find(tmp_path: Path, monkeypatch: Any) -> None:
    names = finding_in.Listed([f"{label} {number}" for number in range(200) for label in LABELS])
    few, url = finding_in.Listed(LABELS, [0.5] * 6, ["59000"] * 6), make_url(f"sqlite:///{tmp_path / 'visavis.db'}")
    made = finding_in.indexes(url, names, few, few)
    assert len(list(tmp_path.glob("visavis.db.search-*.npz"))) == 1
    with monkeypatch.context() as patch:
        patch.setattr(finding_in, "index", None)  # nothing is made again
        kept = finding_in.indexes(url, names, few, few)
    arrays = arrays_of(kept)
    assert all((arrays[name] == array).all() for name, array in arrays_of(made).items())
    assert kept.places.find("5900", 3) == made.places.find("5900", 3) != []
    other = finding_in.indexes(url, names, few, finding_in.Listed(["Nant"]))
    assert other.places.find("nant", 1) == [0] and kept.places.find("nant", 1) == []


def test_a_server_that_finds_its_lists_fresh_does_not_wait_for_who_writes(stocked: World) -> None:
    with stocked.store.write(), ThreadPoolExecutor(1) as other:
        other.submit(finding.warm, stocked.store).result(timeout=30)


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
    told = {"code": "H2913", "label": "Soudage", "title": "19364", "title_label": "Soudeur / Soudeuse"}
    assert found == told | {"read": False}
    assert client.get(f"{BASE}/skills?q=arc soud").json()["items"][0]["code"] == "100001"


def test_places_are_found_by_name_and_by_postcode(stocked: World, app: Any) -> None:
    client = stocked.client(app, "company")
    for q in ("lil", "LILLE", "5980"):
        (found,) = client.get(f"{BASE}/places?q={q}").json()["items"]
        assert found == {"insee": "59350", "name": "Lille", "postcodes": ["59000", "59800"]}
    assert client.get(f"{BASE}/places/59350").json()["name"] == "Lille"
    assert client.get(f"{BASE}/places/00000").status_code == 404


def test_the_name_itself_comes_first_then_larger_places_and_a_city_before_its_districts(
    stocked: World, app: Any
) -> None:
    rows = [(f"751{n:02}", f"750{n:02}", f"PARIS {n:02}") for n in range(1, 21)] + [("81202", "81310", "Parisot")]
    rows += [("44109", f"44{n}00", "Nantes") for n in range(4)] + [
        ("12168", "12230", "Nant"),
        ("74197", "74380", "Nangy"),
    ]
    with stocked.store.write() as connection:
        for insee, postcode, name in rows:
            commune = {"insee": insee, "postcode": postcode, "name": name, "basin": "", "basin_name": ""}
            connection.execute(places.communes.insert(), commune | {"lat": 48.86, "lon": 2.35})
        changes.advance(connection, changes.REFERENCE)
    client = stocked.client(app, "company")

    def found(q: str) -> list[str]:
        return [place["insee"] for place in client.get(f"{BASE}/places?q={q}").json()["items"]]

    assert found("paris")[0] == found("pari")[0] == "75056"
    assert "75101" in found("paris")
    assert found("75011") == ["75111"]
    assert found("nant") == ["12168", "44109"]
    assert found("nan") == ["44109", "12168", "74197"]
    whole = client.get(f"{BASE}/places/75056").json()
    assert whole["name"] == "Paris" and len(whole["postcodes"]) == 20
    assert client.get("/api/v1/openings?near=75056").status_code == 200


def test_new_reference_data_are_found_at_once(stocked: World, app: Any) -> None:
    client = stocked.client(app, "adviser")
    assert client.get(f"{BASE}/occupations?q=cariste").json()["items"] == []
    with stocked.store.write() as connection:
        title = {"code": "11864", "label": "Cariste", "short_label": "Cariste", "occupation": "H2913"}
        connection.execute(taxonomy.titles.insert(), title)
        changes.advance(connection, changes.REFERENCE)
    assert [item["title"] for item in client.get(f"{BASE}/occupations?q=cariste").json()["items"]] == ["11864"]


EVERYDAY = {
    "femme de ménage": "K1304",
    "chauffeur poids lourd": "N4101",
    "caissière": "D1505",
    "plongeur restaurant": "G1605",
    "manutentionnaire": "N1105",
}
CITIES = {"paris": "75056", "lyon": "69123", "marseille": "13055", "toul": "54528", "nan": "44109", "lil": "59350"}


@pytest.mark.slow
@pytest.mark.real_data
def test_everyday_words_find_the_occupations_and_the_places_of_the_official_lists(
    data_dir: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    with open_store(f"sqlite:///{tmp_path / 'real.db'}") as store:
        reference.import_rome(store, data_dir / "rome_v460")
        reference.import_communes(store, data_dir / "geo/communes.csv")
        words.hold(store.engine)
        with store.read() as connection:
            held = words.at_hand(connection)
            finding.find(connection, "occupations", "soudeur", 1)  # the first one builds the indexes
            took = []
            for q, code in EVERYDAY.items():
                before = time.perf_counter()
                found = finding.find(connection, "occupations", q, 10)
                took.append(1000 * (time.perf_counter() - before))
                assert found[0]["code"] == code, q
                assert len(found) == len({(one["code"], one["title"]) for one in found})
            places_found = {q: finding.find(connection, "places", q, 5)[0]["insee"] for q in CITIES}
    assert held
    size = sum(array.nbytes for array in arrays_of(held.index).values()) / 2**20
    print(f"\nthe index of words: {size:.0f} MiB of arrays; a search took {max(took):.0f} ms at most")
    assert places_found == CITIES
