"""The list of meetups, a page at a time, in every order that one may ask for."""

import datetime as dt

import pytest

from service.permissions import Action, Policy, reach
from service.usecases import gatherings

SETTINGS = {"place": "", "rounds": 3, "round_minutes": 10, "break_minutes": 2, "tables": "fixed", "places": 20}
SETTINGS |= {"host_places": 10, "seats": 1, "min_meetings": 1, "aims": []}
FIRST, SECOND = dt.date(2030, 1, 5), dt.date(2030, 2, 1)
MEETUPS = [("Élan", None, None), ("Dès midi", SECOND, "12:00"), ("Au soir", SECOND, "18:00"), ("Accueil", FIRST, None)]


@pytest.fixture
def listed(world):
    led = reach(world.subject("organiser"), Policy("meetup", Action.WRITE))
    with world.store.write() as connection:
        for title, date, start in MEETUPS:
            made = gatherings.create(
                connection, led, {**SETTINGS, "title": title, "date": date, "start": start}, world.now
            )
            if start:
                gatherings.change(connection, led, made.id, made.version, {"status": "open"})

    def titles(sort):
        found, cursor = [], None
        with world.store.read() as connection:
            while not found or cursor:
                page = gatherings.browse(connection, led, None, gatherings.Asked(1, cursor), sort)
                found, cursor = found + [row.title for row in page.rows], page.next
        return found

    return titles


def test_by_date_and_hour_those_without_one_last(listed):
    assert listed("date") == ["Accueil", "Dès midi", "Au soir", "Élan"]
    assert listed("-date") == ["Au soir", "Dès midi", "Accueil", "Élan"]


def test_by_title_whatever_its_accents(listed):
    assert listed("title") == listed("-title")[::-1] == ["Accueil", "Au soir", "Dès midi", "Élan"]


def test_by_how_far_they_are(listed):
    assert set(listed("status")[:2]) == set(listed("-status")[2:]) == {"Élan", "Accueil"}
