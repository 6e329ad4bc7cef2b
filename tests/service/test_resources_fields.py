"""Fields that are not declared are not written, those not one's to see are not shown (S3); odd scalars (S4)."""

import io
import json
import re
import zipfile
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

import pypdfium2
import pytest
from sqlalchemy import select

from service import limits
from service.db import documents, personal
from service.db.base import metadata
from service.db.documents import CANDIDATES
from service.logs import told
from service.permissions import Role
from tests.service.bonds import SHORTLY, bind
from tests.service.called import CALLS
from tests.service.engines import sqlite_first
from tests.service.relations import ABSENT, Thing, Things, furnish
from tests.service.world import World

BASE = "/api/v1"
CANARY = "Kanari"
MINE = re.compile(r"/(openings|organisations|people|programmes|reference|sponsors|territories)(/|$)")
STAFF_OF = {"openings": "company", "organisations": "organiser", "people": "adviser", "programmes": "organiser",
            "sponsors": "organiser", "territories": "admin"}  # fmt: skip


@pytest.fixture
def things(world: World, monkeypatch: pytest.MonkeyPatch) -> Things:
    monkeypatch.setattr(limits, "check", lambda *_: None)  # many calls from one address
    return furnish(world, world.now)


def _state(world: World) -> dict[str, list[Any]]:
    """All that is kept, but sessions and the limits of requests."""
    with world.store.read() as connection:
        tables = [table for table in metadata.sorted_tables if table.name not in ("sessions", "clock", "audit")]
        return {table.name: sorted(map(repr, connection.execute(select(table)))) for table in tables}


def test_an_unknown_field_is_refused_and_changes_nothing(world: World, app: Any, things: Things) -> None:
    before, refused = _state(world), 0
    for route, called in CALLS.items():
        method, path = route.split(" ")
        found = MINE.match(path)
        if not found or method == "GET" or not isinstance(called.body, dict) or called.refused:
            continue
        role = "organiser" if path.endswith("unpublish") else STAFF_OF[found[1]]
        id = things.by_kind[called.kind]["own"].id if called.kind else ABSENT
        for extra in ({"territory": id}, {"version": 9}, {"id": id}, {"organisation": id}, {"role": "admin"}):
            headers = {"if-match": '"1"'} if method == "PATCH" else {}
            client = world.client(app, role)
            answer = client.request(method, BASE + path.replace("{id}", id), json=called.body | extra, headers=headers)
            assert answer.status_code == 422, f"{route} {extra} {answer.text}"
            refused += 1
    assert _state(world) == before
    print(f"S3: {refused} writes with an unknown field refused, 0 columns changed")
    assert refused > 50


def test_an_unknown_field_of_a_record_is_refused(world: World, app: Any, things: Things) -> None:
    for role, path, kind in (("company", "openings", "opening"), ("adviser", "people", "person"),
                             ("organiser", "sponsors", "sponsor")):  # fmt: skip
        id = things.by_kind[kind]["own"].id
        for field in ("id", "read", "status", "sex", "birth_date"):
            body = {"record": {field: "x"}}
            answer = world.client(app, role).patch(f"{BASE}/{path}/{id}", json=body, headers={"if-match": '"1"'})
            assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, f"record.{field}")


FACTS = {name: f"{CANARY}-{name}" for name in ("first_name", "last_name", "email", "phone", "street", "city")}
LIMITS = {"max_km": 17, "wage_floor": 2718, "refuses": ["night"], "place": {"label": f"{CANARY}-place"}}
MAY_SEE = {  # of a person who agreed to be shown to this company and sponsor: which canaries each role may meet
    Role.CANDIDATE: {*FACTS, "place"},
    Role.ADVISER: {*FACTS, "place"},
    Role.COMPANY: {"first_name", "last_name", "email", "phone"},
    Role.SPONSOR: {"first_name", "phone"},
    Role.ORGANISER: {"first_name", "last_name"},  # of those who registered for a meetup
}


@sqlite_first
def test_what_is_personal_is_met_only_by_who_may_see_it(world: World, app: Any, things: Things) -> None:
    person, log = things.by_kind["person"]["own"].id, io.StringIO()
    bind(world, things, app.state.services.keys, world.now)
    with world.store.write() as connection:
        personal.save(connection, person, FACTS | {"channel": "phone"})
        row = documents.get_by_id(connection, CANDIDATES, person, CANDIDATES.main.c.open)
    change = {"record": LIMITS}
    answer = world.client(app, "adviser").patch(
        f"{BASE}/people/{person}", json=change, headers={"if-match": f'"{row.version}"'}
    )
    assert answer.status_code == 200
    world.now += 2 * SHORTLY  # no emergency any more
    told.write_to(log)
    pages = 0
    for role in Role:
        client, met = world.client(app, role), set[str]()
        for address in _readable(things):
            met |= set(re.findall(rf"{CANARY}-(\w+)", _text(client.get(address))))
            pages += 1
        assert met <= MAY_SEE.get(role, set()), role
        if role in MAY_SEE:
            assert met == MAY_SEE[role], role
    told.write_to(None)
    assert log.getvalue().count("\n") >= pages and CANARY not in log.getvalue()
    print(f"S3: {pages} answers of {len(Role)} roles, 0 canaries outside what each may see, 0 in {pages} lines of log")


def _readable(things: Things) -> Iterator[str]:
    """The address of everything that can be read, of each thing there is and of what lies under it."""
    for route, called in CALLS.items():
        method, path = route.split(" ")
        for thing in things.by_kind.get(called.kind, {"any": Thing(ABSENT, "")}).values() if method == "GET" else ():
            named = defaultdict(lambda: ABSENT, things.names | thing.parts | {"id": thing.id})
            yield BASE + (path + called.query).format_map(named)


def _text(answer: Any) -> str:
    """All that an answer says, also as a workbook, an archive or on paper."""
    if answer.content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
            return "".join(archive.read(name).decode("utf-8", "replace") for name in archive.namelist())
    if answer.content.startswith(b"%PDF"):
        return "".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(answer.content))
    return str(answer.text)


ODD = ["\x00", "a\x00b", "\ud800", str(1 << 63), "-1", "../..", "%00", "'", "é" * 40, "3f0c2b1e"]


def test_odd_identifiers_and_numbers_are_refused_not_failed_on(world: World, app: Any, things: Things) -> None:
    client, tried = world.client(app, "adviser"), 0
    for odd in ODD:
        safe = odd.encode("utf-8", "surrogatepass").hex(" ").replace(" ", "%")
        for address in (f"/openings/%{safe}", f"/openings?cursor=%{safe}", f"/openings?q=%{safe}",
                        f"/openings?limit=%{safe}", f"/people?q=%{safe}", f"/reference/places?q=%{safe}",
                        f"/openings?near=%{safe}", f"/openings?organisation=%{safe}"):  # fmt: skip
            answer = client.get(BASE + address)
            assert answer.status_code < 500, (address, answer.text)
            tried += 1
        for number in (1 << 63, 1 << 70, -1, 1.5, "1e999"):
            body = json.dumps({"first_name": odd, "last_name": number, "birth_date": odd})
            answer = client.post(f"{BASE}/people/find", content=body, headers={"content-type": "application/json"})
            assert answer.status_code == 422
            tried += 1
    print(f"S4: {tried} odd scalars, 0 failures")
