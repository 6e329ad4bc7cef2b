"""Everything that is changed, and everybody whose identity is read, stands in the log: no more and no less."""

import random
from collections.abc import Callable
from typing import Any

import pytest
import sqlalchemy as sa
from fastapi import FastAPI

from service.db import audit, audit_log
from tests.service.world import World

OPENING = {"record": {"title": "Soudeur"}}
Operation = tuple[Callable[[], Any], int]  # what to do, and how many rows it adds if it is answered with 2xx


def operations(world: World, app: FastAPI) -> dict[str, Operation]:
    """Requests of several people: (request, rows in the log)."""
    company, adviser, candidate, organiser = (
        world.client(app, role) for role in ("company", "adviser", "candidate", "organiser")
    )
    person = world.subject("candidate").candidate
    unknown = "00000000-0000-4000-8000-0000000000ff"
    return {
        "read a list": (lambda: company.get("/api/v1/openings"), 0),
        "read the log": (lambda: organiser.get("/api/v1/audit"), 0),
        "read a ranking": (lambda: candidate.get(f"/api/v1/people/{person}/ranking/openings"), 0),
        "read one's notes": (lambda: candidate.get(f"/api/v1/people/{person}/notes"), 1),
        "read one's statuses": (lambda: candidate.get(f"/api/v1/people/{person}/statuses"), 1),
        "read one's requests": (lambda: candidate.get(f"/api/v1/people/{person}/rights"), 1),
        "take along one's file": (lambda: candidate.get("/api/v1/people/export.csv"), 1),
        "ask for a copy": (lambda: candidate.post(f"/api/v1/people/{person}/rights", json={"kind": "access"}), 1),
        "end one's other sessions": (lambda: candidate.delete("/api/v1/account/sessions"), 1),
        "read an identity": (lambda: candidate.get(f"/api/v1/people/{person}/identity"), 1),
        "read a stranger's identity": (lambda: adviser.get(f"/api/v1/people/{unknown}/identity"), 1),
        "post an opening": (lambda: company.post("/api/v1/openings", json=OPENING), 1),
        "post what is wrong": (lambda: company.post("/api/v1/openings", json={"record": {"x": 1}}), 1),
        "post what is not allowed": (lambda: candidate.post("/api/v1/openings", json=OPENING), 1),
    }


def check(world: World, app: FastAPI, n_operations: int) -> tuple[int, int, int]:
    """Do random operations; return how many rows there should be, how many there are, and the first broken one."""
    rng, expected = random.Random(11), 0
    known = operations(world, app)
    with app.state.services.store.read() as connection:
        before = audit.end(connection)[0]
    for _ in range(n_operations):
        request, rows = known[rng.choice(list(known))]
        expected += rows * request().is_success
    with app.state.services.store.read() as connection:
        found = audit.end(connection)[0] - before
        counted = connection.scalar(
            sa.select(sa.func.count()).select_from(audit.audit).where(audit.audit.c.seq > before)
        )
        assert counted == found
        assert audit_log.objects(connection, [found])
        return expected, found, audit.verify(connection, app.state.services.keys) or 0


def test_as_many_rows_as_reads_of_identity_and_writes(world: World, app: FastAPI) -> None:
    expected, found, broken = check(world, app, 60)
    print(f"S16: 60 operations: {expected} reads of identity and writes, {found} rows, first broken: {broken}")
    assert expected == found > 10
    assert not broken


@pytest.mark.slow
def test_five_hundred_random_operations(world: World, app: FastAPI) -> None:
    expected, found, broken = check(world, app, 500)
    print(f"S16: 500 operations: {expected} reads of identity and writes, {found} rows, first broken: {broken}")
    assert expected == found > 50
    assert not broken


def test_no_request_leaves_what_people_wrote_in_the_log(world: World, app: FastAPI) -> None:
    world.client(app, "company").post("/api/v1/openings", json={"record": {"title": "CANARI"}})
    with app.state.services.store.read() as connection:
        raw = " ".join(str(row) for row in connection.execute(sa.select(audit.audit)))
    assert "CANARI" not in raw
    assert "opening:W" in raw
