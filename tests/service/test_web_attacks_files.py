"""Hostile files through the pages: they are refused or do no harm, and tell nothing of anybody out of reach."""

import csv
import io
import json
import uuid
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import func, select

from service.db import accounts, memberships, personal
from service.db.documents import CANDIDATES
from service.db.memberships import Membership
from service.permissions import Role, Subject
from tests.service import followed, hostile
from tests.service.pages import Reader, said
from tests.service.world import HOME, NOW

IDA = {"nom": "Canari", "prenom": "Ida", "date_naissance": "1990-05-01", "mail": "ida@here.test"}
LINE = b'{"id": "x1", "nom": "Canari", "prenom": "Ida", "date_naissance": "1990-05-01", "mail": "ida@here.test"}\n'
FOREIGN = "Nom;Métier recherché;Rayon (km)\nCanari;soudeur;20\n".encode()
NAMES = ("../../etc/passwd.csv", "..\\..\\a.csv", "a\u202egnp.csv", "a\u2066b\u2069.csv", "x" * 3000 + ".csv",
         "<img src=x onerror=alert(1)>.csv", '"; filename="b.csv', ".csv", "a.csv.csv", "=cmd.csv")  # fmt: skip
LAUGHS = b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]><x>&b;</x>'
CONTENTS = {
    "nothing": b"",
    "nulls": bytes(10_000),
    "noise": bytes(range(256)) * 20,
    "one endless line": b"x" * 900_000,
    "a column for each letter": b"a;" * 5_000 + b"\n",
    "a quotation mark that never ends": b'nom;max_km\n"' + b"a\n" * 5_000,
    "utf-16": "Nom;Rayon (km)\nCanari;20\n".encode("utf-16"),
    "utf-7": b"Nom;Rayon\n+AD0-1+-1;20\n",
    "lone surrogates": b'{"id": "\\ud800", "nom": "\\udfff"}\n',
    "a deep value": hostile.nested(5_000).encode(),
    "numbers without end": b'{"id": "a", "max_km": ' + b"9" * 5_000 + b"}\n",
    "a PDF that is a workbook": b"%PDF-1.7\n" + hostile.workbook(["id"], ["a"]),
    "a page": b"<script>alert(1)</script>",
    "XML with entities": LAUGHS,
    "a workbook that is cut": hostile.cut_workbook(),
    "a text shared by a thousand cells": hostile.workbook_with_a_shared_text(1_000),
    "names that steer a terminal": "Nom;Rayon (km)\n\u202eCanari\x1b[31m;20\n".encode(),
    "headers of markup": b'<b>Nom</b>;"Rayon (km)""><script>";\'><img src=x>\nCanari;20;x\n',
}


@pytest.fixture
def database_url(sqlite_url):
    """One engine is enough here: what is loaded is tested on both elsewhere."""
    return sqlite_url


@pytest.fixture
def ida(world):
    """Somebody of here, whom nobody follows."""
    with world.store.write() as connection:
        [person] = followed.people(connection, 1)
        personal.save(connection, person, IDA)
    return person


def reader(world, app, who="adviser", place="here"):
    return Reader(app, world.session(who, place))


def sent(client, content=LINE, name="a.jsonl", kind="candidates"):
    return client.post("/imports", files={"file": (name, content)}, data={"kind": kind, "source": "suivi"})


def people(world):
    with world.store.read() as connection:
        return connection.scalar(select(func.count()).select_from(CANDIDATES.main))


@pytest.mark.parametrize("who, place", [("adviser", "there"), ("organiser", "there"), ("adviser", "here"),
                                        ("organiser", "here")])  # fmt: skip
def test_a_file_does_not_tell_who_is_known_out_of_reach(world, app, ida, who, place):
    client = reader(world, app, who, place)
    address = sent(client).headers["location"]
    for path in (address, f"{address}/problems.csv"):
        answer = client.get(path)
        assert answer.status_code == 200
        assert "ressemble" not in answer.text and "p0-here" not in answer.text


def test_a_file_tells_of_whom_one_follows(world, app, ida):
    with world.store.write() as connection:
        followed.follow(connection, world, [ida], NOW)
    client = reader(world, app)
    assert "1 ligne ressemble" in said(client.get(sent(client).headers["location"])).text


@pytest.mark.slow
def test_no_content_is_a_fault_of_ours_or_comes_back_as_markup(world, app):
    client, before = reader(world, app), people(world)
    for name, content in CONTENTS.items():
        for suffix in ("csv", "xlsx", "jsonl"):
            answer = sent(client, content, f"a.{suffix}")
            if answer.status_code == 303:
                answer = client.get(answer.headers["location"])
            assert answer.status_code in (200, 422), (name, suffix, answer.status_code)
            harmless(answer, name)
    assert people(world) == before


def test_no_name_of_a_file_is_a_path_or_markup(world, app):
    client = reader(world, app)
    for name in NAMES:
        answer = sent(client, FOREIGN, name)
        assert answer.status_code in (303, 422), name
        page = client.get(answer.headers["location"]) if answer.status_code == 303 else answer
        assert page.status_code in (200, 422), name
        harmless(page, name)
        assert not {"\u202e", "\u2066"} & set(page.text) and "etc/passwd" not in page.text, name


def harmless(answer, what):
    """No element that was sent is one of the page."""
    for tag, attributes in said(answer).elements:
        assert tag != "img" and (tag != "script" or "nonce" in attributes), (what, tag, attributes)
        assert not any(name.startswith("on") for name in attributes), (what, tag, attributes)


def test_the_report_of_a_file_holds_no_formula(world, app):
    client = reader(world, app)
    lines = [json.dumps({"id": f"{one}id", f"{one}x": f"{one}1", "max_km": f"{one}far"}) for one in FORMULAS]
    address = sent(client, "\n".join(lines).encode()).headers["location"]
    saved = client.get(f"{address}/problems.csv")
    assert saved.status_code == 200 and saved.headers["content-disposition"].startswith("attachment")
    cells = [cell for row in csv.reader(io.StringIO(saved.text.removeprefix("\ufeff")), delimiter=";") for cell in row]
    assert len(cells) > 4 * len(FORMULAS) and not [cell for cell in cells if cell.startswith(FORMULAS)]


@pytest.mark.parametrize("format", ["csv", "xlsx"])
def test_what_is_taken_out_as_a_file_comes_back_as_it_was(world, app, format):
    client = world.client(app, "company")
    for sign in FORMULAS:
        told = {"title": f"{sign}1+1", "description": f"{sign}HYPERLINK(1)"}
        assert client.post("/api/v1/openings", json={"record": told}).status_code == 201
    before = titles(client)
    taken = client.get(f"/api/v1/openings/export.{format}")
    if format == "csv":
        rows = csv.reader(io.StringIO(taken.text.removeprefix("\ufeff")), delimiter=";")
        assert not [cell for row in rows for cell in row if cell.startswith(FORMULAS)]
    screen = reader(world, app, "company")
    address = sent(screen, taken.content, f"a.{format}", "openings").headers["location"]
    assert screen.post(f"{address}/apply").status_code == 303
    assert titles(client) == sorted(before * 2)


def titles(client):
    """The titles and texts of a company's openings."""
    ids = [one["id"] for one in client.get("/api/v1/openings?limit=100").json()["items"]]
    records = [client.get(f"/api/v1/openings/{id}").json()["record"] for id in ids]
    return sorted((one["title"], one["description"]) for one in records)


def test_a_file_is_a_file_of_who_sent_it(world, app):
    address = sent(reader(world, app)).headers["location"]
    with world.store.write() as connection:
        account = accounts.add(connection, "colleague@here.test", "Colleague", "fr", NOW)
        told = Membership(Role.ADVISER, HOME, account, organisation=world.subject("adviser").organisation)
        world.members[Role.ADVISER, "colleague"] = memberships.add(connection, told, NOW)
    world.subjects[Role.ADVISER, "colleague"] = Subject(Role.ADVISER, account, HOME, told.organisation)
    others = [("adviser", "colleague"), ("adviser", "there"), ("organiser", "here"), ("company", "here")]
    for who, place in others:
        client = reader(world, app, who, place)
        for path in ("", "/columns", "/problems.csv", "/progress"):
            assert client.get(address + path).status_code == 404, (who, place, path)
        for path in ("/columns", "/apply", "/undo"):
            assert client.post(address + path, data={"column": "Nom", "field": ""}).status_code == 404, (who, path)
    assert people(world) == 2


FORMULAS = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
FORGED = [("Nom", "__class__"), ("Nom", "99999"), ("Nom", "²"), ("Nom", "id"), ("Nope", "wishes"), ("", "max_km"),
          ("Nom", "partial"), ("Nom", "personal.rqth"), ("Rayon (km)", "9" * 400)]  # fmt: skip


def test_a_mapping_that_was_made_up_is_refused_or_changes_nothing(world, app):
    client, before = reader(world, app), people(world)
    address = sent(client, FOREIGN, "a.csv").headers["location"]
    for column, field in FORGED:
        answer = client.post(f"{address}/columns", data={"column": column, "field": field})
        assert answer.status_code in (303, 422), (column, field, answer.status_code)
        assert client.get(address).status_code == 200, (column, field)
    assert people(world) == before


def test_what_is_loaded_or_undone_by_many_at_once_is_so_once(world, app):
    client, before = reader(world, app), people(world)
    address = sent(client).headers["location"]
    for step, after in (("apply", before + 1), ("undo", before)):
        with ThreadPoolExecutor(5) as many:
            answers = list(many.map(lambda _: reader(world, app).post(f"{address}/{step}"), range(5)))  # noqa: B023
        assert sorted(answer.status_code for answer in answers) == [303, 409, 409, 409, 409], step
        assert people(world) == after
    assert client.post(f"{address}/apply").status_code == 409, "what was undone is sent again, not loaded again"


def test_the_same_form_sent_twice_keeps_one_file(world, app):
    client, key = reader(world, app), uuid.uuid4().hex
    told = {"data": {"kind": "candidates", "source": "suivi"}, "headers": {"idempotency-key": key}}
    first, second = (client.post("/imports", files={"file": ("a.jsonl", LINE)}, **told) for _ in range(2))
    assert first.headers["location"] == second.headers["location"]
    other = client.post("/imports", files={"file": ("a.jsonl", LINE.replace(b"Ida", b"Eva"))}, **told)
    assert other.status_code == 422
