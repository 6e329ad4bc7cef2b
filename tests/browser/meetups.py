"""What an organiser does to meetups in a browser, again and again; and a meetup that has its plan already."""

import datetime as dt

from playwright.sync_api import expect

from service.db.base import open_store
from service.permissions import Action, Policy, Role, reach
from service.usecases import evenings, gatherings, guest_lists
from tests.browser.checks import overflow

NARROW, WIDE = {"width": 320, "height": 900}, {"width": 1280, "height": 900}
SETTINGS = {"title": "Rencontre de l’hiver", "place": "Salle 2", "rounds": 3, "round_minutes": 10, "break_minutes": 2}
SETTINGS |= {"tables": "fixed", "places": 20, "host_places": 10, "seats": 1, "min_meetings": 1, "aims": []}
SETTINGS |= {"date": dt.date(2030, 1, 8), "start": "18:00"}


def with_plan(site, register):
    """A meetup with a plan, of those whom `register(connection, reach, meetup, now)` adds to it; its id."""
    led, now = reach(site.cast.subjects[Role.ORGANISER], Policy("meetup", Action.WRITE)), dt.datetime.now(dt.UTC)
    with open_store(site.settings.db) as store:
        with store.write() as connection:
            id = gatherings.create(connection, led, SETTINGS, now).id
            row = gatherings.get(connection, led, id)
            gatherings.change(connection, led, id, row.version, {"status": "open"})
            register(connection, led, id, now)
        with store.read() as connection:
            of = evenings.ready(connection, led, id, now)
        found = evenings.plan(of, 2.0)
        with store.write() as connection:
            evenings.keep(connection, led, of, found)
    return id


def by_name(connection, led, meetup, now, people, hosts):
    """Register people and hosts by what is typed, one a line."""
    for side, names in (("person", people), ("host", hosts)):
        guest_lists.add(connection, led, meetup, guest_lists.typed(names, side, None, []), now)


def said(page):
    return page.locator("#said")


def tab(page, words):
    page.get_by_role("navigation", name="Parties de la rencontre").get_by_role("link", name=words).click()


def press(page, words, exact=True):
    page.get_by_role("button", name=words, exact=exact).click()


def looked_at(page, axe):
    """The page keeps the rules of accessibility, and fits a phone."""
    axe(page)
    page.set_viewport_size(NARROW)
    assert overflow(page) == []
    page.set_viewport_size(WIDE)


def created(page, title):
    """Create a meetup of three rounds with its guests, and open it."""
    page.goto("/meetups/new")
    page.get_by_label("Titre").fill(title)
    page.get_by_label("Tours").first.fill("3")
    page.get_by_label("Rendez-vous au moins").fill("1")
    press(page, "Créer la rencontre")
    page.locator("#people").get_by_label("Personnes").fill("Ana Exemple\nBea Exemple\nCleo Exemple\nDan Exemple")
    press(page, "Ajouter les personnes")
    page.locator("#hosts").get_by_label("Hôtes").fill("Pat Modèle; Atelier\nLou Modèle; Forge\nSam Modèle")
    press(page, "Ajouter les hôtes")
    tab(page, "Vue d’ensemble")
    press(page, "Annoncer et ouvrir les inscriptions")


def planned(page):
    tab(page, "Plan")
    press(page, "Calculer")
    expect(page.get_by_role("heading", name="Compte rendu")).to_be_visible(timeout=30_000)


def adjusted(page):
    """Open the grid of the plan."""
    page.get_by_role("link", name="Ajuster dans la grille").click()
    expect(page.get_by_role("heading", name="Grille", level=1)).to_be_visible()


def table(page):
    return page.get_by_role("region", name="Tables et tours")
