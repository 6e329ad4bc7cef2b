"""Pictures of screens of the demonstration, and what is wrong with them.

    .venv/bin/python tests/browser/look.py adviser / "/people/{candidate}" --width 320 --dark
    .venv/bin/python tests/browser/look.py adviser /people --all

{candidate}, {opening} and {sponsor} stand for those that the demonstration shows first; "anonymous" is a role, too.
A screen that is only there after a click: `with visiting() as visits: page = visits.as_role("adviser", "/people") …`,
then `picture(page, "name")`.
"""

import argparse
import re
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from tests.browser import checks, chromium
from tests.browser.chromium import Console, Visits
from tests.browser.demonstration import ROOT, served
from tests.service.http_server import Loaded

WIDTHS = (1280, 320)  # px


def main() -> None:
    """Look at every address that is asked for."""
    asked = _asked()
    with visiting() as visits:
        for address in asked.addresses:
            for width in WIDTHS if asked.all else [asked.width]:
                for dark in (False, True) if asked.all else [asked.dark]:
                    _look(visits, address, width, dark, asked)


@contextmanager
def visiting() -> Iterator[Visits]:
    """Yield what opens pages of a demonstration of its own."""
    with (
        tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder,
        Loaded() as servers,
        served(servers, Path(folder)) as site,
        chromium.launched() as browser,
    ):
        visits = Visits(browser, site, Console())
        yield visits
        visits.close()


def _look(visits: Visits, address: str, width: int, dark: bool, asked: argparse.Namespace) -> None:
    """Save a picture of one page; print what it is and what it breaks."""
    how = {"width": width, "dark": dark, "javascript": not asked.no_javascript, "language": asked.lang}
    page = visits.as_role(asked.role, **how)
    answer = page.goto(address.format(**visits.site.ids), wait_until="networkidle")
    name = "-".join([asked.role, *re.findall(r"\w+", address), str(width), *["dark"] * dark])
    took = answer.request.timing["responseStart"] - answer.request.timing["requestStart"]
    print(f"{chromium.picture(page, name, asked.out)}: {answer.status}, {len(answer.body())} bytes, {took:.0f} ms")
    console, visits.console.said = visits.console.said, []
    failed = answer.status >= 500
    seen = asked.no_axe or asked.no_javascript or (asked.all and dark)  # axe is a script, and looks at both schemes
    for what, found in (
        ("console", console),
        ("server", visits.site.faults() if failed else []),
        ("wider than the page", checks.overflow(page)),
        ("text that is cut", checks.cut(page)),
        ("by keyboard", [] if failed else checks.walk(page)),
        ("accessibility", [] if failed or seen else checks.violations(page)),
    ):
        for line in found:
            print(f"  {what}: {line}")


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("role")
    parser.add_argument("addresses", nargs="+")
    parser.add_argument("--width", type=int, default=WIDTHS[0])
    parser.add_argument("--dark", action="store_true")
    parser.add_argument("--all", action="store_true", help="wide and narrow, light and dark")
    parser.add_argument("--no-javascript", action="store_true")
    parser.add_argument("--no-axe", action="store_true")
    parser.add_argument("--lang", choices=tuple(chromium.LOCALES), default="fr")
    parser.add_argument("--out", type=Path, default=ROOT / "build" / "pictures")
    return parser.parse_args()


if __name__ == "__main__":
    main()
