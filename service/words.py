"""What reading words needs: the index of the store's reference data, and the numbers that were learned.

The index takes seconds to build and a fraction of one to load, so it is kept in a file: see `beside`. A server has
it in memory: 70 MB a process. No request waits for it: until it is there, and after a load of new reference data until
it is there anew, requests do without.
"""

import logging
import threading
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from importlib import resources
from typing import Final
from weakref import WeakKeyDictionary, WeakSet

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import SQLAlchemyError

from matching.text.ads import read_ads
from matching.text.features import Ad
from matching.text.index import WordIndex, build_index
from matching.text.model import TextModel
from service.bearings import reference
from service.beside import code_digest, kept
from service.db import changes, imports
from service.db.base import reading_apart
from service.progress import Progress, quiet

BUILDERS = ("abbreviations", "index", "labels", "latent", "normalise", "vectors")  # files of matching/text
FORMAT = 1  # of the file

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Words:
    """The reference data as words, and what was learned about them."""

    index: WordIndex
    model: TextModel


def load_words(connection: Connection, progress: Progress) -> Words:
    """Return the words of what the store holds now; the index comes from its file, which is written where it lacks.

    A file that is broken or of other data is built again; where none can be written, the index is built each time.
    """

    def build() -> WordIndex:
        progress(0, 1, "words")
        index = build_index(reference(connection))
        progress(1, 1, "words")
        return index

    told = digest(connection)
    index = kept(connection.engine.url, "words", told, WordIndex, build, lambda index: bool(index.occupations))
    return Words(index, default_model())


def hold(engine: Engine) -> None:
    """Load the words of what a store holds now into memory, where `at_hand` finds them; this takes seconds."""
    with reading_apart(engine) as connection:
        number = changes.numbers(connection)[1]
        words = load_words(connection, quiet)
    name = words.index.names[0] if words.index.names else ""
    list(read_ads([Ad(name, name)], words.index, words.model))  # the first reading works out what all others need
    with _LOCK:
        _HELD[engine] = number, words


def held(engine: Engine) -> Words | None:
    """Return the words in memory, whatever state of the reference data they are of."""
    return _HELD.get(engine, (0, None))[1]


def at_hand(connection: Connection) -> Words | None:
    """Return the words in memory, if those are what this connection sees, without waiting.

    Where a server holds older ones, a thread loads them anew.
    """
    engine = connection.engine
    number, words = _HELD.get(engine, (None, None))
    if words is None or number == changes.numbers(connection)[1]:
        return words if words and words.index.occupations else None
    with _LOCK:
        if engine not in _LOADING:
            _LOADING.add(engine)
            threading.Thread(target=_hold_anew, args=(engine,), name="words", daemon=True).start()
    return None


def _hold_anew(engine: Engine) -> None:
    try:
        hold(engine)
    except SQLAlchemyError:  # the next request that finds them old tries again
        _log.warning("the words could not be loaded anew", exc_info=True)
    finally:
        with _LOCK:
            _LOADING.discard(engine)


_LOCK: Final = threading.Lock()
_HELD: Final[WeakKeyDictionary[Engine, tuple[int, Words]]] = WeakKeyDictionary()
_LOADING: Final[WeakSet[Engine]] = WeakSet()


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
    code = code_digest(*(f"matching/text/{name}.py" for name in BUILDERS))
    return sha256(f"{FORMAT} {code} {told}".encode()).hexdigest()[:16]


def _changed(counts: dict[str, dict[str, int]]) -> bool:
    return any(table[how] for table in counts.values() for how in ("added", "changed", "gone"))
