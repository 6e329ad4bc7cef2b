"""The pictures of the README, taken anew from the demonstration: `make pictures`."""

import sys
from pathlib import Path
from typing import Final

sys.path.insert(0, str(Path(__file__).parents[2]))

from playwright.sync_api import Page

from tests.browser.demonstration import ROOT
from tests.browser.look import WIDTHS, visiting

TALLEST: Final = 1_400  # px: what one looks at, not all that one could scroll to
SHOWN: Final = {  # name: role, address
    "day": ("adviser", "/day"),
    "person": ("adviser", "/people/{candidate}"),
    "suggestions": ("adviser", "/people/{candidate}/suggestions/openings"),
    "levers": ("adviser", "/people/{candidate}/suggestions/levers"),
    "posting": ("company", "/openings/new"),
    "people": ("company", "/openings/{opening}/people"),
    "meetups": ("organiser", "/meetups"),
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
                page = visits.as_role(role, address, width=width)
                page.wait_for_load_state("networkidle")
                print(take(page, folder / f"{name}-{width}.png", width))


def take(page: Page, file: Path, width: int) -> Path:
    """Save the top of a page as a picture."""
    height = min(page.evaluate("document.documentElement.scrollHeight"), TALLEST)
    page.set_viewport_size({"width": width, "height": height})
    page.screenshot(path=file)
    return file


if __name__ == "__main__":
    main()
