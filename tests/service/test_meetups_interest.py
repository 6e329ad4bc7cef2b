"""What comes of interest on both sides of a meeting: an introduction or a sponsor, by the rules that hold anywhere."""

import pytest
from sqlalchemy import select

from service.db import memberships
from service.db.introductions import introductions, steps_of
from service.db.memberships import Membership
from service.permissions import Role
from tests.service.evenings import Evening, sponsorships_of
from tests.service.followed import follow, led, openings, people, sponsors, suggest, tell
from tests.service.world import NOW


@pytest.fixture
def database_url(either_url):
    return either_url


def introductions_of(world):
    with world.store.read() as connection:
        return connection.execute(select(introductions)).all()


def with_company(world, app):
    """(an evening on which the candidate meets the company, the opening that it brought, what one side says)."""
    evening = Evening(world, app, rounds=1)
    with world.store.write() as connection:
        [opening] = openings(connection, world, 1)
    person = evening.done("candidate", "POST", "/people", {})["id"]
    host = evening.done("company", "POST", "/hosts", {"opening": opening})["id"]
    evening.done("organiser", "POST", "/plan", {"seconds": 1})
    evening.change(status="running")
    return evening, opening, {"meetings": [{"person": person, "host": host, "interested": True}]}


def both(evening, said):
    """Let both sides say that they want to go on: the company itself, the person through the organiser."""
    evening.done("company", "PUT", "/interests", said)
    evening.done("organiser", "PUT", "/interests", {"meetings": [said["meetings"][0] | {"side": "person"}]})


def test_on_interest_of_both_sides_the_company_asks_for_the_person(world, app):
    evening, opening, said = with_company(world, app)
    with world.store.write() as connection:
        tell(connection, [world.subject("candidate").candidate])
    evening.done("company", "PUT", "/interests", said)
    assert introductions_of(world) == []
    both(evening, said)
    both(evening, said)
    [made] = introductions_of(world)
    company = world.subject("company")
    assert (made.opening, made.step, made.asked_by) == (opening, "asked", "company")
    assert (made.organisation, made.created_by) == (company.organisation, company.account)
    with world.store.read() as connection:
        [first] = steps_of(connection, [made.id])[made.id]
    assert (first.step, first.side, first.account) == ("asked", "company", company.account)


def no_notice(world, connection, opening):
    """The person has not had the notice."""


def filled(world, connection, opening):
    """All posts are filled."""
    person = people(connection, 1)
    tell(connection, [*person, world.subject("candidate").candidate])
    follow(connection, world, person)
    led(connection, world, person[0], opening, ("proposed", "person"), ("accepted", "company"), ("hired", "company"))


def begun(world, connection, opening):
    """The two have an introduction that is open."""
    tell(connection, [world.subject("candidate").candidate])
    follow(connection, world, [world.subject("candidate").candidate])
    suggest(connection, world, world.subject("candidate").candidate, opening)


@pytest.mark.parametrize(("what", "before"), [(no_notice, 0), (filled, 1), (begun, 1)])
def test_what_keeps_any_introduction_from_beginning_keeps_one_that_comes_of_interest(world, app, what, before):
    evening, opening, said = with_company(world, app)
    with world.store.write() as connection:
        what(world, connection, opening)
    both(evening, said)
    assert len(introductions_of(world)) == before
    [met] = evening.get("organiser", "/plan").json()["meetings"]
    assert met["mutual"] and met["introduction"] is None


def test_nobody_speaks_for_a_person_about_their_own_company(world, app):
    evening, _, said = with_company(world, app)
    with world.store.write() as connection:
        person, adviser = world.subject("candidate").candidate, world.subject("adviser")
        follow(connection, world, [person])
        company = world.organisations["company", "here"]
        role = Membership(Role.COMPANY, adviser.territory, adviser.account, organisation=company)
        memberships.add(connection, role, NOW)
    answer = evening.send("adviser", "PUT", "/interests", said)
    assert (answer.status_code, answer.json()["code"]) == (409, "conflict_of_interest")
    assert evening.send("candidate", "PUT", "/interests", said).status_code == 200


def test_a_sponsor_without_a_free_place_is_not_proposed(world, app):
    evening = Evening(world, app, rounds=1)
    with world.store.write() as connection:
        [full] = sponsors(connection, 1, capacity=0)
    pair = {
        "person": evening.done("candidate", "POST", "/people", {})["id"],
        "host": evening.done("organiser", "POST", "/hosts", {"sponsor": full})["id"],
    }
    evening.done("organiser", "POST", "/plan", {"seconds": 1})
    evening.change(status="running")
    words = [pair | {"interested": True, "side": side} for side in ("person", "host")]
    [met] = evening.done("organiser", "PUT", "/interests", {"meetings": words})["meetings"]
    assert met["mutual"] and sponsorships_of(world) == []
