"""The OpenAPI document: what the routes declare, with what every route has in common told once."""

import re
from collections.abc import Iterator
from types import CodeType, FunctionType
from typing import Any, Final

import orjson
from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from fastapi.routing import APIRoute, iter_route_contexts

from service.api.calls import policy_of
from service.api.openapi.examples import exemplify
from service.api.openapi.parts import ANSWERS, HEADERS, PARAMETERS, PROBLEM, SECURITY, answer
from service.http.bodies import LARGER, USUAL
from service.permissions import Policy, Role, matrix

Json = dict[str, Any]

ABOUT: Final = (
    "Matches people who look for work with openings, sponsors and meetups, and says why. Every refusal is a problem "
    "(RFC 9457) with a stable `code`, in French or English (Accept-Language). Identifiers are UUIDs. Lists are read "
    "page by page: send `next` back as `cursor` until it is null. What may be asked by whom stands in `x-policy`."
)
_SAFE: Final = frozenset({"GET", "HEAD", "OPTIONS"})
_FORM: Final = re.compile(r"\bBody_(\w+)")


def document(app: FastAPI) -> Json:
    """Return the document of an application, made at the first call."""
    if app.openapi_schema is None:
        app.openapi_schema = _made(app)
    return app.openapi_schema


def _made(app: FastAPI) -> Json:
    made = get_openapi(
        title="Visavis",
        version=app.version,
        openapi_version="3.1.0",
        separate_input_output_schemas=False,
        description=ABOUT,
        routes=app.routes,
        servers=[{"url": app.state.services.settings.url, "description": "this installation"}],
    )
    parts = made.setdefault("components", {})
    for unused in ("HTTPValidationError", "ValidationError"):
        parts.get("schemas", {}).pop(unused, None)
    parts.setdefault("schemas", {})["Problem"] = PROBLEM
    parts |= {"securitySchemes": SECURITY, "headers": HEADERS, "parameters": PARAMETERS, "responses": ANSWERS}
    for context in iter_route_contexts(list(app.routes)):
        if isinstance(context.original_route, APIRoute) and str(context.path_format) in made["paths"]:
            for method in context.methods or ():
                _complete(made["paths"][str(context.path_format)][method.lower()], context.original_route, method)
    _lift(made)
    for schema in parts["schemas"].values():
        if "items" in schema.get("properties", {}):
            schema["properties"]["items"].setdefault("description", "what was found, in the order of the list")
    exemplify(parts["schemas"])
    return _with_plain_names(made)


def _with_plain_names(made: Json) -> Json:
    """Return the document with the names of forms as those of other kinds: ImportsCreateForm."""
    told = orjson.dumps(made).decode()
    return dict(orjson.loads(_FORM.sub(lambda found: found[1].title().replace("_", "") + "Form", told)))


def _lift(part: Any) -> None:
    """Let what may be null say at its own place what its one kind of value says: there people look for it."""
    for inner in part.values() if isinstance(part, dict) else part if isinstance(part, list) else ():
        _lift(inner)
    kinds = [kind for kind in part.get("anyOf", []) if kind.get("type") != "null"] if isinstance(part, dict) else []
    if len(kinds) == 1:
        for word in ("description", "examples"):
            if word in kinds[0]:
                part.setdefault(word, kinds[0].pop(word))


def _complete(operation: Json, route: APIRoute, method: str) -> None:
    """Add to an operation what its policy, its method and what it uses of the call imply."""
    policy, used = policy_of(route), set(_names(route.endpoint))
    about = operation.get("description", "")
    operation["summary"] = about.split("\n")[0].rstrip(".") or operation["summary"]
    operation |= _rights(policy)
    told = operation.setdefault("parameters", [])
    told.append(_reference("parameters", "Accept-Language"))
    if "write" in used:
        told.append(_reference("parameters", "Idempotency-Key" if method == "POST" else "Optional-Idempotency-Key"))
    if "expected" in used:
        told.append(_reference("parameters", "If-Match"))
    operation["responses"] |= {
        str(status): _reference("responses", str(status)) for status in _statuses(operation, policy, method, used)
    }
    for status, said in operation["responses"].items():
        if status.startswith("2"):
            said["description"] = "done" if said["description"] == "Successful Response" else said["description"]
            said.setdefault("headers", {})["X-Request-Id"] = _reference("headers", "X-Request-Id")
            if "version" in _fields(said):
                said["headers"]["ETag"] = _reference("headers", "ETag")
    if "requestBody" in operation:
        operation.setdefault(LARGER, USUAL)


def _rights(policy: Policy | None) -> Json:
    if policy is None:
        return {"x-policy": None, "security": []}
    roles = matrix()[policy.resource]
    scopes = {
        str(role): sorted(map(str, roles[role][policy.action])) for role in Role if roles[role].get(policy.action)
    }
    ways: list[Json] = [{"session": [], "csrf": []}, {"key": []}]
    if policy.action in ("R", "X"):
        ways[0] = {"session": []}
    if Role.ANONYMOUS in scopes:
        ways.append({})
    return {"x-policy": {"right": str(policy), "scopes": scopes}, "security": ways}


def _statuses(operation: Json, policy: Policy | None, method: str, used: set[str]) -> Iterator[int]:
    yield from (429, 503, *(int(status) for status in operation["responses"] if status in ANSWERS))
    if policy is not None:
        yield from (401, 403)
    if "requestBody" in operation or any(part.get("in") in ("path", "query") for part in operation["parameters"]):
        yield 404  # what it names, in its address or within
    if len(operation["parameters"]) > 1 or "requestBody" in operation:
        yield 422
    if "requestBody" in operation:
        yield from (400, 413, 415)
    if method not in _SAFE:
        yield from (409, 507)
    if "expected" in used:
        yield from (412, 428)
    elif method == "GET" and "read" in used and "version" in _fields(operation["responses"].get("200", {})):
        operation["responses"]["304"] = answer("not changed since the version that If-None-Match names")
        operation["parameters"].append(_reference("parameters", "If-None-Match"))


def _fields(said: Json) -> str:
    return str(said.get("content", {}))


def _names(function: Any) -> Iterator[str]:
    """Yield every name that a function uses, also inside the functions within it, and those of its file it calls."""
    found = set(_within(function.__code__))
    yield from found
    for name in found:
        called = function.__globals__.get(name)
        if isinstance(called, FunctionType) and called.__module__ == function.__module__:
            yield from _within(called.__code__)


def _within(code: CodeType) -> Iterator[str]:
    yield from code.co_names
    for inner in code.co_consts:
        if isinstance(inner, CodeType):
            yield from _within(inner)


def _reference(kind: str, name: str) -> Json:
    return {"$ref": f"#/components/{kind}/{name}"}
