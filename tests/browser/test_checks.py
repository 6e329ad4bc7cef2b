"""The checks of pages find what they are for, and nothing in a page that is in order."""

import pytest

from tests.browser.checks import cut, overflow, violations, walk

SOUND = """<!doctype html><html lang="fr"><title>Page</title>
<style>html { background: #fff; color: #222 } a { display: block; padding: 1rem } :focus { outline: 3px solid #00c }
div { overflow: %s; padding: %s } p { %s }</style>
<main><h1>Titre</h1><div><a href="#un">Un lien</a></div><p>Une phrase.</p><a href="#deux">Un autre</a></main></html>"""


@pytest.fixture
def page(browser):
    opened = browser.new_page(viewport={"width": 320, "height": 600})
    yield opened
    opened.close()


def shown(page, overflow="visible", padding="1rem", paragraph="margin: 1rem"):
    page.set_content(SOUND % (overflow, padding, paragraph))
    return page


def test_a_page_in_order_passes_every_check(page):
    shown(page)
    assert [*violations(page), *overflow(page), *cut(page), *walk(page)] == []


def test_colours_too_near_each_other_are_found_in_light_and_in_dark(page):
    for paragraph, schemes in (
        ("color: #bbb", ["dark", "light"]),
        ("} @media (prefers-color-scheme: dark) { p { color: #bbb }", ["dark"]),
    ):
        found = violations(shown(page, paragraph=paragraph))
        assert [line.split(": ")[:2] for line in found] == [[scheme, "color-contrast"] for scheme in schemes]


def test_what_is_wider_than_the_page_is_found(page):
    assert overflow(shown(page, paragraph="width: 400px")) == ["<p></p>"]


def test_text_without_room_for_wider_letters_is_found(page):
    tight = "overflow: hidden; white-space: nowrap; width: max-content; max-width: 5.5rem"
    assert "Une phrase." in cut(shown(page, paragraph=tight))[0]


def test_a_ring_of_the_focus_that_is_cut_or_lacks_or_is_covered_is_found(page):
    assert "its ring is cut by <div></div>" in walk(shown(page, overflow="hidden", padding="0"))[0]
    assert len(walk(shown(page, paragraph="} a:focus { outline: none"))) == 2
    assert all("it is hidden" in fault for fault in walk(shown(page, paragraph="position: fixed; inset: 0; margin: 0")))
