"""The doors in a real browser: the link whose token no server reads, the first administrator, a journey in English."""

import datetime as dt
import re

import pyotp
import pytest
from playwright.sync_api import Page, expect

from service.db.base import open_store
from service.db.territories import HOME
from service.permissions import Role
from service.usecases import administering, inhabiting
from tests.browser.checks import overflow

PASSWORD = "lampe rivière onze fougère"


def now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


@pytest.fixture
def link(site):
    """`link("adviser")`: the address of a new link that opens one session in that role."""

    def make(role: str) -> str:
        with open_store(site.settings.db) as store, store.write() as connection:
            return f"/sign-in#{inhabiting.links_of(connection, now())[Role(role)]}"

    return make


@pytest.fixture
def sound(axe):
    """`sound(page)` fails where a page breaks a rule of accessibility, or scrolls sideways on a phone."""

    def check(page: Page) -> None:
        axe(page)
        page.set_viewport_size({"width": 320, "height": 900})
        assert overflow(page) == []
        page.set_viewport_size({"width": 1280, "height": 900})

    return check


def test_a_link_shows_only_its_step_and_leaves_no_token_in_the_address(as_role, link, sound):
    page = as_role("anonymous", link("company"))
    expect(page.get_by_text("Ce lien permet d’entrer une seule fois.")).to_be_visible()
    expect(page.get_by_role("heading", name="Avec un mot de passe")).to_be_hidden()
    expect(page.get_by_role("textbox", name="Lien reçu")).to_be_hidden()
    assert page.url.endswith("/sign-in")
    sound(page)
    page.get_by_role("button", name="Entrer").click()
    page.wait_for_url("**/openings")
    page.goto(link("sponsor"))  # another role, in the same browser
    page.get_by_role("button", name="Entrer").click()
    page.wait_for_url("**/me")


def test_without_scripts_one_pastes_the_link_and_signs_out(as_role, site, link):
    page = as_role("anonymous", "/account", javascript=False)
    assert page.url.endswith("/sign-in?next=%2Faccount")
    page.get_by_text("J’ai reçu un lien").click()
    page.get_by_role("textbox", name="Lien reçu").fill(site.address + link("candidate"))
    page.get_by_role("button", name="Entrer").nth(1).click()
    page.wait_for_url("**/account")
    page.get_by_label("Nom affiché").fill("Un autre nom")
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.get_by_text("Votre compte est à jour.")).to_be_visible()
    page.get_by_role("button", name="Se déconnecter").click()
    expect(page.get_by_text("Vous êtes déconnecté·e.")).to_be_visible()


def test_the_journey_in_english(as_role, link, sound):
    page = as_role("anonymous", link("adviser"))
    page.get_by_role("button", name="Entrer").click()
    page.wait_for_url("**/day")
    page.get_by_role("button", name="English").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    assert page.url.endswith("/day")
    page.get_by_role("link", name="Help", exact=True).click()
    expect(page.get_by_role("heading", name="Who may do what")).to_be_visible()
    expect(page.get_by_text("You support people. You see the files of those whom you follow")).to_be_visible()
    page.get_by_role("link", name="Funder").click()
    expect(page.get_by_text("You see totals, never a person.")).to_be_visible()
    sound(page)
    page.get_by_role("contentinfo").get_by_role("link", name="How Visavis ranks").click()
    expect(page.get_by_role("heading", name="What never counts")).to_be_visible()
    expect(page.get_by_role("row", name=re.compile("Occupation 62"))).to_be_visible()
    page.get_by_role("banner").get_by_role("link", name="Adviser").click()
    expect(page.get_by_role("heading", name="My account")).to_be_visible()
    expect(page.get_by_label("Language", exact=True)).to_have_value("en")
    sound(page)
    page.get_by_role("button", name="Set the shortcuts").click()
    page.get_by_label("Use single-key shortcuts").uncheck()
    page.get_by_role("button", name="Close").click()
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_be_hidden()
    page.get_by_role("button", name="Sign out", exact=True).click()
    expect(page.get_by_text("You have signed out.")).to_be_visible()


def test_the_first_administrator_enters_removes_the_demonstration_and_loads_it_again(as_role, site, console, sound):
    with open_store(site.settings.db) as store, store.write() as connection:
        token = administering.new_administrator(connection, HOME, now())
    page = as_role("anonymous", f"/sign-in#{token}")
    page.get_by_role("button", name="Entrer").click()
    sound(page)
    page.get_by_label("Adresse e-mail").fill("moi@example.org")
    page.get_by_label("Nom").fill("Une personne")
    page.get_by_label("Nouveau mot de passe").fill(PASSWORD)
    page.get_by_role("button", name="Créer le compte").click()
    sound(page)
    page.get_by_role("button", name="Mon application est prête").click()
    sound(page)
    totp = pyotp.TOTP(page.locator("dl dd").first.inner_text().replace(" ", ""))
    page.get_by_label("Code").fill("000000")
    page.get_by_role("button", name="Valider").click()
    expect(page.get_by_role("alert")).to_contain_text("Ce code")
    console.forgive("422")
    page.get_by_label("Code").fill(totp.now())
    page.get_by_role("button", name="Valider").click()
    expect(page.get_by_role("main").get_by_role("listitem")).to_have_count(10)
    sound(page)
    page.get_by_role("link", name="Les codes sont notés, continuer").click()
    page.wait_for_url("**/admin")
    page.get_by_role("button", name="Retirer la démonstration").click()
    expect(page.get_by_text("240 personnes, 120 offres")).to_be_visible()
    sound(page)
    page.get_by_role("button", name="Tout effacer").click()
    expect(page.get_by_text("La démonstration est retirée.")).to_be_visible()
    expect(page.get_by_role("complementary", name="Démonstration")).to_have_count(0)
    expect(page.get_by_role("link", name="Importer des offres")).to_be_visible()
    expect(page.get_by_role("button", name="Inviter à l’animation")).to_be_visible()
    sound(page)
    page.get_by_role("button", name="Charger la démonstration").click()
    expect(page.get_by_text("La démonstration est chargée : 240 personnes")).to_be_visible(timeout=60_000)
    page.get_by_role("button", name="Créer des liens d’entrée").click()
    expect(page.get_by_role("row", name=re.compile("Conseil Entrer"))).to_be_visible()
    sound(page)
