"""The pictures of the README, taken anew from the demonstration: `make pictures`."""

import sys
from pathlib import Path
from typing import Final

sys.path.insert(0, str(Path(__file__).parents[2]))

from playwright.sync_api import Page

from tests.browser.demonstration import ROOT
from tests.browser.look import WIDTHS, visiting

TALLEST: Final = 1_400  # px: what one looks at, not all that one could scroll to
SHOWN: Final = {  # name: role, address; or an address, the link to follow there, and what is added to where it leads
    "day": ("adviser", "/day"),
    "person": ("adviser", "/people/{candidate}"),
    "suggestions": ("adviser", "/people/{candidate}/suggestions/openings"),
    "levers": ("adviser", "/people/{candidate}/suggestions/levers"),
    "posting": ("company", "/openings/new"),
    "people": ("company", "/openings/{opening}/people"),
    "grid": ("organiser", "/meetups > Rencontre jeunes-patrons > /grid"),
    "own": ("candidate", "/me"),
    "map": ("funder", "/map"),
    "how-it-ranks": ("anonymous", "/how-it-ranks"),
}


def main() -> None:
    """Take every picture at both widths."""
    folder = ROOT / "docs"
    folder.mkdir(exist_ok=True)
    with visiting() as visits:
        for name, (role, address) in SHOWN.items():
            for width in WIDTHS:
                page = visits.as_role(role, width=width)
                go(page, address.format(**visits.site.ids))
                print(take(page, folder / f"{name}-{width}.png", width))


def go(page: Page, address: str) -> None:
    """Open what an entry of SHOWN names."""
    first, *link = address.split(" > ")
    page.goto(first)
    if link:
        words, more = link
        page.goto(f"{page.get_by_role('link', name=words).first.get_attribute('href')}{more}")
    page.wait_for_load_state("networkidle")


def take(page: Page, file: Path, width: int) -> Path:
    """Save the top of a page as a picture."""
    height = min(page.evaluate("document.documentElement.scrollHeight"), TALLEST)
    page.set_viewport_size({"width": width, "height": height})
    page.screenshot(path=file)
    return file


if __name__ == "__main__":
    main()
