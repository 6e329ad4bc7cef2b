"""Secrets that open something: 256 random bits outside, only a digest in the database."""

import hashlib
import secrets


def new_token() -> str:
    """Return a secret that nobody can guess, of 43 letters, digits, - and _."""
    return secrets.token_urlsafe(32)


def digest(token: str) -> str:
    """Return what is kept of a secret; from it, nobody finds the secret."""
    return hashlib.sha256(token.encode("utf-8", "surrogateescape")).hexdigest()


def csrf_token(session_token: str) -> str:
    """Return the token that pages of this session send back with everything they change."""
    return digest(f"csrf\0{session_token}")


def address(url: str, token: str) -> str:
    """Return a link to click on; its token is behind the #, which browsers send to nobody and no server logs."""
    return f"{url.rstrip('/')}/sign-in#{token}"
