"""What is set aside for a person, and what they answered: kept, counted, taken back, within reach only."""

import pytest

from service.db import dismissals
from service.errors import Conflict, Invalid, NotFound, Stale
from service.usecases import answering, choosing, dismissing
from tests.service import followed
from tests.service.followed import right
from tests.service.world import NOW

database_url = followed.database_url


@pytest.fixture
def case(world):
    """A connection, how far the adviser's right goes, a person whom they follow, and an opening and a sponsor."""
    with world.store.write() as connection:
        [person] = followed.people(connection, 1)
        followed.follow(connection, world, [person])
        [opening], [sponsor] = followed.openings(connection, world, 1), followed.sponsors(connection, 1)
        yield connection, right(world, "adviser", "profile"), person, {"opening": opening, "sponsor": sponsor}


@pytest.mark.parametrize("kind", ["opening", "sponsor"])
def test_it_is_set_aside_once_counted_by_reason_and_restored(case, kind):
    connection, reach, person, things = case
    told = (connection, reach, person, kind, things[kind])
    name = dismissing.set_aside(*told, "too_far", NOW)
    with pytest.raises(Conflict):
        dismissing.set_aside(*told, "hours", NOW)
    [row] = dismissals.of(connection, person, kind)
    assert (row.id, row.counterpart, row.reason) == (name, things[kind], "too_far")
    assert dismissals.reasons(connection, kind) == {"too_far": 1}
    assert dismissing.restore(connection, reach, person, name, NOW) == kind
    assert not dismissals.of(connection, person, kind) and dismissals.reasons(connection, kind) == {}
    with pytest.raises(NotFound):
        dismissing.restore(connection, reach, person, name, NOW)


def test_a_reason_is_one_of_the_list(case):
    connection, reach, person, things = case
    with pytest.raises(Invalid):
        dismissing.set_aside(connection, reach, person, "opening", things["opening"], "ugly", NOW)


def test_only_those_who_follow_the_person_set_aside_and_take_up_again(world, case):
    connection, reach, person, things = case
    name = dismissing.set_aside(connection, reach, person, "opening", things["opening"], "hours", NOW)
    stranger = right(world, "adviser", "profile", place="there")
    with pytest.raises(NotFound):
        dismissing.set_aside(connection, stranger, person, "sponsor", things["sponsor"], "hours", NOW)
    with pytest.raises(NotFound):
        dismissing.restore(connection, stranger, person, name, NOW)


def test_what_is_set_aside_is_told_beside_the_suggestions_of_its_kind_only(world, case):
    connection, reach, person, things = case
    dismissing.set_aside(connection, reach, person, "opening", things["opening"], "pay", NOW)
    asked = right(world, "adviser", "ranking", "R")
    there = {what: choosing.beside(connection, asked, NOW, what, person).aside for what in choosing.KIND}
    assert {what for what, aside in there.items() if aside} == {"openings", "courses"}


def test_answers_join_what_is_known_and_are_taken_back_one_at_a_time(case):
    connection, reach, person, _ = case
    asked = (connection, reach, person)
    assert answering.answer(*asked, 1, {"licences": [{"code": "B"}], "hours": {"min": 20}}, (), NOW) == 2
    assert answering.answer(*asked, 2, {"hours": {"max": 35}}, ["licences"], NOW) == 3
    known = choosing.reached.record(connection, reach, choosing.CANDIDATES, person, NOW)
    assert known["licences"] == [{"code": "B"}] and known["hours"] == {"max": 35} and "partial" not in known
    with pytest.raises(Stale):
        answering.take_back(*asked, 2, NOW)
    assert answering.take_back(*asked, 3, NOW) == 4
    before = choosing.reached.record(connection, reach, choosing.CANDIDATES, person, NOW)
    assert before["hours"] == {"min": 20} and before["partial"] == ["licences"]


def test_a_new_file_has_nothing_to_take_back(case):
    connection, reach, person, _ = case
    with pytest.raises(Conflict):
        answering.take_back(connection, reach, person, 1, NOW)
