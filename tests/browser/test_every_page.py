"""Every page that somebody in a role is led to from their first one keeps what all pages promise."""

import re
from collections import deque

import pytest

from service.permissions import Role
from tests.browser.checks import cut, overflow, violations, walk

LARGEST = 60_000  # bytes of a page's own HTML
NARROW, WIDE = {"width": 320, "height": 900}, {"width": 1280, "height": 900}
LINKS = """() => [...document.querySelectorAll("a[href]:not([download])")].map(one => one.href)
    .filter(href => href.startsWith(location.origin)).map(href => href.slice(location.origin.length).split("#")[0])"""
NO_PAGES = re.compile(r"/(api|static)/|.*\.(csv|ics|json|pdf|xlsx|zip)\b")
ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def kind(address):
    """What pages have in common that differ only in whom they are about and in the values of filters."""
    path, _, query = address.partition("?")
    return ID.sub("{id}", path), *sorted({part.partition("=")[0] for part in query.split("&")})


def faults(page, answer):
    """What a page breaks."""
    if answer.status != 200:
        return [f"answers {answer.status}"]
    found = [f"{len(answer.body())} bytes"] if len(answer.body()) > LARGEST else []
    found += violations(page) + walk(page)
    page.set_viewport_size(NARROW)
    found += [f"at 320 px: {fault}" for fault in overflow(page) + cut(page)]
    page.set_viewport_size(WIDE)
    return found


@pytest.mark.slow  # the journeys of each role look at their own pages likewise
@pytest.mark.parametrize("role", Role)
def test_every_page_that_a_role_is_led_to_keeps_the_rules(as_role, role):
    page = as_role(role)
    first = "/sign-in" if role is Role.ANONYMOUS else "/"
    waiting, known, found = deque([first]), {kind(first)}, []
    while waiting:
        address = waiting.popleft()
        answer = page.goto(address)
        found += [f"{address}: {fault}" for fault in faults(page, answer)]
        for link in page.evaluate(LINKS):
            if kind(link) not in known and not NO_PAGES.match(link):
                known.add(kind(link))
                waiting.append(link)
    assert not found, "\n".join(found)
