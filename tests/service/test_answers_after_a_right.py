"""An answer kept for its Idempotency-Key is not given again to somebody who has lost sight of whom it may tell of."""

import datetime as dt

import pytest

from service.db import caseloads, consents, idempotency
from service.db.consents import Agreed
from tests.service.followed import database_url, follow, openings, people, tell  # noqa: F401
from tests.service.relations import PROOF
from tests.service.sign_ins import API
from tests.service.world import World

TEXT = "Une note que nul autre ne lit"


@pytest.fixture
def person(world: World) -> str:
    with world.store.write() as connection:
        [found] = people(connection, 1)
        follow(connection, world, [found])
    return found


def note(world, app, person):
    """Write the same note again, with the same key."""
    sent = {"json": {"text": TEXT}, "headers": {"idempotency-key": "note"}}
    return world.client(app, "adviser").post(f"{API}/people/{person}/notes", **sent)


def end(world, at):
    with world.store.write() as connection:
        connection.execute(caseloads.caseloads.update().values(ends_at=at))


def test_the_same_answer_comes_while_the_person_is_followed_and_none_of_it_after(world, app, person):
    first = note(world, app, person)
    world.now += dt.timedelta(minutes=1)
    assert note(world, app, person).content == first.content
    end(world, world.now)
    world.now += dt.timedelta(minutes=1)
    refused = note(world, app, person)
    assert (refused.status_code, refused.json()["code"]) == (409, "done_already")
    assert TEXT not in refused.text


def test_without_that_rule_the_answer_would_come(world, app, person, monkeypatch):
    first = note(world, app, person)
    end(world, world.now + dt.timedelta(minutes=1))
    world.now += dt.timedelta(minutes=2)
    monkeypatch.setattr(idempotency, "may_be_told", lambda *_: True)
    assert note(world, app, person).content == first.content


@pytest.mark.parametrize("loss", ["withdrawn", "expired", "of another company"])
def test_a_company_is_told_nothing_again_once_a_consent_to_it_has_ended(world, app, person, loss):
    with world.store.write() as connection:
        [opening] = openings(connection, world, 1)
        tell(connection, [person])
        whose = world.organisations["company", "there" if loss == "of another company" else "here"]
        consent = consents.give(connection, Agreed(person, "identity", organisation=whose), PROOF, world.now)
        if loss == "expired":
            later = world.now + dt.timedelta(minutes=1)
            connection.execute(consents.consents.update().values(expires_at=later))

    def renew():
        sent = {"headers": {"idempotency-key": "renew"}}
        return world.client(app, "company").post(f"{API}/openings/{opening}/close", **sent)

    first = renew()
    assert first.status_code == 200, first.text
    world.now += dt.timedelta(minutes=2)
    if loss != "expired":
        with world.store.write() as connection:
            consents.withdraw(connection, consent, "somebody", world.now)
    assert renew().status_code == (200 if loss == "of another company" else 409)
