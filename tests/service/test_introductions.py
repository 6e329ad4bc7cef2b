"""An introduction goes from step to step, each dated and by somebody; what it takes it takes once."""

import datetime as dt

import pytest

from service import steps
from service.db import documents, introductions, memberships, seats
from service.db.documents import OPENINGS
from service.db.memberships import Membership
from service.db.paging import Asked
from service.errors import Conflict, Forbidden, Invalid, NotFound, Stale
from service.permissions import Role
from service.usecases import follow_ups, introducing
from tests.service.followed import (
    KEYS,
    TODAY,
    alias,
    database_url,  # noqa: F401
    follow,
    led,
    openings,
    people,
    record,
    right,
    show,
    suggest,
    tell,
)
from tests.service.world import HOME, NOW

DAY = dt.timedelta(days=1)
TO_ACCEPTED = (("proposed", "person"), ("accepted", "company"))


@pytest.fixture
def scene(world):
    """(world, connection, a person who was told and is followed, an opening of one post)."""
    with world.store.write() as connection:
        [person] = people(connection, 1)
        [opening] = openings(connection, world, 1)
        follow(connection, world, [person])
        tell(connection, [person])
        yield world, connection, person, opening


def seen_by_company(world, connection, now=NOW):
    return introducing.browse(connection, right(world, "company", "introduction", "R"), {}, Asked(), now)[1]


def test_from_the_first_idea_to_a_year_at_work(scene):
    world, connection, person, opening = scene
    found = led(connection, world, person, opening, *TO_ACCEPTED, ("met", "company"), ("hired", "company"))
    for step, months in steps.KEPT_MONTHS.items():
        day = steps.months_after(TODAY, months)
        found = record(connection, world, found, step, "person", day=day, now=NOW + 400 * DAY)
    told = [(step.step, step.side) for step in found.steps]
    assert told[:4] == [("suggested", "adviser"), *TO_ACCEPTED, ("met", "company")]
    assert told[4:] == [("hired", "company"), ("kept_3", "person"), ("kept_6", "person"), ("kept_12", "person")]
    assert {step.account for step in found.steps} == {world.subject("adviser").account}
    assert (found.row.open, found.row.version) == (False, 8)


def test_a_company_sees_nothing_before_the_person_shows_themselves(scene):
    world, connection, person, opening = scene
    found = suggest(connection, world, person, opening)
    assert seen_by_company(world, connection) == []
    with pytest.raises(NotFound):
        introducing.get(connection, right(world, "company", "introduction", "R"), found.row.id, NOW)
    found = record(connection, world, found, "proposed", "person")
    assert [item.row.candidate for item in seen_by_company(world, connection)] == [person]
    record(connection, world, found, "withdrawn", "person")
    assert seen_by_company(world, connection) == []


def test_a_company_asks_for_a_pseudonym_and_learns_who_it_is_when_they_accept(scene):
    world, connection, person, opening = scene
    show(connection, [person])
    wanted = introducing.Wanted(opening, pseudonym=alias(connection, KEYS, opening, person))
    found = introducing.create(connection, KEYS, right(world, "company", "introduction"), wanted, None, NOW)
    assert (found.row.step, bool(found.row.revealed)) == ("asked", False)
    assert not seen_by_company(world, connection)[0].row.revealed
    where = right(world, "company", "introduction", "R")
    assert introducing.browse(connection, where, {"candidate": person}, Asked(), NOW)[1] == []  # no guessing who it is
    found = record(connection, world, found, "accepted", "person")
    assert (found.row.step, bool(found.row.revealed)) == ("accepted", True)
    assert len(introducing.browse(connection, where, {"candidate": person}, Asked(), NOW)[1]) == 1


def test_a_consent_ends_after_90_days_and_with_it_what_the_company_sees(scene):
    world, connection, person, opening = scene
    led(connection, world, person, opening, *TO_ACCEPTED)
    assert len(seen_by_company(world, connection, NOW + 89 * DAY)) == 1
    assert seen_by_company(world, connection, NOW + 90 * DAY) == []
    told = [len(follow_ups.of_consents(connection, NOW + days * DAY)) for days in (80, 84)]
    assert told == [0, 1]


def test_an_adviser_who_belongs_to_the_company_is_refused_with_the_reason(scene):
    world, connection, person, opening = scene
    who = world.subject("adviser")
    found = suggest(connection, world, person, opening)
    company = world.organisations["company", "here"]
    role = memberships.add(connection, Membership(Role.COMPANY, HOME, who.account, organisation=company), NOW)
    with pytest.raises(Conflict, match="another adviser") as refused:
        record(connection, world, found, "proposed", "person")
    assert refused.value.code == "conflict_of_interest"
    [other] = openings(connection, world, 1)
    with pytest.raises(Conflict, match="another adviser"):
        suggest(connection, world, person, other)
    memberships.end(connection, role, NOW)
    assert record(connection, world, found, "proposed", "person").row.step == "proposed"


def test_a_company_gets_no_more_introductions_a_month_than_it_wants(world):
    with world.store.write() as connection:
        persons, [opening] = people(connection, 3), openings(connection, world, 1, positions=9)
        follow(connection, world, persons)
        tell(connection, persons)
        assert introducing.set_cap(connection, right(world, "company", "introduction"), 2, 0)["version"] == 1
        for person in persons[:2]:
            led(connection, world, person, opening, ("proposed", "person"))
        found = suggest(connection, world, persons[2], opening)
        with pytest.raises(Conflict) as refused, connection.begin_nested():
            record(connection, world, found, "proposed", "person")
        assert refused.value.code == "contact_cap"
        record(connection, world, found, "proposed", "person", now=NOW + 30 * DAY)  # another month


def test_without_an_answer_for_60_days_nobody_has_refused_and_it_can_be_taken_up_again(scene):
    world, connection, person, opening = scene
    found = led(connection, world, person, opening, ("proposed", "person"))
    assert introducing.expire(connection, NOW + 59 * DAY) == 0
    assert introducing.expire(connection, NOW + 60 * DAY) == 1
    found = introducing.get(connection, right(world, "adviser", "introduction", "R"), found.row.id, NOW)
    assert (found.row.step, found.row.open, found.steps[-1].account) == ("unanswered", False, None)
    with pytest.raises(Conflict):
        record(connection, world, found, "suggested", "adviser", day=TODAY + 60 * DAY, now=NOW + 61 * DAY)
    again = record(connection, world, found, "proposed", "person", now=NOW + 61 * DAY)
    assert (again.row.step, again.row.open) == ("proposed", True)


def test_a_pair_has_one_open_introduction(scene):
    world, connection, person, opening = scene
    found = suggest(connection, world, person, opening)
    with pytest.raises(Conflict) as refused:
        suggest(connection, world, person, opening)
    assert refused.value.code == "already"
    record(connection, world, found, "declined", "person", "too_far")
    assert suggest(connection, world, person, opening).row.open


def test_the_last_step_is_corrected_by_a_new_one(scene):
    world, connection, person, opening = scene
    found = led(connection, world, person, opening, *TO_ACCEPTED, ("hired", "company"))
    assert seats.count(connection, introductions.posts, opening) == 1
    found = record(connection, world, found, "met", "company", corrects=4)
    assert (found.row.step, len(found.steps)) == ("met", 5)
    assert seats.count(connection, introductions.posts, opening) == 0
    with pytest.raises(Conflict):
        record(connection, world, found, "hired", "company", corrects=3)


def test_a_person_disputes_what_the_company_recorded(scene):
    world, connection, person, opening = scene
    found = led(connection, world, person, opening, *TO_ACCEPTED, ("hired", "company"))
    found = record(connection, world, found, "disputed", "person", "not_hired")
    assert (found.row.step, bool(found.row.disputed), found.row.open) == ("hired", True, True)
    found = record(connection, world, found, "declined", "company", "filled", corrects=4)
    assert (found.row.step, bool(found.row.disputed)) == ("declined", False)


def test_an_opening_whose_posts_are_filled_leaves_the_market(world):
    with world.store.write() as connection:
        persons, [opening] = people(connection, 4), openings(connection, world, 1, positions=2)
        follow(connection, world, persons)
        tell(connection, persons)
        ready = [led(connection, world, person, opening, *TO_ACCEPTED) for person in persons[:3]]
        for found in ready[:2]:
            assert documents.get(connection, OPENINGS, opening).open
            record(connection, world, found, "hired", "company")
        assert not documents.get(connection, OPENINGS, opening).open
        with pytest.raises(Conflict) as refused, connection.begin_nested():
            record(connection, world, ready[2], "hired", "company")
        assert refused.value.code == "taken"
        with pytest.raises(NotFound):
            suggest(connection, world, persons[3], opening)


@pytest.mark.parametrize(
    ("step", "side", "reason", "error"),
    [
        ("declined", "person", None, Invalid),
        ("declined", "person", "experience", Invalid),  # a company's reason
        ("not_presented", "adviser", None, Invalid),
        ("proposed", "person", "other", Invalid),
        ("accepted", "company", None, Conflict),
        ("hired", "company", None, Conflict),
        ("disputed", "person", "other", Conflict),
    ],
)
def test_what_does_not_follow_or_has_no_reason_is_refused(scene, step, side, reason, error):
    world, connection, person, opening = scene
    with pytest.raises(error):
        record(connection, world, suggest(connection, world, person, opening), step, side, reason)


def test_a_step_is_changed_by_nobody_who_read_an_older_one(scene):
    world, connection, person, opening = scene
    found = suggest(connection, world, person, opening)
    record(connection, world, found, "proposed", "person")
    with pytest.raises(Stale):
        record(connection, world, found, "declined", "company", "skills")


def test_a_company_does_not_say_the_persons_word(scene):
    world, connection, person, opening = scene
    found = led(connection, world, person, opening, *TO_ACCEPTED)
    with pytest.raises(Forbidden):
        record(connection, world, found, "withdrawn", "person", role="company")
    assert record(connection, world, found, "met", "company", role="company").row.step == "met"


def test_days_are_neither_to_come_nor_before_the_last_step(scene):
    world, connection, person, opening = scene
    found = led(connection, world, person, opening, *TO_ACCEPTED)
    for day in (TODAY + 2 * DAY, TODAY - DAY):
        with pytest.raises(Invalid):
            record(connection, world, found, "met", "company", day=day)
    found = record(connection, world, found, "hired", "company")
    with pytest.raises(Invalid, match="too early"):
        record(connection, world, found, "kept_3", "person", now=NOW + 60 * DAY)


def test_people_at_work_are_asked_after_3_6_and_12_months(scene):
    world, connection, person, opening = scene
    found = led(connection, world, person, opening, *TO_ACCEPTED, ("hired", "company"))
    due = {days: [one.step for one in follow_ups.of_work(connection, NOW + days * DAY)] for days in (89, 93, 190, 370)}
    assert due == {89: [], 93: ["kept_3"], 190: ["kept_6"], 370: ["kept_12"]}
    record(connection, world, found, "kept_6", "person", now=NOW + 190 * DAY)
    assert follow_ups.of_work(connection, NOW + 200 * DAY) == []


def test_who_is_awaited_is_said_alike_to_all_sides_and_by_the_filter(scene):
    world, connection, person, opening = scene
    found = suggest(connection, world, person, opening)
    awaited = [awaited_by_all(world, connection, found)]
    for step, side in (*TO_ACCEPTED, ("hired", "company")):
        found = record(connection, world, found, step, side)
        awaited.append(awaited_by_all(world, connection, found))
    later = awaited_by_all(world, connection, found, NOW + 93 * DAY)
    found = record(connection, world, found, "disputed", "person", "not_hired")
    assert awaited == ["person", "company", None, None]
    assert (later, awaited_by_all(world, connection, found)) == ("adviser", "adviser")


def awaited_by_all(world, connection, found, now=NOW):
    """Whom an introduction waits for, as the adviser's reading of it, its list, its filter and the follow-ups say."""
    where = right(world, "adviser", "introduction", "R")
    told = introducing.get(connection, where, found.row.id, now).awaits
    assert introducing.awaiting(connection, where, now).get(found.row.id) == told
    for side in steps.Side:
        listed = introducing.browse(connection, where, {"awaits": side}, Asked(), now)[1]
        assert [one.row.id for one in listed] == [found.row.id] * (side == told)
    return told


def test_somebody_of_another_caseload_or_territory_is_not_found(scene):
    world, connection, person, opening = scene
    [stranger], [abroad] = people(connection, 1), people(connection, 1, "there")
    [far] = openings(connection, world, 1, place="there")
    for who, where in ((stranger, opening), (abroad, opening), (person, far)):
        with pytest.raises(NotFound):
            suggest(connection, world, who, where)
