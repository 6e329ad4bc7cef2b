"""Reminders by hand over HTTP: once in 24 hours, and no request ever waits for the mail server."""

import dataclasses
import datetime as dt
import socket
from collections.abc import Iterator
from typing import Any

import pytest
from fastapi import FastAPI

from service.db import outbox
from service.db.memberships import memberships
from service.permissions import Role
from tests.service.test_jobs import introduce
from tests.service.world import NOW, World


@pytest.fixture
def hanging() -> Iterator[socket.socket]:
    """A mail server that takes connections and never says a word."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.setblocking(False)
        yield server


def remind(world: World, app: FastAPI, id: str) -> Any:
    return world.client(app, "candidate").post(f"/api/v1/introductions/{id}/reminder")


def test_who_is_awaited_is_reminded_by_hand_once_in_24_hours(world: World, app: FastAPI) -> None:
    id, begun = introduce(world, NOW), world.now
    answers = []
    for hours in (1, 2, 24.9, 25.1, 26):
        world.now = begun + dt.timedelta(hours=hours)
        answers.append(remind(world, app, id))
    assert [answer.status_code for answer in answers] == [201, 409, 409, 201, 409]
    assert answers[0].json() == {"id": id, "reminded": 1}
    assert answers[1].json()["code"] == "reminded"


def test_nobody_is_told_that_a_reminder_went_to_somebody_without_an_account(world: World, app: FastAPI) -> None:
    id = introduce(world, NOW)
    with world.store.write() as connection:
        company = memberships.c.role == Role.COMPANY
        connection.execute(memberships.update().where(company).values(ends_at=NOW - dt.timedelta(days=1)))
    for _ in range(2):  # the refusal does not count as a reminder either
        assert remind(world, app, id).json()["code"] == "nobody_reached"


def test_a_request_that_writes_a_message_never_waits_for_the_mail_server(
    world: World, app: FastAPI, hanging: socket.socket
) -> None:
    whole: Any = app.state.services
    smtp = f"smtp://127.0.0.1:{hanging.getsockname()[1]}"
    app.state.services = dataclasses.replace(whole, settings=dataclasses.replace(whole.settings, smtp=smtp))
    assert remind(world, app, introduce(world, NOW)).status_code == 201
    with world.store.read() as connection:
        assert outbox.waiting(connection) == 1
    with pytest.raises(BlockingIOError):  # nobody has come
        hanging.accept()
