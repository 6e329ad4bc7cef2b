"""The frame of all pages in a real browser: what it loads and refuses, and what works without JavaScript."""

import pytest
from playwright.sync_api import expect

PAGE = "/account"  # one that everybody has


@pytest.fixture
def adviser(as_role):
    return as_role("adviser", PAGE)


def test_two_files_a_font_and_a_sign_are_all_that_is_loaded(adviser):
    adviser.evaluate("document.fonts.ready.then(() => null)")
    loaded = adviser.evaluate("performance.getEntriesByType('resource').map(one => new URL(one.name).pathname)")
    fonts = {path for path in loaded if path.startswith("/static/fonts/atkinson-hyperlegible-latin-")}
    assert fonts
    assert set(loaded) - fonts - {"/static/visavis.svg"} == {"/static/visavis.css", "/static/visavis.js"}


def test_htmx_adds_no_style_of_its_own(adviser):
    assert adviser.evaluate("htmx.config.includeIndicatorCSS") is False


def test_an_inline_script_does_not_run(adviser, console):
    adviser.evaluate("document.body.append(Object.assign(document.createElement('script'), {text: 'window.ran = 1'}))")
    assert adviser.evaluate("window.ran") is None
    console.forgive("Content Security Policy")


def test_the_first_stop_of_the_keyboard_leads_past_the_menu(adviser):
    adviser.keyboard.press("Tab")
    skip = adviser.locator("a.skip").first
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    adviser.keyboard.press("Enter")
    expect(adviser.locator("main")).to_be_focused()


def test_the_menu_of_a_narrow_page_opens_without_javascript(as_role):
    page = as_role("adviser", PAGE, width=320, javascript=False)
    entry = page.locator("#menu a").last
    expect(entry).to_be_hidden()
    page.locator("button.menu").click()
    expect(entry).to_be_visible()


@pytest.mark.parametrize("javascript", [True, False])
def test_the_language_is_chosen_on_any_page_and_stays(as_role, javascript):
    page = as_role("adviser", PAGE, javascript=javascript)
    expect(page.locator("html")).to_have_attribute("lang", "fr")
    page.get_by_role("button", name="English").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    assert page.url.endswith(PAGE)
    page.reload()
    expect(page.locator("html")).to_have_attribute("lang", "en")


def test_what_happened_is_told_where_a_screen_reader_listens_already(adviser):
    expect(adviser.locator("main [role=status]").first).to_be_attached()
    expect(adviser.locator("main [role=alert]").first).to_be_attached()


def test_a_password_may_be_pasted(as_role):
    page = as_role("anonymous", "/sign-in")
    email, password = page.locator("#password-email"), page.locator("#password-password")
    email.fill("lampe@rivière.onze")
    email.press("ControlOrMeta+a")
    email.press("ControlOrMeta+c")
    password.press("ControlOrMeta+v")
    expect(password).to_have_value("lampe@rivière.onze")
