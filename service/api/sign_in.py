"""Who sends a request: a browser with a session's cookie, or a program with a key."""

import datetime as dt

from fastapi import Request
from sqlalchemy import Connection

from service.permissions import NOBODY, Subject


def subject_of(request: Request, connection: Connection, now: dt.datetime) -> Subject:
    """Return who asks, in which role; NOBODY without a session or key.

    Raise Unauthenticated for a session or key that has ended, Forbidden for an unsafe request of a browser
    that does not come from our own pages.
    """
    return NOBODY
