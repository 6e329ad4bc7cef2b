"""What a plan reaches of an aim, where one sees the answer at once."""

import numpy as np
import pytest

from matching.scheduling.aims import ceiling, value
from matching.scheduling.model import Aim
from tests.matching.schedule_oracle import plain

NOBODY = np.empty((0, 3), dtype=np.int64)


@pytest.mark.parametrize("aim", Aim)
def test_a_plan_without_meetings_reaches_nothing_and_is_short_of_every_minimum(aim):
    asked = plain(2, 1, 2, minimum=1)
    assert value(asked, aim, NOBODY) == (-2.0 if aim is Aim.MINIMUM else 0.0)


def test_the_worst_off_of_a_plan_is_the_least_total_of_anybody():
    asked = plain(2, 2, 2, [[0.5, 0.2], [0.9, 0.9]])
    assert value(asked, Aim.WORST_OFF, np.array([[0, 0, 0], [0, 1, 1], [1, 1, 0]])) == pytest.approx(0.7)


def test_seats_of_the_rounds_bound_how_many_have_their_minimum():
    assert ceiling(plain(4, 2, 2, minimum=2), Aim.MINIMUM) == -4.0  # 8 meetings asked, 4 seats


def test_the_meetings_that_a_level_takes_bound_the_worst_off():
    scores = np.full((3, 3), 0.5)
    assert ceiling(plain(3, 3, 2, scores), Aim.WORST_OFF) == 1.0
    assert ceiling(plain(3, 1, 3, scores[:, :1]), Aim.WORST_OFF) == 0.5
    assert ceiling(plain(3, 1, 2, scores[:, :1]), Aim.WORST_OFF) == 0.0  # two seats for three people
