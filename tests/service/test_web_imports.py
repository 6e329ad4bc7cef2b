"""Files loaded on screens: their columns agreed to, tried without writing, loaded, told of, undone."""

import re
from typing import Any

import pytest
import sqlalchemy as sa
from fastapi import FastAPI

from service.db.documents import CANDIDATES
from tests.service.world import World

FOREIGN = "Nom;Métier recherché;Rayon (km);Commentaire\nCanari;soudeur;20;\nMerle;cuisinier;beaucoup;x\n"


@pytest.fixture
def database_url(sqlite_url):
    """One engine is enough here: what is loaded is tested on both in test_imports_api.py."""
    return sqlite_url


def send(world: World, app: FastAPI, role: str = "adviser", text: str = FOREIGN, name: str = "a.csv", **more: Any) -> Any:
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
    chosen = [re.search(r'value="([^"]*)" selected', part) for part in page.split('<select name="field"')[1:]]
    return [(name, found[1] if found else "") for name, found in zip(names, chosen, strict=True)]


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
