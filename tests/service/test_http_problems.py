"""Every refusal is a problem that tells its reader what to do, and tells nobody what is inside."""

import pytest
from pydantic import BaseModel, TypeAdapter, ValidationError

from service.api.faults import OTHER, fault
from service.api.problems import HTTP, TITLES
from service.problems import in_language
from tests.service import probes
from tests.service.probes import application  # noqa: F401
from tests.service.world import Client

THINGS = "/api/v1/probes/things"
FIELDS = {"type", "title", "status", "detail", "instance", "code", "request_id", "errors"}


@pytest.fixture
def database_url(sqlite_url):
    """One engine is enough here."""
    return sqlite_url


def test_a_refusal_has_the_form_of_rfc_9457(app):
    answer = Client(app).get("/nothing")
    told = answer.json()
    assert answer.headers["content-type"] == "application/problem+json"
    assert set(told) == FIELDS
    assert (told["status"], told["code"], told["instance"]) == (404, "no_such_address", "/nothing")
    assert told["type"] == "urn:visavis:problem:no_such_address"
    assert told["request_id"] == answer.headers["x-request-id"]


@pytest.mark.parametrize(
    ("asked", "language"),
    [
        *[("fr", "fr"), ("en", "en"), ("en-GB,en;q=0.9,fr;q=0.8", "en"), ("de, en;q=0.5", "en"), ("de", "fr")],
        *[("", "fr"), ("*", "fr"), ("fr;q=0.2, en;q=0.9", "en"), ("en;q=0, fr", "fr"), (";;,,q=", "fr")],
    ],
)
def test_it_speaks_the_language_that_its_reader_prefers(app, asked, language):
    answer = Client(app).get("/nothing", headers={"accept-language": asked})
    assert answer.headers["content-language"] == language
    assert answer.json()["title"] == in_language("nothing has this address", language)


def test_every_sentence_of_the_shell_is_said_in_french():
    for text in (*TITLES.values(), *(text for _, text in HTTP.values())):
        assert in_language(text, "fr") != text


def test_each_field_that_is_wrong_is_named_without_what_was_sent(app, world):
    sent = {"posts": 100, "more": "canary"}
    told = world.client(app, "organiser").post(THINGS, json=sent, headers={"accept-language": "en"}).json()
    assert told["errors"] == [
        {"field": "name", "reason": "missing"},
        {"field": "posts", "reason": "at most 99 is expected"},
        {"field": "more", "reason": "unknown field"},
    ]
    assert "canary" not in str(told)


KINDS = [
    *[(int, "x"), (int, 1.5), (int, None), (float, "x"), (bool, 7), (str, 3), (list[int], 3)],
    *[(dict[str, int], 3), (BaseModel, 3)],
]


@pytest.mark.parametrize(("kind", "value"), KINDS, ids=str)
def test_the_usual_faults_have_words_of_ours_in_both_languages(kind, value):
    with pytest.raises(ValidationError) as error:
        TypeAdapter(kind).validate_python(value, strict=kind is str)
    for part in error.value.errors():
        reason = fault(part)[1]
        assert reason != OTHER
        assert in_language(reason, "fr") != reason


@pytest.mark.parametrize(
    ("content", "kind", "status"),
    [
        *[(b"{", "application/json", 422), (b"", "application/json", 422), (b"[]", "application/json", 422)],
        *[(b"\xff", "application/json", 400), (b'{"name":"a"}', "text/plain", 415), (b"name=a", None, 415)],
        (b"[" * 200_000, "application/json", 400),
    ],
)
def test_only_those_who_may_ask_learn_what_is_wrong_with_a_body(app, world, content, kind, status):
    sent = {"content": content, "headers": {"content-type": kind}}
    assert world.client(app, "organiser").post(THINGS, **sent).status_code == status
    assert world.client(app, "funder").post(THINGS, **sent).status_code == 403
    assert Client(app).post(THINGS, **sent).status_code == 401


def test_a_fault_of_ours_tells_nothing_of_the_inside(app, world):
    client = world.client(app, "organiser")
    for path in ("fault", "refusals/storage", "refusals/full"):
        answer = client.get(f"/api/v1/probes/{path}")
        assert answer.status_code >= 500
        assert probes.SECRET not in answer.text + str(answer.headers)
        assert not {"Traceback", "RuntimeError", "sqlite", ".py"} & set(answer.text.replace('"', " ").split())


@pytest.mark.parametrize(
    ("name", "status", "code", "again"),
    [
        *[("taken", 409, "taken", None), ("busy", 503, "busy", "5"), ("storage", 503, "unavailable", "5")],
        *[("full", 507, "disk_full", None), ("many", 429, "too_many", "17")],
    ],
)
def test_a_foreseen_refusal_keeps_its_status_its_code_and_when_to_come_again(app, world, name, status, code, again):
    answer = world.client(app, "organiser").get(f"/api/v1/probes/refusals/{name}")
    assert (answer.status_code, answer.json()["code"], answer.headers.get("retry-after")) == (status, code, again)
