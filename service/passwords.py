"""Passwords: which are good enough, and their hashes (argon2id, OWASP's floor: 19 MiB, two passes, one lane).

What is common is told by rules, not by a list: once words that everybody uses, words of the account and of this site,
runs of the alphabet or the keyboard and repetitions are taken away, something of one's own must be left.
"""

import re
import threading
import unicodedata
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import cache
from typing import Final

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from prometheus_client import Counter

from service.errors import Invalid, TooMany

SHORTEST, LONGEST = 15, 128  # characters
LENGTH: Final = "a password has 15 to 128 characters: four or five words that do not belong together do well"
GUESSED: Final = "this password is easy to guess: take words that have nothing to do with you or with this site"
OWN: Final = 8  # letters and digits that are left without what is common
AT_ONCE, WAITING = 1, 4  # hashes being computed, and requests that have or wait for one: other threads stay free

HASHER: Final = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)  # memory in KiB
EVALUATIONS: Final = Counter("visavis_password_hashes", "Password hashes computed")
COMMON: Final = """
password passwort motdepasse mdp azerty qwerty qwertz bonjour bonsoir soleil chocolat doudou loulou princesse coucou
admin administrateur administrator root user test secret welcome bienvenue letmein changeme login connexion iloveyou
jetaime football marseille paris lyon france dragon monkey master sunshine superman starwars internet ordinateur
visavis travail emploi candidat entreprise parrain parrainage rencontre conseiller recrutement
janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre printemps ete automne hiver
"""
ROWS: Final = "abcdefghijklmnopqrstuvwxyz 01234567890 azertyuiop qsdfghjklm wxcvbn qwertyuiop asdfghjkl zxcvbnm"
LOOKALIKE: Final = str.maketrans("@4301$57!", "aaeolssti")

_gate = threading.BoundedSemaphore(WAITING)
_turn = threading.BoundedSemaphore(AT_ONCE)


def hashed(password: str) -> str:
    """Return what is kept of a password; raise TooMany when too many are being computed."""
    with _one_of_few():
        return HASHER.hash(unicodedata.normalize("NFKC", password))


def matches(kept: str, password: str) -> bool:
    """Return whether a password is the one of which this was kept; of nobody (empty), no, after the same work.

    Raise TooMany when too many are being computed.
    """
    with _one_of_few():
        try:
            return HASHER.verify(kept or _nobodys(), unicodedata.normalize("NFKC", password)) and bool(kept)
        except (VerificationError, InvalidHashError):
            return False


def is_outdated(kept: str) -> bool:
    """Return whether a hash was made with other parameters than today's."""
    return HASHER.check_needs_rehash(kept)


def check(password: str, about: Iterable[str], field: str = "password") -> None:
    """Raise Invalid, naming the field, for a password too short, too long, or easy to guess for who knows `about`."""
    if not SHORTEST <= len(password) <= LONGEST:
        raise Invalid(LENGTH, faults=((field, LENGTH),))
    words = {*COMMON.split(), *(word for text in about for word in re.findall("[a-z0-9]{3,}", _plain(text)))}
    if min(_left(form, words) for form in (_plain(password), _plain(password).translate(LOOKALIKE))) < OWN:
        raise Invalid(GUESSED, faults=((field, GUESSED),))


def _left(text: str, words: Iterable[str]) -> int:
    """Return how many letters and digits are left of a text without what is common; a repeated one counts once."""
    text = re.sub(r"[\W_]", "", text)
    text = re.sub(r"^(.+?)\1+$", r"\1", text)
    for word in sorted(words, key=len, reverse=True):
        text = text.replace(word, " ")
    text = re.sub("|".join((*_runs(), r"(.)\1\1+")), " ", text)
    return len(text.replace(" ", ""))


@cache
def _runs() -> tuple[str, ...]:
    """Return four or more neighbours of a row, in either direction, the longest first."""
    rows = [way for row in ROWS.split() for way in (row, row[::-1])]
    found = {row[start:end] for row in rows for start in range(len(row)) for end in range(start + 4, len(row) + 1)}
    return tuple(sorted(found, key=lambda run: (-len(run), run)))


def _plain(text: str) -> str:
    apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(character for character in apart if not unicodedata.combining(character))


@cache
def _nobodys() -> str:
    return HASHER.hash("nobody has this password")


@contextmanager
def _one_of_few() -> Iterator[None]:
    if not _gate.acquire(blocking=False):
        raise TooMany("many people sign in at this moment: try again in a few seconds", 2)
    try:
        with _turn:
            EVALUATIONS.inc()
            yield
    finally:
        _gate.release()
