"""The checks of pages find what they are for, and nothing in a page that is in order."""

import pytest

from tests.browser.checks import cut, overflow, violations, walk
from tests.browser.colours import by_colour, told_by_tone, tones
from tests.browser.structure import badly_made, foreign, in_print, language, moving

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


WORLD = """<!doctype html><html lang="fr"><title>Page</title><style>
:root { --good: #17633f; --good-tint: #e2f2e8; --warn: #744700; --warn-tint: #fdf0cc; --bad: #a3242c;
--bad-tint: #fbe7e5; --info: #1b567d; --info-tint: #e4f0f8 } %s</style>
<main><h1>Titre</h1><p role="status"></p><p role="alert"></p>%s</main><footer><a href="/help">Aide</a></footer>"""
IN_TEXT = "told by its colour alone in its text"
RED = ".bad { color: var(--bad) }"
CHART = '<svg role="img" aria-label="Trois sorties"></svg>'
HEADS = '<thead><tr><th scope="col"%s>Nom</th><th scope="col">Âge</th></tr></thead>'
TABLE = f"<table><caption>Gens</caption>{HEADS}</table>"


def made(page, body, style=""):
    page.route("**/*", lambda route: route.fulfill(body=WORLD % (style, body), headers={"content-type": "text/html"}))
    page.goto("https://visavis.test/people?sort=age")
    return page


@pytest.mark.parametrize(
    ("style", "body", "fault"),
    [
        ("a { text-decoration: none; %s }", '<p>Voir <a href="#">la liste</a>.</p>', IN_TEXT),
        ("mark { %s }", "<p>Nous cherchons <mark>un soudeur</mark>.</p>", IN_TEXT),
        (
            "[aria-current] { color: #c00; %s }",
            '<a href="#" aria-current="page">Offres</a>',
            "no shape tells aria-current",
        ),
        ("[aria-sort] { color: #c00; %s }", TABLE % ' aria-sort="ascending"', "no shape tells aria-sort"),
    ],
)
def test_what_only_a_colour_tells_is_found_and_a_shape_mends_it(page, style, body, fault):
    assert [found.partition(":")[0] for found in by_colour(made(page, body, style % ""))] == [fault]
    assert by_colour(made(page, body, style % "border-bottom: 2px solid; font-weight: bold")) == []


@pytest.mark.parametrize(
    ("colour_alone", "in_words"),
    [
        ('<b class="dot bad"></b>', '<b class="dot bad">refusé</b>'),
        (
            '<b class="dot bad">3</b> <b class="dot">3</b>',
            '<b class="dot bad">3<i> en retard</i></b> <b class="dot">3</b>',
        ),
        ('<p class="bad">12</p><p>12</p>', '<p class="bad" aria-label="12, trop">12</p><p>12</p>'),
        ('<input required aria-label="Nom">', "<label>Nom (obligatoire) <input required></label>"),
        ('<input aria-invalid="true">', '<input aria-invalid="true" aria-describedby="why"><p id="why">trop long</p>'),
    ],
)
def test_a_tone_and_the_state_of_a_field_need_words_of_their_own(page, colour_alone, in_words):
    assert len(by_colour(made(page, colour_alone, RED))) == 1
    assert by_colour(made(page, in_words, RED)) == []


def test_a_tone_that_says_different_things_of_one_text_is_found_across_pages(page):
    found = [
        *tones(made(page, '<b class="dot bad">oui</b>', RED)),
        *tones(made(page, '<b class="dot bad">non</b>', RED)),
    ]
    assert told_by_tone(found) == []
    assert "'oui'" in told_by_tone([*found, found[0]._replace(tone="good")])[0]


@pytest.mark.parametrize(
    ("body", "fault"),
    [
        (TABLE.replace("<caption>Gens</caption>", "") % "", "a table without caption"),
        (TABLE.replace('scope="col"', "") % "", "a head without scope"),
        (TABLE.replace("Nom", "") % "", "an empty head"),
        (TABLE.replace("Âge", '<a href="?sort=-age">Âge</a>') % "", "a table that does not tell its order"),
        ("<figure><figcaption>Sorties</figcaption>" + CHART + "</figure>", "a picture without its table"),
        ("<figure>" + CHART + TABLE % "" + "</figure>", "a figure without caption"),
        ("<svg></svg>", "a picture without role"),
        ('<svg role="img"></svg>', "a picture without label"),
    ],
)
def test_tables_and_pictures_that_lack_something_are_found(page, body, fault):
    assert fault in {found.partition(":")[0] for found in badly_made(made(page, body))}


def test_sound_tables_and_pictures_pass(page):
    figure = f"<figure><figcaption>Sorties</figcaption>{CHART}{TABLE % ''}</figure>"
    assert badly_made(made(page, figure)) == []


def test_a_frame_without_a_place_for_what_is_read_out_or_for_help_is_found(page):
    page.set_content("<main></main>")
    assert len(badly_made(page)) == 4


def test_a_passage_in_another_language_is_found_unless_it_says_so(page):
    english = "This is what the reader of the page would be told in English."
    assert "This is what" in foreign(made(page, f"<p>{english}</p>"))[0]
    assert foreign(made(page, f'<p lang="en">{english}</p><p>Une phrase pour les gens de la commune.</p>')) == []
    assert language("CDI") is None


def test_what_moves_and_what_is_printed_in_vain_is_found(page):
    page.emulate_media(reduced_motion="reduce")
    moves = "{ h1 { transition: color 1s } }"
    assert len(moving(made(page, "", f"@media all {moves}"))) == len(in_print(page)) == 1
    made(
        page,
        "",
        f"@media print {{ footer {{ display: none }} }} @media (prefers-reduced-motion: no-preference) {moves}",
    )
    assert moving(page) + in_print(page) == []


def test_targets_too_small_to_hit_are_found(page):
    style = "a { display: inline-block; width: 9px; height: 9px; overflow: hidden }"
    assert "target-size" in violations(made(page, '<a href="#">a</a><a href="#">b</a>', style))[-1]
