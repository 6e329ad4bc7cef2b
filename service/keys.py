"""The secret keys of an installation: they seal what is sensitive, and make digests that nobody else can make.

A file of lines, each a key of 32 bytes in hexadecimal: the first seals, all of them open, so that a key is
changed by putting a new line first. Sealed with AES-256-GCM (NIST SP 800-38D), digests are HMAC-SHA-256.
"""

import hashlib
import hmac
import os
import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import make_url

from service.errors import Unavailable
from service.settings import Settings

_NONCE: Final = 12  # bytes


@dataclass(frozen=True, repr=False)
class Keys:
    """Keys in the order of the file."""

    raw: tuple[bytes, ...]

    def seal(self, text: str, about: str) -> bytes:
        """Return a text sealed; `about` says what it belongs to, and must be the same when it is opened."""
        nonce = secrets.token_bytes(_NONCE)
        return nonce + AESGCM(self.raw[0]).encrypt(nonce, text.encode(), about.encode())

    def unseal(self, sealed: bytes, about: str) -> str:
        """Return what was sealed; raise Unavailable when no key opens it."""
        for key in self.raw:
            try:
                return AESGCM(key).decrypt(sealed[:_NONCE], sealed[_NONCE:], about.encode()).decode()
            except InvalidTag:
                continue
        raise Unavailable("something sealed cannot be opened: the key file is not the one that it was sealed with")

    def digest(self, text: str, about: str) -> str:
        """Return a digest in hexadecimal, which only those with the oldest key can make."""
        return hmac.new(self.raw[-1], f"{about}\0{text}".encode(), hashlib.sha256).hexdigest()


def key_file(settings: Settings) -> Path:
    """Return where the keys are; raise Unavailable where PostgreSQL is used and no file is named."""
    url = make_url(settings.db)
    if settings.key:
        return Path(settings.key)
    if url.get_backend_name() == "sqlite" and url.database:
        return Path(f"{url.database}.key")
    raise Unavailable("name the file of secret keys, which all hosts share: VISAVIS_KEY=/path/to/visavis.key")


def open_keys(settings: Settings) -> Keys:
    """Return the installation's keys, made at the first start; raise Unavailable for a file that holds none."""
    path = key_file(settings)
    if not path.exists():
        _create(path)
    try:
        keys = tuple(bytes.fromhex(line) for line in path.read_text("ascii").split())
    except (OSError, ValueError):
        keys = ()
    if not keys or any(len(key) != 32 or len(set(key)) < 8 for key in keys):
        raise Unavailable(
            f"{path}: no key in it; put the installation's own file back (lines of 64 hexadecimal digits)"
        )
    return Keys(keys)


def _create(path: Path) -> None:
    """Write a new key, whole or not at all; of two processes that start at once, one writes."""
    new = path.with_name(f"{path.name}.{os.getpid()}.new")
    try:
        with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as file:
            file.write(secrets.token_hex(32) + "\n")
            file.flush()
            os.fsync(file.fileno())
        os.link(new, path)
    except FileExistsError:
        pass
    except OSError as error:
        raise Unavailable(f"{path}: cannot be written ({error.strerror})") from None
    finally:
        new.unlink(missing_ok=True)
