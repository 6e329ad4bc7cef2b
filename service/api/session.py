"""Signing in and out: password or link, then the second factor, and the choice of a role."""

from typing import Annotated, Any, Final

import orjson
from fastapi import APIRouter, BackgroundTasks, Depends, Request, Response

from service.api import entrance
from service.api.calls import Services
from service.api.entrance import Entry, EntryNeeds, from_us
from service.api.shapes import accounts as shapes
from service.api.sign_in import COOKIE, set_cookie
from service.permissions import Action, Policy
from service.tokens import csrf_token
from service.usecases import second_factor
from service.usecases.signing_in import Started

router = APIRouter(prefix="/session", tags=["session"])
REFUSED: Final[dict[int | str, dict[str, Any]]] = {401: {}, 403: {}}  # a wrong password or link; from another site

Reading = Annotated[Entry, Depends(EntryNeeds(Policy("account", Action.READ)))]
Writing = Annotated[Entry, Depends(EntryNeeds(Policy("account", Action.WRITE)))]
Door = Annotated[Services, Depends(from_us)]


@router.post("", response_model=shapes.SessionAnswer, status_code=201, responses=REFUSED)
def enter(request: Request, services: Door, body: shapes.Password) -> Response:
    """Sign in with a password; the session's token comes as a cookie."""
    return _started(services, entrance.by_password(request, services, body))


@router.post("/links", response_model=shapes.Sent, status_code=202, responses={403: {}})
def ask_for_link(services: Door, body: shapes.LinkAsked, later: BackgroundTasks) -> Response:
    """Have a link sent by mail, for 15 minutes; the answer is the same for an address that nobody has."""
    later.add_task(entrance.send_link, services, body.email)
    return Response(b'{"sent":true}', 202, media_type="application/json")


@router.post("/link", response_model=shapes.SessionAnswer, status_code=201, responses=REFUSED)
def use_link(request: Request, services: Door, body: shapes.LinkUsed) -> Response:
    """Sign in with a link, once; a new password may be set with it."""
    return _started(services, entrance.by_link(request, services, body))


@router.get("", response_model=shapes.SessionAnswer)
def who_am_i(entry: Reading) -> Response:
    """Tell who has signed in, in which role, and the token that changes must come with."""
    return _told(entry.services, entry.request.cookies[COOKIE])


@router.delete("", status_code=204)
def leave(entry: Writing) -> Response:
    """Sign out."""
    entrance.leave(entry)
    answer = Response(status_code=204)
    set_cookie(answer, None)
    return answer


@router.put("/role", response_model=shapes.SessionAnswer)
def choose_role(entry: Writing, body: shapes.RoleChosen) -> Response:
    """Go on in another of one's roles; the session gets a new token."""
    return _started(entry.services, entrance.in_role(entry, body.membership))


@router.post("/second-factor", response_model=shapes.SessionAnswer)
def send_code(entry: Writing, body: shapes.CodeGiven) -> Response:
    """Finish signing in with a code of the app or on paper; the session gets a new token."""
    return _started(entry.services, entrance.with_code(entry, body.code))


@router.post("/second-factor/enrolment", response_model=shapes.EnrolmentAnswer, status_code=201)
def enrol(entry: Writing) -> Response:
    """Get a secret for an app that shows codes; it counts once a code has shown that it works."""
    made = entry.write(lambda c, found: second_factor.offer(c, entry.services.keys, found.session.account))
    return _json({"secret": made.secret, "uri": made.uri, "qr": entrance.picture(made.uri)}, 201)


@router.put("/second-factor/enrolment", response_model=shapes.RecoveryCodes)
def confirm(entry: Writing, body: shapes.CodeGiven) -> Response:
    """Show that the app works: the session is complete, under a new token, and there are ten codes on paper."""
    codes, started = entrance.enrolled(entry, body.code)
    answer = _json({"recovery_codes": codes})
    set_cookie(answer, started.token)
    return answer


def _started(services: Services, started: Started) -> Response:
    status = 201 if started.new else 200
    answer = _told(services, started.token, status)
    set_cookie(answer, started.token)
    return answer


def _told(services: Services, token: str, status: int = 200) -> Response:
    told = shapes.described(entrance.described(services, token))
    return _json({**told, "csrf": csrf_token(token)}, status)


def _json(body: Any, status: int = 200) -> Response:
    return Response(orjson.dumps(body), status, media_type="application/json")
