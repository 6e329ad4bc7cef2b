"""The last seats of a meetup: as many winners as there are."""

from contextlib import ExitStack

from service.db import meetup_guests, meetups, seats
from tests.service import bookings
from tests.service.bookings import on_postgresql, unlocked  # noqa: F401  (the first is a fixture)
from tests.service.engines import races
from tests.service.evenings import Evening
from tests.service.followed import people
from tests.service.world import NOW

WANTED = 200


@races
def test_of_200_who_want_the_last_seats_as_many_get_one_as_there_are(world, app, database_url, capacity):
    evening = Evening(world, app, places=capacity)
    with world.store.write() as connection:
        whom = people(connection, WANTED)
    with ExitStack() as stack:
        won = bookings.Children(stack, database_url, "chair", capacity).race(evening.id, whom)
    with world.store.read() as connection:
        held = seats.count(connection, meetup_guests.places["person"], evening.id)
        rows = len(meetup_guests.of(connection, evening.id))
    print(f"R7: {WANTED} for {capacity} seats of a meetup, {bookings.PROCESSES} processes: {len(won)} winners")
    assert len(won) == held == rows == capacity


def race_without_lock(world, take):
    """How many of 40 got the one seat of each of five meetups, with nothing that keeps writers apart."""
    found = []
    for _ in range(5):
        with world.store.write() as connection:
            told = {"title": "Rencontre", "place": "", "rounds": 4, "round_minutes": 10, "break_minutes": 2}
            told |= {"tables": "fixed", "places": 1, "host_places": 9, "min_meetings": 0, "aims": []}
            meetup = meetups.add(connection, world.subject("organiser").territory, told, "test", NOW)
            whom = people(connection, 40)
        found.append(len(bookings.race(world.store, take, meetup, whom, unlocked, 10)))
    return found


def test_also_without_the_lock_a_seat_has_one_guest_and_looking_first_does_not_do(on_postgresql):  # noqa: F811
    guarded = race_without_lock(on_postgresql, bookings.chair(1))
    assert guarded == [1] * 5
    unguarded = race_without_lock(on_postgresql, bookings.careless_chair(1))  # the negative control
    assert max(unguarded) > 1
    print(f"R7 without the lock: with the key {guarded}, by looking first {unguarded}")
