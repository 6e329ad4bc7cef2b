"""How long the server takes for each page of the demonstration, and how large the pages are, role by role."""

import re
import tempfile
import time
from collections import deque
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import httpx
import numpy as np

from service.api.sign_in import COOKIE
from service.permissions import Role
from tests.browser.demonstration import Site, served
from tests.service.http_server import Loaded

TIMES: Final = 5  # that each page is asked for
LINK: Final = re.compile(r'<a [^>]*?href="(/[^"#]*)')
ID: Final = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
NO_PAGES: Final = re.compile(r"/(api|static)/|.*\.(csv|ics|json|pdf|xlsx|zip)\b")
Row = dict[str, Any]


def rows(_: Path) -> list[Row]:
    """Return a row for each role: pages, milliseconds, bytes."""
    with (
        tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder,
        Loaded() as servers,
        served(servers, Path(folder)) as site,
    ):
        found = {role: list(_asked(site, role)) for role in Role}
    everything = [one for pages in found.values() for one in pages]
    return [_row(str(role), pages) for role, pages in found.items()] + [_row("all", everything)]


def _asked(site: Site, role: Role) -> Iterator[tuple[str, float, int]]:
    """Yield each kind of page that a role is led to: its address, milliseconds (one figure each time), bytes."""
    token = {} if role is Role.ANONYMOUS else {"cookie": f"{COOKIE}={site.token(role)}"}
    headers = {"accept": "text/html", "accept-language": "fr", **token}
    with httpx.Client(base_url=site.address, headers=headers, follow_redirects=True, timeout=60) as client:
        first = "/sign-in" if role is Role.ANONYMOUS else "/"
        waiting, known = deque([first]), {first}
        while waiting:
            address = waiting.popleft()
            text = client.get(address).text
            for link in (found.replace("&amp;", "&") for found in LINK.findall(text)):
                kind = ID.sub("{id}", link.partition("?")[0])
                if kind not in known and not NO_PAGES.match(link):
                    known.add(kind)
                    waiting.append(link)
            for _ in range(TIMES):
                began = time.perf_counter()
                answer = client.get(address)
                yield address, (time.perf_counter() - began) * 1000, len(answer.content)


def _row(name: str, pages: list[tuple[str, float, int]]) -> Row:
    took, sizes = np.array([one[1] for one in pages]), np.array([one[2] for one in pages])
    slowest, largest = pages[int(took.argmax())][0], pages[int(sizes.argmax())][0]
    return {
        "measure": f"pages, {name}",
        "pages": len({ID.sub("{id}", one[0].partition("?")[0]) for one in pages}),
        "p50_ms": float(np.percentile(took, 50)),
        "p95_ms": float(np.percentile(took, 95)),
        "slowest": ID.sub("{id}", slowest),
        "kB": float(sizes.max() / 1000),
        "largest": ID.sub("{id}", largest),
    }
