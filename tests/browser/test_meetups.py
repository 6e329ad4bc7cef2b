"""A meetup from its first line to a plan that was adjusted, in a real browser."""

import re

from playwright.sync_api import expect

from tests.browser.meetups import adjusted, created, looked_at, planned, press, said, tab, table

GUESTS = """nom;prénom;côté;entreprise;places;arrive
Exemple;Ana;personne;;;
Exemple;Bea;personne;;;2
Exemple;Cleo;personne;;;
Exemple;Dan;personne;;;
Modèle;Pat;hôte;Atelier du Port;1;
Modèle;Lou;hôte;Forge du Pont;1;
"""


def test_an_organiser_prepares_a_meetup_from_its_settings_to_the_plan_that_everybody_sees(as_role, axe, console):
    page = as_role("organiser", "/meetups")
    looked_at(page, axe)
    page.get_by_role("link", name="Nouvelle rencontre").first.click()
    page.get_by_label("Titre").fill("Rencontres de l’hiver")
    page.get_by_label("Lieu").fill("Maison de l’emploi")
    page.get_by_label("Date").fill("2030-12-03")
    page.get_by_label("Début du premier tour").fill("18:00")
    page.get_by_label("Personnes au plus").fill("24")
    expect(page.locator("#foreseen")).to_contain_text("24 personnes, 9 hôtes, 6 tours")
    page.get_by_label("Tours").first.fill("4")
    expect(page.locator("#foreseen")).to_contain_text("4 tours")
    page.get_by_label("Rendez-vous au moins").fill("1")
    expect(page.locator("#foreseen")).to_contain_text("minimum de 1 est possible")
    looked_at(page, axe)
    press(page, "Créer la rencontre")
    expect(said(page)).to_contain_text("Rencontre créée")

    page.get_by_label("Fichier de participants").set_input_files(
        {"name": "a.csv", "mimeType": "text/csv", "buffer": f"{GUESTS};;ami;;;\n".encode()}
    )
    press(page, "Envoyer le fichier")
    expect(page.get_by_text("Ligne 8, nom : manquant")).to_be_visible()
    console.forgive("422")
    page.get_by_label("Fichier de participants").set_input_files(
        {"name": "a.csv", "mimeType": "text/csv", "buffer": GUESTS.encode()}
    )
    press(page, "Envoyer le fichier")
    expect(said(page)).to_contain_text("6 inscriptions ajoutées")
    page.locator("#hosts").get_by_label("Hôtes").fill("Sam Modèle; Serre du Val")
    press(page, "Ajouter les hôtes")
    expect(said(page)).to_contain_text("1 inscription ajoutée")
    looked_at(page, axe)
    page.get_by_role("link", name="J4", exact=True).click()
    page.get_by_label("Tour 4").uncheck()
    looked_at(page, axe)
    press(page, "Enregistrer")
    expect(page.get_by_text("Absence")).to_have_count(2)

    tab(page, "Paires")
    page.get_by_label("Personne").select_option(label="J1 · Ana Exemple")
    page.get_by_label("Hôte").select_option(label="P1 · Pat Modèle")
    press(page, "Ajouter")
    expect(said(page)).to_contain_text("Paire enregistrée")
    looked_at(page, axe)

    tab(page, "Plan")
    expect(page.get_by_text("annoncez d’abord la rencontre")).to_be_visible()
    tab(page, "Vue d’ensemble")
    looked_at(page, axe)
    press(page, "Annoncer et ouvrir les inscriptions")
    planned(page)
    expect(page.get_by_text("Personne ne voit deux fois le même hôte")).to_be_visible()
    looked_at(page, axe)

    adjusted(page)
    looked_at(page, axe)
    seats = table(page)
    seats.get_by_role("row", name=re.compile("^En pause")).get_by_role("link").first.click()
    looked_at(page, axe)
    page.get_by_label("Déplacer vers").select_option(index=2)
    press(page, "Déplacer")
    expect(said(page)).to_contain_text("Place changée")
    press(page, "Annuler le dernier changement")
    expect(said(page)).to_contain_text("Changement annulé")

    conflict(page)
    expect(page.get_by_text("J1 ne doit jamais rencontrer P1").first).to_be_visible()
    looked_at(page, axe)
    press(page, "Enregistrer cette version")
    expect(page.locator("#refused")).to_contain_text("règles fermes")
    console.forgive("409")
    page.goto(page.url.replace("/save", ""))
    press(page, "Annuler le dernier changement")
    expect(page.get_by_text("Aucun conflit")).to_be_visible()

    seats.get_by_role("row", name=re.compile("P2 · Lou")).get_by_role("link").first.click()
    page.get_by_label("Déplacer vers").select_option(label="Pause")
    press(page, "Déplacer")
    seats.get_by_role("row", name=re.compile("P3 · Sam")).get_by_role("link").first.click()
    press(page, "Verrouiller cette place")
    press(page, "Recalculer le reste")
    expect(page.get_by_text("Reste recalculé")).to_be_visible(timeout=20_000)
    press(page, "Enregistrer cette version")
    expect(said(page)).to_contain_text("Version enregistrée")
    expect(page.get_by_text("C’est le plan enregistré")).to_be_visible()
    for view in ("Par tour", "Par personne", "Par hôte"):
        page.get_by_role("link", name=view).click()
        expect(page.get_by_role("link", name=re.compile(r"^J\d|^P\d")).first).to_be_visible()
    looked_at(page, axe)


def conflict(page):
    """Put J1 at P1's table in the first round where J1 is somewhere else, or waits."""
    address = page.url.partition("?")[0]
    page.goto(f"{address}?seat=1J1")
    choice = page.locator("#to option", has_text="jamais rencontrer P1").first
    page.get_by_label("Déplacer vers").select_option(choice.get_attribute("value"))
    press(page, "Déplacer")


def test_a_meetup_is_prepared_without_javascript(as_role):
    page = as_role("organiser", "/meetups/new", javascript=False)
    page.get_by_label("Titre").fill("Sans script")
    page.get_by_label("Tours").first.fill("3")
    press(page, "Voir ce que cela permet")
    expect(page.locator("#foreseen")).to_contain_text("3 tours")
    expect(page.get_by_label("Titre")).to_have_value("Sans script")
    created(page, "Sans script")
    tab(page, "Plan")
    press(page, "Calculer")
    while not page.get_by_role("heading", name="Compte rendu").count():
        page.goto(page.url)
    adjusted(page)
    expect(page.get_by_text("faites glisser")).to_be_hidden()
    table(page).get_by_role("link").first.click()
    page.get_by_label("Déplacer vers").select_option(label="Pause")
    press(page, "Déplacer")
    expect(said(page)).to_contain_text("Place changée")


def test_a_candidate_joins_and_reads_it_in_english(as_role, axe):
    organiser = as_role("organiser")
    created(organiser, "Ouverte")
    page = as_role("candidate", "/meetups", language="en")
    page.get_by_role("link", name="Ouverte").click()
    press(page, "Register")
    expect(said(page)).to_contain_text("Registered")
    looked_at(page, axe)
    press(page, "Withdraw", exact=False)
    expect(said(page)).to_contain_text("withdrawn")
