"""A real server over the demonstration territory, and a real browser. Without a browser, all of this is skipped."""

import os
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser import checks, chromium
from tests.browser.chromium import Console, Visits
from tests.browser.colours import by_colour
from tests.browser.demonstration import Site, served
from tests.service.http_server import Loaded

MISSING = "NO PAGE TESTED IN A BROWSER: there is no Chromium here; on Debian: apt-get install chromium"


expect.set_options(timeout=chromium.PATIENCE)


@pytest.fixture(scope="session")
def installed() -> None:
    """A browser is there; without one, tests are skipped, and fail where everything must be tested."""
    if chromium.installed() is None:
        (pytest.fail if os.environ.get("CI") else pytest.skip)(MISSING)


@pytest.fixture(scope="session")
def servers(installed: None) -> Iterator[Loaded]:
    """What starts real servers in a moment."""
    with Loaded() as loaded:
        yield loaded


@pytest.fixture(scope="module")
def site(servers: Loaded, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The demonstration as the tests of one file see it, and change it.

    A file whose tests must not meet each other's changes has a `site` of its own, made the same way for each test.
    """
    with served(servers, tmp_path_factory.mktemp("site")) as running:
        yield running


@pytest.fixture(scope="module")
def browser(installed: None) -> Iterator[Browser]:
    """A browser for the tests of one file: other tests of the same process could not run an event loop beside it."""
    with chromium.launched() as opened:
        yield opened


@pytest.fixture
def console() -> Iterator[Console]:
    """What the pages of a test said; nothing may be left of it at the end."""
    listening = Console()
    yield listening
    assert listening.said == []


@pytest.fixture
def as_role(browser: Browser, site: Site, console: Console) -> Iterator[Callable[..., Page]]:
    """`as_role("adviser", "/", width=320, dark=True, javascript=False, language="en")`: see Visits.as_role."""
    visits = Visits(browser, site, console)
    yield visits.as_role
    visits.close()


@pytest.fixture
def axe() -> Callable[[Page], None]:
    """`axe(page)` fails where a page breaks a rule of accessibility, or tells something by its colour alone."""

    def check(page: Page) -> None:
        found = checks.violations(page) + by_colour(page)
        assert not found, f"{page.url}\n" + "\n".join(found)

    return check
