"""Files loaded on screens: their columns agreed to, tried without writing, loaded, told of, undone."""

import re
import threading
from typing import Any

import pytest
import sqlalchemy as sa
from fastapi import FastAPI

from service.db import works
from service.db.documents import CANDIDATES
from service.permissions import Reach, Scope
from service.usecases import applying, mapping
from tests.service.world import World

FOREIGN = "Nom;Métier recherché;Rayon (km);Commentaire\nCanari;soudeur;20;\nMerle;cuisinier;beaucoup;x\n"

READER = {"accept": "text/html", "accept-language": "fr"}


@pytest.fixture
def database_url(sqlite_url):
    """One engine is enough here: what is loaded is tested on both in test_imports_api.py."""
    return sqlite_url


def send(
    world: World, app: FastAPI, role: str = "adviser", text: str = FOREIGN, name: str = "a.csv", **more: Any
) -> Any:
    data = {"kind": "candidates", "source": "suivi", **more}
    return world.client(app, role).post(
        "/imports", files={"file": (name, text.encode())}, data=data, follow_redirects=False
    )


def act(world: World, app: FastAPI, address: str, **fields: Any) -> Any:
    answer = world.client(app, "adviser").post(address, data=fields, follow_redirects=False)
    assert answer.status_code == 303, answer.text
    return answer


def look(world: World, app: FastAPI, address: str, role: str = "adviser") -> str:
    answer = world.client(app, role).get(address, headers={"accept": "text/html", "accept-language": "fr"})
    assert answer.status_code == 200, answer.text
    return answer.text


def loaded(world: World) -> int:
    with world.store.read() as connection:
        here = CANDIDATES.main
        return connection.scalar(sa.select(sa.func.count()).select_from(here).where(here.c.source != "world"))


def columns(page: str) -> list[tuple[str, str]]:
    """The columns of a page, each with the field that is chosen for it."""
    names = re.findall(r'name="column" value="([^"]*)"', page)
    chosen = [re.search(r'value="?([^" ]*)"? selected', part) for part in page.split('<select name="field"')[1:]]
    fields = mapping.targets("candidates")
    told = [fields[int(found[1])] if found and found[1].isdecimal() else "" for found in chosen]
    return list(zip(names, told, strict=True))


def test_a_spreadsheet_is_mapped_tried_loaded_and_undone(world: World, app: FastAPI) -> None:
    sent = send(world, app)
    assert sent.status_code == 303
    address = sent.headers["location"]
    proposed = columns(look(world, app, address))
    assert ("Métier recherché", "wishes") in proposed
    assert loaded(world) == 0
    said = {"column": [name for name, _ in proposed], "field": [field for _, field in proposed]}
    assert act(world, app, f"{address}/columns", **said).headers["location"] == address
    tried = look(world, app, address)
    assert "Rien n’est encore écrit" in tried and "Charger 2 lignes" in tried
    assert act(world, app, f"{address}/apply").status_code == 303
    assert loaded(world) == 2
    assert "Annuler cet import" in look(world, app, address)
    assert act(world, app, f"{address}/undo").status_code == 303
    assert "Toutes les fiches sont redevenues" in look(world, app, address)
    assert loaded(world) == 0


@pytest.mark.parametrize("role", ["admin", "organiser", "company"])
def test_a_spreadsheet_of_openings_is_mapped_and_loaded(world: World, app: FastAPI, role: str) -> None:
    sheet = "Référence;Intitulé du poste;Code postal;Contrat\nA1;Soudeur;78130;CDI\n"
    address = send(world, app, role, sheet, kind="openings").headers["location"]
    page = look(world, app, address, role)
    names = re.findall(r'name="column" value="([^"]*)"', page)
    assert "Intitulé du poste" in names and "<optgroup" not in page
    told = {"column": names, "field": ["id", "title", "place.postcode", "contract"]}
    browser = world.client(app, role)
    assert browser.post(f"{address}/columns", data=told, follow_redirects=False).status_code == 303
    assert "Charger 1 ligne" in look(world, app, address, role)
    assert browser.post(f"{address}/apply", follow_redirects=False).status_code == 303
    assert "Annuler cet import" in look(world, app, address, role)


def test_a_column_that_was_taken_wrongly_is_corrected_and_remembered(world: World, app: FastAPI) -> None:
    address = send(world, app).headers["location"]
    proposed = dict(columns(look(world, app, address)))
    corrected = {**proposed, "Rayon (km)": "max_minutes", "Nom": ""}
    act(world, app, f"{address}/columns", column=[*corrected], field=[*corrected.values()])
    assert dict(columns(look(world, app, f"{address}/columns"))) == corrected
    again = send(world, app).headers["location"]
    assert "Rien n’est encore écrit" in look(world, app, again), "the same source needs no agreement again"
    assert dict(columns(look(world, app, f"{again}/columns"))) == corrected


def test_every_line_that_is_not_loaded_is_told_and_can_be_saved(world: World, app: FastAPI) -> None:
    ours = '{"id": "p1", "max_km": 20}\n{"id": "p2", "max_km": "far"}\nnothing\n'
    address = send(world, app, text=ours, name="a.jsonl").headers["location"]
    page = look(world, app, address)
    assert page.count("Non chargée") == 2 and "Charger 1 ligne" in page
    saved = world.client(app, "adviser").get(f"{address}/problems.csv", headers={"accept-language": "fr"})
    assert saved.headers["content-type"].startswith("text/csv")
    assert len(saved.text.splitlines()) == 3 and "Ce qui ne va pas" in saved.text


def test_a_line_that_looks_like_somebody_stands_beside_them_for_who_may_see_both(world: World, app: FastAPI) -> None:
    person = '{"id": "%s", "nom": "Canari", "prenom": "Zoé", "date_naissance": "1990-05-01", "mail": "z@here.test"}'
    first = send(world, app, text=person % "a", name="a.jsonl").headers["location"]
    act(world, app, f"{first}/apply")
    other = send(world, app, text=person % "b", name="b.jsonl").headers["location"]
    page = look(world, app, other)
    assert "1 ligne ressemble" in page and page.count("Canari") == 2 and "Ouvrir cette fiche" in page
    seen = world.client(app, "adviser").get("/api/v1/audit").json()["items"]
    [followed] = [one["id"] for one in world.client(app, "adviser").get("/api/v1/people").json()["items"]]
    assert [one["objects"] for one in seen if one["action"] == "identity:R"][-1] == [followed], "whom one saw is logged"
    organiser = send(world, app, "organiser", text=person % "c", name="c.jsonl").headers["location"]
    page = look(world, app, organiser, "organiser")
    assert "ressemble" not in page and "Canari" not in page, "nor is told that there is somebody"


def test_what_was_changed_since_is_left_and_told(world: World, app: FastAPI) -> None:
    ours = '{"id": "p1", "max_km": 20}\n{"id": "p2", "max_km": 20}\n'
    address = send(world, app, text=ours, name="a.jsonl").headers["location"]
    act(world, app, f"{address}/apply")
    browser = world.client(app, "adviser")
    person = browser.get("/api/v1/people").json()["items"][0]
    told = browser.get(f"/api/v1/people/{person['id']}")
    change = {"record": {"max_km": 45}}
    saved = browser.patch(f"/api/v1/people/{person['id']}", json=change, headers={"if-match": told.headers["etag"]})
    assert saved.status_code == 200, saved.text
    act(world, app, f"{address}/undo")
    page = look(world, app, address)
    assert "1 fiche n’a pas été remise" in page and f"/people/{person['id']}" in page
    assert loaded(world) == 1


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ({"source": "a/b"}, "source"),
        ({"name": "a.pdf"}, ".csv, .xlsx, .json"),
        ({"kind": "openings"}, "votre rôle"),
    ],
)
def test_a_file_that_cannot_be_taken_says_why(world: World, app: FastAPI, told: dict[str, str], said: str) -> None:
    answer = send(world, app, **told)
    assert answer.status_code in (403, 422) and loaded(world) == 0


def test_past_imports_are_ones_own_and_of_a_company_all_of_its_people(world: World, app: FastAPI) -> None:
    send(world, app)
    send(world, app, "company", kind="openings", text='{"id": "o1", "title": "Soudeur"}', name="o.jsonl")
    assert "1 import" in look(world, app, "/imports") and "Personnes accompagnées" in look(world, app, "/imports")
    assert "Personnes accompagnées" not in look(world, app, "/imports", "company")
    assert "Aucun import" in look(world, app, "/imports", "organiser")


def test_a_file_is_loaded_beside_the_pages_and_told_of_whoever_comes_back(
    world: World, app: FastAPI, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = send(world, app).headers["location"]
    columns_agreed = dict(zip(("column", "field"), zip(*columns(look(world, app, address)), strict=True), strict=True))
    act(world, app, f"{address}/columns", **{name: list(values) for name, values in columns_agreed.items()})
    monkeypatch.setattr(applying, "MOMENT", 0.0)  # the page does not wait for it
    assert act(world, app, f"{address}/apply").headers["location"] == address
    for thread in threading.enumerate():
        if thread.name.startswith("work "):
            thread.join()
    assert loaded(world) == 2
    assert "HX-Refresh" in world.client(app, "adviser").get(f"{address}/progress", headers=READER).headers
    assert "Chargé le" in look(world, app, address)
    again = world.client(app, "adviser").post(f"{address}/apply", headers=READER, follow_redirects=False)
    assert again.status_code == 409


def test_while_a_file_is_loading_its_page_says_how_far_it_is(world: World, app: FastAPI) -> None:
    address = send(world, app).headers["location"]
    file, reach = address.rpartition("/")[2], Reach(world.subject("adviser"), frozenset({Scope.CASELOAD}))
    with world.store.write() as connection:
        work = applying.begin(connection, reach, file, world.now)
        works.tell(connection, work, 40, 100, "{}", world.now)
    assert 'value="40" max="100"' in look(world, app, address)
    twice = world.client(app, "adviser").post(f"{address}/apply", headers=READER, follow_redirects=False)
    assert twice.status_code == 409
