"""A meetup from its plan to what comes of it, as its organiser leads it in a real browser."""

import datetime as dt
import re

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from service.db.base import open_store
from service.db.document_tables import CANDIDATES, SPONSORS
from service.permissions import Action, Policy, Role, reach
from service.usecases import evenings, gatherings, guest_lists
from tests.browser.checks import overflow

NARROW, WIDE = {"width": 320, "height": 900}, {"width": 1280, "height": 900}
SETTINGS = {"title": "Rencontre de l’hiver", "place": "Salle 2", "rounds": 3, "round_minutes": 10, "break_minutes": 2}
SETTINGS |= {"tables": "fixed", "places": 20, "host_places": 10, "seats": 1, "min_meetings": 1, "aims": []}
SETTINGS |= {"date": dt.date(2030, 1, 8), "start": "18:00"}


def made(site):
    """A meetup with a plan: two who have accounts, some of the market, some known by name; its id."""
    led = reach(site.cast.subjects[Role.ORGANISER], Policy("meetup", Action.WRITE))
    now = dt.datetime.now(dt.UTC)
    with open_store(site.settings.db) as store:
        with store.write() as connection:
            id = gatherings.create(connection, led, SETTINGS, now).id
            row = gatherings.get(connection, led, id)
            gatherings.change(connection, led, id, row.version, {"status": "open"})
            for who in [site.cast.candidate, *some(connection, CANDIDATES, site.cast.candidate, 2)]:
                gatherings.register_person(connection, led, id, who, {"away": [], "min_meetings": None}, now)
            for who in [site.cast.sponsor, *some(connection, SPONSORS, site.cast.sponsor, 2)]:
                gatherings.register_host(connection, led, id, gatherings.Host(sponsor=who), {"away": []}, now)
            listed = guest_lists.typed("Ana Exemple\nBea Exemple", "person", None, [])
            guest_lists.add(connection, led, id, listed, now)
            listed = guest_lists.typed("Pat Modèle; Atelier du Port\nLou Modèle; Forge", "host", 1, [])
            guest_lists.add(connection, led, id, listed, now)
        with store.read() as connection:
            of = evenings.ready(connection, led, id, now)
        found = evenings.plan(of, 2.0)
        with store.write() as connection:
            evenings.keep(connection, led, of, found)
    return id


def some(connection, kind, but, n):
    here = kind.main.c
    query = select(here.public_id).where(here.open, here.public_id != but).order_by(here.public_id).limit(n)
    return list(connection.execute(query).scalars())


@pytest.fixture
def meetup(site):
    return f"/meetups/{made(site)}"


def said(page):
    return page.locator("#said")


def press(page, words):
    page.get_by_role("button", name=words, exact=True).click()


def tab(page, words):
    page.get_by_role("navigation", name="Parties de la rencontre").get_by_role("link", name=words).click()


def looked_at(page, axe):
    """The page keeps the rules of accessibility, and fits a phone."""
    axe(page)
    page.set_viewport_size(NARROW)
    assert overflow(page) == []
    page.set_viewport_size(WIDE)


def test_an_organiser_invites_leads_the_evening_and_hands_in_what_was_said(as_role, axe, meetup):
    page = as_role("organiser", f"{meetup}/invitations")
    expect(page.get_by_text("attendent un message à jour")).to_be_visible()
    looked_at(page, axe)
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
    expect(said(page)).to_contain_text("Plan refait")
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

    tab(page, "Présences")
    pair = page.get_by_role("row").filter(has=page.get_by_role("rowheader", name=re.compile(r"^J1 – P[123]$"))).first
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


def test_a_candidate_says_whether_they_want_to_go_on(as_role, axe, meetup):
    lead = as_role("organiser", f"{meetup}/day")
    press(lead, "Commencer le tour 1")
    page = as_role("candidate", f"{meetup}/attendance")
    page.get_by_label("Vous voulez poursuivre").first.select_option("yes")
    press(page, "Enregistrer cette page")
    expect(said(page)).to_contain_text("1 rendez-vous noté")
    expect(page.get_by_label("Vous voulez poursuivre").first).to_have_value("yes")
    looked_at(page, axe)
