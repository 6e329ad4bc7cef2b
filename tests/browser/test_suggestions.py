"""An adviser and what is suggested to a person: asked, answered, compared, set aside, proposed, in a real browser."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.checks import cut, overflow

HOME = "/people/{candidate}/suggestions"
WIDTHS = (320, 1280)  # px


@pytest.fixture
def adviser(as_role):
    """An adviser who looks at the openings suggested to somebody."""
    return as_role("adviser", HOME + "/openings")


def said(page):
    return page.locator("#said")


def line(page, place):
    return page.locator(".suggestion").nth(place - 1)


def title(page, place):
    return line(page, place).get_by_role("heading", level=2).inner_text()


def undo(page):
    said(page).get_by_role("button", name="Annuler").click()


def test_an_adviser_answers_a_question_and_sees_the_list_ranked_again(as_role, axe):
    adviser = as_role("adviser", "/people/{candidate}")
    adviser.get_by_role("link", name="Voir les suggestions").first.click()
    axe(adviser)
    asked = line(adviser, 4)
    asked.get_by_label("Oui").first.check()
    asked.get_by_role("button", name="Enregistrer").click()
    expect(said(adviser)).to_contain_text("Réponse enregistrée au profil.")
    expect(adviser.locator("#moved")).to_contain_text(re.compile(r"place \d+|garde sa place"))
    expect(adviser.locator(".moved")).to_contain_text("Classement refait")
    assert not adviser.url.count("answered"), "the address stays as it was"
    axe(adviser)
    undo(adviser)
    expect(said(adviser)).to_contain_text("Réponse retirée : le profil est comme avant.")


def test_any_opening_is_looked_up_and_explained(adviser, axe):
    adviser.get_by_label("Pourquoi pas celle-ci").fill("soud")
    adviser.locator("main aside").get_by_role("button", name="Chercher").click()
    axe(adviser)
    adviser.locator("main ul.plain a").first.click()
    expect(adviser.get_by_role("heading", name="Tous les critères")).to_be_visible()
    axe(adviser)


def test_two_are_compared_one_is_set_aside_and_taken_back(adviser, axe):
    for place in (1, 2):
        line(adviser, place).get_by_label("Comparer").check()
    adviser.get_by_role("button", name="Comparer les deux").click()
    expect(adviser.get_by_role("table")).to_contain_text("Compétences")
    axe(adviser)
    adviser.get_by_role("link", name="Retour aux suggestions").click()

    first = title(adviser, 1)
    line(adviser, 1).get_by_role("link", name="Mettre de côté").click()
    adviser.get_by_label("Trop loin").check()
    axe(adviser)
    adviser.get_by_role("button", name="Mettre de côté").click()
    expect(said(adviser)).to_contain_text("Mis de côté")
    expect(adviser.get_by_text("Mis de côté (1)")).to_be_visible()
    undo(adviser)
    expect(said(adviser)).to_contain_text("De nouveau dans les suggestions.")
    expect(line(adviser, 1).get_by_role("heading", level=2)).to_have_text(first)


def test_a_lever_is_pulled_and_released(as_role, axe):
    page = as_role("adviser", HOME + "/levers")
    axe(page)
    page.get_by_role("button", name="Noter son accord").first.click()
    expect(said(page)).to_contain_text("Réponse enregistrée au profil.")
    undo(page)
    expect(said(page)).to_contain_text("Réponse retirée")


def test_what_was_shown_is_told_and_computed_again(adviser, axe):
    first = title(adviser, 1)
    adviser.get_by_role("link", name="Pourquoi cette liste ?").click()
    expect(adviser.get_by_role("row").nth(1)).to_contain_text(first)
    adviser.get_by_role("button", name="Recalculer pour vérifier").click()
    expect(adviser.get_by_text("sont identiques, dans le même ordre")).to_be_visible()
    axe(adviser)


def test_a_sponsor_is_proposed_by_keyboard_alone(as_role):
    page = as_role("adviser", HOME + "/sponsors")
    proposed = page.get_by_role("button", name="Proposer ce parrainage")
    before = proposed.count()
    for _ in range(80):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.closest('form')?.action.endsWith('/propose') ?? false"):
            break
    page.keyboard.press("Enter")
    expect(said(page)).to_contain_text("Parrainage proposé à la personne")
    expect(proposed).to_have_count(before - 1)
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.closest('#said') !== null"):
            break
    page.keyboard.press("Enter")
    expect(said(page)).to_contain_text("Proposition retirée.")
    expect(proposed).to_have_count(before)


def test_a_question_is_answered_without_javascript(as_role, console):
    page = as_role("adviser", HOME + "/sponsors", javascript=False)
    asked = page.locator("form", has=page.get_by_label("Quand la personne est libre")).first
    asked.get_by_label("Quand la personne est libre").fill("bientôt")
    asked.get_by_role("button", name="Enregistrer").click()
    wrong = page.get_by_label("Quand la personne est libre").and_(page.locator("[aria-invalid]"))
    expect(wrong).to_have_value("bientôt")
    console.forgive("422")
    wrong.fill("mardi 12h-14h")
    page.locator("form", has=wrong).get_by_role("button", name="Enregistrer").click()
    expect(said(page)).to_contain_text("Réponse enregistrée au profil.")
    expect(page.locator("#moved")).to_contain_text(re.compile("place|premières"))
    undo(page)
    expect(said(page)).to_contain_text("Réponse retirée")


@pytest.mark.parametrize("width", WIDTHS)
def test_every_tab_fits_every_width(as_role, width):
    page = as_role("adviser", HOME + "/openings", width=width)
    for tab in ("Offres", "Parrains et marraines", "Formations", "Rencontres", "Leviers"):
        page.get_by_role("navigation", name="Suggestions").get_by_role("link", name=tab).click()
        expect(page.get_by_role("link", name=tab).and_(page.locator("[aria-current=page]"))).to_be_visible()
        assert overflow(page) + cut(page) == [], tab


def test_the_person_sees_the_same_in_their_own_words(as_role, axe):
    page = as_role("candidate", HOME + "/openings")
    expect(page.get_by_role("heading", level=1)).to_have_text("Ce qui vous est suggéré")
    axe(page)
    page.get_by_role("button", name="Me proposer").first.click()
    expect(page.get_by_text("L’entreprise verra votre nom")).to_be_visible()
    axe(page)
