"""A meetup from its plan to what comes of it, as its organiser leads it in a real browser."""

import re
from functools import partial

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from service.db.document_tables import CANDIDATES, SPONSORS
from service.usecases import gatherings
from tests.browser.meetups import by_name, looked_at, press, said, tab, with_plan


def guests(site, connection, led, id, now):
    """Register two who have accounts, some of the market, some known by name."""
    for who in [site.cast.candidate, *some(connection, CANDIDATES, site.cast.candidate, 2)]:
        gatherings.register_person(connection, led, id, who, {"away": [], "min_meetings": None}, now)
    for who in [site.cast.sponsor, *some(connection, SPONSORS, site.cast.sponsor, 2)]:
        gatherings.register_host(connection, led, id, gatherings.Host(sponsor=who), {"away": []}, now)
    by_name(connection, led, id, now, "Ana Exemple\nBea Exemple", "Pat Modèle; Atelier du Port\nLou Modèle; Forge")


def some(connection, kind, but, n):
    here = kind.main.c
    query = select(here.public_id).where(here.open, here.public_id != but).order_by(here.public_id).limit(n)
    return list(connection.execute(query).scalars())


@pytest.fixture
def meetup(site):
    return f"/meetups/{with_plan(site, partial(guests, site))}"


def test_an_organiser_invites_leads_the_evening_and_hands_in_what_was_said(as_role, axe, meetup):
    page = as_role("organiser", f"{meetup}/attendance")
    expect(page.get_by_text("Les présences se notent à partir du premier tour")).to_be_visible()
    looked_at(page, axe)
    tab(page, "Invitations")
    expect(page.get_by_text("attendent un message à jour")).to_be_visible()
    page.get_by_role("link", name=re.compile("Sans réponse")).click()
    expect(page.get_by_role("link", name=re.compile("Sans réponse"))).to_have_attribute("aria-current", "page")
    looked_at(page, axe)
    page.get_by_role("link", name=re.compile("Tout le monde")).click()
    page.get_by_role("link", name=re.compile("Aperçu")).first.click()
    expect(page.get_by_text("Vos rendez-vous :")).to_be_visible()
    looked_at(page, axe)
    page.get_by_role("link", name=re.compile("Préparer l’envoi")).click()
    looked_at(page, axe)
    press(page, "Envoyer")
    expect(said(page)).to_contain_text("dans la minute")
    expect(page.get_by_text("toutes les invitations qui peuvent partir sont à jour")).to_be_visible()

    tab(page, "Jour J")
    looked_at(page, axe)
    page.get_by_label("Participant").select_option(label="J4 · Ana Exemple")
    press(page, "Noter")
    expect(said(page)).to_contain_text("absence notée")
    page.get_by_role("button", name="Refaire le plan à partir du tour 1").click()
    expect(page.locator("#again")).to_contain_text("Plan refait à partir du tour 1", timeout=30_000)
    expect(page.get_by_role("heading", name=re.compile("a changé|ont changé"))).to_be_visible()
    looked_at(page, axe)
    press(page, "Commencer le tour 1")
    expect(page.locator(".countdown")).to_have_text(re.compile(r"^(10:00|9:[0-5]\d)$"))
    page.get_by_role("link", name="Plein écran").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Tables du tour 2")
    looked_at(page, axe)
    page.get_by_role("link", name="Quitter le plein écran").click()

    tab(page, "Papier")
    looked_at(page, axe)
    for name in ("itineraries", "meeting_cards"):
        answer = page.request.get(f"{page.url}/{name}.pdf")
        assert answer.ok and answer.body().startswith(b"%PDF"), name
    for name in ("Plan par nom", "Badges", "Fiches de rencontre"):
        page.get_by_role("link", name=f"Aperçu {name}").click()
        expect(page.get_by_role("heading", level=1)).to_contain_text(name)
        looked_at(page, axe)
        page.get_by_role("link", name="Toutes les feuilles").click()

    tab(page, "Présences")
    pair = page.get_by_role("row").filter(has=page.get_by_role("rowheader", name=re.compile(r"^J1 – P[123]\b"))).first
    for column in ("Tenu", "La personne veut poursuivre", "L’hôte veut poursuivre"):
        pair.get_by_label(column).select_option("yes")
    press(page, "Enregistrer cette page")
    expect(said(page)).to_contain_text("1 rendez-vous noté")
    expect(page.get_by_role("heading", name="1 intérêt réciproque")).to_be_visible()
    expect(page.get_by_text(re.compile("Parrainage proposé|Rien n’a commencé"))).to_be_visible()
    looked_at(page, axe)


def test_the_evening_is_led_without_javascript(as_role, console, meetup):
    page = as_role("organiser", f"{meetup}/day", javascript=False)
    press(page, "Commencer le tour 1")
    expect(page.locator(".countdown")).to_contain_text("Fin du tour à")
    page.get_by_label("Participant").select_option(label="J5 · Bea Exemple")
    page.get_by_label("Ce qui change").select_option("leaves")
    press(page, "Noter")
    expect(page.locator("#refused")).not_to_be_empty()
    console.forgive("422")
    page.get_by_label("À partir du tour").select_option("3")
    press(page, "Noter")
    expect(said(page)).to_contain_text("départ noté avant le tour 3")
    said(page).get_by_role("button", name="Annuler").click()
    expect(said(page)).to_contain_text("C’est annulé.")
    press(page, "Refaire le plan à partir du tour 2")
    while page.get_by_role("progressbar").count():
        page.get_by_role("link", name="Regarder où il en est").click()
    expect(page.locator("#again")).to_contain_text("Plan refait à partir du tour 2")


def test_a_candidate_says_whether_they_want_to_go_on(as_role, axe, meetup):
    lead = as_role("organiser", f"{meetup}/day")
    press(lead, "Commencer le tour 1")
    page = as_role("candidate", f"{meetup}/attendance")
    page.get_by_label("Vous voulez poursuivre").first.select_option("yes")
    press(page, "Enregistrer cette page")
    expect(said(page)).to_contain_text("1 rendez-vous noté")
    expect(page.get_by_label("Vous voulez poursuivre").first).to_have_value("yes")
    looked_at(page, axe)
