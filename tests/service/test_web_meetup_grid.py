"""The grid of a meetup's plan on screens: seats moved, locked, undone, computed again, saved."""

import re

import pytest

from service.permissions import Action, Policy, reach
from service.usecases import recomputing, working
from tests.service.meetup_screens import M, at, ended, filled, grid, planned
from tests.service.screens import Screens
from tests.service.world import NOW


@pytest.fixture
def database_url(sqlite_url):
    """One engine is enough: the use cases are tested on both."""
    return sqlite_url


@pytest.fixture
def organiser(world, app):
    return Screens(world.client(app, "organiser"))


def test_a_seat_is_moved_undone_redone_locked_computed_again_and_saved(organiser):
    id, _ = filled(organiser)
    planned(organiser, id)
    before = grid(organiser, id)
    [(turn, person), host] = next(iter(before.items()))
    idle = next(who for who in ("J1", "J2", "J3", "J4") if (turn, who) not in before)
    menu = organiser.get(f"{M}/{id}/grid?seat={turn}{idle}")
    assert f'value="{host}/{person}"' in menu
    organiser.send(f"{M}/{id}/grid/move", seat=f"{turn}{idle}", to=f"{host}/{person}", version=at(organiser, id))
    moved = grid(organiser, id)
    assert moved[turn, idle] == host and (turn, person) not in moved
    organiser.send(f"{M}/{id}/grid/undo", version=at(organiser, id))
    assert grid(organiser, id) == before
    organiser.send(f"{M}/{id}/grid/redo", version=at(organiser, id))
    assert grid(organiser, id) == moved
    organiser.send(f"{M}/{id}/grid/lock", seat=f"{turn}{idle}", keep="true", version=at(organiser, id))
    refused = organiser.send(f"{M}/{id}/grid/move", 409, seat=f"{turn}{idle}", to="-", version=at(organiser, id))
    assert "verrouillée" in refused
    organiser.send(f"{M}/{id}/grid/again", version=at(organiser, id))
    ended(organiser, f"{M}/{id}/grid")
    again = grid(organiser, id)
    assert again[turn, idle] == host and len({(who, whom) for (_, who), whom in again.items()}) == len(again)
    organiser.send(f"{M}/{id}/grid/save", version=at(organiser, id))
    page = organiser.get(f"{M}/{id}/grid")
    assert "C’est le plan enregistré" in page and "Reprendre" in page


def test_computing_the_rest_again_is_followed_from_the_grid_and_may_be_stopped(organiser, world):
    id, _ = filled(organiser)
    planned(organiser, id)
    lead = reach(world.subject("organiser"), Policy("meetup", Action.WRITE))
    with world.store.write() as connection:
        work = recomputing.begin(connection, lead, id, int(at(organiser, id)), NOW)
    page = organiser.get(f"{M}/{id}/grid")
    assert f'hx-get="{M}/{id}/grid/progress"' in page and "Arrêter et garder le meilleur" in page
    organiser.send(f"{M}/{id}/grid/stop", view="person")
    with world.store.read() as connection:
        assert working.get(connection, lead, work, NOW).state == "stopping"
    recomputing.beside(world.store, lambda: NOW, lead, id, work).join()
    assert "Reste recalculé" in organiser.get(f"{M}/{id}/grid")
    with world.store.read() as connection:
        assert "changed" in working.get(connection, lead, work, NOW).found


def test_a_pair_said_after_the_plan_is_told_on_the_plan_that_does_not_keep_it(organiser):
    id, who = filled(organiser)
    assert "ne tient pas" not in planned(organiser, id)
    person, host = next((person, host) for (_, person), host in grid(organiser, id).items())
    for kind, said in (("must", "Paire enregistrée."), ("never", "remplace ce que vous aviez dit")):
        organiser.send(f"{M}/{id}/pairs", person=who[person], host=who[host], kind=kind)
        assert said in organiser.get(f"{M}/{id}/pairs")
    page = organiser.get(f"{M}/{id}/plan").replace("\u202f", " ")
    assert "ne tient pas 1 règle ferme" in page and f"{person} ne doit jamais rencontrer {host}" in page
    assert "prouvé" not in page


def test_a_move_that_breaks_a_rule_is_named_at_once_and_never_saved(organiser):
    id, who = filled(organiser)
    organiser.send(f"{M}/{id}/pairs", person=who["J1"], host=who["P1"], kind="never")
    planned(organiser, id)
    turn, other = next((turn, person) for (turn, person), host in grid(organiser, id).items() if host == "P1")
    menu = organiser.get(f"{M}/{id}/grid?seat={turn}J1")
    assert "J1 ne doit jamais rencontrer P1" in menu
    organiser.send(f"{M}/{id}/grid/move", seat=f"{turn}J1", to=f"P1/{other}", version=at(organiser, id))
    page = organiser.get(f"{M}/{id}/grid?seat={turn}J1")
    assert "<li>J1 ne doit jamais rencontrer P1" in page and "⚠ J1 ne doit jamais rencontrer P1" in page
    assert "règles fermes" in organiser.send(f"{M}/{id}/grid/save", 409, version=at(organiser, id))


def test_who_moves_a_seat_of_an_old_page_is_told(organiser):
    id, _ = filled(organiser)
    planned(organiser, id)
    old = at(organiser, id)
    organiser.send(f"{M}/{id}/grid/move", seat="1J1", to="-", version=old)
    assert "a changé depuis" in organiser.send(f"{M}/{id}/grid/undo", 412, version=old)


def test_the_page_knows_which_pairs_break_a_rule(organiser):
    id, who = filled(organiser)
    organiser.send(f"{M}/{id}/pairs", person=who["J1"], host=who["P1"], kind="never")
    planned(organiser, id)
    seats = {f"{turn}{person}{host}" for (turn, person), host in grid(organiser, id).items()}
    told = re.search(r'data-barred="([^"]*)"', organiser.get(f"{M}/{id}/grid"))[1]
    assert set(told.split()) == {"J1P1", *seats}


def test_somebody_meets_one_host_of_a_company_and_the_page_knows_it(organiser):
    id, _ = filled(organiser)
    organiser.send(f"{M}/{id}/guests", names="Max Quatre; Atelier", side="host", seats="1")
    planned(organiser, id)
    [(turn, person), _] = next((seat, host) for seat, host in grid(organiser, id).items() if host in ("P1", "P4"))
    told = re.search(r'data-barred="([^"]*)"', organiser.get(f"{M}/{id}/grid"))[1].split()
    assert {f"{turn}{person}P1", f"{turn}{person}P4"} <= set(told)


@pytest.mark.parametrize("view", ["table", "round", "person", "host"])
def test_one_stays_in_the_view_and_the_round_where_one_moved_a_seat(organiser, view):
    id, _ = filled(organiser)
    planned(organiser, id)
    page = organiser.get(f"{M}/{id}/grid?view={view}&round=2")
    assert f'href="?view={view}&round=2&seat=2J1"' in page and 'id="drop" hidden' in page
    there = organiser.send(f"{M}/{id}/grid/move", seat="2J1", to="-", view=view, round="2", version=at(organiser, id))
    assert there == f"{M}/{id}/grid?view={view}&round=2&at=2J1"
    refused = organiser.send(f"{M}/{id}/grid/move", 412, seat="2J1", to="-", view=view, round="2", version="0")
    assert f'href="{M}/{id}/grid?view={view}&round=2&seat=2J2"' in refused


def test_all_seats_of_a_round_are_locked_at_once_and_one_is_unlocked_alone(organiser):
    id, _ = filled(organiser)
    planned(organiser, id)
    organiser.send(f"{M}/{id}/grid/lock", round="1", keep="true", view="round", version=at(organiser, id))
    assert "3 places verrouillées" in organiser.get(f"{M}/{id}/grid")
    one = next(f"{turn}{person}" for turn, person in grid(organiser, id) if turn == 1)
    organiser.send(f"{M}/{id}/grid/lock", seat=one, round="1", keep="false", view="round", version=at(organiser, id))
    assert "2 places verrouillées" in organiser.get(f"{M}/{id}/grid")


def test_who_will_not_be_there_is_still_shown_where_the_plan_has_them(organiser):
    id, who = filled(organiser)
    planned(organiser, id)
    turn, person = next(iter(grid(organiser, id)))
    there = [str(other) for other in (1, 2, 3) if other != turn]
    organiser.send(f"{M}/{id}/guests/{who[person]}", there=there, min_meetings="")
    assert (turn, person) in grid(organiser, id)
    for view in ("table", "person"):
        page = organiser.get(f"{M}/{id}/grid?view={view}")
        assert f"seat={turn}{person}" in page and f"{person} " in page.partition("règle ferme")[2]
