"""Consents: private by default, after the notice, with a proof, each on its own, withdrawn at once."""

import datetime as dt

import pytest

from service.db import consents, reached
from service.db.consents import Agreed
from service.db.paging import Asked
from service.errors import Conflict, Forbidden, Invalid, NotFound
from service.usecases import consenting
from tests.service.followed import (
    by_adviser,
    database_url,  # noqa: F401
    follow,
    led,
    openings,
    people,
    right,
    show,
    suggest,
    tell,
)
from tests.service.world import NOW

DAY = dt.timedelta(days=1)
VISIBLE = consenting.Wanted("company_visibility")


@pytest.fixture
def scene(world):
    """(world, connection, a person who is followed)."""
    with world.store.write() as connection:
        [person] = people(connection, 1)
        follow(connection, world, [person])
        yield world, connection, person


def give(world, connection, person, wanted=VISIBLE, now=NOW):
    return consenting.give(connection, right(world, "adviser", "consent"), person, wanted, by_adviser(world), now)


def company_sees(world, connection, now=NOW):
    suggested = reached.visible_people(connection, world.subject("company").territory, now)
    return suggested | reached.people(connection, right(world, "company", "profile", "R"), now)


@pytest.mark.parametrize("count", [200, pytest.param(1_000, marks=pytest.mark.slow)])
def test_nobody_is_visible_until_they_say_so(world, count):
    with world.store.write() as connection:
        fresh = people(connection, count)
        tell(connection, fresh[: count // 2])
        seen = [
            company_sees(world, connection),
            reached.people(connection, right(world, "sponsor", "profile", "R"), NOW),
        ]
        assert not set(fresh) & (seen[0] | seen[1])
        show(connection, fresh[:1])
        assert company_sees(world, connection) == {fresh[0]}  # the negative control
    print(f"P8: of {count} fresh people 0 are visible to a company or a sponsor")


def test_nobody_agrees_to_what_they_were_not_told(scene):
    world, connection, person = scene
    with pytest.raises(Conflict) as refused:
        give(world, connection, person)
    assert refused.value.code == "notice_first"
    consenting.tell(connection, right(world, "adviser", "consent"), person, by_adviser(world), NOW)
    assert give(world, connection, person).purpose == "company_visibility"
    assert company_sees(world, connection) == {person}


def test_a_consent_says_who_when_how_and_to_which_text(scene):
    world, connection, person = scene
    tell(connection, [person])
    found = give(world, connection, person)
    assert (found.given_by, found.channel, found.text_version) == (world.subject("adviser").account, "paper", "1")
    assert found.seen_at is None and found.withdrawn_at is None and found.expires_at is None


@pytest.mark.parametrize(("role", "channel"), [("candidate", "paper"), ("adviser", "app")])
def test_a_proof_suits_who_gives_it(world, role, channel):
    with pytest.raises(Invalid):
        consenting.proof_of(right(world, role, "consent"), channel, "1")


def test_each_consent_is_a_switch_of_its_own(scene):
    world, connection, person = scene
    tell(connection, [person])
    mails = give(world, connection, person, consenting.Wanted("messages", detail="mail"))
    give(world, connection, person, consenting.Wanted("messages", detail="sms"))
    give(world, connection, person)
    where = right(world, "adviser", "consent")
    consenting.withdraw(connection, where, person, mails.id, NOW)
    rows = consenting.browse(connection, where, person, Asked(), NOW).rows
    assert sorted((row.purpose, row.detail) for row in rows if row.withdrawn_at is None) == [
        ("company_visibility", None),
        ("messages", "sms"),
    ]


def test_a_consent_given_again_takes_the_place_of_the_older_one(scene):
    world, connection, person = scene
    tell(connection, [person])
    first = give(world, connection, person)
    again = give(world, connection, person, now=NOW + DAY)
    consenting.withdraw(connection, right(world, "adviser", "consent"), person, again.id, NOW + 2 * DAY)
    assert first.id != again.id and company_sees(world, connection, NOW + 2 * DAY) == set()


def test_the_person_is_shown_what_was_recorded_for_them(world):
    who = world.subject("candidate")
    with world.store.write() as connection:
        tell(connection, [who.candidate])
        consents.give(connection, Agreed(who.candidate, "company_visibility"), by_adviser(world), NOW)
        own = right(world, "candidate", "consent")
        consenting.seen(connection, own, who.candidate, NOW + DAY)
        [row] = consenting.browse(connection, own, who.candidate, Asked(), NOW).rows
        assert row.seen_at is not None
        with pytest.raises(Forbidden):
            consenting.seen(connection, right(world, "adviser", "consent"), who.candidate, NOW)


@pytest.mark.parametrize(
    "wanted",
    [
        consenting.Wanted("status", detail="rqth"),
        consenting.Wanted("identity"),
        consenting.Wanted("messages", detail="pigeon"),
        consenting.Wanted("company_visibility", detail="mail"),
        consenting.Wanted("learning_opt_out", sponsor="3f0c2b1e-8a4d-4c55-9b7e-2f6d1a0c9e88"),
    ],
)
def test_a_consent_has_the_parts_of_its_purpose(scene, wanted):
    world, connection, person = scene
    tell(connection, [person])
    with pytest.raises(Invalid):
        give(world, connection, person, wanted)


def test_a_company_reads_the_consents_that_it_holds_and_no_other(scene):
    world, connection, person = scene
    show(connection, [person])
    led(connection, world, person, openings(connection, world, 1)[0], ("proposed", "person"))
    where = right(world, "company", "consent", "R")
    rows = consenting.browse(connection, where, person, Asked(), NOW).rows
    assert [row.purpose for row in rows] == ["identity"]
    with pytest.raises(NotFound):
        consenting.browse(connection, where, person, Asked(), NOW + 91 * DAY)


def test_identity_is_shown_again_for_an_open_introduction_only(scene):
    world, connection, person = scene
    tell(connection, [person])
    found = suggest(connection, world, person, openings(connection, world, 1)[0])
    wanted = consenting.Wanted("identity", introduction=found.row.id)
    assert give(world, connection, person, wanted).expires_at is not None
    [other] = people(connection, 1)
    follow(connection, world, [other])
    tell(connection, [other])
    with pytest.raises(Conflict):
        give(world, connection, other, wanted)


def test_what_a_company_was_shown_is_told_to_the_person(world):
    who = world.subject("candidate")
    with world.store.write() as connection:
        consents.share(connection, right(world, "company", "profile", "R"), who.candidate, "identity", NOW)
        consents.share(connection, right(world, "adviser", "profile", "R"), who.candidate, "identity", NOW)
        own = right(world, "candidate", "consent", "R")
        [row] = consenting.sharings(connection, own, who.candidate, Asked(), NOW).rows
        assert (row.organisation, row.what) == (world.organisations["company", "here"], "identity")


def test_only_those_who_follow_a_person_record_for_them(world):
    with world.store.write() as connection:
        [stranger] = people(connection, 1)
        tell(connection, [stranger])
        with pytest.raises(NotFound):
            give(world, connection, stranger)
        with pytest.raises(NotFound):
            consenting.tell(connection, right(world, "adviser", "consent"), stranger, by_adviser(world), NOW)
