"""Screens of companies: an opening is posted and filled, and nobody is named before they agree."""

import datetime as dt
import re
from urllib.parse import urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.records import read_opening
from service import opening_form
from service.db import personal
from service.db.documents import OPENINGS
from service.db.reached import records
from service.errors import Invalid, ServiceError
from service.next_steps import due, following
from service.steps import LIFE, REASONS, Past, Side, Told, check
from service.usecases import drafting
from tests.service.followed import TODAY, follow, openings, people, record, show, suggest

AD = """Soudeur / Soudeuse
CDI, 35 h par semaine. Salaire : 2 000 à 2 300 € brut par mois.
Permis B exigé, CACES 3 souhaité."""
PLACES = [
    {"insee": "59350", "name": "Lille", "postcodes": ["59000", "59800"]},
    {"insee": "59009", "name": "Villeneuve-d’Ascq", "postcodes": ["59491"]},
]
SECRET = {"first_name": "Zébulon", "last_name": "Quatorzième", "phone": "+33600112233", "birth_date": "1987-03-21"}


@pytest.fixture
def database_url(sqlite_url):
    """One engine is enough here: pages ask it nothing that the API does not."""
    return sqlite_url


def send(client, address, *pairs, version=None, **fields):
    told = [*fields.items(), *pairs, *([("version", str(version))] if version else [])]
    headers = {"content-type": "application/x-www-form-urlencoded"}
    return client.post(address, content=urlencode(told), headers=headers, follow_redirects=False)


def posted(client, text=AD):
    """The address of a draft made of an ad, without what follows it."""
    return send(client, "/openings/new", text=text).headers["location"].removesuffix("/edit")


def kept(world, address):
    with world.store.read() as connection:
        return records(connection, OPENINGS, [address.split("/")[2]])[address.split("/")[2]]


def test_a_pasted_ad_becomes_a_draft_with_its_passages_marked(world, app):
    company = world.client(app, "company")
    address = posted(company)
    page = company.get(f"{address}/edit").text
    assert "<mark>35 h par semaine<small>" in page
    assert 'value="Soudeur / Soudeuse"' in page
    made = kept(world, address)
    assert (made["contract"], made["hours"], made["licences"]) == (
        "CDI",
        {"min": 35, "max": 35},
        [{"code": "B", "requirement": "must"}],
    )
    assert "Brouillon" in company.get("/openings").text
    assert world.client(app, "candidate").get(address).status_code == 404, "nobody else sees a draft"


def test_an_empty_ad_is_refused_beside_its_field(world, app):
    answer = send(world.client(app, "company"), "/openings/new", text=" ")
    assert answer.status_code == 422
    assert 'id="f-text-fault"' in answer.text


def test_what_was_typed_stays_where_a_field_is_wrong(world, app):
    company = world.client(app, "company")
    address = posted(company)
    typed = {"title": "Soudeur", "wage_min": "12", "more": "anglais B1", "more_ask": "must", "form_id": "opening"}
    answer = send(company, f"{address}/edit", version=1, **typed)
    assert answer.status_code == 422
    assert 'id="opening-wage_min-fault"' in answer.text
    assert 'value="12"' in answer.text and "anglais B1</textarea>" in answer.text
    assert kept(world, address)["wage"] == {"min": 2000, "max": 2300}, "nothing was saved"


def test_lines_of_what_is_asked_are_kept_changed_taken_away_and_added(world, app):
    company = world.client(app, "company")
    address = posted(company)
    lines = [("need", '["licences",{"code":"B"}]'), ("ask", "wish")]
    lines += [("need", '["certificates",{"code":"CACES R489 3"}]'), ("ask", "none")]
    typed = {"title": "Soudeur", "more": "anglais B1\n2 ans d’expérience", "more_ask": "must", "next": "preview"}
    answer = send(company, f"{address}/edit", *lines, version=1, **typed)
    assert answer.headers["location"] == f"{address}/preview"
    made = kept(world, address)
    assert made["licences"] == [{"code": "B", "requirement": "wish"}]
    assert made["languages"] == [{"code": "en", "level": "B1", "requirement": "must"}]
    assert made["experience"]["months"] == 24
    assert not made.keys() & {"certificates", "wage", "contract"}, "what is left empty is taken away"


def test_an_opening_is_published_after_its_preview_and_can_be_taken_back(world, app):
    company, candidate = (world.client(app, role) for role in ("company", "candidate"))
    address = posted(company)
    assert "Publier" in company.get(f"{address}/preview").text
    assert send(company, f"{address}/publish", expires_on="2026-12-24").status_code == 303
    assert candidate.get(address).status_code == 200
    assert send(company, f"{address}/draft").status_code == 303
    assert candidate.get(address).status_code == 404


def test_an_old_opening_is_posted_again_without_its_dates(world, app):
    company = world.client(app, "company")
    old = posted(company, f"{AD}\nPrise de poste le 4 janvier 2027.")
    assert kept(world, old)["start"] == "2027-01-04"
    new = send(company, f"{old}/again").headers["location"].removesuffix("/edit")
    assert "start" not in kept(world, new)
    assert kept(world, new)["licences"] == kept(world, old)["licences"]


@pytest.mark.parametrize(("by", "status"), [("outside", "Pourvue"), ("nobody", "Pourvue")])
def test_an_opening_closes_without_anybody_of_the_list_and_opens_again(world, app, by, status):
    company = world.client(app, "company")
    address = posted(company)
    send(company, f"{address}/publish")
    send(company, f"{address}/close", by=by)
    assert status in company.get(address).text
    send(company, f"{address}/{'free' if by == 'outside' else 'publish'}")
    assert "Publiée" in company.get(address).text


def test_who_fills_a_post_must_be_said(world, app):
    company = world.client(app, "company")
    address = posted(company)
    send(company, f"{address}/publish")
    answer = send(company, f"{address}/close", form_id="close")
    assert answer.status_code == 422
    assert 'id="close-by-fault"' in answer.text


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
    assert "Pourvue" in company.get(f"/openings/{opening}").text
    assert "Embauche" in company.get(f"/introductions/{found.row.id}").text


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


def test_a_company_sets_its_cap_and_invites_a_colleague(world, app):
    company = world.client(app, "company")
    assert send(company, "/organisation/cap", monthly="7", version=0, form_id="cap").status_code in (303, 428)
    assert send(company, "/organisation/members", email="new@here.test", name="Nouvelle Personne").status_code == 303
    assert "Nouvelle Personne" in company.get("/organisation").text


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


def test_a_place_is_a_commune_by_name_or_postcode():
    def find(words):
        return [one for one in PLACES if words in (one["name"], *one["postcodes"], f"{one['name']} 59491")]

    assert opening_form.placed("Lille", find) == {"insee": "59350", "label": "Lille"}
    assert opening_form.placed("59800", find)["label"] == "Lille"
    assert opening_form.placed("Villeneuve-d’Ascq (59491)", find)["insee"] == "59009"
    assert opening_form.placed(" ", find) is None
    with pytest.raises(Invalid, match="no commune"):
        opening_form.placed("Nulle-Part", find)


def test_the_first_line_of_an_ad_is_its_title_unless_it_is_long():
    assert drafting.parts_of("\n Soudeur \nCDI") == ("Soudeur", "CDI")
    assert drafting.parts_of("mot " * 60)[0] == ""
    assert drafting.parts_of("Soudeur\r\nCDI\x0c35 h\r\n") == ("Soudeur", "CDI 35 h")


def test_a_record_comes_back_from_the_lines_of_the_form_as_it_was():
    told = {"skills": [{"label": "souder", "requirement": "must"}], "education": {"level": 4, "requirement": "wish"}}
    found = read_opening({"id": "o", **told})
    lines = [(opening_form.key_of(*need), need[1]["requirement"]) for need in opening_form.needs_of(found)]

    class Typed:
        def texts(self, name):
            return {"need": [key for key, _ in lines], "ask": [ask for _, ask in lines]}.get(name, [])

        def text(self, name):
            return ""

    back = opening_form.told(Typed(), opening_form.needs_typed(Typed()), None)
    assert {name: back[name] for name in told} == told


PATHS = [
    ("suggested", "proposed", "accepted", "met", "hired"),
    ("asked", "accepted", "hired"),
    ("suggested", "unanswered"),
    ("proposed", "declined"),
]


@given(st.sampled_from(PATHS), st.data())
def test_exactly_the_steps_that_are_offered_would_be_taken(path, data):
    path = path[: data.draw(st.integers(1, len(path)))]
    past = [Past(number, step, Side.PERSON, TODAY) for number, step in enumerate(path, 1)]
    for by in Side:
        offered = {(one.step, one.side): one for one in following(past, by, TODAY)}
        for step in {step for ways in LIFE.values() for step in ways}:
            for side in Side:
                reason = REASONS.get((step, side), (None,))[0]
                try:
                    check(past, Told(step, side, TODAY, reason), by, TODAY)
                except ServiceError:
                    assert (step, side) not in offered
                else:
                    assert (step, side) in offered or (by is Side.ADVISER and any(one == step for one, _ in offered))


def test_after_three_months_at_work_news_are_due():
    past = [Past(1, "proposed", Side.PERSON, TODAY), Past(2, "hired", Side.COMPANY, TODAY)]
    assert due(past, TODAY + dt.timedelta(days=80)) is None
    assert due(past, TODAY + dt.timedelta(days=100)) == "kept_3"
    assert due([*past, Past(3, "kept_3", Side.COMPANY, TODAY)], TODAY + dt.timedelta(days=100)) is None


def test_a_title_that_only_a_code_tells_stays_until_another_is_typed(world, app):
    company = world.client(app, "company")
    made = {"record": {"title_code": "19364"}, "draft": True}
    address = f"/openings/{company.post('/api/v1/openings', json=made).json()['id']}"
    send(company, f"{address}/edit", version=1, title="")
    assert kept(world, address)["title_code"] == "19364"
    send(company, f"{address}/edit", version=2, title="Soudeur à l’arc")
    assert kept(world, address)["title"] == "Soudeur à l’arc"
    assert "title_code" not in kept(world, address)


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
    assert "Pourvue" in company.get(here).text
