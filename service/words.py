"""What reading words needs: the index of the store's reference data, and the numbers that were learned.

The index takes seconds to build and a fraction of one to load, so it is kept in a file beside the database, or in the
user's cache folder where there is no such place. The name of the file tells what it was built of and by which code.
"""

import glob
import os
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from importlib import resources
from pathlib import Path

from sqlalchemy import URL, Connection

from matching.text.index import WordIndex, build_index
from matching.text.model import TextModel
from service.catalogue import reference
from service.db import imports
from service.word_index import read_index, write_index

BUILDERS = ("abbreviations", "index", "labels", "latent", "normalise", "vectors")  # files of matching/text
FORMAT = 1  # of the file
ABANDONED = 600  # seconds after which nobody writes a file any more

Progress = Callable[[int, int, str], None]


@dataclass(frozen=True, slots=True)
class Words:
    """The reference data as words, and what was learned about them."""

    index: WordIndex
    model: TextModel


def load_words(connection: Connection, progress: Progress) -> Words:
    """Return the words of what the store holds now; the index comes from its file, which is written where it lacks.

    A file that is broken or of other data is built again; where none can be written, the index is built each time.
    """
    name = f"words-{digest(connection)}.npz"
    places = list(_places(connection.engine.url))
    found = next((index for place in places if (index := read_index(Path(f"{place}.{name}")))), None)
    return Words(found or _built(connection, places, name, progress), default_model())


@cache
def default_model() -> TextModel:
    """Return the numbers that come with Visavis, learned from real offers."""
    return TextModel.from_json(resources.files("service").joinpath("profiles/words.json").read_text("utf-8"))


def digest(connection: Connection) -> str:
    """Return what tells one state of the reference data, and of the code that indexes it, from another.

    Every load that changed something is in the log; the demonstration, which is small, is not.
    """
    loads = [row for row in imports.history(connection) if row["kind"] == "rome" and _changed(row["counts"])]
    told = "\n".join(row["sha256"] for row in loads) or repr(reference(connection))
    return sha256(f"{FORMAT} {_code()} {told}".encode()).hexdigest()[:16]


def _changed(counts: dict[str, dict[str, int]]) -> bool:
    return any(table[how] for table in counts.values() for how in ("added", "changed", "gone"))


@cache
def _code() -> str:
    files = resources.files("matching.text")
    return sha256(b"".join(files.joinpath(f"{name}.py").read_bytes() for name in BUILDERS)).hexdigest()


def _built(connection: Connection, places: list[Path], name: str, progress: Progress) -> WordIndex:
    progress(0, 1, "words")
    index = build_index(reference(connection))
    for place in places if index.occupations else []:
        with suppress(OSError):
            place.parent.mkdir(parents=True, exist_ok=True)
        if write_index(Path(f"{place}.{name}"), index):
            _forget_others(place, name)
            break
    progress(1, 1, "words")
    return index


def _forget_others(place: Path, name: str) -> None:
    """Remove what was built of other data or by other code, and what a process that was killed left half-written."""
    for old in place.parent.glob(f"{glob.escape(place.name)}.words-*.npz*"):
        half = old.name.endswith(".new")
        with suppress(OSError):  # another process may still read it, or have removed it
            if (half and _age(old) > ABANDONED) or (not half and old.name != f"{place.name}.{name}"):
                old.unlink()


def _age(path: Path) -> float:
    return time.time() - path.stat().st_mtime


def _places(url: URL) -> Iterator[Path]:
    """Yield how the file's name may begin: beside the database, and in the user's cache folder."""
    if url.get_backend_name() == "sqlite" and url.database:
        beside = Path(url.database).absolute()
        yield beside
        named = f"{beside.name}-{_short(str(beside))}"
    else:
        named = f"{url.get_backend_name()}-{_short(url.render_as_string(hide_password=True))}"
    told = os.environ.get("XDG_CACHE_HOME") or os.environ.get("LOCALAPPDATA")
    with suppress(RuntimeError):  # a user without a home
        yield (Path(told) if told else Path.home() / ".cache") / "visavis" / named


def _short(text: str) -> str:
    return sha256(text.encode()).hexdigest()[:8]
