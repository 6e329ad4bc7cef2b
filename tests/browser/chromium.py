"""Chromium, driven by Playwright: pages as somebody in a role sees them."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, ConsoleMessage, Page, sync_playwright

from service.api.sign_in import COOKIE
from tests.browser.demonstration import ROOT, Site

NAMES = ("chromium", "chromium-browser", "google-chrome")
FLAGS = (
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"),
    *("--disable-component-update", "--disable-sync"),
)
PATIENCE = 20_000  # milliseconds: machines that test are busy
LOCALES = {"fr": "fr-FR", "en": "en-GB"}


def installed() -> str | None:
    """Return where the browser is; None on a machine without one."""
    return next((path for path in map(shutil.which, NAMES) if path), None)


@contextmanager
def launched() -> Iterator[Browser]:
    """Yield a browser with a new profile."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=installed(), args=list(FLAGS))
        yield browser
        browser.close()


@dataclass
class Console:
    """What pages said: messages of the console and errors of scripts."""

    said: list[str] = field(default_factory=list)

    def listen(self, page: Page) -> None:
        """Write down what that page says from now on."""
        page.on("console", self._note)
        page.on("pageerror", lambda error: self.said.append(f"error: {error} ({page.url})"))

    def forgive(self, text: str) -> None:
        """Strike out what was expected; fail where nobody said it."""
        kept = [line for line in self.said if text not in line]
        assert kept != self.said, f"nobody said {text!r}, only {self.said}"
        self.said = kept

    def _note(self, message: ConsoleMessage) -> None:
        """Write down a message, but for guesses about forms, and where a reader was quicker than `autofocus`."""
        if message.type != "verbose" and not message.text.startswith("Autofocus processing was blocked"):
            self.said.append(f"{message.type}: {message.text} ({message.location['url']})")


@dataclass
class Visits:
    """Opens pages of one site, and closes them."""

    browser: Browser
    site: Site
    console: Console
    contexts: list[Any] = field(default_factory=list)

    def as_role(
        self,
        role: str,
        address: str | None = None,
        *,
        width: int = 1280,
        dark: bool = False,
        javascript: bool = True,
        language: str = "fr",
    ) -> Page:
        """Return a page of a new browser in which somebody in that role has signed in; "anonymous" has not.

        It is at `address`, in which {candidate}, {opening} and {sponsor} stand for those that are shown first.
        """
        context = self.browser.new_context(
            base_url=self.site.address,
            viewport={"width": width, "height": 900},
            color_scheme="dark" if dark else "light",
            reduced_motion="reduce",
            java_script_enabled=javascript,
            locale=LOCALES[language],
            timezone_id="Europe/Paris",
        )
        context.set_default_timeout(PATIENCE)
        self.contexts.append(context)
        if role != "anonymous":
            secure = {"url": self.site.address.replace("http:", "https:"), "secure": True}  # on 127.0.0.1 it is sent
            context.add_cookies([{"name": COOKIE, "value": self.site.token(role), "httpOnly": True, **secure}])
        page = context.new_page()
        self.console.listen(page)
        if address:
            page.goto(address.format(**self.site.ids))
        return page

    def close(self) -> None:
        """Close every page."""
        for context in self.contexts:
            context.close()


def picture(page: Page, name: str, folder: Path = ROOT / "build" / "pictures") -> Path:
    """Save a picture of a whole page and return its file."""
    folder.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=folder / f"{name}.png", full_page=True)
    return folder / f"{name}.png"
