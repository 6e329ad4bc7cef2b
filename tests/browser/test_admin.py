"""Whole journeys in French: an administrator, somebody who loads a file, a funder; what each page keeps to."""

import re
from pathlib import Path

import pytest

from tests.browser.checks import overflow

SHEET = "Nom;Prénom;Métier recherché;Trajet;Avis\nCanari;Zoé;soudeur;20;très bien\nMerle;Léo;cuisinier;loin;\n"
PAGES = (
    *(("admin", f"/admin{part}") for part in ("", "/organisations", "/members", "/members/new", "/jobs", "/backups")),
    *(("admin", f"/admin{part}") for part in ("/log", "/keys", "/keys/new", "/emergencies")),
    *(("organiser", "/requests"), ("adviser", "/imports"), ("funder", "/figures"), ("funder", "/map")),
)


@pytest.fixture
def sheet(tmp_path: Path) -> Path:
    path = tmp_path / "suivi.csv"
    path.write_text(SHEET, "utf-8")
    return path


@pytest.mark.slow  # test_every_page.py meets these pages, too
@pytest.mark.parametrize(("role", "address"), PAGES)
def test_each_page_keeps_the_rules_of_accessibility_and_fits_a_phone(as_role, axe, role, address):
    page = as_role(role, address)
    page.get_by_role("heading", level=1).wait_for()
    axe(page)
    page.set_viewport_size({"width": 320, "height": 800})
    assert overflow(page) == []


def test_an_administrator_invites_somebody_searches_the_log_and_reads_jobs(as_role, console):
    page = as_role("admin", "/admin")
    page.get_by_role("link", name="Sauvegardes", exact=True).first.click()
    page.get_by_role("button", name="Sauvegarder maintenant").click()
    page.get_by_text("La sauvegarde est faite").wait_for()
    page.get_by_role("button", name="Relire").first.click()
    page.get_by_text("La sauvegarde est entière").wait_for()

    page.get_by_role("link", name="Comptes", exact=True).click()
    page.get_by_role("link", name="Inviter quelqu’un").click()
    page.get_by_label("Prénom et nom").fill("Nouvelle personne")
    page.get_by_label("Adresse e-mail").fill("nouvelle@exemple")
    page.get_by_label("Rôle").select_option("Financement")
    page.get_by_role("button", name="Envoyer l’invitation").click()
    page.get_by_role("alert").get_by_role("link").wait_for()
    console.forgive("422")
    assert page.get_by_label("Prénom et nom").input_value() == "Nouvelle personne"
    page.get_by_label("Adresse e-mail").fill("nouvelle@exemple.fr")
    page.get_by_role("button", name="Envoyer l’invitation").click()
    page.get_by_text("L’invitation est partie").wait_for()

    page.get_by_role("link", name="Journal", exact=True).click()
    page.get_by_label("Sur quoi").select_option("Comptes, organisations, rôles")
    page.get_by_label("Action").select_option("ajout ou changement")
    page.get_by_role("button", name="Filtrer").click()
    page.get_by_text(re.compile(r"^\d+ lignes?$")).wait_for()
    assert "resource=member" in page.url
    page.get_by_role("link", name="Tâches", exact=True).click()
    page.get_by_role("heading", name="Messages").wait_for()


def test_an_administrator_finds_a_member_and_undoes_the_end_of_a_role(as_role, axe):
    page = as_role("admin", "/admin/members")
    page.get_by_label("Nom ou adresse").fill("financement")
    page.get_by_label("Rôle").select_option("Financement")
    page.get_by_role("button", name="Filtrer").click()
    page.get_by_text("1 rôle", exact=True).wait_for()
    page.get_by_role("link", name="Nom", exact=True).click()
    page.get_by_role("columnheader", name="Nom").and_(page.locator("[aria-sort=ascending]")).wait_for()
    assert "q=financement" in page.url and "sort=name" in page.url
    page.get_by_role("button", name="Terminer ce rôle").click()
    page.get_by_text("Le rôle est terminé").wait_for()
    axe(page)
    page.get_by_role("button", name="Annuler", exact=True).click()
    page.get_by_text("Le rôle continue").wait_for()


def test_an_administrator_is_warned_of_the_demonstration_loads_openings_and_undoes_it(as_role, axe, tmp_path):
    (openings := tmp_path / "offres.csv").write_text("Référence;Intitulé du poste;Contrat\nA1;Soudeur;CDI\n", "utf-8")
    page = as_role("admin", "/imports")
    page.get_by_text("La démonstration est encore là").wait_for()
    assert "Personnes accompagnées" not in page.get_by_label("Ce que contient le fichier").inner_text()
    page.get_by_role("button", name="Fichier (obligatoire)").set_input_files(openings)
    page.get_by_label("Nom de la source").fill("offres")
    page.get_by_role("button", name="Regarder ce fichier").click()
    page.get_by_role("heading", name="Colonnes de offres.csv").wait_for()
    axe(page)
    page.get_by_role("button", name="Ces colonnes sont justes").click()
    page.get_by_role("link", name="Retirer d’abord la démonstration").wait_for()
    page.get_by_role("button", name="Charger 1 ligne").click()
    page.get_by_role("status").get_by_text("Le fichier est chargé : 1 nouvelle fiche", exact=False).wait_for()
    page.get_by_role("button", name="Annuler cet import").click()
    page.get_by_text("Toutes les fiches sont redevenues ce qu’elles étaient").wait_for()


@pytest.mark.parametrize("javascript", [True, False])
def test_somebody_loads_a_file_corrects_a_column_and_undoes_it(as_role, axe, sheet, javascript):
    page = as_role("adviser", "/imports", javascript=javascript)
    page.get_by_role("button", name="Fichier (obligatoire)").set_input_files(sheet)
    page.get_by_label("Nom de la source").fill(f"suivi {javascript}")
    page.get_by_role("button", name="Regarder ce fichier").click()
    page.get_by_role("heading", name="Colonnes de suivi.csv").wait_for()
    page.get_by_role("combobox", name="Trajet").select_option("distance acceptée (km)")
    page.get_by_role("combobox", name="Avis").select_option("(laissée de côté)")
    if javascript:
        axe(page)
    page.get_by_role("button", name="Ces colonnes sont justes").click()
    page.get_by_text("Rien n’est encore écrit").wait_for()
    page.get_by_text("n’est pas lisible ici").wait_for()
    if javascript:
        axe(page)
    page.get_by_role("button", name="Charger 2 lignes").click()
    page.get_by_role("status").get_by_text("Le fichier est chargé : 2 nouvelles fiches", exact=False).wait_for()
    page.get_by_role("button", name="Annuler cet import").click()
    page.get_by_text("Toutes les fiches sont redevenues ce qu’elles étaient").wait_for()
    page.get_by_role("link", name="Imports", exact=True).click()
    page.get_by_text("Annulé").first.wait_for()


def test_a_funder_reads_figures_and_the_map(as_role):
    page = as_role("funder", "/figures")
    page.get_by_role("heading", name="Personnes accueillies").wait_for()
    page.get_by_role("img", name=re.compile("personnes accueillies")).wait_for()
    page.get_by_text("En tableau").first.click()
    page.get_by_role("table").first.get_by_role("columnheader", name="Trimestre").wait_for()
    with page.expect_download() as saved:
        page.get_by_role("link", name="Télécharger (CSV)").click()
    assert "Personnes accueillies" in saved.value.path().read_text("utf-8-sig")
    page.get_by_role("link", name="Carte", exact=True).click()
    page.get_by_role("img", name=re.compile("offres dans .* communes")).wait_for()
    page.get_by_label("Secteur des offres").select_option("Industrie")
    page.get_by_role("button", name="Filtrer").click()
    page.wait_for_url("**/map?sector=H")
    assert page.get_by_role("row").count() > 1
