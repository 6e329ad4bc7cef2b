"""A company's way in a real browser: from a pasted ad to somebody who is hired, and what it may know on the way."""

import datetime as dt
import re

import pytest
from playwright.sync_api import expect

from service.db import introductions, personal
from service.db.base import open_store
from service.db.consents import Proof
from service.db.outbox import seal_with
from service.db.reached import visible_people
from service.db.territories import HOME
from service.keys import open_keys
from service.permissions import Action, Policy, Role, Subject, reach
from service.usecases import introducing, weekly
from tests.browser.checks import overflow

AD = """Soudeur / Soudeuse (H/F)
Notre atelier recherche une personne pour souder des pièces en acier et lire des plans.
CDI, 35 h par semaine, du lundi au vendredi. Salaire : 2 000 à 2 300 € brut par mois.
Permis B souhaité, première expérience d'un an souhaitée.
Prise de poste le 4 janvier 2027."""
SECRET = {
    "first_name": "Zébulon-Test",
    "last_name": "Quatorzième",
    "phone": "+33600112233",
    "email": "zebulon@quatorzieme.test",
    "address": "12 rue Introuvable",
    "birth_date": "1987-03-21",
}
ADDRESSES = (
    *("/commitments", "/commitments/new?kind=meetup_seat"),
    *("/openings", "/openings/new", "/openings/{opening}", "/openings/{opening}/edit", "/openings/{opening}/preview"),
    *("/openings/{opening}/people", "/openings/{opening}/nobody", "/introductions", "/organisation"),
)


def connected(site):
    store = open_store(site.settings.db)
    seal_with(store.engine, open_keys(site.settings))
    return store


def agree(site, opening):
    """The person who was asked for agrees; return what they are called from then on."""
    now = dt.datetime.now(dt.UTC)
    with connected(site) as store, store.write() as connection:
        table = introductions.introductions
        row = connection.execute(table.select().where(table.c.opening == opening, table.c.step == "asked")).one()
        account = site.cast.subjects[Role.CANDIDATE].account
        themselves = Subject(Role.CANDIDATE, account, HOME, candidate=row.candidate)
        personal.save(connection, row.candidate, {"first_name": "Camille", "last_name": "Exemple"})
        right = reach(themselves, Policy("introduction", Action.WRITE))
        told = introducing.told_of(right, "accepted", None, now.date(), None, None)
        introducing.record(connection, right, row.id, told, Proof(account, "app", "identity-1"), row.version, now)
    return "Camille Exemple"


def post_opening(page):
    page.goto("/openings")
    page.get_by_role("link", name="Déposer une offre").click()
    page.get_by_label("Votre annonce").fill(AD)
    page.get_by_role("button", name="Remplir le formulaire").click()
    expect(page.get_by_label("Contrat", exact=True)).to_have_value("CDI")
    page.get_by_label("Commune", exact=True).fill("Les Mureaux")
    page.get_by_role("button", name="Voir l’aperçu").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Aperçu")
    page.get_by_role("button", name="Publier").click()
    page.wait_for_url("**/people")
    return re.search(r"/openings/([^/]+)/people", page.url)[1]


def test_a_company_goes_from_a_pasted_ad_to_somebody_hired(as_role, site):
    page = as_role("company")
    opening = post_opening(page)
    expect(page.get_by_role("status").first).to_contain_text("publiée")
    first = page.locator("ol.people > li").first
    expect(first.get_by_role("heading")).to_have_text(re.compile(r"Profil [0-9A-F]{6}"))
    expect(first.locator("ul.reasons li").first).to_be_visible()
    first.get_by_role("button", name="Demander une mise en relation").click()
    expect(first.get_by_role("link", name="Mise en relation depuis")).to_be_visible()
    first.get_by_role("link", name="Mise en relation depuis").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Profil")
    name = agree(site, opening)
    page.reload()
    expect(page.get_by_role("heading", level=1)).to_contain_text(name)
    page.get_by_role("link", name="Voir l’offre").click()
    page.get_by_role("button", name=name).click()
    expect(page.get_by_role("status").first).to_contain_text("L’embauche est notée")
    expect(page.locator("header.top")).to_contain_text("Pourvue")
    page.get_by_role("button", name="Reprendre").click()
    page.wait_for_url("**/edit")
    expect(page.get_by_label(re.compile("^Intitulé"))).to_have_value("Soudeur / Soudeuse (H/F)")
    expect(page.get_by_label("Date de début")).to_have_value("")
    page.get_by_role("button", name="Garder en brouillon").click()
    expect(page.locator("header.top")).to_contain_text("Brouillon")


def test_why_nobody_fits_leads_to_the_requirement_that_costs_most(as_role):
    page = as_role("company")
    opening = post_opening(page)
    page.goto(f"/openings/{opening}/nobody")
    row = page.get_by_role("row").filter(has_text="Distance")
    row.get_by_role("link", name="Modifier").click()
    page.wait_for_url("**/edit#opening-place")
    expect(page.get_by_label("Commune", exact=True)).to_have_value("Les Mureaux (78130)")


def test_a_company_offers_a_seat_at_meetups_and_an_organiser_gives_it_in_one_click(as_role):
    page = as_role("company", "/openings/new")
    page.get_by_role("link", name="Place à une rencontre").click()
    page.get_by_label("Combien de places").fill("1")
    page.get_by_label("Précisions").fill("Une place de plus, métiers de la propreté")
    page.get_by_role("button", name="Proposer").click()
    expect(page.locator("header.top")).to_contain_text("Disponible")
    offer = page.url
    organiser = as_role("organiser", "/meetups")
    organiser.get_by_role("link", name="Petit-déjeuner des métiers").click()
    organiser.get_by_role("link", name="Inscriptions", exact=True).click()
    line = organiser.get_by_role("listitem").filter(has_text="métiers de la propreté")
    line.get_by_role("button", name="Ajouter").click()
    expect(organiser.get_by_role("status").first).to_contain_text("L’entreprise vient")
    expect(organiser.get_by_role("listitem").filter(has_text="métiers de la propreté")).to_have_count(0)
    page.goto(offer)
    expect(page.locator("header.top")).to_contain_text("Utilisé")
    expect(page.locator("ol.timeline")).to_contain_text("Petit-déjeuner des métiers")


@pytest.fixture(scope="module")
def secrets(site):
    """What nobody may read in a company's pages: given to each person who is suggested and has not agreed to more."""
    now = dt.datetime.now(dt.UTC)
    with connected(site) as store, store.write() as connection:
        people = visible_people(connection, HOME, now) - {site.cast.candidate}
        table = introductions.introductions.c
        known = set(
            connection.execute(introductions.introductions.select().with_only_columns(table.candidate)).scalars()
        )
        for person in people - known:
            personal.save(connection, person, SECRET)
        return [*SECRET.values(), *sorted(people - known)]


def test_no_name_contact_age_or_identifier_reaches_a_company_before_consent(as_role, site, secrets):
    page = as_role("company")
    for address in ADDRESSES:
        page.goto(address.format(**site.ids))
        assert not [secret for secret in secrets if secret in page.content()], address


@pytest.mark.slow  # test_every_page.py meets these pages, too
@pytest.mark.parametrize("role", ["company", "adviser"])
def test_the_pages_keep_the_rules_of_accessibility_and_fit_small_screens(as_role, site, axe, role):
    page = as_role(role, width=320)
    readable = ADDRESSES if role == "company" else [a for a in ADDRESSES if not re.search("new|edit|preview|organ", a)]
    for address in readable:
        page.goto(address.format(**site.ids))
        assert overflow(page) == [], address
        axe(page)
    page.goto("/introductions")
    page.locator("tbody a").first.click()
    page.wait_for_url("**/introductions/*")
    assert overflow(page) == []
    axe(page)


def test_an_opening_is_posted_without_scripts_and_what_was_wrong_stays(as_role, console):
    page = as_role("company", "/openings/new", javascript=False)
    page.get_by_label("Votre annonce").fill("Peintre en bâtiment")
    page.get_by_role("button", name="Remplir le formulaire").click()
    page.get_by_label("Commune", exact=True).fill("Nulle-Part")
    page.get_by_label("Ajouter, une ligne par demande").fill("permis B")
    page.get_by_role("button", name="Voir l’aperçu").click()
    expect(page.get_by_label("Commune", exact=True)).to_have_value("Nulle-Part")
    expect(page.get_by_label("Ajouter, une ligne par demande")).to_have_value("permis B")
    expect(page.locator("#opening-place-fault")).to_contain_text("aucune commune")
    console.forgive("422")
    page.get_by_label("Commune", exact=True).fill("78130")
    page.get_by_role("button", name="Voir l’aperçu").click()
    expect(page.locator("article.card")).to_contain_text("Permis B")
    page.get_by_role("button", name="Publier").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Peintre en bâtiment")


def test_the_weekly_message_is_stopped_by_the_link_in_it_without_scripts(as_role, site, axe):
    account = str(site.cast.subjects[Role.COMPANY].account)
    link = f"/unsubscribe/{weekly.link_of(open_keys(site.settings), account)}"
    wide = as_role("anonymous", link)
    axe(wide)
    wide.set_viewport_size({"width": 320, "height": 900})
    assert overflow(wide) == []
    page = as_role("anonymous", link, javascript=False)
    page.get_by_role("button", name="Ne plus recevoir ce message").click()
    expect(page.get_by_text("Vous ne recevez plus le message de la semaine.")).to_be_visible()
    page.get_by_role("button", name="Recevoir ce message").click()
    expect(page.get_by_text("Voulez-vous ne plus le recevoir")).to_be_visible()
