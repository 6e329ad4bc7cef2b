"""One's own data: what one agreed to, who saw one's file and why, what one may ask, and all of it to take along."""

from typing import Annotated, Any, Final

from fastapi import APIRouter, Response

from service import ranking_shapes
from service.api.fields import PathId
from service.api.shapes import audit as audit_shapes
from service.api.shapes import following as consent_shapes
from service.api.shapes import rights as right_shapes
from service.errors import NotFound
from service.i18n import names
from service.permissions import Role, about
from service.usecases import auditing, consenting, replaying, rights
from service.web.done import Undo
from service.web.pages import Page, screen

router = APIRouter(prefix="/me/privacy", tags=["pages"], include_in_schema=False)

Reading = Annotated[Page, screen("right", "R")]
Asking = Annotated[Page, screen("right", "W")]
Agreeing = Annotated[Page, screen("consent", "W")]
MOST: Final = 50
OFFERED: Final = ("company_visibility", "learning_opt_out")  # what one may agree to here, whenever one likes


@router.get("")
def overview(page: Reading) -> Response:
    """Show what one agreed to and asked, and how to take one's data along."""
    whose, who = _self(page)
    asked = page.look(lambda c, r: right_shapes.requests(rights.browse(c, r, whose, who, page.now)))["items"]
    given = _consents(page, who) if whose == rights.CANDIDATE else []
    live = {one["purpose"]: one for one in given if not one["withdrawn_at"]}
    kinds = list(names("own_right_kind", page.language).items())
    told = {"whose": whose, "who": who, "asked": asked, "given": given, "live": live, "kinds": kinds}
    return page.show("me/privacy.html", offered=OFFERED, **told)


@router.get("/seen")
def seen(page: Annotated[Page, screen("audit", "R")]) -> Response:
    """List who saw or changed one's file, and for which openings one was suggested."""
    whose, who = _self(page)
    log = auditing.Asked(MOST, page.request.query_params.get("cursor"))
    found = page.look(lambda c, r: auditing.who_saw(c, r, who, log))
    rows = {"items": [_entry(page, row) for row in found.rows], "next": found.next}
    return page.show("me/seen.html", found=rows, showings=_showings(page, who) if whose == rights.CANDIDATE else [])


@router.post("/requests")
def ask(page: Asking) -> Response:
    """Ask for one's data, their erasure, an explanation or a human's look."""
    whose, who = _self(page)

    def act(c: Any, reach: Any) -> dict[str, Any]:
        told = page.form.told(right_shapes.NewRequest)
        return right_shapes.request(rights.ask(c, reach, whose, who, told.kind, told.text, page.now))

    def undo(made: Any) -> Undo:
        return Undo(f"/me/privacy/requests/{made['id']}/withdraw", {"version": str(made["version"])})

    return page.do(act, "/me/privacy", again=overview, said="me_asked", undo=undo)


@router.post("/requests/{request}/withdraw")
def withdraw_request(page: Asking, request: PathId) -> Response:
    """Take a request back, as long as nobody has answered it."""
    whose, who = _self(page)

    def act(c: Any, reach: Any) -> dict[str, Any]:
        return right_shapes.request(rights.withdraw(c, reach, whose, who, request, page.call.expected, page.now))

    return page.do(act, "/me/privacy", again=overview, said="me_request_withdrawn")


@router.get("/erase")
def before_erasure(page: Reading) -> Response:
    """Say what an erasure does, before it is asked for: it cannot be undone once it is done."""
    return page.show("me/erase.html")


@router.post("/consents")
def agree(page: Agreeing) -> Response:
    """Agree to something that is offered."""
    _, who = _self(page)

    def act(c: Any, reach: Any) -> dict[str, Any]:
        proof = consenting.proof_of(reach, "app", consenting.WORDING)
        told = page.form.told(consent_shapes.NewConsent, channel=proof.channel, text_version=proof.text_version)
        row = consenting.give(c, reach, who, consenting.Wanted(told.purpose), proof, page.now)
        return consent_shapes.consent(row, None)

    def undo(made: Any) -> Undo:
        return Undo(f"/me/privacy/consents/{made['id']}/withdraw")

    return page.do(act, "/me/privacy", again=overview, said="me_agreed", undo=undo)


@router.post("/consents/{consent}/withdraw")
def withdraw(page: Agreeing, consent: PathId) -> Response:
    """Withdraw a consent: it acts at the next request."""
    _, who = _self(page)

    def act(c: Any, reach: Any) -> dict[str, Any]:
        return consent_shapes.consent(consenting.withdraw(c, reach, who, consent, page.now), None)

    return page.do(act, "/me/privacy", again=overview, said="me_withdrawn")


def _entry(page: Page, row: Any) -> dict[str, Any]:
    resource, _, action = row.action.partition(":")
    what = about().get(resource, {}).get(page.language, resource)
    return audit_shapes.seen(row) | {"what": what, "done": action}


def _self(page: Page) -> tuple[str, str]:
    """Return what one is and who; raise NotFound for those of whom there is no file."""
    who = page.call.reach.subject
    if who.role is Role.CANDIDATE and who.candidate:
        return rights.CANDIDATE, who.candidate
    if who.role is Role.SPONSOR and who.sponsor:
        return rights.SPONSOR, who.sponsor
    raise NotFound("there is no file about you: candidates and sponsors have one")


def _consents(page: Page, who: str) -> list[dict[str, Any]]:
    keys = page.services.keys

    def act(c: Any, reach: Any) -> list[dict[str, Any]]:
        rows = consenting.browse(c, reach, who, consenting.Asked(MOST), page.now).rows
        return [consent_shapes.consent(row, consenting.detail_of(keys, reach, row)) for row in rows]

    return list(page.look(act, "consent:R"))


def _showings(page: Page, who: str) -> list[dict[str, Any]]:
    asked = replaying.Asked(MOST)
    found = page.look(lambda c, r: replaying.showing(c, r, page.now, who, asked).rows, "suggestion:R")
    return [ranking_shapes.showing(run, who) for run in found]
