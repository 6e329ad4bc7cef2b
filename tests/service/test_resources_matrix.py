"""Every route × every role × things of every relation: what permissions.toml says is what happens (S2, S18)."""

import dataclasses
import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import Connection, true

from service import limits
from service.api.calls import Needs
from service.db import scoping
from service.db.base import Store
from service.permissions import NOBODY, Action, Policy, Role, Scope, Subject, matrix
from tests.service.bonds import bind
from tests.service.called import CALLS, Called
from tests.service.relations import ABSENT, RELATIONS, Thing, Things, furnish, reaches
from tests.service.world import World

Route = tuple[str, str, Policy | None]  # method, path, what it needs
BASE = "/api/v1"
NOTHING = Thing(ABSENT, "")
CODE = "A1234"
STALE = {"if-match": '"999999"'}  # what is within reach is stale, so that nothing changes
UUID = re.compile("[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}")


class _Undo(Exception):
    """Ends a transaction without leaving anything."""


@dataclasses.dataclass(frozen=True)
class Undone(Store):
    """A store that answers as any, and keeps nothing of what is written."""

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """Yield a connection whose changes are undone at the end."""
        try:
            with super().write() as connection:
                yield connection
                raise _Undo
        except _Undo:
            pass


@dataclasses.dataclass
class Scene:
    """A furnished world, and a browser for each role."""

    world: World
    things: Things
    app: Any
    clients: dict[Role, Any]
    routes: list[Route]

    def subject(self, role: Role) -> Subject:
        """Who somebody in that role is."""
        return NOBODY if role is Role.ANONYMOUS else self.world.subject(role)


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.slow)])
def database_url(request: pytest.FixtureRequest) -> str:
    """The URL of an empty database."""
    url: str = request.getfixturevalue(f"{request.param}_url")
    return url


@pytest.fixture
def scene(world: World, app: Any, monkeypatch: pytest.MonkeyPatch) -> Scene:
    things = furnish(world, world.now)
    bind(world, things, app.state.services.keys, world.now)
    monkeypatch.setattr(limits, "check", lambda *_: None)  # thousands of calls from one address
    clients = {role: world.client(app, role) for role in Role}
    services = app.state.services
    store = Undone(services.store.engine, services.store.only_writer, services.store.reading)
    app.state.services = dataclasses.replace(services, store=store)
    return Scene(world, things, app, clients, list(_routes()))


def _routes() -> Iterator[Route]:
    """Yield (method, path, policy) of every route under /api/v1."""
    from service.app import ROUTERS

    for router in ROUTERS:
        for route in router.routes:
            policies = [part.call.policy for part in route.dependant.dependencies if isinstance(part.call, Needs)]
            for method in route.methods:
                yield method, route.path, policies[0] if policies else None


def _scopes(role: Role, policy: Policy) -> frozenset[Scope]:
    return matrix()[policy.resource][role].get(policy.action, frozenset())


def _call(scene: Scene, role: Role, method: str, path: str, called: Called, thing: Thing = NOTHING) -> Any:
    named = {"id": thing.id, **scene.things.names, **thing.parts}
    address = re.sub(r"\{\w+\}", lambda name: named.get(name[0][1:-1], CODE if "code" in name[0] else ABSENT), path)
    query = re.sub(r"\{(\w+)\}", lambda name: named[name[1]], called.query)
    told = json.dumps(called.bodies.get(role, called.form or called.body))
    told = json.loads(re.sub(r"\{([a-z]+)\}", lambda name: named[name[1]], told))
    sent = {"data": told, "files": {"file": ("f.json", b"[]")}} if called.form else {"json": told}
    headers = {} if method == "GET" else STALE
    sent = {} if told is None else sent
    return scene.clients[role].request(method, BASE + address + query, headers=headers, **sent)


def _mismatches(scene: Scene, routes: list[Route]) -> tuple[int, list[str]]:
    """Return how many cells were called, and those that answered otherwise than the matrix says."""
    cells, wrong = 0, []
    for method, path, policy in routes:
        called = CALLS.get(f"{method} {path}")
        if policy is None or called is None:
            continue
        for role in Role:
            for relation, expected, answer in _answers(scene, method, path, policy, called, role):
                cells += 1
                if not _as_expected(answer, expected):
                    wrong.append(f"{method} {path} {role} {relation}: {answer.status_code}, expected {expected}")
    return cells, wrong


def _answers(
    scene: Scene, method: str, path: str, policy: Policy, called: Called, role: Role
) -> Iterator[tuple[str, Any, Any]]:
    scopes = _scopes(role, policy)
    if not scopes or (called.needs and not scopes & called.needs):
        expected = 401 if role is Role.ANONYMOUS else 403
        for relation, thing in scene.things.by_kind.get(called.kind, {"any": NOTHING}).items():
            yield relation, expected, _call(scene, role, method, path, called, thing)
    elif called.kind:
        for relation, thing in scene.things.by_kind[called.kind].items():
            expected = "reached" if _reached(scene, role, policy, called, thing) else 404
            yield relation, expected, _call(scene, role, method, path, called, thing)
    else:
        yield "any", called.refused or "reached", _call(scene, role, method, path, called)


def _reached(scene: Scene, role: Role, policy: Policy, called: Called, thing: Thing) -> bool:
    counted = Policy(called.resource, Action.READ) if called.resource else policy
    scopes = frozenset({called.as_if}) if called.as_if else _scopes(role, counted)
    return reaches(scene.subject(role), scopes, thing)


def _as_expected(answer: Any, expected: Any) -> bool:
    if answer.status_code >= 500:
        return False
    if expected == "reached":
        return answer.status_code not in (401, 403, 404, 422)
    return bool(answer.status_code == expected)


def test_every_route_says_how_it_is_called() -> None:
    routes = {f"{method} {path}" for method, path, policy in _routes() if policy}
    assert routes - set(CALLS) == set(), "add them to tests/service/called.py"
    assert set(CALLS) - routes == set(), "these are no routes any more"


def test_what_the_matrix_says_is_what_happens(scene: Scene) -> None:
    cells, wrong = _mismatches(scene, scene.routes)
    print(f"S2: {cells} cells of {len(scene.routes)} routes × {len(Role)} subjects × {len(RELATIONS)} relations")
    assert wrong == []
    assert cells > 500


FILTERS = ("_is", "in_caseload", "has_consent", "is_visible", "agreed_with", "is_published")


@pytest.mark.parametrize("dropped", FILTERS)
def test_a_filter_that_is_dropped_is_noticed(scene: Scene, dropped: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scoping, dropped, lambda *_: true())
    one_by_id = [route for route in scene.routes if route[0] == "GET" and route[1].endswith("/{id}")]
    assert _mismatches(scene, one_by_id)[1] != []


def test_what_is_forbidden_answers_as_what_does_not_exist(scene: Scene) -> None:
    compared = 0
    for route in scene.routes:
        for role in Role if route[2] else ():
            compared += _compare(scene, role, *route)
    print(f"S2: {compared} refusals say nothing of what exists")
    assert compared > 600


def _compare(scene: Scene, role: Role, method: str, path: str, policy: Policy) -> int:
    called = CALLS.get(f"{method} {path}", Called())
    if not called.kind or not _scopes(role, policy):
        return 0
    hidden = [thing for thing in scene.things.by_kind[called.kind].values()
              if not _reached(scene, role, policy, called, thing)]  # fmt: skip
    absent = _told(_call(scene, role, method, path, called)) if hidden else None
    for thing in hidden:
        assert _told(_call(scene, role, method, path, called, thing)) == absent, f"{method} {path} {role}"
    return len(hidden)


def _told(answer: Any) -> Any:
    body = answer.json()
    return answer.status_code, {
        name: UUID.sub("", str(value)) for name, value in body.items() if name != "request_id"
    }


def test_what_lies_under_another_thing_is_not_found(scene: Scene) -> None:
    tried = 0
    for method, path, policy in scene.routes:
        called = CALLS.get(f"{method} {path}", Called())
        for role in Role if policy and path.count("{") == 2 else ():
            scopes, things = _scopes(role, policy), scene.things.by_kind[called.kind].values()
            if not scopes or (called.needs and not scopes & called.needs):
                continue
            for thing in things:
                for other in things:
                    if thing is not other and _reached(scene, role, policy, called, thing):
                        answer = _call(scene, role, method, path, called, dataclasses.replace(thing, parts=other.parts))
                        assert answer.status_code == 404, f"{method} {path} {role}"
                        tried += 1
    print(f"S2: {tried} things under another than their own, none found")
    assert tried > 50


def test_no_list_shows_anything_of_another_territory_or_out_of_reach(scene: Scene) -> None:
    lists, ids = 0, 0
    for method, path, policy in scene.routes:
        for role in Role if policy and method == "GET" and "{" not in path else ():
            scopes = _scopes(role, policy)
            answer = scene.clients[role].get(BASE + path)
            if not scopes or answer.status_code != 200:
                continue
            lists += 1
            for id in set(UUID.findall(answer.text)) & set(scene.things.all):
                ids += 1
                thing = scene.things.all[id]
                assert role is Role.ANONYMOUS or thing.territory == scene.subject(role).territory, f"{path} {role}"
                if f"{method} {path}" in CALLS and f'"id":"{id}"' in answer.text:
                    assert reaches(scene.subject(role), scopes, thing), f"{path} {role} {id}"
    print(f"S18: {lists} lists, {ids} ids, none of another territory")
    assert ids > 20
