"""Administrators: the link of the first start, and what who runs the service does."""

import datetime as dt

from service.db import memberships
from service.permissions import STAFF
from service.usecases import administering
from tests.service.sign_ins import API, PASSWORD, token_of
from tests.service.world import NOW, Client


def test_the_first_start_gives_one_link_to_one_administrator(store):
    with store.write() as connection:
        first = administering.first_administrator(connection, NOW)
        second = administering.first_administrator(connection, NOW)
    assert first != second
    assert len(second) >= 43


def test_with_that_link_somebody_names_themselves_and_no_other_is_made(world, app):
    with world.store.write() as connection:
        assert administering.first_administrator(connection, world.now) is None
        for role in STAFF:
            for place in ("here", "there"):
                memberships.end(connection, world.members[role, place], world.now)
        old = administering.first_administrator(connection, world.now)
        token = administering.first_administrator(connection, world.now)
    told = {"email": "admin@example.org", "name": "Première personne", "password": PASSWORD}
    ask = Client(app).post
    assert ask(f"{API}/session/link", json={"token": old, **told}).json()["code"] == "link"
    assert ask(f"{API}/session/link", json={"token": token}).json()["code"] == "newcomer"
    done = ask(f"{API}/session/link", json={"token": token, **told})
    assert done.json()["role"]["role"] == "admin"
    assert done.json()["complete"] is False
    with world.store.write() as connection:
        assert administering.first_administrator(connection, world.now) is None


def test_who_runs_the_service_makes_an_administrators_link_and_closes_an_account(world, app, capsys):
    from service.cli import account_answers

    url = app.state.services.settings.db
    account_answers.administrator(url, "fr")
    token = capsys.readouterr().out.split("#")[1].strip()
    told = {"token": token, "email": "Admin@example.org", "name": "Deuxième", "password": PASSWORD}
    world.now = dt.datetime.now(dt.UTC)
    opened = Client(app).post(f"{API}/session/link", json=told)
    assert opened.json()["role"]["role"] == "admin"
    account_answers.disable("admin@example.org", url, "en")
    assert Client(app, token_of(opened)).get(f"{API}/session").status_code == 401
