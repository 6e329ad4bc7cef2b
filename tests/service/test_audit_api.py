"""The log over HTTP: to each their own actions, to a person who saw their file, to organisers what happened."""

import datetime as dt
from typing import Any

import pytest
from fastapi import FastAPI

from service.db import audit, outbox
from service.db.base import Store
from service.keys import open_keys
from service.permissions import Role, Subject
from tests.service.world import NOW, World


@pytest.fixture
def database_url(either_url: str) -> str:
    return either_url


def seen(world: World, role: str, what: str, *people: str | None, territory: str = "here", tags: str = "") -> None:
    with world.store.write() as connection:
        reason = "urgent" if tags else ""
        who = world.subject(role, territory)
        audit.record(connection, who, what, [one for one in people if one], "request", reason, tags, NOW)


def answer(world: World, app: FastAPI, role: str, path: str, status: int = 200, territory: str = "here") -> Any:
    response = world.client(app, role, territory).get(f"/api/v1{path}")
    assert response.status_code == status, response.text
    return response.json()


@pytest.fixture
def person(world: World) -> str:
    """A person whom an adviser, a company and an administrator have seen, and who has looked at themselves."""
    who = world.subject("candidate").candidate
    seen(world, "adviser", "identity:R", who, "somebody-else")
    seen(world, "company", "identity:R", who)
    seen(world, "admin", "identity:R", who, tags="break-glass")
    seen(world, "candidate", "identity:R", who)
    seen(world, "adviser", "identity:R", "somebody-else")
    return str(who)


def test_a_person_reads_who_saw_their_file_with_role_and_organisation_and_no_names(
    world: World, app: FastAPI, person: str
) -> None:
    items = answer(world, app, "candidate", f"/people/{person}/seen-by")["items"]
    told = [(item["role"], item["organisation"], item["tags"], item["reason"]) for item in items]
    assert told == [
        ("candidate", None, [], None),
        ("admin", None, ["break-glass"], "urgent"),
        ("company", "company here", [], None),
        ("adviser", "association here", [], None),
    ]
    assert dt.datetime.fromisoformat(items[0]["at"]) == NOW
    assert "account" not in str(items)


def test_pages_of_who_saw_somebody_join_without_a_gap(world: World, app: FastAPI, person: str) -> None:
    first = answer(world, app, "candidate", f"/people/{person}/seen-by?limit=3")
    seen(world, "adviser", "note:R", person)
    rest = answer(world, app, "candidate", f"/people/{person}/seen-by?limit=3&cursor={first['next']}")
    assert [item["role"] for item in first["items"] + rest["items"]] == ["candidate", "admin", "company", "adviser"]


@pytest.mark.parametrize("role", ["adviser", "company", "organiser", "admin", "sponsor"])
def test_nobody_else_reads_who_saw_a_person_and_an_unknown_person_is_answered_alike(
    world: World, app: FastAPI, person: str, role: str
) -> None:
    unknown = answer(world, app, role, "/people/00000000-0000-4000-8000-0000000000ff/seen-by", 404)
    other = answer(world, app, role, f"/people/{person}/seen-by", 404)
    ours = ("type", "title", "status", "detail", "code")
    assert [other.get(name) for name in ours] == [unknown.get(name) for name in ours]


def test_an_adviser_reads_what_they_did_themselves_and_about_whom(world: World, app: FastAPI, person: str) -> None:
    items = answer(world, app, "adviser", "/audit")["items"]
    assert [item["objects"] for item in items] == [["somebody-else"], sorted([person, "somebody-else"])]


def test_a_company_reads_what_its_people_did(world: World, app: FastAPI, person: str) -> None:
    with world.store.write() as connection:
        colleague = Subject(Role.COMPANY, "colleague", None, world.organisations["company", "here"])
        audit.record(connection, colleague, "opening:W", ["opening-1"], "", at=NOW)
    assert [item["action"] for item in answer(world, app, "company", "/audit")["items"]] == ["opening:W", "identity:R"]


@pytest.mark.parametrize("role", ["organiser", "admin"])
def test_of_a_territory_only_what_happened_and_when(world: World, app: FastAPI, person: str, role: str) -> None:
    seen(world, "adviser", "identity:R", person, territory="there")
    items = answer(world, app, role, "/audit")["items"]
    assert [item["role"] for item in items] == ["adviser", "candidate", "admin", "company", "adviser"]
    assert {(item["objects"], item["reason"]) for item in items} == {(None, None)}
    assert person not in str(items)
    assert len(answer(world, app, role, "/audit", territory="there")["items"]) == 1


def test_funders_and_strangers_read_no_log(world: World, app: FastAPI) -> None:
    answer(world, app, "funder", "/audit", 403)
    answer(world, app, "anonymous", "/audit", 401)


def test_notices_are_one_s_own_in_the_language_asked_for_and_hold_no_link_to_sign_in(
    world: World, app: FastAPI
) -> None:
    store: Store = app.state.services.store
    outbox.seal_with(store.engine, open_keys(app.state.services.settings))
    with store.write() as connection:
        outbox.add(connection, "Company@here.test", "opening_closes", {"title": "Soudeur", "day": "2026-12-01"}, "fr")
        outbox.add(connection, "company@here.test", "sign_in_link", {"link": "secret", "minutes": 15}, "fr")
        outbox.add(connection, "adviser@here.test", "break_glass", {"reason": "x"}, "fr")
    [notice] = answer(world, app, "company", "/notifications")["items"]
    assert notice["subject"] == "Une de vos offres se termine bientôt"
    assert "1er\u00a0décembre\u00a02026" in notice["text"]
    english = world.client(app, "company").get("/api/v1/notifications", headers={"accept-language": "en"}).json()
    assert english["items"][0]["subject"] == "One of your openings ends soon"


def test_only_administrators_see_runs_of_jobs_and_messages_that_did_not_go(world: World, app: FastAPI) -> None:
    store: Store = app.state.services.store
    with store.write() as connection:
        outbox.add(connection, "canary@mail.invalid", "password_changed", {}, "fr")
        [message] = outbox.take(connection, NOW, NOW, 1)
        outbox.given_up(connection, message.id, "SMTPRecipientsRefused", NOW)
    assert answer(world, app, "admin", "/jobs/runs") == {"items": []}
    [unsent] = answer(world, app, "admin", "/jobs/unsent-messages")["items"]
    assert "canary" not in str(unsent)
    for role in ("candidate", "adviser", "company", "organiser", "funder"):
        answer(world, app, role, "/jobs/runs", 403)
        answer(world, app, role, "/jobs/unsent-messages", 403)
