"""The steps of an introduction that screens offer: exactly those that would be taken, and news when they are due."""

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from service.errors import ServiceError
from service.next_steps import Due, due, following
from service.steps import LIFE, REASONS, Past, Side, Told, check, months_after
from tests.service.followed import TODAY

PATHS = [
    ("suggested", "proposed", "accepted", "met", "hired"),
    ("asked", "accepted", "hired"),
    ("suggested", "unanswered"),
    ("proposed", "declined"),
]


@given(st.sampled_from(PATHS), st.data())
def test_exactly_the_steps_that_are_offered_would_be_taken(path, data):
    path = path[: data.draw(st.integers(1, len(path)))]
    past = [Past(number, step, Side.PERSON, TODAY) for number, step in enumerate(path, 1)]
    for by in Side:
        offered = {(one.step, one.side): one for one in following(past, by, TODAY)}
        for step in {step for ways in LIFE.values() for step in ways}:
            for side in Side:
                reason = REASONS.get((step, side), (None,))[0]
                try:
                    check(past, Told(step, side, TODAY, reason), by, TODAY)
                except ServiceError:
                    assert (step, side) not in offered
                else:
                    assert (step, side) in offered or (by is Side.ADVISER and any(one == step for one, _ in offered))


def test_after_three_months_at_work_news_are_due():
    past = [Past(1, "proposed", Side.PERSON, TODAY), Past(2, "hired", Side.COMPANY, TODAY)]
    assert due(past, TODAY + dt.timedelta(days=80)) is None
    assert due(past, TODAY + dt.timedelta(days=100)) == Due("kept_3", months_after(TODAY, 3))
    assert due([*past, Past(3, "kept_3", Side.COMPANY, TODAY)], TODAY + dt.timedelta(days=100)) is None
