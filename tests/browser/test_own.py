"""What candidates and sponsors do for themselves, from the first page to the last, in a real browser."""

import zipfile
from io import BytesIO

import pytest
from playwright.sync_api import expect


def said(page):
    return page.locator("#said")


def menu(page, words):
    page.locator("#menu").get_by_role("link", name=words, exact=True).click()


def test_a_candidate_answers_says_when_they_are_free_and_decides_what_is_shown(as_role, axe):
    page = as_role("candidate", "/me")
    expect(page.get_by_role("heading", level=1)).to_have_text("Mon espace")
    axe(page)

    page.get_by_role("link", name="Répondre").click()
    expect(page.get_by_role("button", name="Me proposer à l’entreprise")).to_be_visible()
    expect(page.get_by_label("Quel jour ?")).to_have_count(0)
    page.get_by_role("link", name="Voir l’offre").click()
    expect(page.get_by_role("heading", name="Texte de l’annonce")).to_be_visible()

    menu(page, "Mes disponibilités")
    page.get_by_text("Ajouter des heures de chaque semaine").click()
    page.get_by_label("le mardi").check()
    page.locator("#weekly-start").fill("18:00")
    page.locator("#weekly-end").fill("20:00")
    page.locator("#weekly").get_by_role("button", name="Ajouter").click()
    expect(said(page)).to_contain_text("Disponibilités enregistrées.")
    expect(page.locator("main aside")).to_contain_text("Mardi")
    page.get_by_role("button", name="Retirer Le mardi, de 18 h à 20 h").click()
    expect(page.get_by_role("button", name="Retirer Le mardi, de 18 h à 20 h")).to_have_count(0)
    said(page).get_by_role("button", name="Annuler").click()
    expect(said(page)).to_contain_text("L’entrée est rétablie.")
    expect(page.get_by_role("button", name="Retirer Le mardi, de 18 h à 20 h")).to_be_visible()

    menu(page, "Parrainages")
    page.locator("tbody a").first.click()
    page.get_by_text("Prendre un rendez-vous").first.click()
    page.get_by_label("Jour").first.fill("2030-01-08")
    page.get_by_label("Heure").fill("18:15")
    page.get_by_label("Lieu ou moyen").fill("Par téléphone")
    page.get_by_role("button", name="Prendre un rendez-vous").click()
    expect(said(page)).to_contain_text("Rendez-vous pris.")
    expect(page.get_by_text("8\u00a0janvier\u00a02030 à 18\u00a0h\u00a015, Par téléphone")).to_be_visible()
    said(page).get_by_role("button", name="Annuler").click()
    expect(page.locator("article", has_text="8\u00a0janvier\u00a02030").get_by_text("annulé")).to_be_visible()
    axe(page)

    menu(page, "Mes données")
    page.get_by_role("button", name="Retirer mon accord Être suggéré·e aux entreprises sans mon nom").click()
    expect(said(page)).to_contain_text("Accord retiré.")
    page.get_by_role("button", name="Accepter Être suggéré·e aux entreprises sans mon nom").click()
    expect(said(page)).to_contain_text("Accord enregistré.")
    page.get_by_label("Je demande").select_option(label="l’explication d’un résultat")
    page.get_by_role("button", name="Envoyer la demande").click()
    expect(page.get_by_text("Réponse avant le")).to_be_visible()
    page.get_by_role("button", name="Retirer la demande").click()
    expect(said(page)).to_contain_text("Demande retirée.")
    with page.expect_download() as waiting:
        page.get_by_role("link", name="Télécharger mes données (ZIP)").click()
    with zipfile.ZipFile(BytesIO(waiting.value.path().read_bytes())) as given:
        assert {"data.json", "lisez-moi.md"} == set(given.namelist())
    axe(page)

    page.get_by_role("link", name="Qui a vu mon dossier ?").click()
    expect(page.get_by_role("table").first).to_contain_text("Export")
    expect(page.get_by_role("table").first.get_by_role("cell", name="Vous").first).to_be_visible()
    axe(page)


def test_a_sponsor_changes_their_profile_pauses_and_comes_back(as_role, axe):
    page = as_role("sponsor", "/me")
    axe(page)
    page.get_by_role("link", name="Modifier mon profil").click()
    page.get_by_label("Personnes suivies au plus").fill("4")
    page.get_by_label("une relecture de CV").check()
    page.get_by_role("button", name="Enregistrer").click()
    expect(said(page)).to_contain_text("Profil enregistré.")
    expect(page.locator("main aside")).to_contain_text("une relecture de CV")
    page.goto("/me/profile")
    page.get_by_label("À partir du").fill("2030-01-01")
    page.get_by_role("button", name="Faire une pause").click()
    expect(page.get_by_text("En pause à partir du 1er janvier 2030")).to_be_visible()
    said(page).get_by_role("button", name="Annuler").click()
    expect(said(page)).to_contain_text("Vous êtes de nouveau disponible.")
    axe(page)


def test_what_is_wrong_in_a_form_is_named_beside_the_field_and_what_was_typed_stays(as_role, console):
    page = as_role("candidate", "/me/hours")
    page.get_by_text("Ajouter une absence").click()
    page.locator("#away-from").fill("2030-02-02")
    page.locator("#away-until").fill("2030-01-01")
    page.locator("#away").get_by_role("button", name="Ajouter").click()
    expect(page.locator("#refused")).not_to_be_empty()
    expect(page.locator("#away-from")).to_have_value("2030-02-02")
    console.forgive("422")


@pytest.mark.parametrize("role", ["candidate", "sponsor"])
def test_hours_are_told_without_javascript(as_role, role):
    page = as_role(role, "/me/hours", javascript=False)
    page.get_by_text("Ajouter un jour précis").click()
    page.locator("#once-only-date").fill("2030-03-05")
    page.locator("#once-only-start").fill("09:00")
    page.locator("#once-only-end").fill("10:30")
    page.locator("#once-only").get_by_role("button", name="Ajouter").click()
    expect(said(page)).to_contain_text("Disponibilités enregistrées.")
    expect(page.get_by_text("Le 5 mars 2030, de 9 h à 10 h 30").first).to_be_visible()
