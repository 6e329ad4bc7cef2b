"""One's own account: name, language, weekly message, password, browsers, second factor, roles, and closing it."""

import re
from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from typing import Annotated, Any, Final

import orjson
from fastapi import APIRouter, Response
from sqlalchemy import Connection

from service import limits
from service.api.fields import PathId
from service.api.shapes import accounts as shapes
from service.api.sign_in import address_of, set_cookie
from service.errors import ServiceError
from service.http.language import set_language
from service.permissions import STAFF, Reach, Role, Subject
from service.usecases import accounts, second_factor, signing_in
from service.web.done import Undo
from service.web.pages import Page, screen

router = APIRouter(prefix="/account", tags=["pages"], include_in_schema=False)

Reading = Annotated[Page, screen("account", "R")]
Writing = Annotated[Page, screen("account", "W")]
Closing = Annotated[Page, screen("account", "D")]

BROWSERS: Final = {"Edg": "Edge", "OPR": "Opera", "Firefox": "Firefox", "Chrome": "Chrome", "Safari": "Safari"}
SYSTEMS: Final = {
    "Windows": "Windows",
    "Android": "Android",
    "iPhone": "iPhone",
    "iPad": "iPad",
    "Mac OS": "macOS",
    "Linux": "Linux",
}


@router.get("")
def account(page: Reading) -> Response:
    """Show the account."""

    def look(connection: Connection, reach: Reach) -> dict[str, Any]:
        found, codes = accounts.get(connection, reach)
        browsers = accounts.browsers(connection, reach)
        return {
            "account": shapes.account_of(found, codes),
            "sessions": [_told(shapes.session_of(one, reach.subject.session)) for one in browsers],
            "roles": accounts.roles(connection, found.id, page.now),
            "protected": accounts.has_second_factor(connection, reach),
        }

    told = page.look(look, "account:R")
    current = [one.membership.id for one in told["roles"] if _is(one.membership, page.subject)]
    told["has_weekly"] = any(one.membership.role is Role.COMPANY for one in told["roles"])
    return page.show("doors/account.html", current=current, must_be_protected=page.subject.role in STAFF, **told)


@router.post("")
def change(page: Writing) -> Response:
    """Change one's name and language."""
    answer = page.do(partial(_changed, page), then="/account", again=account, said="account_changed")
    if answer.status_code == 303:
        set_language(answer, page.form.text("language"))
    return answer


@router.post("/weekly")
def choose_weekly(page: Writing) -> Response:
    """Stop the weekly message, or let it come again."""

    def undo(body: Mapping[str, Any]) -> Undo:
        return Undo("/account/weekly", {"weekly": str(not body["weekly"]).lower(), "version": str(body["version"])})

    said = "account_weekly_back" if page.form.text("weekly") == "true" else "account_weekly_stopped"
    return page.do(partial(_changed, page), then="/account", again=account, said=said, undo=undo)


@router.post("/password")
def set_password(page: Writing) -> Response:
    """Set another password, which ends all other sessions."""
    services, subject = page.services, page.call.reach.subject
    try:
        told = page.form.told(shapes.PasswordChange)
        limits.check_password(services.settings, str(subject.account), address_of(page.request))
        signing_in.change_password(services.store, subject, told.current, told.new, page.now)
    except ServiceError as error:
        shown = account(replace(page, refusal=error))
        shown.status_code = error.status
        return shown
    return page.go("/account", said="account_password_set")


@router.post("/sessions/end-others")
def end_others(page: Writing) -> Response:
    """End all of one's sessions but this one."""

    def act(connection: Connection, reach: Reach) -> Mapping[str, Any]:
        return shapes.done(accounts.end_other_browsers(connection, reach, page.now))

    return page.do(act, then="/account", again=account, said="account_others_ended")


@router.post("/sessions/{id}/end")
def end_one(page: Writing, id: PathId) -> Response:
    """End one of one's sessions."""

    def act(connection: Connection, reach: Reach) -> Mapping[str, Any]:
        return shapes.done(accounts.end_browser(connection, reach, id, page.now))

    return page.do(act, then="/account", again=account, said="account_one_ended")


@router.post("/recovery-codes")
def new_recovery_codes(page: Writing) -> Response:
    """Show ten new codes on paper, this once; those before count no more."""

    def act(connection: Connection, reach: Reach) -> Mapping[str, Any]:
        return {"codes": second_factor.new_recovery_codes(connection, str(reach.subject.account))}

    return page.show("doors/recovery.html", **orjson.loads(page.call.do(act).raw), next="/account")


@router.get("/close")
def before_closing(page: Closing) -> Response:
    """Say what closing one's account means, before it is done."""
    page.look(accounts.get)
    return page.show("doors/close.html")


@router.post("/close")
def close(page: Closing) -> Response:
    """Close one's account for good."""

    def act(connection: Connection, reach: Reach) -> Mapping[str, Any]:
        return shapes.done(accounts.close(connection, reach, page.now))

    answer = page.do(act, then="/sign-in", again=before_closing, said="account_closed_now")
    if answer.status_code == 303:
        set_cookie(answer, None)
    return answer


@router.get("/{step}")
def step_again(page: Reading) -> Response:
    """Lead whoever asks for the address of a form by itself to the page that it stands on."""
    return page.go("/account")


def _changed(page: Page, connection: Connection, reach: Reach) -> Mapping[str, Any]:
    told = page.form.told(shapes.AccountChange).model_dump(exclude_none=True)
    return shapes.account_of(*accounts.change(connection, reach, page.call.expected, told))


def _is(role: Any, subject: Subject) -> bool:
    """Return whether somebody acts in that role just now."""
    parts = ("role", "territory", "organisation", "candidate", "sponsor")
    return all(getattr(role, part) == getattr(subject, part) for part in parts)


def _told(session: Mapping[str, Any]) -> dict[str, Any]:
    """Return a session with the browser and the system as people call them; "" for what is none of those."""
    agent = session["agent"]
    browser = next((name for sign, name in BROWSERS.items() if re.search(rf"\b{sign}", agent)), "")
    system = next((name for sign, name in SYSTEMS.items() if sign in agent), "")
    return {**session, "browser": browser, "system": system}
