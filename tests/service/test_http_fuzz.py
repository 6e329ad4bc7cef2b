"""Whatever programs and people send: never an unexpected error, and what people wrote comes back as they wrote it."""

import uuid

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import response_schema_conformance, status_code_conformance

from service import limits
from service.permissions import Role
from service.tokens import csrf_token
from tests.service.probes import application as probed
from tests.service.world import SITE

CASES = [
    pytest.param(40, id="40"),
    pytest.param(2_000, id="2000", marks=pytest.mark.slow),
]
CHECKS = (not_a_server_error, response_schema_conformance, status_code_conformance)
DECLARED = {503, 507}  # what an operation says that it may answer is no unexpected error


@pytest.fixture
def database_url(sqlite_url):
    """One engine is enough here."""
    return sqlite_url


def signed(client, method):
    """The headers of a browser that has signed in."""
    if not client.token:
        return {}
    ours = {"cookie": f"__Host-visavis={client.token}", "origin": SITE, "x-csrf-token": csrf_token(client.token)}
    return ours | ({"idempotency-key": str(uuid.uuid4())} if method == "POST" else {})


@pytest.mark.parametrize("number", CASES)
@pytest.mark.parametrize("role", list(Role))
def test_no_case_of_any_role_ends_in_an_unexpected_error(app, world, role, number, monkeypatch):
    monkeypatch.setattr(limits, "check", lambda *_: None)  # else most answers would be 429
    schema = schemathesis.openapi.from_asgi("/api/v1/openapi.json", app, headers={"host": SITE[8:]})
    seen = []

    @settings(
        max_examples=number,
        derandomize=True,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=schema.as_strategy())
    def ask(case):
        answer = case.call(base_url=SITE, headers=signed(client, case.method))
        seen.append(answer.status_code)
        if answer.status_code not in DECLARED:
            case.validate_response(answer, checks=CHECKS)

    with world.client(app, role) as client:
        ask()
    print(f"S17: {role}, {len(seen)} cases, statuses {sorted(set(seen))}, derandomized")


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


@pytest.fixture(scope="module")
def application(tmp_path_factory):
    """The usual application for the cases above would miss a route that takes any text: this one has it."""
    yield from probed.__wrapped__(tmp_path_factory)


@pytest.mark.parametrize("payload", PAYLOADS)
def test_hostile_texts_come_back_unchanged(app, world, payload):
    with world.client(app, "organiser") as client:
        new = client.post("/api/v1/probes/things", json={"name": payload})
        assert new.status_code == 201
        assert new.headers["content-type"] == "application/json"
        assert client.get(f"/api/v1/probes/things/{new.json()['id']}").json()["name"] == payload


def test_there_are_enough_hostile_texts():
    print(f"S12: {len(PAYLOADS)} payloads")
    assert len(set(PAYLOADS)) >= 60


def test_hostile_identifiers_are_just_unknown(app, world):
    with world.client(app, "organiser") as client:
        for payload in PAYLOADS:
            assert client.get("/api/v1/openings", params={"q": payload, "cursor": payload}).status_code < 500
            answer = client.get("/api/v1/openings/" + payload.replace("/", "%2f").replace("?", "%3f"))
            assert answer.status_code in (400, 404, 405, 422), payload
        assert client.get(f"/api/v1/openings/{uuid.uuid4()}").status_code == 404
