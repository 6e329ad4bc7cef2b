"""The parts that screens are made of, in a real browser: legible, reachable, and the comfort that the script adds."""

import pytest

from service.assets import assets
from tests.browser.checks import cut, overflow, violations, walk
from tests.browser.colours import by_colour
from tests.browser.gallery import NONCE, gallery
from tests.browser.structure import badly_made, in_print, moving

ORIGIN = "https://visavis.test"
POLICY = (
    f"default-src 'none'; script-src 'nonce-{NONCE}'; style-src 'nonce-{NONCE}'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'"
)
PAGES = {"/fr": {}, "/en": {"language": "en"}, "/refused": {"refused": True}}
SPACES = ((1280, "/fr"), (1280, "/refused"), (640, "/en"), (320, "/fr"), (320, "/refused"))


def answer(route):
    """Answer as the service does: pages under a strict policy, and what they load."""
    path = route.request.url.removeprefix(ORIGIN).partition("?")[0]
    if path in PAGES:
        headers = {"content-type": "text/html; charset=utf-8", "content-security-policy": POLICY}
        return route.fulfill(body=gallery(**PAGES[path]), headers=headers)
    if path == "/again":
        return route.fulfill(body='<div id="again">Relu</div>', headers={"content-type": "text/html"})
    asset = assets()[path.removeprefix("/static/")]
    return route.fulfill(body=asset.raw, headers={"content-type": asset.kind, "access-control-allow-origin": "*"})


@pytest.fixture
def at(browser, console):
    """`at("/fr", 320)`: the gallery in a window of that width."""
    contexts = []

    def opened(path="/fr", width=1280):
        contexts.append(browser.new_context(viewport={"width": width, "height": 900}, reduced_motion="reduce"))
        page = contexts[-1].new_page()
        console.listen(page)
        page.route("**/*", answer)
        page.goto(ORIGIN + path)
        return page

    yield opened
    for context in contexts:
        context.close()


def focused(page):
    """What has the focus."""
    return page.evaluate("document.activeElement.id || document.activeElement.textContent.trim()")


@pytest.mark.parametrize(("width", "path"), SPACES)
def test_all_parts_keep_the_rules_in_light_and_dark_and_in_any_width(at, width, path):
    page = at(path, width)
    assert violations(page) + walk(page) + overflow(page) + cut(page) == []
    assert by_colour(page) + badly_made(page) + in_print(page) + moving(page) == []


def test_letters_twice_as_large_have_room(at):
    page = at()
    page.evaluate('document.documentElement.style.fontSize = "200%"')
    assert overflow(page) + cut(page) == []


def test_the_menu_of_a_narrow_screen_opens_and_closes_by_keyboard(at):
    page = at(width=320)
    menu = page.get_by_role("navigation", name="Menu")
    assert not menu.is_visible()
    page.get_by_role("button", name="Menu").press("Enter")
    assert menu.is_visible() and violations(page) == [] and overflow(page) == []
    page.keyboard.press("Escape")
    assert not menu.is_visible() and focused(page) == "Menu"


def test_a_slash_leads_to_the_search_and_a_question_mark_lists_the_keys(at):
    page = at()
    page.keyboard.press("/")
    assert focused(page) == "search"
    page.keyboard.press("?")
    assert not page.get_by_role("dialog").is_visible() and page.locator("#search").input_value() == "?"
    page.get_by_role("button", name="Raccourcis clavier").click()
    assert page.get_by_role("dialog", name="Raccourcis clavier").is_visible() and violations(page) == []
    page.keyboard.press("Escape")
    assert focused(page) == "Raccourcis clavier"
    page.keyboard.press("?")
    assert page.get_by_role("dialog").is_visible()


def test_keys_can_be_switched_off_for_good(at):
    page = at()
    page.keyboard.press("?")
    page.get_by_label("Utiliser les raccourcis d’une seule touche").uncheck()
    page.keyboard.press("Escape")
    page.reload()
    page.keyboard.press("?")
    page.keyboard.press("/")
    assert not page.get_by_role("dialog").is_visible() and focused(page) != "search"


def test_words_that_were_not_sent_are_found_again_and_can_be_forgotten(at):
    page = at()
    page.get_by_label("Intitulé").fill("Autre métier")
    page.reload()
    assert page.get_by_label("Intitulé").input_value() == "Autre métier"
    page.get_by_role("button", name="L’oublier").click()
    assert page.get_by_label("Intitulé").input_value() == "Soudeur"
    page.reload()
    assert page.get_by_label("Intitulé").input_value() == "Soudeur"


def test_a_refused_form_keeps_what_was_typed_and_leads_to_each_field_to_mend(at):
    page = at("/refused")
    assert page.title().startswith("Erreur")
    assert "à corriger" in focused(page)
    assert page.get_by_label("Commune").input_value() == "Meulan"
    assert page.get_by_label("la nuit").is_checked() and not page.get_by_label("en journée").is_checked()
    page.get_by_role("link", name="Intitulé").click()
    assert focused(page) == "offer-title"


def test_where_what_had_the_focus_is_gone_the_part_around_it_has_it(at):
    page = at()
    page.get_by_role("button", name="Relire").press("Enter")
    page.get_by_text("Relu").wait_for()
    assert focused(page) == "again"


def test_print_has_no_menus_and_shows_what_was_folded(at):
    page = at()
    page.emulate_media(media="print")
    assert not page.get_by_role("banner").is_visible() and not page.get_by_role("contentinfo").is_visible()
    assert page.get_by_text("Texte qui s’ouvre à la demande.").is_visible()
