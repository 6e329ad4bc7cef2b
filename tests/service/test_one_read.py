"""What every request pays: one transaction for each read, queries made once for all who reach alike."""

from typing import Any

import pytest
from sqlalchemy import event, select

from service.db import scoping
from service.db.alike import NOW, alike, own
from service.db.documents import CANDIDATES, OPENINGS, SPONSORS
from service.permissions import NOBODY, Reach, Role, Scope
from tests.service.bonds import bind
from tests.service.relations import ABSENT, Things, furnish
from tests.service.world import Client, World

WITHIN = {CANDIDATES: scoping.candidates_in, OPENINGS: scoping.openings_in, SPONSORS: scoping.sponsors_in}


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """One engine is enough here: the matrix of rights is asked on both."""
    return sqlite_url


@pytest.fixture
def things(world: World, app: Any) -> Things:
    found = furnish(world, world.now)
    bind(world, found, app.state.services.keys, world.now)
    return found


def test_parameters_reach_what_the_values_themselves_reach(world: World, things: Things) -> None:
    seen = 0
    with world.store.read() as connection:
        for role in Role:
            who = NOBODY if role is Role.ANONYMOUS else world.subject(role)
            for reach in (Reach(who, frozenset({scope})) for scope in Scope):
                for kind, within in WITHIN.items():
                    here = kind.main.c.public_id
                    direct = connection.execute(select(here).where(within(reach, here, world.now))).scalars().all()
                    query = select(here).where(within(alike(reach), here, NOW))
                    found = connection.execute(query, own(reach, world.now)).scalars().all()
                    assert sorted(found) == sorted(direct)
                    seen += len(found)
    assert seen > 50


def test_who_reaches_alike_shares_one_query(world: World) -> None:
    one, other = (Reach(world.subject(role), frozenset({Scope.OWN})) for role in (Role.ADVISER, Role.COMPANY))
    assert alike(one) is alike(Reach(world.subject(Role.ADVISER), frozenset({Scope.OWN})))
    assert alike(one) is not alike(other)


@pytest.mark.parametrize("path", ["/api/v1/openings", "/api/v1/organisations", "/api/v1/account"])
def test_who_asks_and_the_answer_are_read_in_one_transaction(world: World, app: Any, path: str) -> None:
    client, begun = world.client(app, Role.COMPANY), []
    assert client.get(path).status_code == 200
    event.listen(app.state.services.store.engine, "begin", begun.append)
    assert client.get(path).status_code == 200
    assert len(begun) == 1


@pytest.mark.parametrize(
    ("method", "path", "sent"),
    [
        ("GET", f"/api/v1/openings/{ABSENT}/suggestions?cursor=nonsense", {}),
        ("PATCH", f"/api/v1/organisations/{ABSENT}", {"json": {"name": "a"}}),  # without If-Match
        ("POST", "/api/v1/openings", {"json": {"record": {}}, "headers": {"idempotency-key": "é".encode()}}),
        ("POST", "/api/v1/openings", {"content": b"[", "headers": {"content-type": "application/json"}}),
    ],
)
def test_whoever_may_not_ask_learns_nothing_else(world: World, app: Any, method: str, path: str, sent: Any) -> None:
    assert Client(app).request(method, path, **sent).status_code == 401
    assert world.client(app, Role.SPONSOR).request(method, path, **sent).status_code == 403
