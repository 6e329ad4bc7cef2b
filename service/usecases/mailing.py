"""Sends what waits in the outbox, and shows people the notices that were sent to them."""

import datetime as dt
import smtplib
from collections import Counter
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Final

from service.db import outbox
from service.db.base import Store
from service.db.outbox import Message

BATCH: Final = 20  # messages of one connection to the server
LEASE: Final = dt.timedelta(minutes=10)  # longer than a batch takes; who dies leaves its messages until then
DELAYS: Final = tuple(dt.timedelta(minutes=minutes) for minutes in (1, 5, 30, 120, 720))  # then given up

_ABOUT_ONE: Final = (  # refusals of one message, by a server that takes others
    smtplib.SMTPRecipientsRefused,
    smtplib.SMTPSenderRefused,
    smtplib.SMTPDataError,
    smtplib.SMTPNotSupportedError,
)

Post = Callable[[Message], None]
PostOffice = Callable[[], AbstractContextManager[Post]]


def send_due(store: Store, post_office: PostOffice, now: Callable[[], dt.datetime]) -> Counter[str]:
    """Send all messages that are due; return how many were sent, put off and given up.

    A server that cannot be used ends this: the next run tries again, instead of one wait after the other now.
    Each is marked after it has gone: one that goes as the process dies goes again, under the same Message-ID.
    """
    done: Counter[str] = Counter()
    while True:
        with store.write() as connection:
            batch = outbox.take(connection, now(), now() + LEASE, BATCH)
        if not batch:
            return done
        reached = _send(store, post_office, batch, now, done)
        if not reached:
            return done


def _send(
    store: Store, office: PostOffice, batch: list[Message], now: Callable[[], dt.datetime], done: Counter[str]
) -> bool:
    """Send some messages and count them; return whether the server took and answered them."""
    left = list(batch)
    try:
        with office() as post:
            while left:
                done[_one(store, post, left[0], now)] += 1
                left.pop(0)
    except (OSError, smtplib.SMTPException) as error:  # the server, not one message
        for message in left:
            done[_put_off(store, message, error, now())] += 1
        return False
    return True


def _one(store: Store, post: Post, message: Message, now: Callable[[], dt.datetime]) -> str:
    """Send one message; raise what the server's failure is, unless it is about this message alone."""
    try:
        post(message)
    except (KeyError, ValueError) as error:  # it cannot be written: no later try would do better
        with store.write() as connection:
            outbox.given_up(connection, message.id, type(error).__name__, now())
        return "given_up"
    except _ABOUT_ONE as error:
        return _put_off(store, message, error, now())
    with store.write() as connection:
        outbox.sent(connection, message.id, now())
    return "sent"


def _put_off(store: Store, message: Message, error: Exception, now: dt.datetime) -> str:
    """Note when to try again; what is kept of the error names no address."""
    last = message.tries >= len(DELAYS)
    with store.write() as connection:
        if last:
            outbox.given_up(connection, message.id, type(error).__name__, now)
        else:
            outbox.later(connection, message.id, type(error).__name__, now + DELAYS[message.tries])
    return "given_up" if last else "put_off"
