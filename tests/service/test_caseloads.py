"""An adviser follows whom they were assigned, from then and until it ends, and nobody else."""

import datetime as dt

import pytest

from service.db import accounts, memberships, reached
from service.db.documents import CANDIDATES
from service.db.memberships import Membership
from service.db.paging import Asked
from service.errors import Conflict, NotFound
from service.permissions import Role
from service.usecases import following
from tests.service.followed import database_url, people, right  # noqa: F401
from tests.service.world import HOME, NOW

DAY = dt.timedelta(days=1)


@pytest.fixture
def scene(world):
    """(world, connection, a person whom nobody follows)."""
    with world.store.write() as connection:
        yield world, connection, people(connection, 1)[0]


def assign(world, connection, person, adviser=None, now=NOW):
    who = adviser or world.subject("adviser").account
    return following.assign(connection, right(world, "organiser", "caseload"), person, who, "suivi", now)


def colleague(world, connection, organisation=None):
    """Another adviser, of the same organisation unless said."""
    account = accounts.add(connection, None, "colleague", "fr", NOW)
    organisation = organisation or world.subject("adviser").organisation
    memberships.add(connection, Membership(Role.ADVISER, HOME, account, organisation=organisation), NOW)
    return account


def is_reached(world, connection, person, now=NOW):
    return person in reached.people(connection, right(world, "adviser", "profile"), now)


def test_rights_begin_and_end_with_the_assignment(scene):
    world, connection, person = scene
    assert not is_reached(world, connection, person)
    found = assign(world, connection, person)
    assert is_reached(world, connection, person)
    following.end(connection, right(world, "adviser", "caseload"), found.id, NOW + DAY)
    assert not is_reached(world, connection, person, NOW + DAY)


def test_a_colleague_takes_over(scene):
    world, connection, person = scene
    found, other = assign(world, connection, person), colleague(world, connection)
    where = right(world, "adviser", "caseload")
    new = following.hand_over(connection, where, found.id, other, "congé", NOW + DAY)
    assert (new.adviser, new.reason, new.candidate) == (other, "congé", person)
    assert not is_reached(world, connection, person, NOW + DAY)
    with pytest.raises(Conflict):
        following.hand_over(connection, where, found.id, other, "encore", NOW + 2 * DAY)


def test_an_adviser_hands_over_to_their_own_organisation_only(scene):
    world, connection, person = scene
    found = assign(world, connection, person)
    other = colleague(world, connection, world.organisations["school", "here"])
    with pytest.raises(NotFound):
        following.hand_over(connection, right(world, "adviser", "caseload"), found.id, other, "autre", NOW)
    organiser = right(world, "organiser", "caseload")
    assert following.hand_over(connection, organiser, found.id, other, "autre", NOW).adviser == other


def test_nobody_follows_twice(scene):
    world, connection, person = scene
    assign(world, connection, person)
    with pytest.raises(Conflict):
        assign(world, connection, person)


def test_only_advisers_of_the_territory_follow_its_people(scene):
    world, connection, person = scene
    for account in (world.subject("adviser", "there").account, world.subject("company").account, "nobody"):
        with pytest.raises(NotFound):
            assign(world, connection, person, account)
    with pytest.raises(NotFound):
        assign(world, connection, people(connection, 1, "there")[0])


def test_each_sees_their_part_of_the_list(scene):
    world, connection, person = scene
    own = world.subject("candidate").candidate
    for somebody in (person, own):
        assign(world, connection, somebody)
    other = assign(world, connection, person, colleague(world, connection))
    following.end(connection, right(world, "organiser", "caseload"), other.id, NOW + DAY)

    def seen(role, ended, place="here"):
        reach = right(world, role, "caseload", "R", place)
        return len(following.browse(connection, reach, None, ended, Asked()).rows)

    counts = {role: (seen(role, False), seen(role, True)) for role in ("candidate", "adviser", "organiser")}
    assert counts == {"candidate": (1, 1), "adviser": (2, 2), "organiser": (2, 3)}
    assert seen("organiser", True, "there") == 0
    assert reached.record(connection, right(world, "adviser", "profile"), CANDIDATES, own, NOW)
