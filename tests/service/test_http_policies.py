"""Every route says what right it needs, or stands here with the reason why it needs none."""

import importlib
import pkgutil

import pytest
from fastapi import FastAPI
from fastapi.routing import APIRoute, iter_route_contexts

import service.api
import service.app
from service.api.calls import policy_of
from service.permissions import matrix

PUBLIC = {  # reviewed: what anybody may ask, and why
    ("GET", "/health"): "says only that the process answers",
    ("GET", "/ready"): "says only that the database answers",
    ("GET", "/metrics"): "asks for the right key:R itself, unless this machine asks",
    ("GET", "/api/v1/openapi.json"): "describes the API, with no data in it",
    ("GET", "/api/v1/docs"): "the same as a page",
    ("GET", "/"): "leads to where one's work begins, or to the page that signs in",
    ("GET", "/sign-in"): "the page that signs in, with no data in it",
    ("POST", "/sign-in"): "signs in with a password",
    ("GET", "/sign-in/{step}"): "leads back to that page",
    ("POST", "/sign-in/link"): "signs in with a one-time link",
    ("POST", "/sign-in/mail"): "asks for such a link, by mail, without telling whether it was sent",
    ("POST", "/language"): "sets a cookie; changes an account only with that account's own right",
    ("GET", "/help"): "what each role may do, as the repository tells it",
    ("GET", "/how-it-ranks"): "how openings are ranked, likewise",
    ("GET", "/privacy"): "the privacy notice",
    ("GET", "/accessibility"): "the accessibility statement",
    ("GET", "/unsubscribe/{link}"): "asks whether to stop the weekly message, of whose sealed link it is",
    ("POST", "/unsubscribe/{link}"): "stops it, or lets it come again, likewise",
    ("GET", "/static/{name:path}"): "styles, scripts and fonts of the pages",
    ("POST", "/api/v1/session"): "signs in",
    ("POST", "/api/v1/session/link"): "signs in with a one-time link",
    ("POST", "/api/v1/session/links"): "asks for such a link, by mail, without telling whether it was sent",
}
MOST_PUBLIC = 22


@pytest.fixture
def database_url(sqlite_url):
    """One engine is enough here: the shell knows neither."""
    return sqlite_url


def open_doors(app):
    """The routes without a policy that are not known to need none."""
    found = set()
    for route in iter_route_contexts(list(app.routes)):
        original = route.original_route
        if not (isinstance(original, APIRoute) and policy_of(original)):
            found |= {(method, str(route.path)) for method in route.methods or {"GET"}}
    return found - set(PUBLIC)


def test_every_route_carries_a_policy(app):
    routes = list(iter_route_contexts(list(app.routes)))
    print(f"S1: {len(routes)} routes, {len(PUBLIC)} public")
    assert open_doors(app) == set()
    assert len(PUBLIC) <= MOST_PUBLIC
    declared = [policy for route in routes if (policy := policy_of(route.original_route))]
    assert {policy.resource for policy in declared} <= set(matrix())
    assert all(any(policy.action in rights for rights in matrix()[policy.resource].values()) for policy in declared)


def test_what_is_public_still_exists(app):
    there = {(m, str(route.path)) for route in iter_route_contexts(list(app.routes)) for m in route.methods or ()}
    assert set(PUBLIC) <= there


def test_a_route_without_a_policy_is_found():
    """The negative control."""
    app = FastAPI(openapi_url=None)
    app.add_api_route("/api/v1/bare", lambda: None)
    assert open_doors(app) == {("GET", "/api/v1/bare")}


@pytest.mark.parametrize("name", sorted(found.name for found in pkgutil.iter_modules(service.api.__path__)))
def test_every_router_is_included(name):
    router = getattr(importlib.import_module(f"service.api.{name}"), "router", None)
    assert router is None or router in (*service.app.ROUTERS, *service.app.BARE)
