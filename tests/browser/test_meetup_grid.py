"""The grid of a meetup's plan in a real browser: by keyboard alone, with the mouse, with a finger."""

import re

import pytest
from playwright.sync_api import expect

from service.api.shapes import meetups as shapes
from service.usecases import gatherings
from tests.browser.meetups import by_name, press, said, table, with_plan


def listed(connection, led, meetup, now):
    """Four people and three hosts, of whom J1 must never meet P1."""
    by_name(connection, led, meetup, now, "Ana\nBea\nCleo\nDan", "Pat; Atelier\nLou; Forge\nSam")
    guests = {shapes.guest(row)["label"]: row.id for row in gatherings.guests(connection, led, meetup, now)}
    gatherings.wish(connection, led, meetup, {"never": [(guests["J1"], guests["P1"])]}, now)


@pytest.fixture
def grid(as_role, site):
    """The grid of a meetup that has its plan."""
    page = as_role("organiser", f"/meetups/{with_plan(site, listed)}/grid")
    page.set_viewport_size({"width": 1280, "height": 1600})  # so high that nothing scrolls under what is dragged
    return page


def tabbed(page, words):
    """Press Tab until something with these words has the focus."""
    for _ in range(120):
        page.keyboard.press("Tab")
        if page.locator("a:focus, button:focus").filter(has_text=words).count():
            return
    raise AssertionError(f"nothing called {words!r} gets the focus")


def focused(page):
    return page.locator(":focus")


def test_the_grid_is_worked_by_keyboard_alone(grid):
    page = grid
    before = table(page).text_content()
    tabbed(page, "Recalculer le reste")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    first = focused(page).text_content()
    assert re.match(r"J\d", first)
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowUp")
    expect(focused(page)).to_have_text(first)

    page.keyboard.press("Enter")
    expect(focused(page)).to_have_attribute("id", "to")
    page.keyboard.press("Escape")
    expect(page.locator("#seat-menu")).to_have_count(0)
    expect(focused(page)).to_have_text(first)
    page.keyboard.press("Enter")
    expect(focused(page)).to_have_attribute("id", "to")
    page.keyboard.press("p")  # to a pause
    tabbed(page, "Déplacer")
    page.keyboard.press("Enter")
    expect(said(page)).to_contain_text("Place changée")
    expect(table(page)).not_to_have_text(before)

    tabbed(page, "Annuler le dernier changement")
    page.keyboard.press("Enter")
    expect(said(page)).to_contain_text("Changement annulé")
    tabbed(page, "Rétablir")
    page.keyboard.press("Enter")
    expect(said(page)).to_contain_text("Changement rétabli")
    tabbed(page, "Recalculer le reste")
    tabbed(page, "J")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(focused(page)).to_have_attribute("id", "to")
    tabbed(page, "Verrouiller cette place")
    page.keyboard.press("Enter")
    expect(said(page)).to_contain_text("Place verrouillée")
    expect(focused(page)).to_contain_text("(verrouillée)")

    page.reload()
    tabbed(page, "Recalculer le reste")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Reste recalculé")).to_be_visible(timeout=20_000)
    tabbed(page, "Enregistrer cette version")
    page.keyboard.press("Enter")
    expect(said(page)).to_contain_text("Version enregistrée")


def places(page, row):
    """Who is at the table of a host in the first round, or waits."""
    return table(page).get_by_role("row", name=re.compile(row)).get_by_role("cell").first


def seat(page, label):
    """Where somebody sits in the first round, or that they wait."""
    return table(page).locator(f'a[href$="seat=1{label}"]')


def middle(part):
    part.scroll_into_view_if_needed()
    box = part.bounding_box()
    return {"x": box["x"] + box["width"] / 2, "y": box["y"] + box["height"] / 2}


def drag(page, label, onto):
    """Take a seat with the mouse and hold it over a place; the words beside the pointer."""
    page.mouse.move(**middle(seat(page, label)))
    page.mouse.down()
    page.mouse.move(**middle(onto), steps=4)
    return page.locator("#carried")


@pytest.fixture
def of_round(grid):
    """Who sits at the tables of P1 and P2 in the first round, and who waits."""
    return [places(grid, row).inner_text().strip() for row in ("P1 · Pat", "P2 · Lou", "^En pause")]


def test_a_seat_is_dragged_with_the_mouse(grid, of_round):
    page, (_, sits, waits) = grid, of_round
    expect(drag(page, waits, places(page, "P2 · Lou"))).to_contain_text(f"{waits} ⇄ {sits}")
    page.keyboard.press("Escape")
    expect(page.locator("#carried")).to_be_hidden()
    page.mouse.up()
    expect(places(page, "P2 · Lou")).to_contain_text(sits)

    drag(page, waits, seat(page, sits))
    page.mouse.up()
    expect(said(page)).to_contain_text("Place changée")
    page.reload()
    expect(places(page, "P2 · Lou")).to_contain_text(waits)
    expect(places(page, "^En pause")).to_contain_text(sits)
    press(page, "Annuler le dernier changement")
    expect(said(page)).to_contain_text("Changement annulé")
    expect(places(page, "P2 · Lou")).to_contain_text(sits)

    for view in ("Par personne", "Par tour"):  # their rows are other ones, the places and the form are the same
        page.get_by_role("link", name=view).click()
        seats = page.locator("[data-grid]")
        one, other = (seats.locator(f'a[href$="seat=1{label}"]') for label in (sits, waits))
        page.mouse.move(**middle(one))
        page.mouse.down()
        page.mouse.move(**middle(other), steps=4)
        expect(page.locator("#carried")).to_contain_text(f"{sits} ⇄ {waits}")
        page.mouse.up()
        expect(said(page)).to_contain_text("Place changée")
        expect(page.get_by_role("link", name=view)).to_have_attribute("aria-current", "page")
        press(page, "Annuler le dernier changement")


def test_a_place_that_breaks_a_rule_says_so_while_one_drags_and_after(grid):
    page = grid
    expect(drag(page, "J1", places(page, "P1 · Pat"))).to_contain_text("⚠ Enfreint une règle ferme")
    expect(seat(page, places(page, "P1 · Pat").inner_text().strip())).to_have_class("breaks onto")
    page.mouse.up()
    expect(page.get_by_text("J1 ne doit jamais rencontrer P1").first).to_be_visible()
    expect(places(page, "P1 · Pat").get_by_role("link")).to_have_class("hurt")


def test_a_seat_of_an_old_page_is_not_moved(grid, of_round, as_role, console):
    page, (first, sits, _) = grid, of_round
    other = as_role("organiser", page.url)
    drag(other, first, places(other, "^En pause"))
    other.mouse.up()
    expect(said(other)).to_contain_text("Place changée")
    drag(page, first, seat(page, sits))
    page.mouse.up()
    expect(page.locator("#refused")).to_contain_text("a changé depuis")
    expect(places(page, "P2 · Lou")).to_contain_text(sits)
    console.forgive("412")


def test_a_locked_seat_stays_and_says_so(grid, of_round):
    page, (first, second, _) = grid, of_round
    seat(page, second).click()
    press(page, "Verrouiller cette place")
    for label, onto in ((second, first), (first, second)):
        expect(drag(page, label, seat(page, onto))).to_contain_text(f"{second} · Place verrouillée")
        page.mouse.up()
        expect(page.locator("#carried")).to_be_hidden()
    expect(places(page, "P2 · Lou")).to_contain_text(second)


def test_a_seat_is_dragged_with_a_finger(grid, of_round):
    page, (_, sits, waits) = grid, of_round
    finger = page.context.new_cdp_session(page)

    def touch(kind, *places):
        finger.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": list(places)})

    touch("touchStart", middle(seat(page, waits)))
    expect(table(page).locator(".dragging")).to_be_visible()
    touch("touchMove", middle(seat(page, sits)))
    expect(page.locator("#carried")).to_contain_text(f"{waits} ⇄ {sits}")
    touch("touchEnd")
    expect(said(page)).to_contain_text("Place changée")
    page.reload()
    expect(places(page, "P2 · Lou")).to_contain_text(waits)
    press(page, "Annuler le dernier changement")
    expect(places(page, "P2 · Lou")).to_contain_text(sits)
