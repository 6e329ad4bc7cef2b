"""Screens on which a company posts an opening: from an ad, an old opening, or typed; nothing is lost on the way."""

import pytest

from matching.records import read_opening
from service import opening_form
from service.errors import Invalid
from service.usecases import drafting
from tests.service.company_screens import AD, kept, posted, send

PLACES = [
    {"insee": "59350", "name": "Lille", "postcodes": ["59000", "59800"]},
    {"insee": "59009", "name": "Villeneuve-d’Ascq", "postcodes": ["59491"]},
]


@pytest.fixture
def database_url(sqlite_url):
    """One engine is enough here: pages ask it nothing that the API does not."""
    return sqlite_url


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


def test_a_title_that_only_a_code_tells_stays_until_another_is_typed(world, app):
    company = world.client(app, "company")
    made = {"record": {"title_code": "19364"}, "draft": True}
    address = f"/openings/{company.post('/api/v1/openings', json=made).json()['id']}"
    send(company, f"{address}/edit", version=1, title="")
    assert kept(world, address)["title_code"] == "19364"
    send(company, f"{address}/edit", version=2, title="Soudeur à l’arc")
    assert kept(world, address)["title"] == "Soudeur à l’arc"
    assert "title_code" not in kept(world, address)
