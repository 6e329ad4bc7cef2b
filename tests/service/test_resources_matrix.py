"""Every route × every role × things of every relation: what permissions.toml says is what happens (S2, S18)."""

import dataclasses
import itertools
import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import Connection, true

from service import limits
from service.api.calls import Needs
from service.db import (
    caseloads,
    introductions,
    listing,
    memberships,
    people,
    reached,
    runs,
    scoping,
    sponsors,
    sponsorships,
    uploads,
)
from service.db.base import Ahead, Store
from service.permissions import NOBODY, Action, Policy, Role, Scope, Subject, matrix
from tests.service.bonds import bind
from tests.service.called import CALLS, Called
from tests.service.relations import ABSENT, Thing, Things, furnish, reaches
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
    def write(self, ahead: Ahead | None = None) -> Iterator[Connection]:
        """Yield a connection whose changes are undone at the end."""
        try:
            with super().write(ahead) as connection:
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
    store = Undone(services.store.engine, services.store.only_writer)
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
    own = {name.removeprefix(f"{role} "): id for name, id in thing.parts.items()}  # "organiser request" is theirs
    named = {"id": thing.id, **scene.things.names, **own}
    address = re.sub(r"\{\w+\}", lambda name: named.get(name[0][1:-1], CODE if "code" in name[0] else ABSENT), path)
    query = re.sub(r"\{(\w+)\}", lambda name: named[name[1]], called.query)
    told = json.dumps(called.bodies.get(role, called.form or called.body))
    told = json.loads(re.sub(r"\{([a-z]+)\}", lambda name: named[name[1]], told))
    sent = {"data": told, "files": {"file": ("f.json", b"[]")}} if called.form else {"json": told}
    headers = {} if method == "GET" else STALE
    sent = {} if told is None else sent
    return scene.clients[role].request(method, BASE + address + query, headers=headers, **sent)


def _cells(scene: Scene, routes: list[Route]) -> Iterator[str]:
    """Call every route as everybody on every thing, and yield what is wrong about the answer, or nothing."""
    for method, path, policy in routes:
        called = CALLS.get(f"{method} {path}")
        for role in Role if policy and called else ():
            for relation, wrong in _answers(scene, method, path, policy, called.others.get(role, called), role):
                yield wrong and f"{method} {path} {role} {relation}: {wrong}"


def _answers(
    scene: Scene, method: str, path: str, policy: Policy, called: Called, role: Role
) -> Iterator[tuple[str, str]]:
    absent = _call(scene, role, method, path, called)
    if not _may(role, policy, called):
        yield "any", _wrong(absent, 401 if role is Role.ANONYMOUS else 403)
    elif not called.kind:
        yield "any", _wrong(absent, called.refused)
    else:
        yield "absent", _wrong(absent, 404)
        for relation, thing in scene.things.by_kind[called.kind].items():
            answer = _call(scene, role, method, path, called, thing)
            if _reached(scene, role, policy, called, thing):
                yield relation, _wrong(answer, 0)
            else:
                bare = dataclasses.replace(thing, parts={})
                told = _differs(answer, absent) and _differs(answer, _call(scene, role, method, path, called, bare))
                yield relation, _wrong(answer, 404) or told


def _may(role: Role, policy: Policy, called: Called) -> bool:
    scopes = _scopes(role, policy)
    return bool(scopes & called.needs if called.needs else scopes)


def _wrong(answer: Any, expected: int) -> str:
    """Return what is wrong about a status; 0 = it was reached, whatever became of it."""
    status = answer.status_code
    as_expected = status == expected if expected else status < 500 and status not in (401, 403, 404, 422)
    return "" if as_expected else f"{status}, expected {expected or 'reached'}: {answer.text[:200]}"


def _differs(answer: Any, absent: Any) -> str:
    """Return how the answer about a forbidden thing differs from that about an absent one."""
    one, other = ({name: UUID.sub("", str(value)) for name, value in each.json().items() if name != "request_id"}
                  for each in (answer, absent))  # fmt: skip
    return "" if one == other else f"{one} tells that it is there: {other}"


def _reached(scene: Scene, role: Role, policy: Policy, called: Called, thing: Thing) -> bool:
    counted = Policy(called.resource, Action.READ) if called.resource else policy
    scopes = frozenset({called.as_if}) if called.as_if else _scopes(role, counted)
    return reaches(scene.subject(role), scopes, thing)


def test_every_route_says_how_it_is_called() -> None:
    routes = {f"{method} {path}" for method, path, policy in _routes() if policy}
    assert routes - set(CALLS) == set(), "add them to tests/service/called.py"
    assert set(CALLS) - routes == set(), "these are no routes any more"


def test_what_the_matrix_says_is_what_happens(scene: Scene) -> None:
    cells = list(_cells(scene, scene.routes))
    wrong = [cell for cell in cells if cell]
    print(f"S2: {len(cells)} cells of {len(scene.routes)} routes × {len(Role)} subjects × things of every relation, "
          f"{len(wrong)} wrong")  # fmt: skip
    assert not wrong, "\n".join(wrong)
    assert len(cells) > 2_000


@contextmanager
def queries_made_anew() -> Iterator[None]:
    """Let no query that was made before be used, nor afterwards one that is made meanwhile."""
    _forget_queries()
    try:
        yield
    finally:
        _forget_queries()


def _forget_queries() -> None:
    for module in (introductions, listing, people, reached, sponsors):
        for each in vars(module).values():
            if hasattr(each, "cache_clear"):
                each.cache_clear()


def _given(module: Any, name: str, instead: Any, *routes: str) -> Any:
    return pytest.param(module, name, instead, routes, id=f"{module.__name__.split('.')[-1]}.{name}")


@pytest.mark.parametrize(
    ("module", "dropped", "instead", "routes"),
    [
        _given(scoping, "_is", true(), "GET /people/{id}"),
        _given(scoping, "in_caseload", true(), "GET /people/{id}"),
        _given(scoping, "has_consent", true(), "GET /people/{id}/identity"),
        _given(scoping, "is_visible", true(), "GET /people/{id}"),
        _given(scoping, "in_emergency", true(), "GET /people/{id}", "GET /people/{id}/identity"),
        _given(scoping, "agreed_with", true(), "GET /sponsors/{id}"),
        _given(scoping, "is_published", true(), "GET /openings/{id}"),
        _given(introductions, "_revealed", true(), "GET /introductions/{id}"),
        _given(introductions, "is_visible", true(), "GET /introductions/{id}"),
        _given(introductions, "candidates_in", true(), "GET /introductions/{id}"),
        _given(sponsorships, "_revealed", true(), "GET /sponsorships/{id}"),
        _given(sponsorships, "candidates_in", true(), "GET /sponsorships/{id}"),
        _given(caseloads, "_within", caseloads.caseloads.select(), "POST /caseloads/{id}/end"),
        _given(runs, "runs_in", true(), "GET /runs/{id}"),
        _given(memberships, "_within", true(), "GET /members/{id}"),
        _given(uploads, "_within", true(), "POST /imports/{id}/undo"),
    ],
)
def test_a_filter_that_is_dropped_is_noticed(
    scene: Scene, module: Any, dropped: str, instead: Any, routes: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = [route for route in scene.routes if f"{route[0]} {route[1]}" in routes]
    assert not any(_cells(scene, asked))
    with monkeypatch.context() as changed, queries_made_anew():
        changed.setattr(module, dropped, lambda *_: instead)
        assert any(_cells(scene, asked))


def test_what_lies_under_another_thing_is_not_found(scene: Scene) -> None:
    tried = 0
    for method, path, policy in scene.routes:
        called = CALLS.get(f"{method} {path}", Called())
        for role in Role if policy and path.count("{") == 2 else ():
            things = scene.things.by_kind[called.kind].values() if _may(role, policy, called) else ()
            for thing, other in itertools.permutations(things, 2):
                if _reached(scene, role, policy, called, thing):
                    mixed = dataclasses.replace(thing, parts=other.parts)
                    assert _call(scene, role, method, path, called, mixed).status_code == 404, f"{method} {path} {role}"
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
