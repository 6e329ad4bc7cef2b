"""How often somebody may do something: counters in a file that all processes of a host share in memory.

A counter knows the current window and the one before, of which it counts the part that still lies within the last
`seconds`. Times are the host's own seconds since its start, so no change of the clock moves them. The file is a
table of slots: a counter that finds none of its few places free takes the one that was begun first.
"""

import hashlib
import ipaddress
import mmap
import os
import struct
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from math import ceil
from pathlib import Path
from typing import Final

from service.errors import TooMany, Unavailable
from service.settings import Settings

try:
    import fcntl
except ImportError:  # Windows: each process counts with short races between them
    fcntl = None  # type: ignore[assignment]


@dataclass(frozen=True, slots=True)
class Limit:
    """How many times in how many seconds, and what those read who go beyond."""

    name: str
    most: int
    seconds: float
    text: str = "too many requests in a short time: wait a little, then try again"


PASSWORDS: Final = Limit("passwords", 10, 60.0, "too many attempts to sign in: wait a minute, or have a link mailed")
PASSWORDS_OF_ONE: Final = Limit("passwords of one", 60, 3600.0, PASSWORDS.text)  # from all addresses together
LINKS: Final = Limit("links", 5, 3600.0)
FILES: Final = Limit("files", 200, 3600.0, "you have opened the files of very many people: wait an hour")
QUESTIONS: Final = Limit(
    "questions", 40, 86_400.0, "your company has asked about very many new or changed openings today: come back later"
)
QUESTION: Final = Limit("question", 1, 86_400.0)
FILE: Final = Limit("file", 1, 3600.0)
ALERT: Final = Limit("alert", 1, 3600.0)

SLOTS: Final = 1 << 17
PLACES: Final = 8  # of a counter in the table
SLOT: Final = struct.Struct("<QdII")  # which counter, when its window began, requests in it, in the window before


class Counters:
    """The shared table of one installation on one host."""

    def __init__(self, path: Path) -> None:
        """Open or create the file; raise Unavailable for one that is not ours or cannot be written."""
        try:
            self._file = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0), 0o600)
            if hasattr(os, "getuid") and os.fstat(self._file).st_uid != os.getuid():
                raise PermissionError(1, "it belongs to somebody else")
            os.ftruncate(self._file, SLOTS * SLOT.size)
            self._table = mmap.mmap(self._file, SLOTS * SLOT.size)
        except OSError as error:
            raise Unavailable(f"{path}: cannot be written ({error.strerror})") from None
        self._turn = threading.Lock()

    def check(self, limit: Limit, who: str, now: float | None = None) -> None:
        """Count one more; raise TooMany, which is not counted, once there have been as many as the limit allows."""
        seconds = self.wait(limit, who, time.monotonic() if now is None else now)
        if seconds:
            raise TooMany(limit.text, seconds)

    def wait(self, limit: Limit, who: str, now: float) -> int:
        """Count one more and return 0, or return after how many seconds there is room for one."""
        with self._alone():
            return self._count(_name(limit, who), limit, now)

    def is_full(self, limit: Limit, who: str, now: float) -> bool:
        """Return whether there is no room for one; nothing is counted."""
        with self._alone():
            _, _, count, before, left = self._state(_name(limit, who), limit, now)
        return count + before * left >= limit.most

    @contextmanager
    def _alone(self) -> Iterator[None]:
        with self._turn:
            if fcntl:
                fcntl.flock(self._file, fcntl.LOCK_EX)
            try:
                yield
            finally:
                if fcntl:
                    fcntl.flock(self._file, fcntl.LOCK_UN)

    def _count(self, name: int, limit: Limit, now: float) -> int:
        place, begun, count, before, left = self._state(name, limit, now)
        if count + before * left >= limit.most:
            SLOT.pack_into(self._table, place, name, begun, count, before)
            return _seconds(limit, count, before, left)
        SLOT.pack_into(self._table, place, name, begun, count + 1, before)
        return 0

    def _state(self, name: int, limit: Limit, now: float) -> tuple[int, float, int, int, float]:
        """Return a counter's place and what it holds now, with the share of the window before that still counts."""
        place, begun, count, before = self._find(name, now)
        if not now - 2 * limit.seconds < begun <= now:  # long over, or of the host's last start
            begun, count, before = now, 0, 0
        elif begun <= now - limit.seconds:
            begun, count, before = begun + limit.seconds, 0, count
        return place, begun, count, before, 1 - (now - begun) / limit.seconds

    def _find(self, name: int, now: float) -> tuple[int, float, int, int]:
        """Return the place of a counter and what it holds; of a new one, the place to put it."""
        free, oldest = 0, float("inf")
        for step in range(PLACES):
            place = (name + step) % SLOTS * SLOT.size
            other, begun, count, before = SLOT.unpack_from(self._table, place)
            if other == name:
                return place, begun, count, before
            begun = float("-inf") if other == 0 or begun > now else begun
            if begun < oldest:
                free, oldest = place, begun
        return free, float("-inf"), 0, 0


def _name(limit: Limit, who: str) -> int:
    return int.from_bytes(hashlib.blake2b(f"{limit.name}\0{who}".encode(), digest_size=8).digest(), "little") or 1


def _seconds(limit: Limit, count: int, before: int, left: float) -> int:
    """Return after how many seconds the part of the past that counts has become small enough."""
    if count < limit.most:
        return max(1, ceil((left - (limit.most - count) / before) * limit.seconds))
    return max(1, ceil((left + 1 - limit.most / count) * limit.seconds))


@cache
def counters(settings: Settings) -> Counters:
    """Return the counters that this installation's processes on this host share."""
    name = hashlib.sha256(settings.db.encode()).hexdigest()[:16]
    return Counters(Path(tempfile.gettempdir()) / f"visavis-{getattr(os, 'getuid', int)()}-{name}.limits")


def check(settings: Settings, session: str | None, address: str) -> None:
    """Count a request, by its session or key if it has one, else by its address; raise TooMany."""
    if session:
        counters(settings).check(Limit("session", settings.rate, 60.0), session)
    else:
        counters(settings).check(Limit("address", settings.rate_anonymous, 60.0), network(address))


def check_password(settings: Settings, email: str, address: str) -> None:
    """Count an attempt to sign in to an account, by address and in all; raise TooMany."""
    counters(settings).check(PASSWORDS, f"{email}\0{network(address)}")
    counters(settings).check(PASSWORDS_OF_ONE, email)


def may_send_link(settings: Settings, email: str) -> bool:
    """Count a link by mail and return whether one more may be sent."""
    return counters(settings).wait(LINKS, email, time.monotonic()) == 0


def check_file(settings: Settings, account: str, person: str) -> None:
    """Count that somebody reads the file of a person; raise TooMany when these were very many different people."""
    _check_once(settings, FILE, f"{account}\0{person}", FILES, account)


def check_question(settings: Settings, organisation: str, question: str) -> None:
    """Count that a company asks who fits an opening as it is; raise TooMany after very many different ones in a day.

    Each answer is true of five people or more, and calls them by other names, so that one tells of nobody. Many can be
    put against each other: an opening that is moved by a kilometre tells how many live between, one that asks another
    skill how many have it. What a company can learn so is bounded by how many answers it has to compare, over all
    its openings, since a new opening tells as much as a changed one. The same question again tells nothing more.
    """
    _check_once(settings, QUESTION, f"{organisation}\0{question}", QUESTIONS, organisation)


def is_first_alert(settings: Settings, account: str) -> bool:
    """Return whether nobody has been told in the last hour that an account opens very many files."""
    return counters(settings).wait(ALERT, account, time.monotonic()) == 0


def _check_once(settings: Settings, once: Limit, what: str, limit: Limit, who: str) -> None:
    """Count something that is counted once in a while, and only when it was not refused; raise TooMany."""
    here = counters(settings)
    if not here.is_full(once, what, time.monotonic()):
        here.check(limit, who)
        here.wait(once, what, time.monotonic())


def network(address: str) -> str:
    """Return what one subscriber has: an IPv4 address, or the first half of an IPv6 one."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return address
    return str(ipaddress.ip_network((found, 64), strict=False)) if found.version == 6 else address
