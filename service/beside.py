"""Files beside the database that spare work: what was built of its reference data, by which code, is in their names.

Where there is no such place, they stand in the user's cache folder; where none can be written, it is built each time.
"""

import glob
import os
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from functools import cache
from hashlib import sha256
from importlib import resources
from pathlib import Path
from typing import TypeVar

from sqlalchemy import URL

from service.array_files import read_file, write_file
from service.db.locks import file_alone

ABANDONED = 600  # seconds after which nobody writes a file any more

Value = TypeVar("Value")


def kept(
    url: URL, what: str, digest: str, kind: type[Value], build: Callable[[], Value], worth: Callable[[Value], bool]
) -> Value:
    """Return what the file of that name and digest holds; what is built where it is missing or broken.

    What is worth it is kept then, and files of that name with another digest are removed.
    """
    name = f"{what}-{digest}.npz"
    places = list(_places(url))

    def found() -> Value | None:
        return next((value for place in places if (value := read_file(Path(f"{place}.{name}"), kind))), None)

    if (value := found()) is not None:
        return value
    with _alone(places, what):
        return found() or _built(places, what, name, build(), worth)


@contextmanager
def _alone(places: list[Path], what: str) -> Iterator[None]:
    """Let one build while others wait for its file; where none can be written, each builds for itself."""
    with ExitStack() as stack:
        for place in places:
            with suppress(OSError):
                place.parent.mkdir(parents=True, exist_ok=True)
                stack.enter_context(file_alone(Path(f"{place}.{what}.lock")))
                break
        yield


def _built(places: list[Path], what: str, name: str, value: Value, worth: Callable[[Value], bool]) -> Value:
    for place in places if worth(value) else []:
        with suppress(OSError):
            place.parent.mkdir(parents=True, exist_ok=True)
        if write_file(Path(f"{place}.{name}"), value):
            _forget_others(place, what, name)
            break
    return value


def _forget_others(place: Path, what: str, name: str) -> None:
    """Remove what was built of other data or by other code, and what a process that was killed left half-written."""
    for old in place.parent.glob(f"{glob.escape(place.name)}.{what}-*.npz*"):
        half = old.name.endswith(".new")
        with suppress(OSError):  # another process may still read it, or have removed it
            if (half and _age(old) > ABANDONED) or (not half and old.name != f"{place.name}.{name}"):
                old.unlink()


def _age(path: Path) -> float:
    return time.time() - path.stat().st_mtime


def _places(url: URL) -> Iterator[Path]:
    """Yield how a file's name may begin: beside the database, and in the user's cache folder."""
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


@cache
def code_digest(*files: str) -> str:
    """Return a digest of files of the program, such as `matching/codes.py`: who changes them builds anew."""
    packages = (name.partition("/") for name in files)
    return sha256(b"".join(resources.files(p).joinpath(rest).read_bytes() for p, _, rest in packages)).hexdigest()
