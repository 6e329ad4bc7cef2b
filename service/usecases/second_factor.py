"""The second factor: an app that shows codes (TOTP, RFC 6238), and codes on paper for when it is lost."""

import base64
import datetime as dt
import hmac
import secrets
from dataclasses import replace
from typing import Final, NamedTuple

import pyotp
from sqlalchemy import Connection

from service.db import accounts, memberships, outbox, second_factors, sessions
from service.db.second_factors import SecondFactor
from service.errors import Conflict, Forbidden, Invalid, NotFound, TooMany
from service.keys import Keys
from service.permissions import STAFF, Reach
from service.tokens import digest

WRONG: Final = 6  # codes in a row, then
PAUSE: Final = dt.timedelta(minutes=15)
STEP: Final = 30  # seconds
PAPER: Final = 10  # codes
ELSEWHERE: Final = "this account also acts in another territory: end its role there first"


class Enrolment(NamedTuple):
    """What an app needs to show codes: the secret to type, and the same as an address, for a QR code."""

    secret: str
    uri: str


def offer(connection: Connection, keys: Keys, account: str) -> Enrolment:
    """Return a new secret, which counts once a code shows that it works; raise Conflict where one counts already."""
    known = second_factors.get(connection, account)
    if known and known.confirmed_at:
        raise Conflict("this account has a second factor: ask an administrator to take it away first")
    secret = pyotp.random_base32()
    second_factors.save(connection, SecondFactor(account, keys.seal(secret, f"totp {account}")))
    return _enrolment(connection, account, secret)


def offered(connection: Connection, keys: Keys, account: str) -> Enrolment | None:
    """Return the secret that was offered and that no code has confirmed yet; None where there is none."""
    known = second_factors.get(connection, account)
    if known is None or known.confirmed_at:
        return None
    return _enrolment(connection, account, keys.unseal(known.secret, f"totp {account}"))


def confirm(connection: Connection, keys: Keys, account: str, code: str, now: dt.datetime) -> list[str]:
    """Let the offered second factor count, and return its codes on paper; raise Invalid for a wrong code."""
    factor = second_factors.get(connection, account)
    step = factor and not factor.confirmed_at and _step(keys, factor, code, now)
    if not factor or not step:
        raise Invalid("this code is not the one that the app shows now: check the clock of your phone", "wrong_code")
    second_factors.save(connection, replace(factor, confirmed_at=now, last_step=step))
    _tell(connection, account)
    return new_recovery_codes(connection, account)


def new_recovery_codes(connection: Connection, account: str) -> list[str]:
    """Return new codes on paper; those before count no more."""
    codes = [base64.b32encode(secrets.token_bytes(10)).decode().lower() for _ in range(PAPER)]  # 80 bits each
    second_factors.set_recovery_codes(connection, account, map(digest, codes))
    return ["-".join(code[start : start + 4] for start in range(0, 16, 4)) for code in codes]


def is_right(connection: Connection, keys: Keys, account: str, code: str, now: dt.datetime) -> bool:
    """Return whether a code of the app or on paper is right, and take it: none counts twice.

    A wrong one is counted, so that the caller must let the transaction be kept; raise TooMany during a pause.
    """
    factor = second_factors.get(connection, account)
    if factor is None or factor.confirmed_at is None:
        return False
    if factor.paused_until and now < factor.paused_until:
        seconds = int((factor.paused_until - now).total_seconds()) + 1
        raise TooMany("too many wrong codes: wait a quarter of an hour", seconds)
    step = _step(keys, factor, code, now)
    if step or second_factors.use_recovery_code(connection, account, _paper(code), now):
        right = replace(factor, last_step=step or factor.last_step, failures=0, paused_until=None)
        second_factors.save(connection, right)
        return True
    second_factors.save(connection, _after_failure(factor, now))
    return False


def take_away(connection: Connection, reach: Reach, membership: str, now: dt.datetime) -> None:
    """Leave a member who lost it without second factor, signed out everywhere: the next sign-in sets another up.

    Raise Forbidden for one's own and for staff of another territory too, whom anybody may have given a role here;
    NotFound for who is no member now, Conflict where there is none to take away.
    """
    found = memberships.get(connection, reach, membership)
    now_held = memberships.of_account(connection, found.account, now)
    if found.id not in {role.id for role in now_held}:
        raise NotFound("no such member")
    if found.account == reach.subject.account:
        raise Forbidden("nobody takes away their own second factor: ask another administrator")
    if any(role.role in STAFF and role.territory != found.territory for role in now_held):
        raise Forbidden(ELSEWHERE)
    if second_factors.get(connection, found.account) is None:
        raise Conflict("this account has no second factor")
    second_factors.forget(connection, found.account)
    second_factors.set_recovery_codes(connection, found.account, [])
    sessions.end_of_account(connection, found.account, now)
    _tell(connection, found.account)


def _enrolment(connection: Connection, account: str, secret: str) -> Enrolment:
    name = accounts.get(connection, account).email or account
    return Enrolment(secret, pyotp.TOTP(secret).provisioning_uri(name=name, issuer_name="Visavis"))


def _step(keys: Keys, factor: SecondFactor, code: str, now: dt.datetime) -> int:
    """Return the step of 30 seconds whose code this is, newer than any that was used; 0 for none."""
    totp = pyotp.TOTP(keys.unseal(factor.secret, f"totp {factor.account}"))
    current, given = int(now.timestamp()) // STEP, code.replace(" ", "").encode()
    steps = [step for step in (current - 1, current, current + 1) if step > factor.last_step]
    return next((step for step in steps if hmac.compare_digest(totp.generate_otp(step).encode(), given)), 0)


def _after_failure(factor: SecondFactor, now: dt.datetime) -> SecondFactor:
    wrong = factor.failures + 1
    if wrong < WRONG:
        return replace(factor, failures=wrong, paused_until=None)
    return replace(factor, failures=0, paused_until=now + PAUSE)


def _paper(code: str) -> str:
    return digest(code.strip().lower().replace("-", "").replace(" ", ""))


def _tell(connection: Connection, account: str) -> None:
    found = accounts.get(connection, account)
    if found.email:
        outbox.add(connection, found.email, "second_factor_changed", {}, found.language)
