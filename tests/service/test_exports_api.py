"""Lists as files over HTTP: nothing in them is a formula, few people a day, each of them written down (S14)."""

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from openpyxl import load_workbook

from service.api.exports import OPENING, PERSON
from service.db import caseloads, documents, personal
from service.db.documents import CANDIDATES, OPENINGS
from service.db.listing import refresh
from service.exports import write_records
from service.filing import document_of
from service.usecases import exporting
from tests.service.world import World

SIGNS = ("=", "+", "-", "@", "\t", "\0", "\r", "\n", "＝", "'=", "\0=")
FORMULA = "{}cmd|' /C calc'!A1"


@pytest.fixture
def database_url(either_url: str) -> str:
    return either_url


def cells_of(raw: bytes, kind: str) -> list[list[Any]]:
    """The cells of a file under its header, as a spreadsheet holds them."""
    if kind == "csv":
        return list(csv.reader(io.StringIO(raw.decode("utf-8-sig")), delimiter=";"))[1:]
    sheet = load_workbook(io.BytesIO(raw)).active
    assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)
    return [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)]


def live(cells: list[list[Any]]) -> list[str]:
    """The texts that a spreadsheet would run."""
    texts = [cell for row in cells for cell in row if isinstance(cell, str)]
    return [text for text in texts if text.lstrip("\0 ")[:1] in ("=", "+", "-", "@", "\t", "\r", "\n", "＝")]


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_no_column_of_a_list_can_hold_a_formula(kind: str, tmp_path: Path) -> None:
    tried = 0
    for fields in (OPENING, PERSON):
        rows = [{name: FORMULA.format(sign) for name in fields} for sign in SIGNS]
        write_records(tmp_path / f"list.{kind}", rows, fields)
        cells = cells_of((tmp_path / f"list.{kind}").read_bytes(), kind)
        assert live(cells) == []
        tried += sum(len(row) for row in cells)
    print(f"S14: {tried} hostile cells in .{kind}, 0 formulas")


def follow(world: World, number: int, name: str = "=1+1") -> list[str]:
    """Let the adviser follow so many new people; return their ids."""
    adviser = world.subject("adviser")
    new = [document_of(CANDIDATES, {"id": f"f{n}", "max_km": 20}) for n in range(number)]
    with world.store.write() as connection:
        documents.save(connection, CANDIDATES, "followed", new, adviser.territory or "")
        known = documents.public_ids(connection, CANDIDATES, "followed", adviser.territory or "")
        for person in known.values():
            personal.save(connection, person, {"last_name": name, "rqth": "canary"})
            who = (adviser.account or "", adviser.organisation or "")
            caseloads.assign(connection, person, *who, "", adviser.account or "", world.now)
    return sorted(known.values())


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_an_adviser_takes_along_those_whom_they_follow_and_each_can_see_it(
    world: World, app: FastAPI, kind: str
) -> None:
    followed = follow(world, 3)
    answer = world.client(app, "adviser").get(f"/api/v1/people/export.{kind}")
    assert answer.status_code == 200, answer.text
    assert "attachment" in answer.headers["content-disposition"]
    cells = cells_of(answer.content, kind)
    assert sorted(row[0] for row in cells) == followed
    assert live(cells) == []
    assert "canary" not in str(cells), "no sensitive status leaves"
    with world.store.read() as connection:
        from service.db import audit_log
        from service.db.paging import Asked

        for person in followed:
            seen = audit_log.about(connection, person, Asked()).rows
            assert [row.action for row in seen] == ["bulk_export:X"]


def test_of_more_than_200_people_in_a_day_none_is_exported_and_the_answer_says_why(world: World, app: FastAPI) -> None:
    import datetime as dt

    follow(world, 150)
    client = world.client(app, "adviser")
    assert client.get("/api/v1/people/export.csv").status_code == 200
    refused = client.get("/api/v1/people/export.csv")
    assert (refused.status_code, refused.json()["code"]) == (429, "too_many")
    assert "50" in refused.json()["detail"]
    assert client.get("/api/v1/people/export.csv?q=personne").status_code == 200, "as many as are left may go"
    world.now += exporting.DAY + dt.timedelta(minutes=1)
    assert world.client(app, "adviser").get("/api/v1/people/export.csv").status_code == 200


def test_a_company_takes_along_its_own_openings_only_and_a_person_their_own_file(world: World, app: FastAPI) -> None:
    mine, other = world.organisations["company", "here"], world.organisations["school", "here"]
    records = [({"id": "o1", "title": "+Soudeur"}, mine), ({"id": "o2", "title": "Cariste"}, other)]
    new = [document_of(OPENINGS, record, organisation=whose) for record, whose in records]
    with world.store.write() as connection:
        documents.save(connection, OPENINGS, "own", new, world.subject("company").territory or "")
        refresh(connection)
    answer = world.client(app, "company").get("/api/v1/openings/export.csv")
    [row] = cells_of(answer.content, "csv")
    assert "'+Soudeur" in row
    [row] = cells_of(world.client(app, "candidate").get("/api/v1/people/export.csv").content, "csv")
    assert row[0] == world.subject("candidate").candidate


@pytest.mark.parametrize(
    ("role", "what", "status"),
    [("adviser", "openings", 403), ("company", "people", 403), ("funder", "people", 403), ("funder", "openings", 403),
     ("organiser", "people", 403), ("sponsor", "people", 403), ("admin", "openings", 403),
     ("anonymous", "openings", 401)],
)  # fmt: skip
def test_no_role_takes_along_what_is_not_theirs(world: World, app: FastAPI, role: str, what: str, status: int) -> None:
    answer = world.client(app, role).get(f"/api/v1/{what}/export.csv", headers={"accept-language": "en"})
    assert answer.status_code == status, json.dumps(answer.json())
