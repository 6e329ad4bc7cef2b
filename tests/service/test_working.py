"""Long work beside the pages: every worker can tell how far it is, and what there is so far is never lost."""

import datetime as dt
import threading

import pytest

from service.errors import Conflict, Invalid, NotFound
from service.permissions import Action, Policy, reach
from service.usecases import working
from tests.service.world import NOW

LONG = 20  # seconds, which nothing here takes


@pytest.fixture
def database_url(sqlite_url):
    return sqlite_url


class Work:
    """Some work about one thing, as its organiser begins and follows it."""

    def __init__(self, world):
        self.store, self.now = world.store, NOW
        self.reach = reach(world.subject("organiser"), Policy("meetup", Action.WRITE))
        self.stranger = reach(world.subject("organiser", "there"), Policy("meetup", Action.WRITE))

    def begin(self):
        with self.store.write() as connection:
            return working.begin(connection, self.reach, "plan", "m1", self.now)

    def done(self, do, end=lambda connection, found: {"found": found}):
        working.beside(self.store, lambda: self.now, self.begin(), do, end).join(LONG)
        return self.look()

    def look(self):
        with self.store.read() as connection:
            return working.latest(connection, "m1", self.now, "plan")

    def stop(self, id, by=None):
        with self.store.write() as connection:
            working.stop(connection, by or self.reach, id)


@pytest.fixture
def work(world):
    return Work(world)


def test_what_was_found_is_kept_and_told(work):
    def do(course):
        course.tell(1, 4)
        course.have("half", meetings=3)
        course.tell(4, 4)
        return "whole"

    ended = work.done(do)
    assert (ended.state, ended.report, ended.done, ended.whole) == ("done", {"found": "whole"}, 4, 4)
    assert ended.found == {"meetings": 3} and not ended.is_going_on and ended.ended_at == NOW


def test_work_that_is_stopped_ends_at_once_with_the_best_so_far(work):
    begun, never = threading.Event(), threading.Event()

    def do(course):
        course.have("best so far", meetings=7)
        begun.set()
        never.wait(LONG)  # as a solver that nobody can interrupt
        return "too late"

    id = work.begin()
    thread = working.beside(work.store, lambda: NOW, id, do, lambda connection, found: {"found": found})
    assert begun.wait(LONG)
    work.stop(id)
    thread.join(LONG)
    assert work.look().report == {"found": "best so far"}
    never.set()


def test_a_computation_that_was_stopped_ends_itself_at_its_next_word(work):
    def do(course):
        course.is_stopping = True
        with pytest.raises(working.Stopped):
            course.have("first")
        course.have("second")

    assert work.done(do).report == {"found": "second"}


def test_only_one_works_on_the_same_thing_at_a_time(work):
    work.begin()
    with pytest.raises(Conflict):
        work.begin()


def test_work_whose_process_ended_is_told_as_lost_and_may_be_begun_again(work):
    work.begin()
    work.now = NOW + dt.timedelta(minutes=1)
    assert work.look().state == "lost"
    work.begin()
    assert work.look().state == "running"


def test_what_is_refused_is_told_with_its_reason(work):
    def do(course):
        raise Invalid("the file is empty", "empty")

    ended = work.done(do)
    assert ended.state == "failed" and ended.report == {"error": "the file is empty", "code": "empty"}


def test_what_cannot_be_kept_is_told_too(work):
    def end(connection, found):
        raise Conflict("somebody was faster", "stale")

    assert work.done(lambda course: 1, end).report["code"] == "stale"


def test_nobody_elsewhere_stops_it(work):
    id = work.begin()
    with pytest.raises(NotFound):
        work.stop(id, work.stranger)
    work.stop(id)
    assert work.look().state == "stopping"
