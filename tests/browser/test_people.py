"""An adviser's way in a real browser: from the day to somebody's sheet, a skill, a note, a CV and an outcome."""

import re

from playwright.sync_api import expect

from tests.browser.checks import cut, overflow, walk

CV = """Soudeur TIG

EXPÉRIENCE
2019 - 2022  Soudeur, Atelier du Faubourg, Lille

LANGUES
Anglais courant, arabe

Permis B, CACES R489 catégorie 3
"""


def said(page, text):
    expect(page.locator("#said")).to_contain_text(text)


def find(page, typed):
    """Type into the search of all pages, and open who is found."""
    page.get_by_role("searchbox", name="Chercher une personne").fill(typed)
    page.keyboard.press("Enter")
    page.locator("tbody th a").first.click()
    return page.url


def test_a_day_of_an_adviser(as_role, axe):
    page = as_role("adviser", "/day")
    axe(page)
    page.get_by_role("link", name=re.compile("Voir la liste")).click()
    expect(page).to_have_url(re.compile("step=quiet"))
    page.get_by_label("Étape").select_option("accepted")
    expect(page.locator("#count")).to_have_text("1 personne")
    expect(page).to_have_url(re.compile("step=accepted"))

    sheet = find(page, "Persone C062")
    expect(page.locator("h1")).to_have_text("Personne C062")
    axe(page)

    page.get_by_role("link", name="Modifier Compétences").click()
    page.get_by_label("Ajouter une compétence").press_sequentially("souder au tig")
    page.get_by_role("button", name=re.compile("^Sait faire Souder au TIG")).click()
    said(page, "C’est ajouté")
    expect(page.locator("ul.sides").last).to_contain_text("Souder au TIG")
    axe(page)
    page.get_by_role("button", name="Annuler").click()
    said(page, "Tout est comme avant")

    page.get_by_role("textbox", name=re.compile("^Note")).fill("Préfère être appelé·e le matin.")
    page.get_by_role("button", name="Enregistrer la note").click()
    said(page, "La note est enregistrée")
    expect(page.locator(".timeline")).to_contain_text("Préfère être appelé·e le matin.")

    page.get_by_role("link", name="Lire un CV").click()
    page.get_by_label("Ou texte du CV").fill(CV)
    page.get_by_role("button", name="Lire le CV").click()
    expect(page.locator("mark").first).to_have_text("Soudeur TIG")
    axe(page)
    assert not walk(page)
    page.get_by_label(re.compile(r"Métiers recherchés\s: Soudeur")).uncheck()
    page.get_by_role("button", name="Ajouter au dossier").click()
    said(page, "Le dossier est complété avec le CV")
    expect(page).to_have_url(sheet)
    expect(page.locator("main")).to_contain_text("CACES R489 3")
    expect(page.locator("main")).to_contain_text("arabe")

    page.goto("/people?step=accepted")
    page.locator("tbody th a").first.click()
    card = page.locator("article.card", has_text="acceptée")
    card.get_by_text("Noter la suite").click()
    card.get_by_role("button", name="Embauche").click()
    said(page, "La suite est notée")
    expect(page.locator(".timeline")).to_contain_text("embauche")
    axe(page)


def test_the_same_forms_work_without_javascript(as_role):
    page = as_role("adviser", "/people/{candidate}/skills", javascript=False)
    page.get_by_label("Ajouter une compétence").fill("souder")
    page.get_by_role("button", name="Trouver").click()
    page.get_by_role("button", name=re.compile("^Ne sait pas faire Souder")).first.click()
    said(page, "C’est ajouté")
    expect(page.locator("ul.sides").last).to_contain_text(re.compile("ne sait pas faire", re.IGNORECASE))
    page.goto("/people?q=soudure&sort=-news")
    expect(page.locator("#count")).to_be_visible()
    page.goto("/people/new")
    page.get_by_label("Prénom").fill("Ida")
    page.get_by_label(re.compile("^Nom")).fill("Rivage")
    page.get_by_label("Date de naissance").fill("1990-05-17")
    page.get_by_role("button", name="Ouvrir le dossier").click()
    said(page, "Le dossier est ouvert")
    expect(page.locator("h1")).to_have_text("Ida Rivage")


def test_an_opening_is_proposed_to_several_without_javascript(as_role):
    page = as_role("adviser", "/people?q=C01", javascript=False)
    for row in (0, 1, 2):
        page.locator("tbody").get_by_role("checkbox").nth(row).check()
    page.get_by_role("button", name="Proposer une offre").click()
    page.get_by_label("Quelle offre").fill("soud")
    page.get_by_role("main").get_by_role("button", name="Chercher").click()
    page.get_by_role("radio").first.check()
    page.get_by_role("group", name=re.compile("^3 personnes")).get_by_role("checkbox").first.uncheck()
    page.get_by_role("button", name="Proposer l’offre").click()
    expect(page.get_by_role("main")).to_contain_text(re.compile("Soud.+ est proposée à 2 personnes de plus"))
    page.get_by_role("link", name="Suivre ces mises en relation").click()
    expect(page.locator("#count")).to_be_visible()
    page.get_by_role("link", name="On attend la personne").click()
    expect(page).to_have_url(re.compile("awaits=person"))


def test_a_cv_beside_its_lines_fits_a_telephone(as_role, axe):
    page = as_role("adviser", "/people/{candidate}/cv", width=320)
    page.get_by_label("Ou texte du CV").fill(CV)
    page.get_by_role("button", name="Lire le CV").click()
    expect(page.locator("mark").first).to_be_visible()
    page.get_by_text("Corriger").first.click()
    assert not overflow(page) + cut(page)
    axe(page)
