"""Meetups on screens, as a browser without JavaScript sees them: prepared, joined, planned."""

import json
import re

import pytest

from service.permissions import Action, Policy, reach
from service.usecases import planning
from tests.service.followed import follow, people, sponsors
from tests.service.meetup_screens import HOSTS, PEOPLE, SETTINGS, M, created, filled, grid, labels, planned
from tests.service.screens import Screens


@pytest.fixture
def database_url(sqlite_url):
    """One engine is enough: the use cases are tested on both."""
    return sqlite_url


@pytest.fixture
def organiser(world, app):
    return Screens(world.client(app, "organiser"))


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
    assert "1 ligne est à corriger" in page and "Ligne 4, nom" in page and "Ligne 4, côté" in page
    assert labels(organiser, id) == {}
    organiser.send(f"{M}/{id}/guests/file", files={"file": ("x.csv", lines.encode())})
    page = organiser.get(f"{M}/{id}/guests")
    assert "Ana Alpha" in page and "Absence : tour 1" in page.replace("\u202f", " ") and "Pat Un" in page


def test_a_file_of_guests_is_read_up_to_five_megabytes_and_a_larger_one_is_refused_beside_its_field(organiser):
    id = created(organiser)
    named = b"nom;c\xc3\xb4t\xc3\xa9;remarque\nAlpha;personne;"
    organiser.send(f"{M}/{id}/guests/file", files={"file": ("x.csv", named + b"x" * 1_100_000)})
    assert "Alpha" in organiser.get(f"{M}/{id}/guests")
    large = {"file": ("x.csv", named + b"x" * 5_000_000)}
    page = organiser.send(f"{M}/{id}/guests/file", 422, files=large, form_id="file")
    assert "plus de 5 Mo" in page and 'aria-invalid="true"' in page


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


def test_pairs_are_counted_and_sorted_by_what_one_asks(organiser):
    id, who = filled(organiser)
    for person, host, kind in (("J2", "P1", "never"), ("J1", "P2", "wish"), ("J3", "P3", "must")):
        organiser.send(f"{M}/{id}/pairs", person=who[person], host=who[host], kind=kind)

    def order(sort):
        page = organiser.get(f"{M}/{id}/pairs?sort={sort}")
        assert "3 paires" in page
        return re.findall(r"<td[^>]*>(J\d)", page)

    assert (order("person"), order("-host"), order("kind")) == (
        ["J1", "J2", "J3"],
        ["J3", "J1", "J2"],
        ["J2", "J3", "J1"],
    )


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


def test_a_computation_is_followed_and_stopped(organiser, world):
    id, _ = filled(organiser)
    begun(world, id)
    page = organiser.get(f"{M}/{id}/plan")
    assert 'id="progress"' in page and "Arrêter et garder le meilleur" in page
    organiser.send(f"{M}/{id}/plan/stop")
    assert "Arrêt demandé" in organiser.get(f"{M}/{id}/plan")


def begun(world, id):
    """Begin a computation that nothing goes on with."""
    with world.store.write() as connection:
        planning.begin(connection, reach(world.subject("organiser"), Policy("meetup", Action.WRITE)), id, world.now)


def test_nobody_begins_a_second_computation_of_one_plan(organiser, world):
    id, _ = filled(organiser)
    begun(world, id)
    assert "déjà en cours" in organiser.send(f"{M}/{id}/plan", 409, seconds="5")


def test_meetups_are_listed_by_date_the_last_first_or_as_one_asks(organiser):
    for title, date in (("Sans date", ""), ("Seconde", "2030-02-01"), ("Première", "2030-01-05")):
        created(organiser, title=title, date=date)

    def order(sort):
        return re.findall(rf'<a href="{M}/[0-9a-f-]{{36}}">([^<]*)</a>', organiser.get(f"{M}?sort={sort}"))

    assert order("") == order("-colour") == ["Seconde", "Première", "Sans date"]
    assert order("-title") == ["Seconde", "Sans date", "Première"]


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
