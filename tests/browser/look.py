"""Pictures of screens of the demonstration, and what is wrong with them.

    .venv/bin/python tests/browser/look.py adviser / "/people/{candidate}" --width 320 --dark --out build/pictures

{candidate}, {opening} and {sponsor} stand for those that the demonstration shows first; "anonymous" is a role, too.
"""

import argparse
import re
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from tests.browser import chromium
from tests.browser.chromium import Console, Visits
from tests.browser.demonstration import ROOT, served
from tests.service.http_server import Loaded


def main() -> None:
    """Look at every address that is asked for."""
    asked = _asked()
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder, Loaded() as servers:
        with served(servers, Path(folder)) as site, chromium.launched() as browser:
            visits = Visits(browser, site, Console())
            for address in asked.addresses:
                _look(visits, address, asked)
            visits.close()


def _look(visits: Visits, address: str, asked: argparse.Namespace) -> None:
    """Save a picture of one page; print what it is and what it breaks."""
    how = {"dark": asked.dark, "javascript": not asked.no_javascript, "language": asked.lang}
    page = visits.as_role(asked.role, width=asked.width, **how)
    answer = page.goto(address.format(**visits.site.ids), wait_until="networkidle")
    name = "-".join([asked.role, *re.findall(r"\w+", address), str(asked.width), *["dark"] * asked.dark])
    took = answer.request.timing["responseStart"] - answer.request.timing["requestStart"]
    print(f"{chromium.picture(page, name, asked.out)}: {answer.status}, {len(answer.body())} bytes, {took:.0f} ms")
    console, visits.console.said = visits.console.said, []
    for what, found in (
        ("console", console),
        ("wider than the page", chromium.overflow(page)),
        ("accessibility", [] if asked.no_axe else chromium.violations(page)),
    ):
        for line in found:
            print(f"  {what}: {line}")


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("role")
    parser.add_argument("addresses", nargs="+")
    parser.add_argument("--width", type=int, default=1280)
    parser.add_argument("--dark", action="store_true")
    parser.add_argument("--no-javascript", action="store_true")
    parser.add_argument("--no-axe", action="store_true")
    parser.add_argument("--lang", choices=tuple(chromium.LOCALES), default="fr")
    parser.add_argument("--out", type=Path, default=ROOT / "build" / "pictures")
    return parser.parse_args()


if __name__ == "__main__":
    main()
