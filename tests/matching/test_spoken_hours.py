"""Hours as people write them in a cell, in French and in English."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.cells import to_cell
from matching.enums import Weekday
from matching.records import InvalidRecord
from matching.sponsor_record import read_sponsor

FRENCH = dict(zip(Weekday, ["lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"], strict=True))
ENGLISH = dict(
    zip(Weekday, ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"], strict=True)
)


def hours(value):
    return read_sponsor({"id": "p", "availability": value})["availability"]


@pytest.mark.parametrize(
    ("text", "days", "start", "end"),
    [
        ("mardi 12h-14h", ["tue"], "12:00", "14:00"),
        ("mar. 12:00-14:00", ["tue"], "12:00", "14:00"),
        ("mardi et jeudi 18h30-20h", ["tue", "thu"], "18:30", "20:00"),
        ("tuesday 12:00-14:00", ["tue"], "12:00", "14:00"),
        ("Tous les mardis de 13\xa0h à 14\u202fh\u202f30", ["tue"], "13:00", "14:30"),
        ("lun, mer : 9 – 10", ["mon", "wed"], "09:00", "10:00"),
        ("Mon and Fri 9:30 to 11:00", ["mon", "fri"], "09:30", "11:00"),
        ("days=lundi et mar.|start=12h|end=14h", ["mon", "tue"], "12:00", "14:00"),
    ],
)
def test_hours_are_read_as_people_write_them(text, days, start, end):
    assert hours(text) == [{"days": days, "start": start, "end": end}]


def test_french_days_do_in_json_and_several_hours_in_a_cell():
    assert hours([{"days": ["Mardi"], "start": "12:00", "end": "14:00"}]) == hours("mardi 12h-14h")
    assert [each["days"] for each in hours("mardi 12h-14h; jeu. 18h-20h")] == [["tue"], ["thu"]]


@pytest.mark.parametrize("text", ["midi", "mardi", "12h-14h", "lundi-vendredi 12h-14h", "mardi 12h-14h et 18h-20h"])
def test_what_is_not_understood_gets_a_full_example(text):
    with pytest.raises(InvalidRecord, match=r"availability\[0\]: no such hours: .*expected mardi et jeudi 12h-14h"):
        hours(text)


def test_a_time_that_does_not_exist_is_named():
    with pytest.raises(InvalidRecord, match="no such time: '25h'"):
        hours("mardi 25h-26h")


@given(
    st.sets(st.sampled_from(Weekday), min_size=1),
    st.sampled_from([FRENCH, ENGLISH]),
    st.sampled_from([3, 99]),
    st.times(),
    st.times(),
)
def test_what_is_read_is_written_back_and_read_again_the_same(days, names, letters, start, end):
    said = ", ".join(names[day][:letters] for day in days)
    read = hours(f"{said} {start:%Hh%M}-{end:%H:%M}")
    listed = [day.value for day in Weekday if day in days]
    assert read == [{"days": listed, "start": f"{start:%H:%M}", "end": f"{end:%H:%M}"}]
    assert hours(to_cell(read)) == hours(read) == read
