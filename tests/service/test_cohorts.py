"""Who is in a cohort: places are respected, rights too, and the question who could have which sponsor is fair."""

import threading

import pytest

from service.db import cohort_members, erasure, programmes
from service.db.documents import CANDIDATES
from service.errors import Conflict, NotFound
from service.usecases import cohorts, sponsorships
from service.usecases import people as filing
from service.usecases import programmes as running
from tests.service.followed import database_url, follow, people, right, sponsors  # noqa: F401
from tests.service.world import NOW, PLACES


def cohort(connection, places=2, place="here"):
    told = {"kind": "sponsoring", "name": "Parrainage", "about": "", "steps": []}
    programme = programmes.add(connection, PLACES[place], told)
    return programmes.add_cohort(connection, programme, {"name": "Printemps", "places": places})


def mine(connection, world, count):
    found = people(connection, count)
    follow(connection, world, found)
    return found


def add(connection, world, where, person, role="adviser"):
    return cohorts.add(connection, right(world, role, "sponsorship"), where, person, NOW)


def seen(connection, world, where, role):
    reach = right(world, role, "sponsorship", "R")
    return [row.candidate for row in cohorts.members(connection, reach, where, NOW)]


def test_a_cohort_takes_as_many_as_it_has_places_and_a_place_that_is_left_is_free_again(world):
    with world.store.write() as connection:
        where, (first, second, third) = cohort(connection), mine(connection, world, 3)
        member = add(connection, world, where, first)
        add(connection, world, where, second)
    with pytest.raises(Conflict, match="no place is left"), world.store.write() as connection:
        add(connection, world, where, third)
    with world.store.write() as connection:
        cohorts.leave(connection, right(world, "adviser", "sponsorship"), where, member, NOW)
        add(connection, world, where, third)
        assert seen(connection, world, where, "adviser") == [third, second], "by the number of their place"
        assert cohorts.counts(connection, [where]) == {where: 2}


def test_nobody_is_in_a_cohort_twice_but_may_come_back(world):
    with world.store.write() as connection:
        where, (person,) = cohort(connection, None), mine(connection, world, 1)
        member = add(connection, world, where, person)
        with pytest.raises(Conflict, match="already in this cohort"):
            add(connection, world, where, person)
        cohorts.leave(connection, right(world, "adviser", "sponsorship"), where, member, NOW)
        assert add(connection, world, where, person) != member


def test_of_many_who_want_the_last_place_at_once_one_gets_it(world):
    with world.store.write() as connection:
        where, persons = cohort(connection, 1), mine(connection, world, 4)
    lost, start = [], threading.Barrier(len(persons))

    def join(person):
        start.wait()
        try:
            with world.store.write() as connection:
                add(connection, world, where, person)
        except Conflict:
            lost.append(person)

    threads = [threading.Thread(target=join, args=(person,)) for person in persons]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with world.store.read() as connection:
        there = seen(connection, world, where, "organiser")
    assert len(there) == 1 and sorted([*there, *lost]) == sorted(persons)


def test_advisers_reach_their_own_organisers_all_of_the_territory_and_nobody_another_one(world):
    with world.store.write() as connection:
        where, (person,), (stranger,) = cohort(connection), mine(connection, world, 1), people(connection, 1)
        add(connection, world, where, person)
        with pytest.raises(NotFound):
            add(connection, world, where, stranger)
        add(connection, world, where, stranger, "organiser")
        assert seen(connection, world, where, "adviser") == [person]
        assert seen(connection, world, where, "organiser") == [person, stranger]
        there = cohort(connection, place="there")
        for role in ("adviser", "organiser"):
            with pytest.raises(NotFound):
                add(connection, world, there, person, role)


def test_one_who_is_not_mine_is_not_mine_to_take_out(world):
    with world.store.write() as connection:
        where, (stranger,) = cohort(connection), people(connection, 1)
        member = add(connection, world, where, stranger, "organiser")
        with pytest.raises(NotFound):
            cohorts.leave(connection, right(world, "adviser", "sponsorship"), where, member, NOW)


def test_places_are_never_fewer_than_those_who_have_one(world):
    with world.store.write() as connection:
        where, persons = cohort(connection), mine(connection, world, 2)
        for person in persons:
            add(connection, world, where, person)
        reach = right(world, "organiser", "programme")
        programme = cohorts.get(connection, reach, where).programme
        with pytest.raises(Conflict, match="places"):
            running.change_cohort(connection, reach, programme, where, 1, {"places": 1})
        assert running.change_cohort(connection, reach, programme, where, 1, {"places": None}).places is None


def test_who_is_erased_leaves_no_trace_in_a_cohort(world):
    with world.store.write() as connection:
        where, (person,) = cohort(connection), mine(connection, world, 1)
        add(connection, world, where, person)
        erasure.sweep(connection, CANDIDATES.name, person)
        assert not connection.execute(cohort_members.members.select()).all()
        assert cohorts.counts(connection, [where]) == {}


def question(connection, world, where, must=(), never=None):
    return cohorts.question(connection, right(world, "organiser", "sponsorship"), where, must, never or {}, NOW)


def test_places_of_sponsors_count_what_is_open_and_whoever_has_a_sponsorship_is_not_asked_about(world):
    with world.store.write() as connection:
        where, (first, second) = cohort(connection), mine(connection, world, 2)
        (helper,) = sponsors(connection, 1, 3)
        for person in (first, second):
            add(connection, world, where, person)
        sponsorships.propose(connection, right(world, "adviser", "sponsorship"), first, helper, None, NOW)
    with world.store.read() as connection:
        asked = question(connection, world, where)
        assert asked.asked.people == (second,)
        assert asked.asked.places[helper] == {"capacity": 3, "taken": 1}
        assert asked.begun[first].sponsor == helper


def test_pairs_that_cannot_be_kept_together_are_named_and_the_first_stands(world):
    with world.store.write() as connection:
        where, (first, second) = cohort(connection), mine(connection, world, 2)
        one, other = sponsors(connection, 2)
        for person in (first, second):
            add(connection, world, where, person)
    with world.store.read() as connection:
        must = [(first, one), (first, other), (second, one), (second, "gone")]
        asked = question(connection, world, where, must, {(second, other): "family"})
    assert asked.asked.must == ((first, one),)
    assert asked.unkept == [((first, other), "twice"), ((second, one), "full"), ((second, "gone"), "gone")]
    assert asked.asked.never == {(second, other): "family"}


def test_whose_file_is_closed_is_named_apart(world):
    with world.store.write() as connection:
        where, (person,) = cohort(connection), mine(connection, world, 1)
        sponsors(connection, 1)
        add(connection, world, where, person)
        filing.close(connection, right(world, "adviser", "profile"), person, NOW)
    with world.store.read() as connection:
        asked = question(connection, world, where)
        assert (asked.closed, asked.asked.people) == ([person], ())


def test_each_pair_that_can_be_is_proposed_and_the_others_are_named_with_why(world):
    with world.store.write() as connection:
        (helper, free), persons = sponsors(connection, 2), mine(connection, world, 3)
        (stranger,) = people(connection, 1)
        pairs = [(persons[0], helper), (persons[0], helper), (persons[1], helper), (stranger, free), (persons[2], free)]
        failed = sponsorships.propose_each(connection, right(world, "adviser", "sponsorship"), pairs, NOW)
        assert failed == [(*pairs[1], "taken"), (*pairs[2], "taken"), (*pairs[3], "not_found")]
        assert set(cohorts.begun(connection, [*persons, stranger])) == {persons[0], persons[2]}
