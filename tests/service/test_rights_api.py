"""Rights over HTTP: ask, be answered by somebody else, take everything along, be erased."""

import io
import json
import zipfile

import pytest
from sqlalchemy import select

from service.db import caseloads, rights
from service.db.base import metadata
from service.usecases import erasing
from tests.service.world import NOW, World


@pytest.fixture
def database_url(either_url: str) -> str:
    return either_url


@pytest.fixture
def followed(world: World) -> str:
    """The candidate of here, followed by the adviser of here."""
    person, adviser = world.subject("candidate").candidate, world.subject("adviser")
    with world.store.write() as connection:
        caseloads.assign(connection, person, adviser.account, adviser.organisation, "new", adviser.account, NOW)
    return person


def ask(client, person: str, kind: str = "erasure"):
    return client.post(f"/api/v1/people/{person}/rights", json={"kind": kind, "text": "Merci."})


def answer(client, person: str, request: dict, granted: bool = True):
    url = f"/api/v1/people/{person}/rights/{request['id']}/answer"
    return client.post(url, json={"granted": granted, "reason": "Vu ensemble."}, headers={"if-match": '"1"'})


def test_a_person_asks_and_their_adviser_answers(app, world: World, followed: str):
    mine, adviser = world.client(app, "candidate"), world.client(app, "adviser")
    asked = ask(mine, followed, "explanation")
    assert asked.status_code == 201 and asked.json()["due_at"].startswith("2026-12-21T09:00")
    done = answer(adviser, followed, asked.json())
    assert done.status_code == 200 and done.json()["answered_by"] == world.subject("adviser").account
    [seen] = mine.get(f"/api/v1/people/{followed}/rights").json()["items"]
    assert (seen["status"], seen["answer"]) == ("granted", "Vu ensemble.")


def test_an_erasure_that_is_granted_erases(app, world: World, followed: str):
    mine, organiser = world.client(app, "candidate"), world.client(app, "organiser")
    asked = ask(mine, followed).json()
    assert answer(organiser, followed, asked).status_code == 200
    assert mine.get(f"/api/v1/people/{followed}").status_code in (401, 404)
    with world.store.read() as connection:
        [row] = connection.execute(select(rights.rights_requests)).all()
        assert (row.candidate, row.text, row.status) == (None, "", "granted")
        assert followed not in connection.scalars(select(metadata.tables["pseudonyms"].c.id)).all()
        assert followed not in connection.scalars(select(metadata.tables["candidates"].c.public_id)).all()


def test_an_erasure_that_is_refused_erases_nothing(app, world: World, followed: str):
    asked = ask(world.client(app, "candidate"), followed).json()
    assert answer(world.client(app, "organiser"), followed, asked, granted=False).json()["status"] == "refused"
    assert world.client(app, "candidate").get(f"/api/v1/people/{followed}").status_code == 200


def test_nobody_decides_on_their_own_request(app, world: World, followed: str):
    mine = world.client(app, "candidate")
    assert answer(mine, followed, ask(mine, followed).json()).status_code == 403


def test_a_request_is_taken_back_until_it_has_an_answer(app, world: World, followed: str):
    mine = world.client(app, "candidate")
    url = f"/api/v1/people/{followed}/rights/{ask(mine, followed).json()['id']}/withdraw"
    assert mine.post(url, headers={"if-match": '"1"'}).json()["status"] == "withdrawn"
    assert mine.post(url, headers={"if-match": '"2"'}).status_code == 409


def test_an_erasure_that_nobody_answers_is_carried_out_after_21_days(app, world: World, followed: str, tmp_path):
    ask(world.client(app, "candidate"), followed)
    keys, marks = app.state.services.keys, tmp_path / "marks"
    for days, done in ((20, 0), (21, 1), (22, 0)):
        assert erasing.carry_out(world.store, keys, marks, NOW + erasing.dt.timedelta(days=days)) == done


def test_others_are_not_found(app, world: World, followed: str):
    for role, place in (("candidate", "there"), ("adviser", "there"), ("organiser", "there")):
        client = world.client(app, role, place)
        assert client.get(f"/api/v1/people/{followed}/rights").status_code == 404
        assert ask(client, followed).status_code == 404
    assert world.client(app, "company").get(f"/api/v1/people/{followed}/rights").status_code == 403
    assert world.client(app, "adviser").get(f"/api/v1/people/{followed}/rights/export").status_code == 403


def test_a_person_takes_everything_along(app, world: World, followed: str):
    mine = world.client(app, "candidate")
    world.client(app, "adviser").get(f"/api/v1/people/{followed}/identity")
    given = mine.get(f"/api/v1/people/{followed}/rights/export")
    assert given.status_code == 200, given.text
    assert {"candidates", "candidates_records", "caseloads", "memberships", "accounts"} <= set(given.json()["tables"])
    assert "identity:R" in {row["action"] for row in given.json()["seen"]}
    packed = mine.get(f"/api/v1/people/{followed}/rights/export.zip", headers={"accept-language": "fr"})
    with zipfile.ZipFile(io.BytesIO(packed.content)) as files:
        assert json.loads(files.read("data.json"))["person"] == followed
        assert "# Vos données" in files.read("lisez-moi.md").decode()
