"""The OpenAPI document says all there is to know of every operation and every field."""

import re

import pytest
from jsonschema import Draft202012Validator

from tests.service.world import Client

KINDS = ("get", "post", "put", "patch", "delete")


@pytest.fixture
def database_url(sqlite_url):
    """One engine is enough here."""
    return sqlite_url


@pytest.fixture
def document(app):
    return Client(app).get("/api/v1/openapi.json").json()


def operations(document):
    return [(path, kind, found[kind]) for path, found in document["paths"].items() for kind in KINDS if kind in found]


def test_it_is_openapi_3_1_of_this_installation(document):
    assert document["openapi"].startswith("3.1")
    assert document["info"]["title"] == "Visavis"
    assert document["servers"][0]["url"] == "https://visavis.test"
    assert set(document["components"]["securitySchemes"]) == {"session", "csrf", "key"}


def test_every_reference_leads_somewhere(document):
    for reference in set(re.findall(r"'\$ref': '#/([^']+)'", str(document))):
        there = document
        for step in reference.split("/"):
            there = there[step]


def test_every_operation_says_what_it_does_under_a_name_of_its_own(document):
    found = operations(document)
    names = [operation["operationId"] for _, _, operation in found]
    assert len(set(names)) == len(names)
    for path, kind, operation in found:
        assert operation["summary"] and operation["tags"], (path, kind)
        assert not operation["summary"].endswith("."), (path, kind)


def test_every_operation_says_who_may_and_what_it_may_refuse(document):
    for path, kind, operation in operations(document):
        where, answers = (path, kind), operation["responses"]
        assert "x-policy" in operation, where
        assert {"429", "503"} <= set(answers), where
        if operation["x-policy"]:
            assert operation["x-policy"]["scopes"], where
            assert {"401", "403"} <= set(answers), where
        if "{" in path:
            assert "404" in answers, where
        if "requestBody" in operation:
            assert {"400", "413", "415", "422"} <= set(answers), where
        assert any(status.startswith("2") for status in answers), where


def test_every_answer_with_a_body_says_its_form(document):
    bare = [
        (path, kind, status)
        for path, kind, operation in operations(document)
        for status, answer in operation["responses"].items()
        if status.startswith("2") and status != "204" and not _form(answer, document)
    ]
    assert bare == []


def _form(answer, document):
    contents = answer.get("content", {})
    return contents and all(content.get("schema") or "json" not in kind for kind, content in contents.items())


def test_every_field_has_a_description_and_an_example(document):
    fields = list(fields_of(document))
    print(f"{len(operations(document))} operations, {len(fields)} fields")
    wanting = {
        f"{name}: no {what}"
        for name, told in fields
        for what, there in (("description", told.get("description")), ("example", "examples" in told))
        if not there
    }
    assert wanting == set()


def test_every_number_says_of_what_it_is(document):
    bare = {
        f"{name}: {told['description']}"
        for name, told in fields_of(document)
        if {"integer", "number"} & {told.get("type"), *(kind.get("type") for kind in told.get("anyOf", []))}
        and len(told["description"].split()) < 2
    }
    assert bare == set()


def fields_of(document):
    """Every field of every kind, at any depth, with the names that lead to it."""
    todo = [(name, schema) for name, schema in document["components"]["schemas"].items()]
    while todo:
        name, schema = todo.pop()
        kinds = [kind for word in ("anyOf", "oneOf", "allOf") for kind in schema.get(word, [])]
        inner = [schema.get("items"), schema.get("additionalProperties"), *kinds]
        todo += [(name, part) for part in inner if isinstance(part, dict)]
        for field, told in schema.get("properties", {}).items():
            yield f"{name}.{field}", told
            todo.append((f"{name}.{field}", told))


def test_an_example_is_one_of_its_field(document):
    """What examples show is what the field takes, so that nobody copies a wrong one."""
    wrong = []
    for name, told in fields_of(document):
        check = Draft202012Validator({**told, "components": document["components"]})
        wrong += [f"{name}: {example}" for example in told.get("examples", []) if not check.is_valid(example)]
    assert wrong == []


def test_kinds_have_plain_names_of_their_own(document):
    assert [name for name in document["components"]["schemas"] if not re.fullmatch("[A-Z][A-Za-z]+", name)] == []


def test_every_parameter_is_described(document):
    for path, kind, operation in operations(document):
        for told in operation.get("parameters", []):
            part = document["components"]["parameters"][told["$ref"].split("/")[-1]] if "$ref" in told else told
            assert part.get("description") or part["schema"].get("description"), (path, kind, part["name"])


def test_a_change_asks_for_its_key_and_for_the_version_that_it_changes(document):
    for path, kind, operation in operations(document):
        named = {told["$ref"].split("/")[-1] for told in operation.get("parameters", []) if "$ref" in told}
        if "428" in operation["responses"]:
            assert "If-Match" in named, (path, kind)
        if kind == "post" and operation["x-policy"] and "507" in operation["responses"] and "If-Match" not in named:
            assert named & {"Idempotency-Key", "Accept-Language"}, (path, kind)


def test_the_page_names_every_operation(app, document):
    page = Client(app).get("/api/v1/docs").text
    assert all(f'<article id="{operation["operationId"]}">' in page for _, _, operation in operations(document))
