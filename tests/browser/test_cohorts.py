"""The assignment of sponsors for a cohort, from the programme to the proposals, in a real browser."""

import pytest
from playwright.sync_api import expect

from tests.browser.checks import overflow

NARROW = {"width": 320, "height": 900}


def said(page):
    return page.locator("#said")


def new_cohort(page, name, places="12"):
    """A programme with a cohort; returns the cohort's address."""
    page.get_by_role("link", name="Ajouter un dispositif").first.click()
    page.get_by_label("Nom").fill(name)
    page.get_by_label("Étapes").fill("Accueil\nVisite d’entreprise")
    page.get_by_role("button", name="Enregistrer").click()
    expect(said(page)).to_contain_text("Dispositif ajouté.")
    page.get_by_role("link", name=f"Ajouter une promotion {name}").click()
    page.get_by_label("Nom").fill("Printemps 2030")
    page.get_by_label("Places").fill(places)
    page.get_by_label("Premier jour").fill("2030-03-01")
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Printemps 2030")
    return page.url


def joined(page, address, count, first=0):
    """Let the adviser add people to a cohort, from one place in the list of their caseload on."""
    page.goto(address)
    boxes = page.locator('#members input[name="person"]')
    for place in range(first, first + count):
        boxes.nth(place).check()
    page.get_by_role("button", name="Inscrire les personnes cochées").click()
    expect(page.get_by_role("row")).to_have_count(count + 1)


def narrow(page):
    page.set_viewport_size(NARROW)
    assert not overflow(page)
    page.set_viewport_size({"width": 1280, "height": 900})


def test_an_organiser_assigns_sponsors_and_sees_who_is_left_out_and_why(as_role, axe):
    page = as_role("organiser", "/cohorts")
    axe(page)
    address = new_cohort(page, "Parrainage industrie", "30")
    axe(page)
    adviser = as_role("adviser", "/cohorts")
    joined(adviser, address, 14)
    adviser.get_by_label("Chercher par nom").fill("C037")
    adviser.get_by_role("button", name="Filtrer").click()
    adviser.locator("#members").get_by_label("Personne C037").check()
    adviser.get_by_role("button", name="Inscrire les personnes cochées").click()
    expect(said(adviser)).to_contain_text("1 personne inscrite")
    axe(adviser)
    narrow(adviser)

    page.reload()
    expect(page.get_by_text("15 sur 30 places")).to_be_visible()
    page.get_by_role("link", name="Attribuer les parrainages").click()
    expect(page.locator("#result")).to_contain_text("placée")
    axe(page)
    narrow(page)
    left = page.locator("section", has=page.locator("#left")).get_by_role("row").filter(has_text="Personne 15")
    expect(left).to_contain_text("Aucune place n’est possible.")
    expect(left).to_contain_text("si ce qui l’écarte était levé")

    first = page.get_by_role("link", name="Noter un refus").first
    pair = first.inner_text().replace("Noter un refus", "").strip()
    first.click()
    expect(page.get_by_role("listitem").filter(has_text="refus antérieur")).to_contain_text(pair.split(" avec ")[0])
    assert "never=" in page.url
    ticked = page.locator('input[name="pair"]')
    for place in range(2, ticked.count()):
        ticked.nth(place).uncheck()
    page.get_by_role("button", name="Proposer les paires cochées").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Proposer 2 parrainages")
    axe(page)
    page.get_by_role("button", name="Proposer 2 parrainages maintenant").click()
    expect(said(page)).to_contain_text("2 parrainages proposés.")
    expect(page.get_by_role("cell", name="Proposé")).to_have_count(2)
    axe(page)
    page.get_by_role("link", name="Revenir à l’attribution").click()
    expect(page.locator("section", has=page.locator("#aside"))).to_contain_text("proposé")
    with page.expect_download() as waiting:
        page.get_by_role("link", name="CSV").click()
    assert waiting.value.path().read_text("utf-8-sig").count("\n") >= 15


@pytest.mark.parametrize("dark", [False, True])
def test_forms_name_what_is_wrong_and_keep_what_was_typed(as_role, console, axe, dark):
    page = as_role("organiser", "/cohorts/programmes/new", dark=dark)
    page.get_by_label("Nom").fill("Formation")
    page.get_by_label("Premier jour").fill("2030-03-01")
    page.get_by_label("Dernier jour").fill("2030-02-01")
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.locator("#programme-ends_on-fault")).to_be_visible()
    expect(page.get_by_label("Nom")).to_have_value("Formation")
    axe(page)
    narrow(page)
    console.forgive("422")


def test_people_are_added_and_a_rule_is_told_without_javascript(as_role):
    page = as_role("organiser", "/cohorts", javascript=False)
    address = new_cohort(page, "Parrainage bâtiment", "3")
    adviser = as_role("adviser", address, javascript=False)
    joined(adviser, address, 2, first=20)  # nobody of the first test, who have sponsors now
    adviser.get_by_role("button", name="Retirer").first.click()
    expect(said(adviser)).to_contain_text("1 personne retirée")
    said(adviser).get_by_role("button", name="Annuler").click()
    expect(adviser.get_by_role("row")).to_have_count(3)
    page.goto(f"{address}/sponsors")
    page.locator("#rule").get_by_label("Règle").select_option(label="conflit d’intérêts")
    page.get_by_role("button", name="Ajouter et recalculer").click()
    expect(page.get_by_text("à écarter (conflit d’intérêts)")).to_be_visible()
    page.get_by_role("link", name="Retirer la règle").click()
    expect(page.get_by_text("à écarter (conflit d’intérêts)")).to_have_count(0)
