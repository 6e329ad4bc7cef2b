"""A stream of bytes, packed and sealed piece by piece, so that nothing of it can be read, cut, moved or changed unseen.

Each file has a key of its own, drawn from the installation's key and a random salt (HKDF-SHA-256, RFC 5869).
Its pieces are AES-256-GCM with their number and "is it the last" as nonce (STREAM: Hoang, Reyhanitabar, Rogaway
and Vizár, 2015): a piece that is missing, doubled or in another place does not open, nor does a file without its end.
"""

import secrets
import struct
import zlib
from collections.abc import Iterable, Iterator
from typing import IO, Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from service.errors import Invalid
from service.keys import Keys

MAGIC: Final = b"visavis backup 1\n"
PIECE: Final = 1 << 20  # bytes before sealing
_SALT, _TAG = 32, 16  # bytes
_LEVEL: Final = 1  # of zlib: the disk is slower than that, and stronger packing slower than the disk
_DAMAGED: Final = "the backup is damaged or not whole: use another one"


def write_sealed(file: IO[bytes], keys: Keys, parts: Iterable[bytes]) -> None:
    """Write the parts, joined, into a file that stands at its beginning."""
    salt = secrets.token_bytes(_SALT)
    cipher = _cipher(keys.raw[0], salt)
    file.write(MAGIC + salt)
    number, waiting = 0, b""
    for piece in _pieces(parts):
        if number:
            file.write(cipher.encrypt(_nonce(number, last=False), waiting, MAGIC))
        number, waiting = number + 1, piece
    file.write(cipher.encrypt(_nonce(number, last=True), waiting, MAGIC))


def read_sealed(file: IO[bytes], keys: Keys) -> Iterator[bytes]:
    """Yield what was sealed, in parts of any size.

    Raise Invalid for another kind of file, one that was sealed with other keys, or one that is damaged or cut:
    then what was yielded before is genuine, but not all.
    """
    if file.read(len(MAGIC)) != MAGIC:
        raise Invalid("this file is no backup of Visavis, or of a newer version", "not_a_backup")
    salt, unpack = file.read(_SALT), zlib.decompressobj()
    sealed, number, cipher = file.read(PIECE + _TAG), 1, None
    while True:
        following = file.read(PIECE + _TAG)
        nonce = _nonce(number, last=not following)
        cipher = cipher or _fitting(keys, salt, nonce, sealed)
        try:
            yield unpack.decompress(cipher.decrypt(nonce, sealed, MAGIC))
        except (InvalidTag, zlib.error):
            raise Invalid(_DAMAGED, "backup_damaged") from None
        if not following:
            break
        sealed, number = following, number + 1
    if not unpack.eof:
        raise Invalid(_DAMAGED, "backup_damaged")


def _pieces(parts: Iterable[bytes]) -> Iterator[bytes]:
    """Yield the packed bytes in pieces of one size, the last one shorter."""
    pack, held = zlib.compressobj(_LEVEL), bytearray()
    for part in parts:
        held += pack.compress(part)
        while len(held) > PIECE:
            yield bytes(held[:PIECE])
            del held[:PIECE]
    held += pack.flush()
    yield from (bytes(held[start : start + PIECE]) for start in range(0, len(held), PIECE))


def _cipher(key: bytes, salt: bytes) -> AESGCM:
    return AESGCM(HKDF(SHA256(), 32, salt, MAGIC).derive(key))


def _nonce(number: int, last: bool) -> bytes:
    return struct.pack(">xxxxxxxI?", number, last)


def _fitting(keys: Keys, salt: bytes, nonce: bytes, sealed: bytes) -> AESGCM:
    """Return the cipher of the key that opens the first piece."""
    for key in keys.raw:
        cipher = _cipher(key, salt)
        try:
            cipher.decrypt(nonce, sealed, MAGIC)
        except InvalidTag:
            continue
        return cipher
    raise Invalid("no key opens this backup: it is damaged, or was sealed with another key file", "backup_sealed")
