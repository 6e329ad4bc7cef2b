"""A screen opens to those whose role has the right that it declares, to nobody else, whatever else it reads."""

import re
from collections.abc import Iterator
from dataclasses import replace

import pytest
from fastapi import FastAPI
from fastapi.routing import APIRoute, iter_route_contexts

from service.api.calls import policy_of
from service.permissions import Policy, Role, matrix
from tests.service.world import World

READER = {"accept": "text/html", "accept-language": "fr"}
AN_ID = "3f0c2b1e-8a4d-4c55-9b7e-2f6d1a0c9e88"  # of nothing


@pytest.fixture
def database_url(sqlite_url):
    """One engine is enough here: rights are asked before anything is read."""
    return sqlite_url


def screens(app: FastAPI, method: str) -> Iterator[tuple[str, Policy]]:
    """Yield the address of each screen with a right, and that right; holes name nothing that exists."""
    for route in iter_route_contexts(list(app.routes)):
        original, path = route.original_route, str(route.path)
        own = isinstance(original, APIRoute) and not path.startswith("/api/") and method in (route.methods or ())
        if own and (policy := policy_of(original)):
            yield re.sub(r"{\w+}", AN_ID, path), policy


def may(role: Role, policy: Policy) -> bool:
    return bool(matrix()[policy.resource][role].get(policy.action))


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.ANONYMOUS])
def test_a_role_without_the_right_of_a_screen_is_refused(world: World, app: FastAPI, role: Role) -> None:
    client, asked = world.client(app, role), 0
    for method in ("GET", "POST"):
        for address, policy in screens(app, method):
            if not may(role, policy):
                answer = client.request(method, address, headers=READER, follow_redirects=False)
                assert answer.status_code == 403, (method, address, policy, answer.status_code)
                asked += 1
            elif method == "GET":
                assert client.get(address, headers=READER, follow_redirects=False).status_code < 500, address
    print(f"{role}: {asked} screens and forms refused")
    assert asked


def test_who_has_not_signed_in_is_led_to_where_they_do(world: World, app: FastAPI) -> None:
    services = app.state.services
    app.state.services = replace(services, settings=replace(services.settings, rate_anonymous=10_000))
    client = world.client(app, Role.ANONYMOUS)
    for address, policy in screens(app, "GET"):
        if not may(Role.ANONYMOUS, policy):
            answer = client.get(address, headers=READER, follow_redirects=False)
            led = answer.headers.get("location", "").split("?")[0]
            assert (answer.status_code, led) == (303, "/sign-in"), address


def test_a_form_of_another_site_is_refused_whatever_the_screen(world: World, app: FastAPI) -> None:
    for role in (Role.ADVISER, Role.COMPANY, Role.ORGANISER, Role.ADMIN, Role.CANDIDATE):
        client = world.client(app, role)
        for address, _ in screens(app, "POST"):
            answer = client.post(address, headers={**READER, "x-csrf-token": None}, follow_redirects=False)
            assert answer.status_code == 403, (role, address, answer.status_code)


def test_there_are_screens_to_test(app: FastAPI) -> None:
    assert len(list(screens(app, "GET"))) > 60
    assert len(list(screens(app, "POST"))) > 60
