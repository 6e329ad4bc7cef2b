"""Meetups on screens, as a browser without JavaScript sees them: prepared, joined, planned, adjusted."""

import json
import re
import time

import pytest

from service.permissions import Action, Policy, reach
from service.usecases import planning
from tests.service.followed import follow, people, sponsors
from tests.service.screens import Screens

M = "/meetups"
SETTINGS = {"title": "Rencontre d’hiver", "places": "24", "host_places": "9", "rounds": "3", "seats": "1"}
SETTINGS |= {"round_minutes": "10", "break_minutes": "2", "min_meetings": "1", "tables": "fixed"}
PEOPLE = "Ana Alpha\nBea Beta\nCleo Gamma\nDan Delta"
HOSTS = "Pat Un; Atelier\nLou Deux ; Forge\nSam Trois"


@pytest.fixture
def database_url(sqlite_url):
    """One engine is enough: the use cases are tested on both."""
    return sqlite_url


@pytest.fixture
def organiser(world, app):
    return Screens(world.client(app, "organiser"))


def created(organiser, **more):
    return re.match(rf"{M}/([0-9a-f-]{{36}})/guests$", organiser.send(f"{M}/new", **SETTINGS | more))[1]


def filled(organiser, **more):
    """An open meetup with four people and three hosts: its id, and the ids of the guests by their labels."""
    id = created(organiser, **more)
    organiser.send(f"{M}/{id}/guests", names=PEOPLE, side="person")
    organiser.send(f"{M}/{id}/guests", names=HOSTS, side="host", seats="1")
    organiser.send(f"{M}/{id}/status", status="open", version=organiser.version(f"{M}/{id}"))
    return id, labels(organiser, id)


def labels(organiser, id):
    found = re.findall(r'/guests/([0-9a-f-]{36})">([JP]\d+)</a>', organiser.get(f"{M}/{id}/guests"))
    return {label: guest for guest, label in found}


def planned(organiser, id):
    """The page of the plan when nothing is computed any more."""
    organiser.send(f"{M}/{id}/plan", seconds="5")
    return ended(organiser, f"{M}/{id}/plan")


def ended(organiser, path):
    while 'id="progress"' in (page := organiser.get(path)):
        time.sleep(0.05)
    return page


def grid(organiser, id):
    """Who sits where, as the grid shows it: {(round, person): host}."""
    page = organiser.get(f"{M}/{id}/grid?view=host")
    rows = re.findall(r'<th scope="row">\s*(P\d+)(.*?)</tr>', page, re.DOTALL)
    return {(int(turn), who): host for host, row in rows for turn, who in re.findall(r"seat=(\d+)(J\d+)", row)}


def at(organiser, id):
    return organiser.version(f"{M}/{id}/grid")


def test_the_wizard_says_what_the_numbers_allow(organiser):
    numbers = SETTINGS | {"rounds": "6", "min_meetings": "4"}
    page = organiser.send(f"{M}/new", 200, only="foreseen", form_id="wizard", **numbers)
    assert "24 personnes, 9 hôtes, 6 tours : chaque personne voit 6 hôtes au plus." in page.replace("\u202f", " ")
    assert "9 personnes sont à une table et 15 attendent" in page and "il faudrait 11 tours" in page
    assert 'value="Rencontre d’hiver"' in page
    alone = organiser.get(f"{M}/foreseen?places=4&host_places=9&rounds=2&seats=1&min_meetings=0&start=18:00")
    assert "5 places restent libres" in alone and "18 h 22" in alone.replace("\u202f", " ").replace("\xa0", " ")


def test_a_wrong_number_is_named_beside_its_field_and_what_was_typed_stays(organiser):
    page = organiser.send(f"{M}/new", 422, form_id="wizard", **SETTINGS | {"rounds": "99"})
    assert 'id="wizard-rounds-fault"' in page and 'value="99"' in page and 'value="Rencontre d’hiver"' in page


def test_settings_change_until_there_is_a_plan(organiser):
    id, _ = filled(organiser)
    organiser.send(f"{M}/{id}/edit", version=organiser.version(f"{M}/{id}/edit"), **SETTINGS | {"place": "Salle 2"})
    assert "Salle 2" in organiser.get(f"{M}/{id}")
    planned(organiser, id)
    version = organiser.version(f"{M}/{id}/edit")
    assert "rouvrir" in organiser.send(f"{M}/{id}/edit", 409, version=version, **SETTINGS | {"rounds": "4"})


def test_names_that_are_typed_are_registered_once_and_taken_off_at_once(organiser):
    id = created(organiser)
    organiser.send(f"{M}/{id}/guests", names=PEOPLE, side="person")
    organiser.send(f"{M}/{id}/guests", names="ana alpha\nEve Epsilon", side="person")
    page = organiser.get(f"{M}/{id}/guests")
    assert page.count("Ana Alpha") == 1 and "Eve Epsilon" in page and "était déjà là" in page
    undo = re.search(r'action="([^"]*/guests/undo)".*?name="at" value="([^"]*)"', page, re.DOTALL)
    organiser.send(undo[1], at=undo[2])
    assert "Eve Epsilon" not in organiser.get(f"{M}/{id}/guests")


def test_a_file_with_faults_registers_nobody_and_names_every_line(organiser):
    id = created(organiser)
    lines = "nom;prénom;côté;entreprise;places;arrive\nAlpha;Ana;personne;;;2\nUn;Pat;hôte;Atelier;2;\n"
    page = organiser.send(f"{M}/{id}/guests/file", 422, files={"file": ("x.csv", f"{lines};;ami;;;zéro\n".encode())})
    assert "Ligne 4" in page and "côté" in page and labels(organiser, id) == {}
    organiser.send(f"{M}/{id}/guests/file", files={"file": ("x.csv", lines.encode())})
    page = organiser.get(f"{M}/{id}/guests")
    assert "Ana Alpha" in page and "Absence : tour 1" in page.replace("\u202f", " ") and "Pat Un" in page


def test_the_file_of_a_meetup_brings_its_pairs_and_finds_files_of_the_territory(organiser, world):
    with world.store.write() as connection:
        [known] = sponsors(connection, 1)
    people = [{"id": "J1", "name": "Ana"}, {"id": "J2", "name": "Bea", "from": 2}]
    told = {"rounds": 3, "people": people, "hosts": [{"id": known, "seats": 2}, {"id": "P2"}], "never": [["J1", "P2"]]}
    id = created(organiser)
    organiser.send(f"{M}/{id}/guests/file", files={"file": ("x.json", json.dumps(told).encode())})
    page = organiser.get(f"{M}/{id}/guests")
    assert "4 inscriptions ajoutées, dont 1 avec un dossier" in page
    assert "Ne rencontre jamais" in organiser.get(f"{M}/{id}/pairs")


def test_a_guest_comes_late_and_one_who_was_taken_off_comes_back_with_their_pairs(organiser):
    id, who = filled(organiser)
    guest = f"{M}/{id}/guests/{who['J1']}"
    organiser.send(guest, there=["2", "3"], min_meetings="")
    assert "Absence : tour 1" in organiser.get(f"{M}/{id}/guests").replace("\u202f", " ")
    organiser.send(f"{M}/{id}/pairs", person=who["J1"], host=who["P1"], kind="never")
    organiser.send(f"{guest}/off")
    page = organiser.get(f"{M}/{id}/guests")
    undo = re.search(r'action="([^"]*/guests/back)".*?name="gone" value="([^"]*)"', page, re.DOTALL)
    assert "Ana Alpha" not in page
    organiser.send(undo[1], 422, gone="nobody")
    organiser.send(undo[1], gone=undo[2])
    assert "Ana Alpha" in organiser.get(f"{M}/{id}/guests")
    assert "Ana Alpha" in organiser.get(f"{M}/{id}/pairs").partition("<tbody>")[2]


def test_a_plan_is_computed_beside_the_pages_and_told_in_words(organiser):
    id, who = filled(organiser)
    organiser.send(f"{M}/{id}/pairs", person=who["J1"], host=who["P1"], kind="never")
    page = planned(organiser, id)
    assert "Répétitions : 0" in page.replace("\u202f", " ") and "9 rendez-vous" in page and "c’est prouvé" in page
    seats = grid(organiser, id)
    assert len(seats) == 9 and not [turn for (turn, person), host in seats.items() if (person, host) == ("J1", "P1")]


def test_what_makes_a_plan_impossible_is_named_with_where_to_mend_it(organiser):
    id, who = filled(organiser, rounds="2")
    for host in ("P1", "P2", "P3"):
        organiser.send(f"{M}/{id}/pairs", person=who["J1"], host=who[host], kind="must")
    page = planned(organiser, id)
    assert "Aucun plan n’a été fait" in page and f'<a href="{M}/{id}/pairs">Modifier les paires' in page
    assert "J1 doit rencontrer P1." in page


def test_nobody_begins_a_second_computation_of_one_plan(organiser, world):
    id, _ = filled(organiser)
    with world.store.write() as connection:
        planning.begin(connection, reach(world.subject("organiser"), Policy("meetup", Action.WRITE)), id, world.now)
    assert "déjà en cours" in organiser.send(f"{M}/{id}/plan", 409, seconds="5")


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


def test_a_move_that_breaks_a_rule_is_named_at_once_and_never_saved(organiser):
    id, who = filled(organiser)
    organiser.send(f"{M}/{id}/pairs", person=who["J1"], host=who["P1"], kind="never")
    planned(organiser, id)
    turn, other = next((turn, person) for (turn, person), host in grid(organiser, id).items() if host == "P1")
    menu = organiser.get(f"{M}/{id}/grid?seat={turn}J1")
    assert "J1 ne doit jamais rencontrer P1" in menu
    organiser.send(f"{M}/{id}/grid/move", seat=f"{turn}J1", to=f"P1/{other}", version=at(organiser, id))
    assert "ne doit jamais rencontrer P1" in organiser.get(f"{M}/{id}/grid")
    assert "règles fermes" in organiser.send(f"{M}/{id}/grid/save", 409, version=at(organiser, id))


def test_who_moves_a_seat_of_an_old_page_is_told(organiser):
    id, _ = filled(organiser)
    planned(organiser, id)
    old = at(organiser, id)
    organiser.send(f"{M}/{id}/grid/move", seat="1J1", to="-", version=old)
    assert "a changé depuis" in organiser.send(f"{M}/{id}/grid/undo", 412, version=old)


@pytest.mark.parametrize("role", ["candidate", "sponsor", "company"])
def test_somebody_joins_sees_their_meetings_and_leaves(organiser, world, app, role):
    id = created(organiser)
    guest = Screens(world.client(app, role))
    assert "Rencontre d’hiver" not in guest.get(M)
    organiser.send(f"{M}/{id}/status", status="open", version=organiser.version(f"{M}/{id}"))
    guest.send(f"{M}/{id}/join")
    assert "1 inscription" in guest.get(M) and "Numéro" in guest.get(f"{M}/{id}")
    if role == "candidate":
        organiser.send(f"{M}/{id}/guests", names=HOSTS, side="host")
        planned(organiser, id)
        page = guest.get(f"{M}/{id}")
        assert "Rendez-vous" in page and "Pat Un" not in page and "Atelier" not in page
    else:
        own = re.search(r'name="guest" value="([^"]*)"', guest.get(f"{M}/{id}"))[1]
        guest.send(f"{M}/{id}/leave", guest=own)
        assert "1 inscription" not in guest.get(M)


def test_only_organisers_prepare_a_meetup(organiser, world, app):
    id, _ = filled(organiser)
    for role in ("candidate", "sponsor", "company", "adviser"):
        for place in ("new", *(f"{id}/{name}" for name in ("guests", "pairs", "plan", "grid", "edit", "cancel"))):
            refused = Screens(world.client(app, role)).get(f"{M}/{place}", 403)
            assert "Ana Alpha" not in refused and "Pat Un" not in refused


def test_names_of_who_registered_are_shown_when_asked_for_and_that_is_written_down(organiser, world, app):
    id, _ = filled(organiser)
    Screens(world.client(app, "candidate")).send(f"{M}/{id}/join")
    organiser.get(f"{M}/{id}/guests?names=1")
    log = world.client(app, "organiser").get("/api/v1/audit?limit=5").text
    assert "identity:R" in log


def test_an_adviser_registers_somebody_whom_they_follow_and_reads_their_sheet(organiser, world, app):
    with world.store.write() as connection:
        followed = people(connection, 2)
        follow(connection, world, followed)
    id, _ = filled(organiser)
    adviser = Screens(world.client(app, "adviser"))
    assert all(f'value="{person}"' in adviser.get(f"{M}/{id}") for person in followed)
    for person in followed:
        adviser.send(f"{M}/{id}/join", person=person)
    page = adviser.get(f"{M}/{id}")
    assert not any(f'<option value="{person}"' in page for person in followed) and "J5" in page and "J6" in page
    planned(organiser, id)
    assert re.search(r"Tour \d\s: P\d \(table \d\)", adviser.get(f"{M}/{id}"))
