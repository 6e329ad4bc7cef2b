"""What every page has in common, in a real browser."""

from tests.browser.checks import overflow

WIDTHS = (320, 1280)  # px


def test_the_page_that_signs_in_keeps_the_rules_of_accessibility(as_role, axe):
    page = as_role("anonymous", "/sign-in")
    page.get_by_role("heading", level=1).wait_for()
    axe(page)


def test_the_page_that_signs_in_fits_every_width(as_role):
    for width in WIDTHS:
        assert overflow(as_role("anonymous", "/sign-in", width=width)) == []


def test_a_session_of_the_demonstration_is_recognised(as_role):
    page = as_role("adviser", "/api/v1/session")
    assert '"role":"adviser"' in page.content()
