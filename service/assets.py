"""What pages load: one style and one script, each joined of what npm brought and what is ours; fonts; the sign."""

import gzip
import hashlib
import re
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Final, NamedTuple

from service.errors import Unavailable

KINDS: Final = {
    "css": "text/css; charset=utf-8",
    "js": "text/javascript; charset=utf-8",
    "svg": "image/svg+xml",
    "woff2": "font/woff2",
}
SOURCES: Final = {  # the name that pages load: what it is joined of
    "visavis.css": ("vendor/pico.min.css", "static/fonts.css", "static/visavis.css", "static/charts.css"),
    "visavis.js": ("vendor/htmx.min.js", "static/visavis.js"),
    "visavis.svg": ("static/visavis.svg",),
    "doors.js": ("static/doors.js",),
    "seats.js": ("static/seats.js",),
}
LAST: Final = "vendor/htmx.min.js"  # of what set-up copies there
_FONT: Final = re.compile(r"/static/(fonts/[\w-]+\.woff2)")


class Asset(NamedTuple):
    """A file for browsers."""

    raw: bytes
    zipped: bytes  # the same bytes where zipping them gains nothing
    kind: str
    digest: str


@cache
def assets() -> Mapping[str, Asset]:
    """Return every file by its name; raise Unavailable, with what to run, where the parts from npm are missing."""
    if not _web(LAST).is_file():
        raise Unavailable(
            "the styles and scripts of the pages are not there yet: run make demo or make test once, which bring them"
        )
    fonts = {f"fonts/{file.name}": file.read_bytes() for file in _web("vendor/fonts").iterdir()}
    made = {name: _asset(name, raw) for name, raw in fonts.items() if name.endswith(".woff2")}
    return made | {name: _asset(name, _joined(parts, made)) for name, parts in SOURCES.items()}


def versioned(name: str) -> str:
    """Return the address of a file, which changes when the file does: browsers keep what they have of it."""
    return f"/static/{name}?v={assets()[name].digest}"


def _joined(parts: tuple[str, ...], fonts: Mapping[str, Asset]) -> bytes:
    whole = "\n".join(_read(part) for part in parts)
    return _FONT.sub(lambda found: f"{found[0]}?v={fonts[found[1]].digest}", whole).encode()


def _read(part: str) -> str:
    """Return a part; a style from npm as a layer, so that ours wins over it whatever its selectors are."""
    text = _web(part).read_text("utf-8")
    return f"@layer{{{text}}}" if part.startswith("vendor/") and part.endswith(".css") else text


def _asset(name: str, raw: bytes) -> Asset:
    suffix = name.rpartition(".")[2]
    zipped = raw if suffix == "woff2" else gzip.compress(raw, mtime=0)
    return Asset(raw, zipped, KINDS[suffix], hashlib.sha256(raw).hexdigest()[:16])


def _web(place: str) -> Traversable:
    return files("service").joinpath("web", *place.split("/"))
