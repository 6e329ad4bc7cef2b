"""Files over HTTP: looked at, loaded once agreed to, undone where nothing has changed since."""

import dataclasses
import datetime as dt
import io
import json
from typing import Any

import pytest
import sqlalchemy as sa
from fastapi import FastAPI
from openpyxl import Workbook

from service.db import audit_log, documents, personal, uploads
from service.db.documents import CANDIDATES, OPENINGS
from service.db.paging import Asked
from service.errors import NotFound
from service.permissions import Action, Policy, Role, reach
from service.usecases import looking, tidying
from service.usecases.uploads import LASTS
from tests.service import hostile
from tests.service.world import World

PEOPLE = '{"id": "p1", "max_km": 20, "nom": "Canari"}\n{"id": "p2", "max_km": 30}\n'
AN_ID = "00000000-0000-4000-8000-0000000000ff"
FOREIGN = "Nom;Métier recherché;Rayon (km);Commentaire\nCanari;soudeur;20;\nMerle;cuisinier;30;x\n"


@pytest.fixture
def database_url(either_url: str) -> str:
    return either_url


def send(world: World, app: FastAPI, role: str, kind: str, text: str | bytes, name: str = "a.jsonl", status: int = 201):
    raw = text.encode() if isinstance(text, str) else text
    data = {"kind": kind, "source": "suivi"}
    response = world.client(app, role).post("/api/v1/imports", files={"file": (name, raw)}, data=data)
    assert response.status_code == status, response.text
    return response.json()


def act(world: World, app: FastAPI, role: str, path: str, body: Any = None, status: int = 200) -> Any:
    response = world.client(app, role).post(f"/api/v1/imports/{path}", json=body)
    assert response.status_code == status, response.text
    return response.json()


def counts(world: World, kind: Any) -> int:
    with world.store.read() as connection:
        return connection.scalar(sa.select(sa.func.count()).select_from(kind.main).where(kind.main.c.source != "world"))


def test_a_file_is_looked_at_loaded_and_undone(world: World, app: FastAPI) -> None:
    sent = send(world, app, "adviser", "candidates", PEOPLE)
    assert sent["difference"] == {"added": 2, "changed": 0, "gone": 0, "same": 0}
    assert (sent["needs_mapping"], sent["applied_at"], sent["name"]) == (False, None, "a.jsonl")
    assert counts(world, CANDIDATES) == 0
    loaded = act(world, app, "adviser", f"{sent['id']}/apply", {})
    assert loaded["applied_at"] and loaded["name"] == "a.jsonl"
    assert counts(world, CANDIDATES) == 2
    people = world.client(app, "adviser").get("/api/v1/people").json()["items"]
    assert len(people) == 2, "they join the caseload"
    with world.store.read() as connection:
        for person in people:
            seen = audit_log.about(connection, person["id"], Asked()).rows
            assert "bulk_import:W" in [row.action for row in seen], "each can see that they were loaded"
    assert act(world, app, "adviser", f"{sent['id']}/apply", {}, 409)["code"] == "applied"
    undone = act(world, app, "adviser", f"{sent['id']}/undo")["items"]
    assert [one["done"] for one in undone] == [True, True]
    assert counts(world, CANDIDATES) == 0
    assert act(world, app, "adviser", f"{sent['id']}/undo", status=409)["code"] == "not_applied"


def test_what_was_changed_since_stays_and_the_answer_says_so(world: World, app: FastAPI) -> None:
    first = send(world, app, "adviser", "candidates", PEOPLE)
    act(world, app, "adviser", f"{first['id']}/apply", {})
    told = PEOPLE.replace("20", "25").replace("30", "35").replace("Canari", "Pinson")
    second = send(world, app, "adviser", "candidates", told)
    assert second["difference"] == {"added": 0, "changed": 2, "gone": 0, "same": 0}
    act(world, app, "adviser", f"{second['id']}/apply", {})
    client = world.client(app, "adviser")
    with world.store.read() as connection:
        source = connection.scalar(sa.select(uploads.uploads.c.source).limit(1))
        known = documents.public_ids(connection, CANDIDATES, source)
    found = client.get(f"/api/v1/people/{known['p2']}")
    change = {"record": {"max_km": 50}}
    headers = {"if-match": found.headers["etag"]}
    assert client.patch(f"/api/v1/people/{known['p2']}", json=change, headers=headers).status_code == 200
    undone = {one["id"]: one for one in act(world, app, "adviser", f"{second['id']}/undo")["items"]}
    assert undone[known["p1"]]["done"]
    assert (undone[known["p2"]]["done"], undone[known["p2"]]["code"]) == (False, "stale")
    with world.store.read() as connection:
        kept = {name: json.loads(text)["max_km"] for name, text in documents.existing(
            connection, CANDIDATES, source).items()}  # fmt: skip
        assert kept == {"p1": 20, "p2": 50}
        assert personal.read(connection, known["p1"])["nom"] == "Canari"


def test_a_foreign_spreadsheet_waits_until_its_columns_are_agreed_to(world: World, app: FastAPI) -> None:
    sent = send(world, app, "adviser", "candidates", FOREIGN, "suivi.csv")
    assert sent["needs_mapping"]
    assert {column["column"] for column in sent["columns"]} == {"Nom", "Métier recherché", "Rayon (km)", "Commentaire"}
    assert act(world, app, "adviser", f"{sent['id']}/apply", {}, 409)["code"] == "mapping_needed"
    applied = act(world, app, "adviser", f"{sent['id']}/apply", {"mapping": sent["mapping"]})
    assert applied["difference"]["added"] == 2
    assert not send(world, app, "adviser", "candidates", FOREIGN, "suivi.csv")["needs_mapping"]


def test_a_company_posts_only_its_own_openings_in_its_own_name(world: World, app: FastAPI) -> None:
    offer = '{"id": "o1", "title": "Soudeur", "company": {"name": "Une autre"}}\n'
    sent = send(world, app, "company", "openings", offer)
    act(world, app, "company", f"{sent['id']}/apply", {})
    with world.store.read() as connection:
        row = connection.execute(sa.select(OPENINGS.main).where(OPENINGS.main.c.external_id == "o1")).one()
        record = documents.existing(connection, OPENINGS, row.source)["o1"]
    assert row.organisation == world.organisations["company", "here"]
    assert row.expires_on == (world.now + LASTS).date()
    assert json.loads(record)["company"]["name"] == "company here"


def test_an_opening_that_had_expired_comes_back_when_it_is_loaded_again(world: World, app: FastAPI) -> None:
    offer = '{"id": "o1", "title": "Soudeur"}\n'
    begun, ends = world.now, []
    for days in (0, 1, 70):
        world.now = begun + dt.timedelta(days=days)
        with world.store.write() as connection:
            tidying.openings(connection, world.now)
        sent = send(world, app, "company", "openings", offer)
        act(world, app, "company", f"{sent['id']}/apply", {})
        with world.store.read() as connection:
            row = connection.execute(sa.select(OPENINGS.main).where(OPENINGS.main.c.external_id == "o1")).one()
        assert (row.status, row.open) == ("published", True)
        ends.append((row.expires_on - begun.date()).days)
    assert ends == [60, 60, 130], "what stands keeps its day"


@pytest.mark.parametrize(
    ("role", "kind", "status"),
    [("company", "candidates", 403), ("adviser", "openings", 403), ("candidate", "candidates", 403),
     ("admin", "candidates", 403), ("admin", "sponsors", 403), ("funder", "offers", 403),
     ("anonymous", "openings", 401)],
)  # fmt: skip
def test_no_role_loads_what_is_not_theirs(world: World, app: FastAPI, role: str, kind: str, status: int) -> None:
    send(world, app, role, kind, "{}", status=status)


def test_what_was_understood_of_a_file_is_at_hand_until_something_that_it_was_made_of_changes(
    world: World, app: FastAPI
) -> None:
    sent, mine = send(world, app, "adviser", "candidates", FOREIGN, "a.csv"), world.subject("adviser")
    keys, whose = app.state.services.keys, reach(mine, Policy("bulk_import", Action.WRITE))

    def understood() -> looking.Looked:
        return looking.again(world.store, keys, whose, sent["id"], world.now, None)

    first = understood()
    assert understood() is first
    other = send(world, app, "adviser", "candidates", FOREIGN, "b.csv")
    agreed = {"mapping": {"Nom": None, "Métier recherché": "wishes", "Rayon (km)": "max_minutes", "Commentaire": None}}
    act(world, app, "adviser", f"{other['id']}/apply", agreed)
    assert [column.target for column in understood().sheet.columns] == [*agreed["mapping"].values()]
    with world.store.write() as connection:
        connection.execute(uploads.uploads.update().values(content=None))
    with pytest.raises(NotFound):
        understood()


def test_an_administrator_loads_openings_and_undoes_it(world: World, app: FastAPI) -> None:
    sent = send(world, app, "admin", "openings", '{"id": "o1", "title": "Soudeur"}\n')
    act(world, app, "admin", f"{sent['id']}/apply", {})
    assert counts(world, OPENINGS) == 1
    act(world, app, "admin", f"{sent['id']}/undo")
    assert counts(world, OPENINGS) == 0


@pytest.mark.parametrize("role", ["adviser", "organiser"])
def test_whoever_is_administrator_too_finds_there_none_of_their_files_that_name_people(
    world: World, app: FastAPI, role: str
) -> None:
    sent = send(world, app, role, "candidates", PEOPLE)
    policy, mine = Policy("bulk_import", Action.WRITE), world.subject(role)
    with world.store.read() as connection:
        assert uploads.get(connection, reach(mine, policy), sent["id"]).kind == "candidates"
        same = dataclasses.replace(mine, role=Role.ADMIN)
        for technical in (same, dataclasses.replace(same, organisation=None)):
            assert uploads.listed(connection, reach(technical, policy), Asked()).rows == []
            assert uploads.sources(connection, reach(technical, policy)) == []
            with pytest.raises(NotFound):
                uploads.get(connection, reach(technical, policy), sent["id"])


def test_another_s_file_is_as_if_it_were_not_there(world: World, app: FastAPI) -> None:
    sent = send(world, app, "adviser", "candidates", PEOPLE)
    for role in ("company", "organiser", "admin"):
        for what in ("apply", "undo"):
            other = act(world, app, role, f"{sent['id']}/{what}", {} if what == "apply" else None, 404)
            none = act(world, app, role, f"{AN_ID}/{what}", {} if what == "apply" else None, 404)
            assert [other[name] for name in ("title", "detail", "code")] == [
                none[name] for name in ("title", "detail", "code")
            ]


def test_two_territories_may_name_their_sources_alike(world: World, app: FastAPI) -> None:
    for place in ("here", "there"):
        client = world.client(app, "adviser", place)
        data = {"kind": "candidates", "source": "suivi"}
        sent = client.post("/api/v1/imports", files={"file": ("a.jsonl", PEOPLE.encode())}, data=data).json()
        assert client.post(f"/api/v1/imports/{sent['id']}/apply", json={}).status_code == 200
    assert counts(world, CANDIDATES) == 4


def book() -> bytes:
    target = io.BytesIO()
    sheet = Workbook()
    sheet.active.append(["id", "max_km"])
    sheet.active.append(["p1", 20])
    sheet.save(target)
    return target.getvalue()


def test_a_workbook_of_ours_is_read(world: World, app: FastAPI) -> None:
    assert send(world, app, "adviser", "candidates", book(), "a.xlsx")["difference"]["added"] == 1


@pytest.mark.parametrize(
    ("name", "raw"),
    [("a.pdf", b"%PDF-1.7"), ("a", b"{}"), ("a.xlsx", b"PK\x03\x04broken"), ("a.xlsx", b"%PDF-1.7"), ("a.json", b"[1"),
     ("a.csv", b"\xff\xfe\x00"), ("a.csv", b""), ("../../a.exe", b"MZ"), ("a.jsonl\0.csv", b"\x00" * 40),
     ("a.json", b"[" * 100_000), ("a.xlsx", b"\x1f\x8b" * 100)],
)  # fmt: skip
def test_a_hostile_file_is_refused_with_the_reason(world: World, app: FastAPI, name: str, raw: bytes) -> None:
    data = {"kind": "candidates", "source": "suivi"}
    response = world.client(app, "adviser").post("/api/v1/imports", files={"file": (name, raw)}, data=data)
    assert response.status_code in (201, 422), response.text
    if response.status_code == 201:
        assert response.json()["difference"]["added"] == 0


def test_a_file_that_is_too_large_is_not_read(world: World, app: FastAPI) -> None:
    raw = b" " * (11 << 20)
    assert send(world, app, "adviser", "candidates", raw, status=413)["status"] == 413


def test_the_same_key_sends_one_file_and_another_file_is_refused(world: World, app: FastAPI) -> None:
    client = world.client(app, "adviser")
    told = {"data": {"kind": "candidates", "source": "suivi"}, "headers": {"idempotency-key": "the-same-key"}}
    answers = [
        client.post("/api/v1/imports", files={"file": ("a.jsonl", text.encode())}, **told)
        for text in (PEOPLE, PEOPLE, PEOPLE.replace("20", "21"))
    ]
    assert [one.status_code for one in answers] == [201, 201, 422]
    assert answers[0].json() == answers[1].json()


def test_what_a_file_holds_is_sealed_and_goes_after_thirty_days(world: World, app: FastAPI) -> None:
    sent = send(world, app, "adviser", "candidates", PEOPLE)
    act(world, app, "adviser", f"{sent['id']}/apply", {})
    with world.store.write() as connection:
        row = connection.execute(sa.select(uploads.uploads)).one()
        assert b"Canari" not in bytes(row.content) + bytes(row.undo)
        assert uploads.purge(connection, row.created_at.replace(year=2099)) == 1
    assert act(world, app, "adviser", f"{sent['id']}/undo", status=404)["code"] == "file_gone"


KINDS = ("candidates", "openings", "sponsors", "offers")
ODD = (
    *(("a.csv", raw) for raw in (b"", b"\0" * 1000, b"\xff\xfe", b'"' * 9999, b";" * 99_999)),
    *(("a.json", raw) for raw in (b"[1", b"\xc3\x28")),
    *(("a.jsonl", raw) for raw in (b'{"id": 1e999}\n', b'{"id": "' + b"x" * 99_999 + b'"}', b"[]", b"{}\n" * 999)),
)
HOSTILE = {
    "a.xlsx": (
        *(hostile.workbook_with_a_far_cell, hostile.workbook_with_a_shared_text, hostile.cut_workbook),
        *(hostile.zip_bomb, hostile.lying_zip_bomb),
    ),
    "a.json": (hostile.nested,),
}


@pytest.mark.parametrize("either_url", ["sqlite"], indirect=True)
def test_forty_hostile_files_are_refused_or_read_with_problems(world: World, app: FastAPI) -> None:
    made = {make: make() for makes in HOSTILE.values() for make in makes}
    made = {make: raw if isinstance(raw, bytes) else str(raw).encode() for make, raw in made.items()}
    files = [(name, made[make], "openings") for name, makes in HOSTILE.items() for make in makes]
    files += [(name, raw, kind) for kind in KINDS for name, raw in ODD]
    codes = {}
    client = world.client(app, "organiser")
    for name, raw, kind in files:
        data = {"kind": kind, "source": "suivi"}
        answer = client.post("/api/v1/imports", files={"file": (name, raw)}, data=data)
        codes[answer.status_code] = codes.get(answer.status_code, 0) + 1
        assert answer.status_code in (201, 413, 422), answer.text
        assert answer.status_code != 201 or answer.json()["difference"]["added"] == 0, (name, raw[:40])
    print(f"S13: {len(files)} hostile files over HTTP: {codes}, 0 server errors")
    assert len(files) >= 40
    assert counts(world, CANDIDATES) == 0
