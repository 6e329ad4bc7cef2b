"""Screens of companies: their openings are found, filled and closed, and nobody is named before they agree."""

import re

import pytest

from service.db import personal
from tests.service.company_screens import posted, send
from tests.service.followed import follow, openings, people, record, show, suggest

SECRET = {"first_name": "Zébulon", "last_name": "Quatorzième", "phone": "+33600112233", "birth_date": "1987-03-21"}


@pytest.fixture
def database_url(sqlite_url):
    """One engine is enough here: pages ask it nothing that the API does not."""
    return sqlite_url


@pytest.mark.parametrize(("by", "told"), [("outside", ("Pourvue", "autre personne")), ("nobody", ("Plus recherchée",))])
def test_an_opening_closes_without_anybody_of_the_list_and_opens_again(world, app, by, told):
    company = world.client(app, "company")
    address = posted(company)
    send(company, f"{address}/publish")
    send(company, f"{address}/close", by=by)
    for page in (company.get(address).text, company.get("/openings").text):
        assert all(words in page for words in told)
    assert ("Pourvue" in company.get(address).text) == (by == "outside"), "what nobody fills is not called filled"
    again = send(company, f"{address}/{'free' if by == 'outside' else 'reopen'}")
    assert again.headers["location"] == address
    assert "Publiée" in company.get(address).text


def test_who_fills_a_post_must_be_said(world, app):
    company = world.client(app, "company")
    address = posted(company)
    send(company, f"{address}/publish")
    answer = send(company, f"{address}/close", form_id="close")
    assert answer.status_code == 422
    assert "dire qui occupe le poste" in answer.text, answer.text[2000:]


def test_posts_filled_by_others_and_by_somebody_of_the_list_add_up(world, app):
    with world.store.write() as connection:
        [person], [opening] = people(connection, 1), openings(connection, world, 1, positions=3)
        follow(connection, world, [person])
        show(connection, [person])
        found = record(connection, world, suggest(connection, world, person, opening), "proposed", "person")
        found = record(connection, world, found, "accepted", "company")
    company, here = world.client(app, "company"), f"/openings/{opening}"
    send(company, f"{here}/close", by="outside")
    send(company, f"{here}/close", by=found.row.id)
    assert "2 postes pourvus sur 3" in company.get(here).text
    send(company, f"{here}/close", by="outside")
    assert "dont 1 par des personnes présentées ici" in company.get(here).text


@pytest.mark.parametrize(("kind", "told"), [("job", "3 postes"), ("visit", "3 places"), ("training", "3 places")])
def test_what_is_no_job_has_places_rather_than_posts(world, app, kind, told):
    with world.store.write() as connection:
        [opening] = openings(connection, world, 1, positions=3, kind=kind)
    company = world.client(app, "company")
    assert all(told in company.get(page).text for page in ("/openings", f"/openings/{opening}"))


def test_a_company_reads_a_name_once_the_person_shows_themselves_and_hires_them(world, app):
    with world.store.write() as connection:
        [person], [opening] = people(connection, 1), openings(connection, world, 1)
        follow(connection, world, [person])
        show(connection, [person])
        personal.save(connection, person, SECRET)
        found = suggest(connection, world, person, opening)
    company, addresses = world.client(app, "company"), ("/introductions", f"/openings/{opening}", "/openings")
    addresses += (f"/openings/{opening}/people", f"/openings/{opening}/nobody", f"/introductions/{found.row.id}")
    before = [company.get(address).text for address in addresses]
    assert not [told for told in (*SECRET.values(), person) for page in before if told in page]
    with world.store.write() as connection:
        found = record(connection, world, found, "proposed", "person")
        record(connection, world, found, "accepted", "company")
    page = company.get(f"/introductions/{found.row.id}").text
    assert "Zébulon Quatorzième" in page and "+33600112233" in page
    assert "1987" not in page, "an age is nobody’s business"
    assert "Zébulon" in company.get("/introductions").text
    send(company, f"/openings/{opening}/close", by=found.row.id)
    page = company.get(f"/openings/{opening}").text
    assert "Pourvue" in page and "par une personne présentée ici" in page
    assert "Embauche" in company.get(f"/introductions/{found.row.id}").text


def test_filters_go_into_the_address_and_into_the_file(world, app):
    company = world.client(app, "company")
    for text in ("Soudeur", "Peintre"):
        posted(company, text)
    page = company.get("/openings?q=peint&status=&kind=").text
    assert "Peintre" in page and ">Soudeur<" not in page
    file = company.get(re.search(r'href="(/api/v1/openings/export\.csv[^"]*)"', page)[1]).text
    assert "Peintre" in file and "Soudeur" not in file


@pytest.mark.parametrize("role", ["adviser", "organiser", "candidate", "sponsor", "company"])
def test_everybody_who_may_reads_lists_in_both_languages(world, app, role):
    client = world.client(app, role)
    for address in ("/openings", "/introductions"):
        for language in ("fr", "en"):
            answer = client.get(address, headers={"accept-language": language, "accept": "text/html"})
            assert answer.status_code == (403 if (role, address) == ("sponsor", "/introductions") else 200)


def test_a_company_sets_its_cap_and_invites_a_colleague_who_goes_and_comes_back(world, app):
    company = world.client(app, "company")
    assert send(company, "/organisation/cap", monthly="7", version=0, form_id="cap").status_code in (303, 428)
    assert send(company, "/organisation/members", email="new@here.test", name="Nouvelle Personne").status_code == 303
    [end] = re.findall(r'action="(/organisation/members/[^"]+/end)"', company.get("/organisation").text)
    assert send(company, end).status_code == 303
    assert end not in company.get("/organisation").text
    assert send(company, end.replace("/end", "/resume")).status_code == 303, "undone"
    assert end in company.get("/organisation").text


def test_the_log_tells_of_whom_a_name_was_shown_wherever_it_stood(world, app):
    person = world.subject("candidate").candidate
    with world.store.write() as connection:
        [opening] = openings(connection, world, 1)
        follow(connection, world, [person])
        show(connection, [person])
        found = record(connection, world, suggest(connection, world, person, opening), "proposed", "person")
    company = world.client(app, "company")
    for address in (f"/introductions/{found.row.id}", "/introductions", f"/openings/{opening}"):
        assert company.get(address).status_code == 200
    seen = world.client(app, "candidate").get(f"/api/v1/people/{person}/seen-by").json()["items"]
    assert [item["action"] for item in seen if item["role"] == "company"] == ["identity:R"] * 3


def test_an_adviser_answers_for_a_person_with_how_they_agreed(world, app):
    with world.store.write() as connection:
        [person], [opening] = people(connection, 1), openings(connection, world, 1)
        follow(connection, world, [person])
        show(connection, [person])
        found = suggest(connection, world, person, opening)
    adviser, here = world.client(app, "adviser"), f"/introductions/{found.row.id}"
    assert "La personne accepte d’être proposée" in adviser.get(here).text
    step = {"step": "proposed", "side": "person", "form_id": "proposed-person"}
    assert send(adviser, f"{here}/steps", version=found.row.version, **step).status_code == 422, "no proof"
    assert send(adviser, f"{here}/steps", version=found.row.version, channel="paper", **step).status_code == 303
    assert "Proposée à l’entreprise" in adviser.get(here).text
