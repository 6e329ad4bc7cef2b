"""What is typed in everyday words is understood at once where the reader is in memory, within the hour elsewhere."""

import json
import time
from typing import Any

import pytest

from service import jobs, understood, words
from service.db import changes, documents, taxonomy
from service.db.documents import CANDIDATES, OPENINGS
from service.understood import SHORT
from service.usecases.reference import import_rome
from tests.service.rome_files import release, write_folder
from tests.service.world import World

BASE = "/api/v1"
PERSON = {"first_name": "Prénom", "last_name": "Étoile", "birth_date": "1990-05-17", "email": "p@example.org"}
WELDING = {"code": "H2913", "label": "Soudage", "parent": "", "domain": "", "domain_label": ""}
WELDER = {"code": "19364", "label": "Soudeur / Soudeuse", "short_label": "Soudeur", "occupation": "H2913"}


@pytest.fixture(autouse=True)
def own_cache(tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))


@pytest.fixture
def stocked(world: World, tmp_path: Any) -> World:
    """A world with a small reference that nobody has read into memory yet."""
    import_rome(world.store, write_folder(tmp_path / "rome", release()))
    with world.store.write() as connection:
        connection.execute(taxonomy.occupations.insert(), WELDING)
        connection.execute(taxonomy.titles.insert(), WELDER)
        changes.advance(connection, changes.REFERENCE)
    return world


@pytest.fixture
def ready(stocked: World) -> World:
    words.hold(stocked.store.engine)
    return stocked


def posted(client: Any, **record: Any) -> Any:
    answer = client.post(f"{BASE}/openings", json={"record": record})
    assert answer.status_code == 201, answer.text
    return answer.json()


def opened(client: Any, **record: Any) -> Any:
    answer = client.post(f"{BASE}/people", json={"identity": PERSON, "record": record})
    assert answer.status_code == 201, answer.text
    return answer.json()


def patched(client: Any, path: str, version: int, **record: Any) -> Any:
    answer = client.patch(f"{BASE}/{path}", json={"record": record}, headers={"if-match": f'"{version}"'})
    assert answer.status_code == 200, answer.text
    return answer.json()


def read(world: World, kind: documents.Kind, id: str) -> Any:
    """What is kept as read."""
    with world.store.read() as connection:
        return json.loads(documents.get(connection, kind, id).record).get("read")


def test_an_opening_that_a_company_types_is_found_for_who_wishes_that_occupation(ready: World, app: Any) -> None:
    person = opened(ready.client(app, "adviser"), wishes=[{"occupation": "H2913"}])
    welder = posted(ready.client(app, "company"), title="Soudeur")
    posted(ready.client(app, "company"), title="Dompteur de lions")
    assert read(ready, OPENINGS, welder["id"])["occupation"] == "H2913"
    answer = ready.client(app, "adviser").get(f"{BASE}/people/{person['id']}/ranking/openings")
    assert answer.status_code == 200, answer.text
    best = answer.json()["items"][0]
    assert best["opening"] == welder["id"]
    assert [r for r in best["reasons"] if r["criterion"] == "occupation" and r["contribution"] > 0]


def test_an_opening_is_read_ahead_of_its_transaction_which_finds_it_read(ready: World, app: Any) -> None:
    before = understood._read_opening.cache_info()
    posted(ready.client(app, "company"), title="Soudeur au large", company={"name": "?", "sector": "25"})
    after = understood._read_opening.cache_info()
    assert (after.misses - before.misses, after.hits - before.hits) == (1, 1)


def test_people_are_understood_as_they_are_typed_and_anew_when_they_change(ready: World, app: Any) -> None:
    adviser = ready.client(app, "adviser")
    person = opened(adviser, wishes=[{"title": "souffleuse verre"}], skills=[{"label": "allumer des lampes"}])
    told = read(ready, CANDIDATES, person["id"])
    assert [(t["title"], t["occupation"]) for t in told["titles"]] == [("souffleuse verre", "X1002")]
    assert [(s["label"], s["code"]) for s in told["skills"]] == [("allumer des lampes", "11")]
    assert "read" not in person["record"]
    patched(adviser, f"people/{person['id']}", person["version"], wishes=[{"title": "Soudeuse"}], skills=None)
    assert [t["occupation"] for t in read(ready, CANDIDATES, person["id"])["titles"]] == ["H2913"]


def test_a_code_that_is_given_ends_what_was_read(ready: World, app: Any) -> None:
    company = ready.client(app, "company")
    opening = posted(company, title="Gardien de phare")
    assert read(ready, OPENINGS, opening["id"])["occupation"] == "X1001"
    patched(company, f"openings/{opening['id']}", opening["version"], occupation="X1002")
    assert read(ready, OPENINGS, opening["id"]) is None


def test_without_the_reader_the_job_understands_what_was_typed(stocked: World, app: Any) -> None:
    company = stocked.client(app, "company")
    opening, vague = posted(company, title="Soudeur"), posted(company, title="zzqx")
    person = opened(stocked.client(app, "adviser"), wishes=[{"title": "Soudeuse"}])
    assert read(stocked, OPENINGS, opening["id"]) is None
    services = app.state.services
    assert jobs.run(services, "understand", dry_run=True).done == {"openings": 1, "candidates": 1}
    assert read(stocked, OPENINGS, opening["id"]) is None
    assert jobs.run(services, "understand").done == {"openings": 1, "candidates": 1}
    assert read(stocked, OPENINGS, opening["id"])["occupation"] == "H2913"
    assert read(stocked, CANDIDATES, person["id"])["titles"][0]["occupation"] == "H2913"
    assert read(stocked, OPENINGS, vague["id"]) is None
    assert jobs.run(services, "understand").done == {"openings": 0, "candidates": 0}


def test_a_text_that_takes_long_to_read_is_left_to_the_job(ready: World, app: Any) -> None:
    opening = posted(
        ready.client(app, "company"), title="Soudeur", description="Veille sur la côte. " * (SHORT // 20 + 1)
    )
    assert read(ready, OPENINGS, opening["id"]) is None
    assert jobs.run(app.state.services, "understand").done["openings"] == 1
    assert read(ready, OPENINGS, opening["id"])


def test_everyday_words_find_an_occupation_that_is_marked_as_read(ready: World, app: Any) -> None:
    client = ready.client(app, "adviser")

    def found(q: str) -> Any:
        return client.get(f"{BASE}/reference/occupations", params={"q": q}).json()["items"]

    (one,) = found("gardiennage de phares")
    assert (one["code"], one["read"]) == ("X1001", True)
    (same,) = found("soudeur")
    assert (same["code"], same["read"]) == ("H2913", False)
    assert found("zzqx") == found("  ") == []


def test_after_a_load_of_reference_data_the_words_are_read_anew_beside_requests(ready: World) -> None:
    with ready.store.write() as connection:
        changes.advance(connection, changes.REFERENCE)
    with ready.store.read() as connection:
        assert words.at_hand(connection) is None
    last = time.monotonic() + 20
    while time.monotonic() < last:
        with ready.store.read() as connection:
            if words.at_hand(connection):
                return
        time.sleep(0.02)
    pytest.fail("never read anew")


def test_a_store_without_reference_data_has_nothing_to_read_with(world: World, app: Any) -> None:
    words.hold(world.store.engine)
    opening = posted(world.client(app, "company"), title="Soudeur")
    assert read(world, OPENINGS, opening["id"]) is None
    assert jobs.run(app.state.services, "understand").done == {"openings": 0, "candidates": 0}
