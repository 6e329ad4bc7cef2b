"""Coming in and going on, for the API and for pages: the same limits, the same steps, the same cookie."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import segno
from fastapi import Request
from sqlalchemy import Connection

from service import limits
from service.api.calls import Needs, Services
from service.api.shapes.accounts import LinkUsed, Password
from service.api.sign_in import address_of, check_origin, signed_in
from service.errors import Unauthenticated
from service.usecases import second_factor, signing_in
from service.usecases.recognising import SignedIn
from service.usecases.signing_in import Described, Started


@dataclass(frozen=True)
class Entry:
    """A request of somebody who has signed in, perhaps not with the second factor yet."""

    request: Request
    services: Services
    found: SignedIn

    def write(self, act: Callable[[Connection, SignedIn], Any]) -> Any:
        """Do `act` in one transaction, which is kept."""
        with self.services.store.write() as connection:
            return act(connection, self.found)

    def read(self, act: Callable[[Connection, SignedIn], Any]) -> Any:
        """Return what `act` reads."""
        with self.services.store.read() as connection:
            return act(connection, self.found)


class EntryNeeds(Needs):
    """The policy of a route that is there to finish signing in."""

    def __call__(self, request: Request) -> Entry:  # type: ignore[override]
        """Return the session; raise Unauthenticated without one, Forbidden for a request from elsewhere."""
        found = recognised(request)
        if found is None:
            raise Unauthenticated("sign in first")
        return Entry(request, request.app.state.services, found)


def recognised(request: Request) -> SignedIn | None:
    """Return the session of a browser, complete or not; raise as `signed_in` does."""
    services: Services = request.app.state.services
    with services.store.read() as connection:
        return signed_in(request, connection, services.now())


def from_us(request: Request) -> Services:
    """Return the services to a request to sign in; raise Forbidden from elsewhere, TooMany after too many."""
    services: Services = request.app.state.services
    check_origin(request)
    limits.check(services.settings, None, address_of(request))
    return services


def by_password(request: Request, services: Services, told: Password) -> Started:
    """Begin a session; raise Unauthenticated, or TooMany after too many attempts."""
    limits.check_password(services.settings, signing_in.normalised(told.email), address_of(request))
    return signing_in.by_password(services.store, told.email, told.password, _agent(request), services.now())


def by_link(request: Request, services: Services, told: LinkUsed) -> Started:
    """Begin a session with a link, once; raise as signing_in.by_link does."""
    newcomer = signing_in.Newcomer(told.password, told.email, told.name)
    return signing_in.by_link(services.store, told.token, newcomer, _agent(request), services.now())


def send_link(services: Services, email: str) -> None:
    """Mail a link to who has that address, unless they were sent many; nobody learns which."""
    if limits.may_send_link(services.settings, signing_in.normalised(email)):
        with services.store.write() as connection:
            signing_in.send_link(connection, email, services.settings.url, services.now())


def with_code(entry: Entry, code: str) -> Started:
    """Finish signing in with a code of the app or on paper; raise Unauthenticated for a wrong one."""
    now, keys, account = entry.services.now(), entry.services.keys, entry.found.session.account
    if not entry.write(lambda c, _: second_factor.is_right(c, keys, account, code, now)):
        raise Unauthenticated("this code is wrong or was used: wait for the next one", "wrong_code")
    return entry.write(lambda c, found: signing_in.complete(c, found, now))


def enrolled(entry: Entry, code: str) -> tuple[list[str], Started]:
    """Let the offered second factor count; return codes on paper, and the session, complete under a new token."""
    now, keys = entry.services.now(), entry.services.keys
    return entry.write(
        lambda c, found: (
            second_factor.confirm(c, keys, found.session.account, code, now),
            signing_in.complete(c, found, now),
        )
    )


def in_role(entry: Entry, membership: str) -> Started:
    """Go on in another of one's roles, under a new token; raise NotFound."""
    now = entry.services.now()
    return entry.write(lambda c, found: signing_in.switch(c, found, membership, now))


def leave(entry: Entry) -> None:
    """Sign out."""
    entry.write(lambda c, found: signing_in.sign_out(c, found, entry.services.now()))


def described(services: Services, token: str) -> Described:
    """Return the session with that token, as its own browser may know it."""
    with services.store.read() as connection:
        return signing_in.describe(connection, token, services.now())


def picture(uri: str) -> str:
    """Return a QR code as an SVG picture in a data: address; its ground is white in the dark, too."""
    return segno.make(uri).svg_data_uri(border=2, light="#fff")


def _agent(request: Request) -> str:
    return request.headers.get("user-agent", "")[:200]
