"""What companies offer beside openings: a sponsor, a mock interview, a seat at meetups; offered, seen, made use of."""

import re

import pytest

from service.db.commitments import uses
from service.web.done import NOTE, note_of
from tests.service.company_screens import kept, posted, send
from tests.service.evenings import Evening

API = "/api/v1/commitments"


@pytest.fixture
def database_url(sqlite_url):
    """One engine is enough here: test_resources_matrix calls each route on both."""
    return sqlite_url


def offered(company, **told):
    """The address of something that a company offers."""
    answer = send(company, "/commitments/new", form_id="offer", **{"kind": "mock_interview", "places": "2", **told})
    assert answer.status_code == 303, answer.text
    return answer.headers["location"]


def changed(company, address, **told):
    version = re.search(r'name="version" value="(\d+)"', company.get(address).text)[1]
    return send(company, address, version=version, form_id="commitment", **told)


def used(world):
    with world.store.read() as connection:
        return connection.execute(uses.select()).all()


def test_all_that_a_company_may_offer_stands_in_one_choice_and_leads_to_its_form(world, app):
    company = world.client(app, "company")
    page = company.get("/openings/new").text
    kinds = re.findall(r'href="(/(?:openings|commitments)/new\?kind=\w+)"', page)
    assert len(kinds) == 9
    for address in kinds:
        shown = company.get(address).text
        assert f'href="{address}" aria-current="page"' in shown
        assert ('name="places"' in shown) == address.startswith("/commitments")


def test_an_opening_is_of_the_kind_that_was_chosen_else_of_the_one_that_its_ad_tells(world, app):
    company = world.client(app, "company")
    chosen = send(company, "/openings/new", text="Découvrir notre atelier", kind="visit").headers["location"]
    assert kept(world, chosen)["kind"] == "visit"
    assert kept(world, posted(company, "Soudeur en alternance\nContrat d’apprentissage de 24 mois"))["kind"] != "visit"


def test_what_is_offered_is_seen_by_its_company_and_by_who_accompanies_and_by_nobody_else(world, app):
    address = offered(world.client(app, "company"), note="Plutôt le mardi.")
    for role in ("company", "adviser", "organiser"):
        client = world.client(app, role)
        assert "1 engagement" in client.get("/commitments").text
        assert "Plutôt le mardi." in client.get(address).text
    for role in ("candidate", "sponsor", "funder", "admin"):
        assert world.client(app, role).get(address).status_code == 403
    for role in ("company", "organiser"):
        elsewhere = world.client(app, role, "there")
        assert elsewhere.get(address).status_code == 404
        assert "1 engagement" not in elsewhere.get("/commitments").text


def test_a_company_changes_what_it_offers_withdraws_it_and_offers_it_again(world, app):
    company = world.client(app, "company")
    address = offered(company, ends_on="2027-03-01")
    assert changed(company, address, places="4", note="Le mardi", ends_on="").status_code == 303
    told = company.get(f"{API}/{address.split('/')[-1]}").json()
    assert (told["places"], told["note"], told["ends_on"]) == (4, "Le mardi", None)
    send(company, f"{address}/withdraw", version=2)
    assert "Retiré" in company.get(address).text
    assert send(world.client(app, "adviser"), f"{address}/use").status_code == 409
    send(company, f"{address}/offer", version=3)
    assert "Disponible" in company.get(address).text


def test_what_is_wrong_stands_beside_its_field_and_what_was_typed_stays(world, app):
    company = world.client(app, "company")
    typed = {"kind": "sponsor", "places": "2", "note": "Deux collègues", "form_id": "offer"}
    answer = send(company, "/commitments/new", starts_on="2027-03-01", ends_on="2027-02-01", **typed)
    assert answer.status_code == 422
    assert 'id="offer-ends_on-fault"' in answer.text and "Deux collègues</textarea>" in answer.text


def test_each_use_is_noted_with_by_whom_until_none_is_left_and_can_be_undone(world, app):
    company, adviser = (world.client(app, role) for role in ("company", "adviser"))
    address = offered(company)
    for _ in range(2):
        assert send(adviser, f"{address}/use").status_code == 303
    assert send(adviser, f"{address}/use").status_code == 409, "two were offered"
    assert "2 sur 2" in company.get(address).text
    assert {row.holder for row in used(world)} == {world.subject("adviser").account}
    assert changed(company, address, places="1").status_code == 409, "more are used already"
    send(adviser, f"{address}/give-back")
    assert "1 sur 2" in adviser.get(address).text and "Disponible" in adviser.get(address).text
    assert send(company, f"{address}/use").status_code == 403


def test_lists_are_filtered_and_sorted_by_the_address(world, app):
    company = world.client(app, "company")
    for kind, last in (("sponsor", "2027-05-01"), ("mock_interview", "2027-03-01"), ("meetup_seat", "2027-04-01")):
        offered(company, kind=kind, ends_on=last)
    organiser = world.client(app, "organiser")
    rows = re.findall(r'<th scope="row"><a[^>]*>([^<]*)', organiser.get("/commitments?sort=until").text)
    assert rows == ["Entretien blanc", "Place à une rencontre", "Parrainage"]
    rows = re.findall(r'<th scope="row"><a[^>]*>([^<]*)', organiser.get("/commitments?kind=sponsor&state=open").text)
    assert rows == ["Parrainage"]
    assert "Aucun" in organiser.get("/commitments?state=used").text


def test_an_organiser_gives_a_company_the_seat_that_it_offered_in_one_click_and_takes_it_back(world, app):
    evening = Evening(world, app)
    company, organiser = world.client(app, "company"), world.client(app, "organiser")
    offer = offered(company, kind="meetup_seat").split("/")[-1]
    guests = f"/meetups/{evening.id}/guests"
    assert "Places proposées par des entreprises" in organiser.get(guests).text
    assert send(organiser, f"{guests}/seat", commitment=offer).status_code == 303
    [use] = used(world)
    assert evening.get("company", "/guests").json()["items"][0]["mine"], "its member hosts there"
    send(organiser, f"{guests}/seat", commitment=offer)
    assert len(used(world)) == 2
    assert "Places proposées" not in organiser.get(guests).text, "nothing is left"
    answer = send(organiser, f"{guests}/{use.guest}/off")
    assert len(used(world)) == 1, "the seat is free again"
    note = re.search(rf"{NOTE}=([^;]*)", answer.headers["set-cookie"])[1]
    undo = note_of(app.state.services.keys, note, "fr").undo
    send(organiser, undo.action, **undo.fields)
    assert len(used(world)) == 2, "and taken once more with the guest"


def test_a_sponsor_whom_a_company_offered_is_entered_and_the_offer_is_used(world, app):
    organiser = world.client(app, "organiser")
    offer = offered(world.client(app, "company"), kind="sponsor", places="1").split("/")[-1]
    assert f"/sponsors/new?commitment={offer}" in organiser.get("/sponsors").text
    company = organiser.get(f"{API}/{offer}").json()["company"]
    assert f'value="{company}"' in organiser.get(f"/sponsors/new?commitment={offer}").text
    assert send(organiser, "/sponsors/new", commitment=offer, company=company, form_id="profile").status_code == 303
    assert len(used(world)) == 1
    assert "Parrainages proposés" not in organiser.get("/sponsors").text
