"""Codes as 64-bit keys: what a code becomes in a column, whether or not anybody knows it.

A key needs no list of known codes: an offer with a code that the reference data lack still meets a
candidate with the same code. Codes of at most eight ASCII characters are the key itself, so that an
occupation's domain (its first letters) can be read from it; longer ones and words are hashed.
"""

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

NO_KEY = 0
_HASHED = 1 << 63
_SIGN = re.compile(r"[+#]")
_COMMON = 0x3000  # characters before this one are remembered: no text can fill the memory with the rare ones


@lru_cache(maxsize=1 << 14)
def code_key(code: str) -> int:
    """Return the key of a code, the same in every process; the empty code has `NO_KEY`."""
    raw = code.encode()
    if len(raw) <= 8 and raw.isascii():
        return int.from_bytes(raw.ljust(8, b"\0"))
    return int.from_bytes(blake2b(raw, digest_size=8).digest()) | _HASHED


@lru_cache(maxsize=1 << 14)
def word_key(label: str) -> int:
    """Return the key of a label: the same for any case, accent and spacing; never that of a code.

    C++ and C# are not C; a label without a letter or digit has `NO_KEY`.
    """
    words = plain(label)
    if words and _SIGN.search(label):
        words = plain(_SIGN.sub(lambda sign: f" {ord(sign[0])} ", label))
    return int.from_bytes(blake2b(words.encode(), digest_size=8).digest()) | _HASHED if words else NO_KEY


class _Plain(dict[int, str | None]):
    """What a character becomes: itself, a space for a sign, nothing for an accent; worked out when it is first met."""

    def __missing__(self, number: int) -> str | None:
        character = chr(number)
        told = None if unicodedata.combining(character) else character if character.isalnum() else " "
        if number < _COMMON:
            self[number] = told
        return told


_PLAIN = _Plain()


@lru_cache(maxsize=1 << 14)
def plain(label: str) -> str:
    """Return a label in lower case without accents or punctuation, single spaces between words."""
    bare = unicodedata.normalize("NFKD", label.replace("œ", "oe").replace("Œ", "oe")).casefold()
    return " ".join(bare.translate(_PLAIN).split())


def keys_of(codes: Iterable[str]) -> NDArray[np.uint64]:
    """Return the keys of many codes, in their order."""
    return np.fromiter((code_key(code) for code in codes), dtype=np.uint64)


def code_of(key: int) -> str | None:
    """Return the code that a key holds, or None when the key is a hash."""
    return None if key >= _HASHED else key.to_bytes(8).rstrip(b"\0").decode("ascii")
