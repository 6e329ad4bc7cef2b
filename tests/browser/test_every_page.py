"""Every page that somebody in a role is led to from their first one keeps what all pages promise."""

import re
from collections import defaultdict, deque

import pytest

from service.permissions import Role
from tests.browser.checks import cut, overflow, violations, walk
from tests.browser.colours import by_colour, told_by_tone, tones
from tests.browser.structure import badly_made, foreign, in_print, moving

LARGEST = 60_000  # bytes of a page's own HTML
NARROW, WIDE = {"width": 320, "height": 900}, {"width": 1280, "height": 900}
HALF = {"width": 640, "height": 450}  # what WIDE leaves at 200 %
LINKS = """() => [...document.querySelectorAll("a[href]:not([download])")].map(one => one.href)
    .filter(href => href.startsWith(location.origin)).map(href => href.slice(location.origin.length).split("#")[0])"""
NO_PAGES = re.compile(r"/(api|static)/|.*\.(csv|ics|json|pdf|xlsx|zip)\b")
ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
UNFOLD = 'document.querySelectorAll("details").forEach(one => { one.open = true })'
TWICE = 'document.documentElement.style.fontSize = "200%"'

every_role = pytest.mark.parametrize("role", Role)


def kind(address):
    """What pages have in common that differ only in whom they are about and in the values of filters."""
    path, _, query = address.partition("?")
    return ID.sub("{id}", path), *sorted({part.partition("=")[0] for part in query.split("&")})


def led_to(page, role):
    """Open one page of each kind; give its address and how it answered."""
    first = "/sign-in" if role is Role.ANONYMOUS else "/"
    waiting, known = deque([first]), {kind(first)}
    while waiting:
        address = waiting.popleft()
        yield address, page.goto(address)
        for link in page.evaluate(LINKS):
            if kind(link) not in known and not NO_PAGES.match(link):
                known.add(kind(link))
                waiting.append(link)


def faults(page, answer):
    """What a page breaks."""
    if answer.status != 200:
        return [f"answers {answer.status}"]
    found = [f"{len(answer.body())} bytes"] if len(answer.body()) > LARGEST else []
    found += violations(page) + walk(page) + in_print(page) + moving(page)
    page.evaluate(UNFOLD)
    found += by_colour(page) + badly_made(page) + foreign(page)
    page.set_viewport_size(NARROW)
    found += [f"at 320 px: {fault}" for fault in overflow(page) + cut(page) + walk(page)]
    page.set_viewport_size(HALF)
    found += [f"at 200 %: {fault}" for fault in overflow(page) + cut(page)]
    page.set_viewport_size(WIDE)
    page.evaluate(TWICE)
    found += [f"in letters twice as large: {fault}" for fault in overflow(page) + cut(page)]
    return found


@pytest.mark.slow  # the journeys of each role look at their own pages likewise
@every_role
def test_every_page_that_a_role_is_led_to_keeps_the_rules(as_role, role):
    page, found, seen, titles = as_role(role), [], set(), defaultdict(set)
    for address, answer in led_to(page, role):
        titles[page.title()].add(kind(page.url)[0])
        seen.update(tones(page))
        found += [f"{address}: {fault}" for fault in faults(page, answer)]
    found += told_by_tone(seen)
    found += [f"one title {title!r} of {sorted(kinds)}" for title, kinds in titles.items() if len(kinds) > 1]
    assert not found, "\n".join(found)


@pytest.mark.slow
@every_role
def test_what_an_english_page_says_in_french_is_marked_as_french(as_role, role):
    page, found = as_role(role, language="en"), []
    for address, _ in led_to(page, role):
        page.evaluate(UNFOLD)
        found += [f"{address}: {fault}" for fault in foreign(page)]
    assert not found, "\n".join(found)
