"""Whatever programs and people send: never an unexpected error, and what people wrote comes back as they wrote it."""

import dataclasses
import json
import os
import random
import re
import unicodedata
import uuid
from collections import Counter
from http.cookiejar import DefaultCookiePolicy

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from schemathesis.checks import not_a_server_error
from schemathesis.python import asgi
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    ignored_auth,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from service import limits
from service.http.headers import ALWAYS
from service.permissions import Role
from service.tokens import csrf_token
from tests.service.as_everybody import Asking
from tests.service.bonds import bind
from tests.service.called import CALLS
from tests.service.relations import ABSENT, furnish
from tests.service.test_resources_matrix import Undone
from tests.service.world import SITE

CASES = [200, pytest.param(10_000, marks=[pytest.mark.slow, pytest.mark.timeout(3600)])]  # in each role
SEED = int(os.environ.get("VISAVIS_SEED", "17"))  # a failure is met again with the seed that it prints
CHECKS = (
    not_a_server_error,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)
HASTY = settings(deadline=None, database=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck))
PROTECTING = {name.decode() for name, _ in ALWAYS} | {"content-security-policy", "cache-control", "x-request-id"}  # S11
DECLARED = {503, 507}  # what an operation says that it may answer is no unexpected error
POSTED_BY = ("record", "company", "name")  # said by the service: nobody posts in another's name
UUID = re.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")


@pytest.fixture
def database_url(either_url):
    return either_url


def signed(token, method):
    """The headers and cookies of a browser that has signed in."""
    if not token:
        return {"headers": {}, "cookies": {}}
    headers = {"origin": SITE, "x-csrf-token": csrf_token(token)}
    headers |= {"idempotency-key": str(uuid.uuid4())} if method == "POST" else {}
    return {"headers": headers, "cookies": {"__Host-visavis": token}}


@pytest.fixture
def things(app, world, monkeypatch):
    """Something of each kind in each relation, to be asked for; what is written is undone, so that all stays."""
    monkeypatch.setattr(limits, "check", lambda *_: None)  # else most answers would be 429
    monkeypatch.setattr(limits, "check_file", lambda *_: None)
    found = furnish(world, world.now)
    services = app.state.services
    bind(world, found, services.keys, world.now)
    return found


def pointed(case, things, draw):
    """Let most identifiers of a case, made up by its form alone, be those of things that are there."""
    called = CALLS.get(f"{case.operation.method.upper()} {case.operation.path.removeprefix('/api/v1')}")
    there = things.by_kind.get(called.kind, {}) if called else {}
    for name in case.path_parameters or {}:
        whole = draw.choice(list(there.values())) if there else None
        if whole and draw.random() < 0.8:
            case.path_parameters[name] = whole.id if name == "id" else whole.parts.get(name, whole.id)
    case.body = filled(case.body, list(things.all), draw)
    case.query = filled(case.query, list(things.all), draw)
    if case.headers and "If-Match" in case.headers and draw.random() < 0.7:
        case.headers["If-Match"] = draw.choice(['"1"', '"2"'])


def filled(part, ids, draw):
    if isinstance(part, dict):
        return type(part)({name: filled(value, ids, draw) for name, value in part.items()})
    if isinstance(part, list):
        return [filled(value, ids, draw) for value in part]
    return draw.choice(ids) if isinstance(part, str) and UUID.fullmatch(part) and draw.random() < 0.8 else part


def is_open(operation):
    """Whether somebody who has not signed in may ask."""
    policy = operation.definition.raw["x-policy"]
    return policy is None or Role.ANONYMOUS in policy["scopes"]


def as_told(case, answer):
    """All that the checks of an answer depend on: an equal one need not be checked again."""
    (request_id,) = answer.headers["x-request-id"]
    headers = {name: told for name, told in answer.headers.items() if name != "x-request-id"}
    body = answer.content.replace(request_id.encode(), b"")
    return case.operation.label, answer.status_code, repr(headers), body


@pytest.mark.parametrize("number", CASES)
def test_no_case_ends_in_an_unexpected_error_in_any_role(app, world, things, number):
    services = app.state.services
    undone = Undone(services.store.engine, services.store.only_writer)
    tokens = {role: None if role is Role.ANONYMOUS else world.session(role) for role in Role}
    app.state.services = dataclasses.replace(services, store=undone)
    schema = schemathesis.openapi.from_asgi("/api/v1/openapi.json", app, headers={"host": SITE[8:]})
    operations = [found.ok() for found in schema.get_all_operations()]
    each, more = divmod(number, len(operations))
    seen, guarded, checked = {role: Counter() for role in Role}, set(), set()

    def ask(case, draw):
        pointed(case, things, draw)
        signs = {role: signed(token or ended(case, draw), case.method) for role, token in tokens.items()}
        everybody = [(each["headers"], each["cookies"]) for each in signs.values()]
        for role, answer in zip(signs, asking.answers(case, SITE, everybody), strict=True):
            seen[role][answer.status_code] += 1
            assert not PROTECTING - set(answer.headers)
            if role is Role.ANONYMOUS and not is_open(case.operation):
                assert answer.status_code == 401, "the guard of sessions was passed"
            if answer.status_code not in DECLARED and (told := as_told(case, answer)) not in checked:
                case.validate_response(answer, checks=CHECKS)
                checked.add(told)
            if tokens[role] and answer.status_code < 300 and case.operation.label not in guarded:
                again = {"session": client, "base_url": SITE, **signs[role]}
                case.validate_response(case.call(**again), checks=[ignored_auth], transport_kwargs=again)
                guarded.add(case.operation.label)

    with Asking(app) as asking, asgi.get_client(app) as client:
        client.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))  # no role gets a cookie of another
        for place, operation in enumerate(operations):
            thorough = settings(HASTY, max_examples=each + (place < more))
            made = given(case=operation.as_strategy(), draw=st.randoms(use_true_random=False))
            seed(SEED)(thorough(made(ask)))()
    for role, statuses in seen.items():
        print(f"S17: {role}, {statuses.total()} cases, statuses {dict(sorted(statuses.items()))}, VISAVIS_SEED={SEED}")
    print(f"S17: {len(operations)} operations, ignored_auth on the {len(guarded)} that let somebody in")
    assert min(statuses.total() for statuses in seen.values()) >= number


def ended(case, draw):
    """Of somebody who has not signed in: no session, or where one is needed, perhaps one that is none."""
    return None if is_open(case.operation) or draw.random() < 0.5 else "x" * 43


PAYLOADS = [
    *["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "'; DROP TABLE organisations; --", "1 OR 1=1"],
    *["${7*7}", "{{7*7}}", "#{7*7}", "<%= 7*7 %>", "%s%s%s%n", "{0}", "{name}", "{{", "}}", "$(id)", "`id`", "|id"],
    *["=1+1", "+1", "-1", "@SUM(1)", "../../../etc/passwd", "..\\..\\x", "file:///etc/passwd", "//evil.example"],
    *["javascript:alert(1)", "data:text/html,x", "<svg/onload=alert(1)>", "&lt;b&gt;", "&#x3C;", "%3Cscript%3E"],
    *["\\u003cscript\\u003e", "null", "undefined", "true", "NaN", "Infinity", "0", "-0", "1e309", "[]", "{}"],
    *['{"$ne": 1}', '{"$gt": ""}', "a' AND SLEEP(5)--", "a\\' OR 1=1", '" OR ""="', "/*x*/", "--", ";", "admin'--"],
    *["ﷺ", "İstanbul", "ß", "e\u0301", "\u202eabc", "\u200b", "👩‍👩‍👧", "Ω", "中文", "عربى"],
    *["(&(uid=*))", "*)(uid=*", "<!--#exec cmd='id'-->", "<!DOCTYPE x [<!ENTITY y SYSTEM 'file:///x'>]>"],
]


def writes(document):
    """Every text field of every write that called.py has an example of: the route, and the steps to the field."""
    for key in CALLS:
        method, path = key.split()
        operation = document["paths"][f"/api/v1{path}"][method.lower()]
        content = operation.get("requestBody", {}).get("content", {}).get("application/json")
        if content:
            yield from ((key, steps) for steps in text_fields(content["schema"], document))


def text_fields(schema, document, steps=()):
    """The steps to each field that is any text, without a form or a list of its own."""
    if "$ref" in schema:
        schema = document["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
    for kind in schema.get("anyOf", []):
        yield from text_fields(kind, document, steps)
    if schema.get("type") == "string" and not {"enum", "const", "format"} & set(schema):
        yield steps
    for name, field in schema.get("properties", {}).items():
        yield from text_fields(field, document, (*steps, name))


def put(body, steps, text):
    """The body with that text at the end of these steps."""
    body, (first, *rest) = dict(body or {}), steps
    return {**body, first: put(body.get(first), rest, text) if rest else text}


def held(told, steps):
    for step in steps:
        told = told.get(step) if isinstance(told, dict) else None
    return told


def some(pairs, share):
    draw = random.Random(SEED)
    return [pair for pair in pairs if draw.random() < share]


@pytest.mark.parametrize("share", [0.01, pytest.param(1.0, marks=pytest.mark.slow)])
def test_a_hostile_text_in_any_field_is_kept_as_it_is_or_refused(app, world, things, share):
    clients = {role: world.client(app, role) for role in Role}
    document = clients[Role.ANONYMOUS].get("/api/v1/openapi.json").json()
    pairs = some([(write, text) for write in writes(document) for text in PAYLOADS], share)
    statuses = Counter()
    services = app.state.services
    undone = Undone(services.store.engine, services.store.only_writer)
    app.state.services = dataclasses.replace(services, store=undone)
    for (key, steps), text in pairs:
        method, path = key.split()
        role = writer(document["paths"][f"/api/v1{path}"][method.lower()]["x-policy"]["scopes"], CALLS[key].needs)
        answer = sent(clients[role], things, method, path, role, steps, text)
        statuses[answer.status_code] += 1
        assert answer.status_code < 500, (key, steps, text, answer.text)
        assert answer.status_code == 204 or "json" in answer.headers["content-type"], (key, steps, text)
        if answer.status_code < 300 and steps != POSTED_BY and isinstance(kept := held(answer.json(), steps), str):
            assert kept in (text, unicodedata.normalize("NFC", text)), (key, steps, text)
    print(f"S12: {len(PAYLOADS)} payloads, {len(pairs)} of them in fields, statuses {dict(statuses)}")


def writer(scopes, needs):
    """The first role that may write at all."""
    return next(
        role
        for role in Role
        if role is not Role.ANONYMOUS and set(scopes.get(role, ())) & {*(needs or scopes.get(role, ()))}
    )


def sent(client, things, method, path, role, steps, text):
    """Send a write's example with that text in one field, about what is one's own."""
    called = CALLS[f"{method} {path}"]
    thing = things.by_kind.get(called.kind, {}).get("own")
    named = {**things.names, **(thing.parts if thing else {}), "id": thing.id if thing else ABSENT}
    address = re.sub(r"\{(\w+)\}", lambda found: named.get(found[1], ABSENT), f"/api/v1{path}")
    body = json.dumps(called.bodies.get(role, called.body))
    body = json.loads(re.sub(r"\{([a-z]+)\}", lambda found: named.get(found[1], ABSENT), body))
    return client.request(method, address, json=put(body, steps, text) if steps else {}, headers={"if-match": '"1"'})


def test_a_change_of_nothing_is_no_fault(app, world, things):
    for key in (key for key in CALLS if key.startswith("PATCH")):
        method, path = key.split()
        for role in (role for role in Role if role is not Role.ANONYMOUS):
            answer = sent(world.client(app, role), things, method, path, role, (), "")
            assert answer.status_code < 500, (key, role)


def test_there_are_enough_hostile_texts():
    assert len(set(PAYLOADS)) >= 60


def test_hostile_identifiers_are_just_unknown(app, world, things):
    with world.client(app, "organiser") as client:
        for payload in PAYLOADS:
            assert client.get("/api/v1/openings", params={"q": payload, "cursor": payload}).status_code < 500
            answer = client.get("/api/v1/openings/" + payload.replace("/", "%2f").replace("?", "%3f"))
            assert answer.status_code in (400, 404, 405, 422), payload
        assert client.get(f"/api/v1/openings/{uuid.uuid4()}").status_code == 404
