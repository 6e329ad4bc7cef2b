"""One's own account: name, language, password, sessions, recovery codes."""

from typing import Annotated

from fastapi import APIRouter, Response

from service import limits
from service.api.calls import Call, needs
from service.api.fields import PathId
from service.api.shapes import accounts as shapes
from service.api.sign_in import address_of
from service.usecases import accounts, second_factor, signing_in

router = APIRouter(prefix="/account", tags=["account"])

Reading = Annotated[Call, needs("account", "R")]
Writing = Annotated[Call, needs("account", "W")]


@router.get("", response_model=shapes.AccountAnswer)
def get(call: Reading) -> Response:
    """Return one's account."""
    return call.read(lambda c, reach: shapes.account_of(*accounts.get(c, reach)))


@router.patch("", response_model=shapes.AccountAnswer)
def change(call: Writing, body: shapes.AccountChange) -> Response:
    """Change one's name or language, or whether one wants the weekly message."""
    expected, told = call.expected, body.model_dump(exclude_none=True)
    return call.write(lambda c, reach: shapes.account_of(*accounts.change(c, reach, expected, told)))


@router.delete("", response_model=shapes.Done)
def close(call: Annotated[Call, needs("account", "D")]) -> Response:
    """Close one's account for good; what it did stays, and erasure is a request of its own."""
    return call.write(lambda c, reach: shapes.done(accounts.close(c, reach, call.services.now())))


@router.put("/password", response_model=shapes.Done)
def set_password(call: Writing, body: shapes.PasswordChange) -> Response:
    """Set another password; all other sessions end."""
    services, subject = call.services, call.reach.subject
    limits.check_password(services.settings, str(subject.account), address_of(call.request))
    signing_in.change_password(services.store, subject, body.current, body.new, services.now())
    return call.write(lambda c, reach: shapes.done(None))


@router.get("/sessions", response_model=shapes.SessionList)
def browsers(call: Reading) -> Response:
    """List the browsers in which one has signed in."""
    current = call.reach.subject.session
    return call.read(
        lambda c, reach: shapes.listed(accounts.browsers(c, reach), lambda one: shapes.session_of(one, current))
    )


@router.delete("/sessions", response_model=shapes.Done)
def end_others(call: Writing) -> Response:
    """End all of one's sessions but this one."""
    return call.write(lambda c, reach: shapes.done(accounts.end_other_browsers(c, reach, call.services.now())))


@router.delete("/sessions/{id}", response_model=shapes.Done)
def end_one(call: Writing, id: PathId) -> Response:
    """End one of one's sessions."""
    return call.write(lambda c, reach: shapes.done(accounts.end_browser(c, reach, id, call.services.now())))


@router.post("/recovery-codes", response_model=shapes.RecoveryCodes, status_code=201)
def new_recovery_codes(call: Writing) -> Response:
    """Get ten new codes on paper; those before count no more."""
    return call.write(
        lambda c, reach: {"recovery_codes": second_factor.new_recovery_codes(c, str(reach.subject.account))}, 201
    )
