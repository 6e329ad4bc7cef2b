"""One slot, one place, k posts: of 200 who want it at once exactly one, exactly k get it; the others are told."""

import datetime as dt
import uuid
from contextlib import ExitStack

import pytest

from service.db import appointments, consents, seats, sponsorships
from service.db.paging import Asked
from service.errors import Conflict, Forbidden, Invalid, NotFound
from service.i18n import LANGUAGES, name
from service.usecases import sponsorships as use
from tests.service import bookings
from tests.service.bookings import on_postgresql, unlocked  # noqa: F401  (the first is a fixture)
from tests.service.engines import races
from tests.service.followed import by_adviser, follow, people, right, sponsors, tell
from tests.service.world import NOW

WANTED = 200
DAY = dt.timedelta(days=1)
MEETING = use.Meeting(NOW + DAY, 60, "par téléphone")


def proposed(connection, world, count):
    """A new sponsor, and sponsorships of so many people with them; (sponsor, ids of the sponsorships)."""
    [sponsor] = sponsors(connection, 1)
    who = world.subject("adviser").account
    values = {"sponsor": sponsor, "territory": world.subject("adviser").territory, "step": "offered"}
    values |= {"created_by": who, "changed_by": who, "created_at": NOW}
    rows = [{**values, "id": str(uuid.uuid4()), "candidate": person} for person in people(connection, count)]
    connection.execute(sponsorships.sponsorships.insert(), rows)
    return sponsor, rows


def booked(connection, rows):
    """Appointments whose time is yet to be taken: their ids."""
    known = [{"sponsorship": row["id"], **{k: row[k] for k in ("sponsor", "candidate")}} for row in rows]
    rest = {"starts_at": NOW, "ends_at": NOW, "place": "x", "step": "booked", "booked_by": "x", "changed_by": "x"}
    made = [{**row, **rest, "id": str(uuid.uuid4())} for row in known]
    connection.execute(appointments.appointments.insert(), made)
    return [row["id"] for row in made]


@pytest.mark.parametrize("rounds", [5, pytest.param(50, marks=pytest.mark.slow)])
def test_of_200_who_want_a_slot_one_gets_it(world, database_url, rounds):
    with world.store.write() as connection:
        sponsor, rows = proposed(connection, world, WANTED)
        holders = booked(connection, rows)
    with ExitStack() as stack:
        children = bookings.Children(stack, database_url, "slot", 1)
        won = [len(children.race(f"{sponsor}/{quarter}", holders)) for quarter in range(rounds)]
    assert won == [1] * rounds
    print(f"R7: {rounds} slots, {WANTED} at once from {bookings.PROCESSES} processes: {sum(won)} winners")


@races
def test_of_200_who_want_a_place_as_many_get_one_as_there_are(world, database_url, capacity):
    with world.store.write() as connection:
        sponsor, rows = proposed(connection, world, WANTED)
    with ExitStack() as stack:
        won = bookings.Children(stack, database_url, "place", capacity).race(sponsor, [row["id"] for row in rows])
    with world.store.read() as connection:
        assert len(won) == seats.count(connection, sponsorships.places, sponsor) == capacity
    print(f"R7: {WANTED} for {capacity} places: {len(won)} winners")


ROUNDS = 5


def race_without_lock(world, take, capacity):
    found = []
    for _ in range(ROUNDS):
        with world.store.write() as connection:
            sponsor, rows = proposed(connection, world, 40)
        holders = [row["id"] for row in rows]
        found.append(len(bookings.race(world.store, take, sponsor, holders, unlocked, 10)))
    return found


def test_also_without_the_lock_the_key_lets_one_in_and_looking_first_does_not(on_postgresql):  # noqa: F811
    guarded = race_without_lock(on_postgresql, bookings.place(1), 1)
    assert guarded == [1] * ROUNDS
    unguarded = race_without_lock(on_postgresql, bookings.careless(1), 1)  # the negative control
    assert max(unguarded) > 1
    print(f"R7 without the lock: with the key {guarded}, by looking first {unguarded}")


@pytest.fixture
def scene(either_url):
    """(world, connection, a sponsorship in force)."""
    from service.db.base import open_store
    from tests.service.world import build

    with open_store(either_url) as store:
        world = build(store)
        with store.write() as connection:
            [person], sponsor = people(connection, 1), world.subject("sponsor").sponsor
            follow(connection, world, [person])
            tell(connection, [person])
            yield world, connection, in_force(world, connection, person, sponsor)


def step(world, connection, found, told, role="adviser", reason=None):
    where = right(world, role, "sponsorship", "W" if role in ("adviser", "organiser") else "A")
    args = (use.Told(told, reason), by_adviser(world), found.version, NOW)
    return use.record(connection, where, found.id, *args)


def in_force(world, connection, person, sponsor):
    where = right(world, "adviser", "sponsorship")
    found = use.propose(connection, where, person, sponsor, None, NOW)
    mine = right(world, "sponsor", "sponsorship", "R")
    assert use.browse(connection, mine, Asked(), NOW).rows == []  # the sponsor learns nothing before the person agrees
    found = step(world, connection, found, "offered")
    assert [row.candidate for row in use.browse(connection, mine, Asked(), NOW).rows] == [person]
    return step(world, connection, found, "active", "sponsor")


def test_a_sponsor_follows_no_more_people_than_they_have_places(scene):
    world, connection, found = scene
    [other] = people(connection, 1)
    follow(connection, world, [other])
    tell(connection, [other])
    new = use.propose(connection, right(world, "adviser", "sponsorship"), other, found.sponsor, None, NOW)
    new = step(world, connection, new, "offered")
    with pytest.raises(Conflict) as refused, connection.begin_nested():
        step(world, connection, new, "active", "sponsor")
    assert refused.value.code == "taken"
    step(world, connection, found, "ended", "organiser", "goal_reached")
    assert step(world, connection, new, "active", "sponsor").step == "active"


def test_when_it_ends_the_person_shows_themselves_no_more(scene):
    world, connection, found = scene
    meeting = use.book(connection, right(world, "sponsor", "sponsorship", "A"), found.id, MEETING, NOW)
    ended = step(world, connection, found, "ended", "sponsor", "no_time")
    assert not ended.revealed and not ended.open
    assert appointments.get(connection, found.id, meeting.id).step == "cancelled"
    with pytest.raises(NotFound):
        use.get(connection, right(world, "sponsor", "sponsorship", "R"), found.id, NOW)
    rows = consents.within(connection, right(world, "adviser", "consent", "R"), found.candidate, Asked(), NOW).rows
    assert all(row.withdrawn_at for row in rows)


def test_each_side_says_its_own_word_and_why(scene):
    world, connection, found = scene
    [other] = people(connection, 1)
    follow(connection, world, [other])
    tell(connection, [other])
    new = use.propose(connection, right(world, "adviser", "sponsorship"), other, found.sponsor, None, NOW)
    for role, told, reason, error in (
        ("organiser", "offered", None, Forbidden),
        ("adviser", "active", None, Conflict),
        ("adviser", "declined", None, Invalid),
        ("adviser", "offered", "other", Invalid),
    ):
        with pytest.raises(error):
            step(world, connection, new, told, role, reason)


def test_nobody_is_at_two_places_at_once(scene):
    world, connection, found = scene
    where = right(world, "sponsor", "sponsorship", "A")
    first = use.book(connection, where, found.id, MEETING, NOW)
    half = dt.timedelta(minutes=30)
    for starts_at in (MEETING.starts_at, MEETING.starts_at + half, MEETING.starts_at - half):
        with pytest.raises(Conflict) as refused, connection.begin_nested():
            use.book(connection, where, found.id, use.Meeting(starts_at, 60, "x"), NOW)
        assert refused.value.code == "taken"
    use.book(connection, where, found.id, use.Meeting(MEETING.starts_at + 2 * half, 60, "x"), NOW)
    use.settle(connection, where, found.id, first.id, "cancelled", 1, NOW)
    assert use.book(connection, where, found.id, MEETING, NOW).step == "booked"
    with pytest.raises(Conflict):
        use.settle(connection, where, found.id, first.id, "kept", 2, NOW)


@pytest.mark.parametrize(
    "meeting",
    [
        use.Meeting(NOW, 60, "past"),
        use.Meeting(NOW + DAY + dt.timedelta(minutes=5), 60, "odd"),
        use.Meeting(NOW + DAY, 50, "odd"),
        use.Meeting(NOW + DAY, 600, "long"),
    ],
)
def test_meetings_are_to_come_and_begin_at_a_quarter(scene, meeting):
    world, connection, found = scene
    with pytest.raises(Invalid):
        use.book(connection, right(world, "sponsor", "sponsorship", "A"), found.id, meeting, NOW)


def test_every_step_and_reason_of_a_sponsorship_has_a_name():
    for language in LANGUAGES:
        assert all(name("sponsorship_step", told, language) for told in use.LIFE)
        assert all(name("sponsorship_reason", told, language) for told in use.REASONS)
        assert all(name("appointment_step", told, language) for told in ("booked", *use.SETTLED))
