"""Signing in and out: password or link, then the second factor, and the choice of a role."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Any, Final

import orjson
import segno
from fastapi import APIRouter, BackgroundTasks, Depends, Request, Response
from sqlalchemy import Connection

from service import limits
from service.api.calls import Needs, Services
from service.api.shapes import accounts as shapes
from service.api.sign_in import COOKIE, address_of, check_origin, set_cookie, signed_in
from service.errors import Unauthenticated
from service.permissions import Action, Policy
from service.tokens import csrf_token
from service.usecases import second_factor, signing_in
from service.usecases.recognising import SignedIn
from service.usecases.signing_in import Started

router = APIRouter(prefix="/session", tags=["session"])
REFUSED: Final[dict[int | str, dict[str, Any]]] = {401: {}, 403: {}}  # a wrong password or link; from another site


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


class EntryNeeds(Needs):
    """The policy of a route that is there to finish signing in."""

    def __call__(self, request: Request) -> Entry:  # type: ignore[override]
        """Return the session; raise Unauthenticated without one, Forbidden for a request from elsewhere."""
        services: Services = request.app.state.services
        with services.store.read() as connection:
            found = signed_in(request, connection, services.now())
        if found is None:
            raise Unauthenticated("sign in first")
        return Entry(request, services, found)


Reading = Annotated[Entry, Depends(EntryNeeds(Policy("account", Action.READ)))]
Writing = Annotated[Entry, Depends(EntryNeeds(Policy("account", Action.WRITE)))]


def from_us(request: Request) -> Services:
    """Return the services to a request to sign in; raise Forbidden from elsewhere, TooMany after too many."""
    services: Services = request.app.state.services
    check_origin(request)
    limits.check(services.settings, None, address_of(request))
    return services


Door = Annotated[Services, Depends(from_us)]


@router.post("", response_model=shapes.SessionAnswer, status_code=201, responses=REFUSED)
def enter(request: Request, services: Door, body: shapes.Password) -> Response:
    """Sign in with a password; the session's token comes as a cookie."""
    limits.check_password(services.settings, signing_in.normalised(body.email), address_of(request))
    now = services.now()
    return _started(services, signing_in.by_password(services.store, body.email, body.password, _agent(request), now))


@router.post("/links", response_model=shapes.Sent, status_code=202, responses={403: {}})
def ask_for_link(services: Door, body: shapes.LinkAsked, later: BackgroundTasks) -> Response:
    """Have a link sent by mail, for 15 minutes; the answer is the same for an address that nobody has."""
    later.add_task(_send_link, services, body.email)
    return Response(b'{"sent":true}', 202, media_type="application/json")


@router.post("/link", response_model=shapes.SessionAnswer, status_code=201, responses=REFUSED)
def use_link(request: Request, services: Door, body: shapes.LinkUsed) -> Response:
    """Sign in with a link, once; a new password may be set with it."""
    told = signing_in.Newcomer(body.password, body.email, body.name)
    return _started(services, signing_in.by_link(services.store, body.token, told, _agent(request), services.now()))


@router.get("", response_model=shapes.SessionAnswer)
def who_am_i(entry: Reading) -> Response:
    """Tell who has signed in, in which role, and the token that changes must come with."""
    return _told(entry.services, entry.request.cookies[COOKIE])


@router.delete("", status_code=204)
def leave(entry: Writing) -> Response:
    """Sign out."""
    entry.write(lambda c, found: signing_in.sign_out(c, found, entry.services.now()))
    answer = Response(status_code=204)
    set_cookie(answer, None)
    return answer


@router.put("/role", response_model=shapes.SessionAnswer)
def choose_role(entry: Writing, body: shapes.RoleChosen) -> Response:
    """Go on in another of one's roles; the session gets a new token."""
    now = entry.services.now()
    return _started(entry.services, entry.write(lambda c, found: signing_in.switch(c, found, body.membership, now)))


@router.post("/second-factor", response_model=shapes.SessionAnswer)
def send_code(entry: Writing, body: shapes.CodeGiven) -> Response:
    """Finish signing in with a code of the app or on paper; the session gets a new token."""
    now, keys, account = entry.services.now(), entry.services.keys, entry.found.session.account
    if not entry.write(lambda c, _: second_factor.is_right(c, keys, account, body.code, now)):
        raise Unauthenticated("this code is wrong or was used: wait for the next one", "wrong_code")
    return _started(entry.services, entry.write(lambda c, found: signing_in.complete(c, found, now)))


@router.post("/second-factor/enrolment", response_model=shapes.EnrolmentAnswer, status_code=201)
def enrol(entry: Writing) -> Response:
    """Get a secret for an app that shows codes; it counts once a code has shown that it works."""
    made = entry.write(lambda c, found: second_factor.offer(c, entry.services.keys, found.session.account))
    return _json({"secret": made.secret, "uri": made.uri, "qr": segno.make(made.uri).svg_data_uri(border=2)}, 201)


@router.put("/second-factor/enrolment", response_model=shapes.RecoveryCodes)
def confirm(entry: Writing, body: shapes.CodeGiven) -> Response:
    """Show that the app works: the session is complete, under a new token, and there are ten codes on paper."""
    now, keys = entry.services.now(), entry.services.keys
    codes, started = entry.write(
        lambda c, found: (
            second_factor.confirm(c, keys, found.session.account, body.code, now),
            signing_in.complete(c, found, now),
        )
    )
    answer = _json({"recovery_codes": codes})
    set_cookie(answer, started.token)
    return answer


def _send_link(services: Services, email: str) -> None:
    if limits.may_send_link(services.settings, signing_in.normalised(email)):
        with services.store.write() as connection:
            signing_in.send_link(connection, email, services.settings.url, services.now())


def _started(services: Services, started: Started) -> Response:
    status = 201 if started.new else 200
    answer = _told(services, started.token, status)
    set_cookie(answer, started.token)
    return answer


def _told(services: Services, token: str, status: int = 200) -> Response:
    with services.store.read() as connection:
        told = signing_in.describe(connection, token, services.now())
    return _json({**shapes.described(told), "csrf": csrf_token(token)}, status)


def _json(body: Any, status: int = 200) -> Response:
    return Response(orjson.dumps(body), status, media_type="application/json")


def _agent(request: Request) -> str:
    return request.headers.get("user-agent", "")[:200]
