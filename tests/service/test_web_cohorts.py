"""The screens of programmes and cohorts, and of who of a cohort could have which sponsor."""

import csv
import io
import re

import openpyxl
import pytest

from service.db import sponsorships
from tests.service.followed import follow, people, show, sponsors
from tests.service.pages import Reader, said

FRENCH = {"accept-language": "fr"}
HOURS = [{"day": "tue", "start": "18:00", "end": "20:00"}]


@pytest.fixture
def database_url(sqlite_url):
    """One engine is enough here: what the database keeps apart is tested in test_cohorts.py."""
    return sqlite_url


class Desk(Reader):
    """Somebody at work: reads in French, and sends the forms of pages."""

    def request(self, method, url, **options):
        headers = {**FRENCH, **(options.pop("headers", None) or {})}
        return super().request(method, url, headers=headers, **options)

    def sees(self, address):
        answer = self.get(address)
        assert answer.status_code == 200, answer.text[:800]
        return answer.text


@pytest.fixture
def desks(world, app):
    return {role: Desk(app, world.session(role)) for role in ("organiser", "adviser", "candidate")}


@pytest.fixture
def cohort(desks):
    """The address of a cohort of four places."""
    return new_cohort(desks["organiser"])


def new_cohort(desk, places="4"):
    told = {"kind": "sponsoring", "name": "Parrainage industrie", "steps": "Accueil\nVisite\n"}
    made = desk.post("/cohorts/programmes/new", data=told).headers["location"]
    programme = made.partition("#programme-")[2]
    told = {"name": "Printemps 2027", "places": places, "starts_on": "2027-03-01", "ends_on": "2027-06-30"}
    return desk.post(f"/cohorts/programmes/{programme}/new", data=told).headers["location"]


def join(desk, cohort, persons):
    return desk.post(f"{cohort}/members", data={"person": persons})


def filled(world, desks, cohort, count=3, helpers=1):
    """People of the adviser in the cohort, who agreed to be suggested without their name, and sponsors beside one."""
    with world.store.write() as connection:
        persons, found = people(connection, count), sponsors(connection, helpers)
        follow(connection, world, persons)
        show(connection, persons)
    assert join(desks["adviser"], cohort, persons).status_code == 303
    return persons, [*found, world.subject("sponsor").sponsor]


def pairs(page):
    return re.findall(r'name="pair" value="([0-9a-f-]{36})\.([0-9a-f-]{36})"', page)


def test_an_organiser_adds_a_programme_and_a_cohort_and_changes_both(desks, cohort):
    desk = desks["organiser"]
    text = said(desk.get("/cohorts")).text
    assert "Parrainage industrie" in text and "Printemps 2027" in text and "0 sur 4 places" in text
    edit = re.search(r"/cohorts/programmes/[0-9a-f-]{36}/edit", desk.sees("/cohorts"))[0]
    told = {"name": "Parrainage bâtiment", "about": "", "steps": "", "version": "1"}
    assert desk.post(edit, data=told).status_code == 303
    assert desk.post(f"{cohort}/edit", data={"name": "Été", "places": "", "version": "1"}).status_code == 303
    text = said(desk.get("/cohorts")).text
    assert "Parrainage bâtiment" in text and "Été" in text and "0 personne" in text and "Non fixées" in text


def test_what_is_wrong_is_named_beside_its_field_and_what_was_typed_stays(desks, cohort):
    desk = desks["organiser"]
    answer = desk.post(
        "/cohorts/programmes/new", data={"kind": "course", "name": "", "about": "Six semaines", "form_id": "programme"}
    )
    assert answer.status_code == 422
    assert said(answer).fields(name="name")[0]["aria-invalid"] == "true" and "Six semaines" in answer.text
    dates = {"name": "A", "starts_on": "2027-03-01", "ends_on": "2027-02-01", "version": "1", "form_id": "cohort"}
    answer = desk.post(f"{cohort}/edit", data=dates)
    assert answer.status_code == 422 and said(answer).fields(name="ends_on")[0]["aria-invalid"] == "true"


def test_a_closed_programme_takes_nobody_until_it_is_open_again(world, desks, cohort):
    desk = desks["organiser"]
    programme = re.search(r"/cohorts/programmes/[0-9a-f-]{36}", desk.sees("/cohorts"))[0]
    assert desk.post(f"{programme}/close").status_code == 303
    assert "Fermé" in desk.sees("/cohorts") and "Parrainage industrie" not in desks["candidate"].sees("/cohorts")
    with world.store.write() as connection:
        (person,) = people(connection, 1)
        follow(connection, world, [person])
    assert join(desks["adviser"], cohort, [person]).status_code == 409
    assert desk.post(f"{programme}/reopen").status_code == 303
    assert join(desks["adviser"], cohort, [person]).status_code == 303


def test_advisers_add_people_and_see_names_and_organisers_see_numbers(world, desks, cohort):
    persons, _ = filled(world, desks, cohort)
    theirs, ours = desks["adviser"].sees(cohort), desks["organiser"].sees(cohort)
    assert all(f"/people/{person}" not in ours for person in persons)
    assert "Personne 3" in said(desks["organiser"].get(cohort)).text
    assert "Inscrire des personnes" in theirs and "Inscrire des personnes" not in ours
    first = re.search(r'name="members" value="([^"]+)"', theirs)[1]
    assert desks["adviser"].post(f"{cohort}/members/leave", data={"members": first}).status_code == 303
    assert "2 sur 4 places" in said(desks["organiser"].get(cohort)).text


def test_nobody_is_added_without_being_chosen_nor_beyond_the_places(world, desks):
    cohort = new_cohort(desks["organiser"], "1")
    assert desks["adviser"].post(f"{cohort}/members", data={}).status_code == 422
    with world.store.write() as connection:
        persons = people(connection, 2)
        follow(connection, world, persons)
    assert join(desks["adviser"], cohort, persons).status_code == 409
    assert "0 sur 1 place" in said(desks["organiser"].get(cohort)).text, "all or none"


def test_the_assignment_tells_pairs_and_who_is_left_out_with_the_smallest_change(world, desks, cohort):
    persons, _ = filled(world, desks, cohort)
    answer = desks["organiser"].get(f"{cohort}/sponsors")
    page, text = answer.text, said(answer).text
    assert answer.status_code == 200, page[:800]
    assert "2 personnes placées sur 3" in text and "prouvé" in text
    assert len(pairs(page)) == 2 and "Sans place : 1" in text and "Il suffirait" in text
    assert {person for person, _ in pairs(page)} < set(persons)
    assert len(page.encode()) < 60_000


def test_a_pair_that_is_ruled_out_or_kept_changes_the_next_result_and_stays_in_the_address(world, desks, cohort):
    _, helpers = filled(world, desks, cohort, count=1)
    desk, at = desks["organiser"], f"{cohort}/sponsors"
    ((person, sponsor),) = pairs(desk.sees(at))
    other = next(one for one in helpers if one != sponsor)
    led = desk.get(at, params={"person": person, "with": sponsor, "rule": "family"})
    assert led.headers["location"] == f"{at}?never={person}.{sponsor}.family"
    assert pairs(desk.sees(led.headers["location"])) == [(person, other)]
    kept = desk.get(at, params={"person": person, "with": sponsor, "rule": "keep"}).headers["location"]
    assert pairs(desk.sees(kept)) == [(person, sponsor)] and "Gardée" in desk.sees(kept)


def test_rules_that_cannot_be_kept_are_told_and_those_that_are_none_are_passed_over(world, desks, cohort):
    persons, helpers = filled(world, desks, cohort, count=2)
    both = "&".join(f"keep={person}.{helpers[0]}" for person in persons)
    assert "il ne reste plus de place" in desks["organiser"].sees(f"{cohort}/sponsors?{both}")
    assert desks["organiser"].get(f"{cohort}/sponsors?keep=a.b&never=x&never={persons[0]}.b.hate").status_code == 200


def test_what_may_not_be_told_of_a_person_is_not_told_to_organisers(world, desks, cohort):
    with world.store.write() as connection:
        (person,) = people(connection, 1)
        follow(connection, world, [person])
    join(desks["adviser"], cohort, [person])
    assert "pas accepté" in desks["organiser"].sees(f"{cohort}/sponsors")
    assert "pas accepté" not in desks["adviser"].sees(f"{cohort}/sponsors")


def test_ticked_pairs_are_shown_once_more_and_then_proposed(world, desks, cohort):
    filled(world, desks, cohort)
    desk = desks["organiser"]
    chosen = [".".join(pair) for pair in pairs(desk.sees(f"{cohort}/sponsors"))]
    page = desk.get(f"{cohort}/sponsors/propose", params={"pair": chosen}).text
    assert [".".join(pair) for pair in pairs(page)] == chosen and "répond en premier" in page
    done = desk.post(f"{cohort}/sponsors/propose", data={"pair": chosen})
    assert done.status_code == 303
    assert said(desk.get(done.headers["location"])).text.count(" Proposé ") == 2
    text = said(desk.get(f"{cohort}/sponsors")).text
    assert "0 personne placée sur 1" in text and "Hors de l’attribution" in text
    assert "proposé" in said(desk.get(cohort)).text


def test_what_was_not_proposed_is_told_row_by_row_with_why(world, desks, cohort):
    persons, helpers = filled(world, desks, cohort)
    with world.store.write() as connection:
        (stranger,) = people(connection, 1)
    desk, one = desks["organiser"], f"{persons[0]}.{helpers[0]}"
    desk.post(f"{cohort}/sponsors/propose", data={"pair": [one]})
    again = [one, f"{persons[1]}.{helpers[0]}", f"{persons[1]}.{helpers[1]}", f"{stranger}.{helpers[1]}"]
    done = desk.post(f"{cohort}/sponsors/propose", data={"pair": again})
    text = said(desk.get(done.headers["location"])).text
    assert text.count("Non proposé") == 3 and "sont prises" in text and "n’est plus là" in text
    assert desk.post(f"{cohort}/sponsors/propose", data={}).status_code == 422
    assert "Aucune paire n’est cochée" in desk.sees(f"{cohort}/sponsors/propose")
    with world.store.read() as connection:
        assert set(sponsorships.open_among(connection, [*persons, stranger])) == set(persons[:2])


def test_the_file_holds_what_the_screen_shows(world, desks, cohort):
    filled(world, desks, cohort)
    desk = desks["organiser"]
    raw = desk.get(f"{cohort}/sponsors.csv").content.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(raw), delimiter=";"))
    assert [row["Situation"] for row in rows] == ["Placée", "Placée", "Sans place"]
    assert rows[2]["Plus petit changement"] and rows[0]["Score"]
    book = openpyxl.load_workbook(io.BytesIO(desk.get(f"{cohort}/sponsors.xlsx").content))
    assert book.active.max_row == 4


def test_an_empty_cohort_says_what_to_do(desks, cohort):
    assert "Personne n’attend" in desks["organiser"].sees(f"{cohort}/sponsors")
    assert "Personne pour le moment" in desks["organiser"].sees(cohort)


def test_others_may_not_add_assign_nor_change(desks, cohort):
    candidate = desks["candidate"]
    assert candidate.get(f"{cohort}/sponsors").status_code == 403
    assert join(candidate, cohort, ["x"]).status_code == 403
    assert desks["adviser"].get(f"{cohort}/edit").status_code == 403
    assert candidate.get(cohort).status_code == 200
