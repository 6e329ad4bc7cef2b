"""What the options of `meetup replan` may say of the day."""

import pytest

from service.cli.meetup_options import day_of
from service.errors import Invalid
from tests.service.printed_meetups import run, written


def day(**told):
    return day_of(2, {"absent": [], "late": [], "leaving": [], "host": []} | told)


def test_the_options_tell_the_day():
    told = day(absent=["J1"], late=["J2:2"], leaving=["J2:4", "J:3:3"], host=["P9:2"])
    assert (told.now, told.absent, told.late) == (2, ("J1",), {"J2": 2})
    assert told.leaving == {"J2": 4, "J:3": 3} and told.hosts == {"P9": 2}


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ({"late": ["J1:2", "J1:3"]}, "--late: 'J1' is given twice"),
        ({"host": ["P9:2", " P9 :2"]}, "--host: 'P9' is given twice"),
        ({"absent": ["J1", "J1"]}, "--absent: 'J1' is given twice"),
        ({"absent": ["J1"], "late": ["J1:3"]}, "--late: 'J1' is also --absent"),
        ({"absent": ["J1"], "leaving": ["J1:3"]}, "--leaving: 'J1' is also --absent"),
        ({"absent": ["P9"], "host": ["P9:3"]}, "--host: 'P9' is also --absent"),
        ({"late": ["J1:3"], "leaving": ["J1:3"]}, "--leaving: 'J1' would leave before coming"),
        ({"host": [":2"]}, "--host: no identifier"),
        ({"host": ["P\x07:2"]}, "--host: no identifier: forbidden character"),
        ({"host": ["P\u202e:2"]}, "--host: no identifier: forbidden character"),
        ({"host": [f"{'P' * 65}:2"]}, "--host: no identifier: longer than 64"),
        ({"absent": [""]}, "--absent: no identifier"),
        ({"late": ["J1"]}, "is not ID:NUMBER"),
        ({"late": ["J1:0"]}, "is not ID:NUMBER"),
    ],
)
def test_what_cannot_be_or_is_told_twice_is_refused(told, said):
    with pytest.raises(Invalid, match=said):
        day(**told)


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_wrong_option_is_one_line_and_nothing_is_written(tmp_path, language):
    words = (*written(tmp_path), "--now", 1, "--late", "J1:2", "--late", "J1:3", "--save", tmp_path / "new.json")
    done = run("replan", *words, language=language)
    assert done.code == 2 and done.err.count("\n") == 1 and not (tmp_path / "new.json").exists()
