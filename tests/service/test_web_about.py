"""What everybody may read: it says what the service goes by, in the reader's language only."""

import re

import pytest

from matching.enums import Criterion
from matching.profiles import RankProfile
from service import register
from service.i18n import LANGUAGES, name, sentence
from service.permissions import Action, Role, about, matrix
from service.web import about as pages
from service.web.navigation import MENUS, code_of
from tests.service.pages import Reader, said

OPEN = ("/sign-in", "/help", "/how-it-ranks", "/privacy", "/accessibility", "/nowhere")
MINE = (*OPEN[1:], "/account", "/account/close", "/sign-in/role", "/sign-in/second-factor", "/first-steps")
FRENCH = re.compile(r"(?i)\b(le|la|les|des|une|est|sont|vous|votre|vos|pour|dans|avec|ce|cette|ne|pas|que|qui|sur)\b")
NAMED = ("Français", "Défenseur des droits", "Libre réponse 71120, 75342 Paris CEDEX 07", "CNIL", "RGPD")
ROLES = [role for role in Role if role is not Role.ANONYMOUS]


@pytest.fixture
def database_url(sqlite_url):
    """One engine is enough here: these pages read next to nothing."""
    return sqlite_url


def in_english(browser, path):
    found = browser.get(path, headers={"cookie": f"visavis-language=en; __Host-visavis={browser.token or ''}"})
    assert (found.headers["content-language"], '<html lang="en">' in found.text) == ("en", True)
    told = said(found).text
    for word in NAMED:
        told = told.replace(word, "")
    return told


@pytest.mark.parametrize("path", OPEN)
def test_no_page_says_a_word_of_french_to_who_reads_english(world, app, path):
    assert not FRENCH.search(in_english(Reader(app), path))


@pytest.mark.parametrize("role", ["candidate", "adviser", "admin"])
def test_nor_does_one_that_needs_a_session(world, app, role):
    inside = Reader(app, world.session(role))
    for path in MINE:
        assert not FRENCH.search(in_english(inside, path)), path


def test_french_would_be_found(world, app):
    """The negative control."""
    assert all(FRENCH.search(said(Reader(app).get(path)).text) for path in OPEN)


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_help_tells_each_role_all_that_the_matrix_gives_it_and_nothing_else(world, app, role, language):
    page = Reader(app).get(f"/help?role={role}", headers={"accept-language": language})
    rows = re.findall(r'<tr><th scope="row">(.*?)</th>\n<td[^>]*>(.*?)</td></tr>', page.text, re.DOTALL)
    given = {about()[resource][language]: rights[role] for resource, rights in matrix().items() if rights[role]}
    assert {what.replace("&#39;", "'") for what, _ in rows} == set(given)
    for what, told in rows:
        rights = given[what.replace("&#39;", "'")]
        told = told.lower()
        assert all(name("about_action", action, language) in told for action in rights)
        assert sum(name("about_action", action, language) in told for action in Action) == len(rights)
        assert all(name("about_scope", scope, language) in told for scopes in rights.values() for scope in scopes)


def test_help_begins_with_ones_own_role(world, app):
    page = said(Reader(app, world.session("funder")).get("/help"))
    assert sentence("about_role_funder", {}, "fr") in page.text


def test_how_it_ranks_names_every_criterion_with_its_weight(world, app):
    page = said(Reader(app).get("/how-it-ranks"))
    profile = RankProfile.from_json((pages.files("service") / "profiles" / "opening.json").read_text("utf-8"))
    for criterion, row in profile.weights.items():
        called = name("criterion", criterion, "fr").capitalize()
        assert f"{called} {round(100 * row.weight)} {round(100 * row.mean)}" in page.text
        assert re.sub(r"\s+", " ", sentence(f"about_weighs_{criterion}", {}, "fr")) in page.text
    for rule in profile.criteria.filters:
        assert name("criterion", Criterion(rule.criterion), "fr") in page.text


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_notice_tells_every_purpose_and_every_time_of_the_register(world, app, language):
    text = said(Reader(app).get("/privacy", headers={"accept-language": language})).text
    for entry in register.tables(language):
        for part in ("purpose", "basis", "kept"):  # of tables with data of people
            assert re.sub(r"\s+", " ", entry[part]) in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_place_of_a_menu_has_its_words(language):
    assert all(sentence(code_of(path), {}, language) for paths in MENUS.values() for path in paths)


def test_these_pages_stay_small_and_hold_no_style_and_no_script_of_their_own(world, app):
    for path in OPEN:
        page = Reader(app).get(path)
        assert len(page.content) < 60_000
        assert not [one for _, one in said(page).elements if "style" in one or any(key.startswith("on") for key in one)]
