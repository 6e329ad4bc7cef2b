"""One's own organisation: what it is called, how many introductions it wants, who belongs to it, what it was told."""

from typing import Annotated, Any, Final

from fastapi import APIRouter, Response
from sqlalchemy import Connection

from service.api.fields import PathId
from service.api.shapes import introductions as introduced
from service.api.shapes import members as member_shapes
from service.api.shapes import organisations as shapes
from service.api.shapes.organisations import whole
from service.permissions import Reach, Role
from service.usecases import introducing, members, noticing, organisations
from service.web.done import Undo
from service.web.pages import Page, screen

router = APIRouter(prefix="/organisation", tags=["pages"], include_in_schema=False)

Reading = Annotated[Page, screen("organisation", "R")]
Writing = Annotated[Page, screen("organisation", "W")]
Inviting = Annotated[Page, screen("member", "W")]
MANY: Final = 200
NOTICES: Final = 5


@router.get("")
def one(page: Reading) -> Response:
    """Show one's organisation and, to who leads it, its members."""
    own = page.call.reach.subject

    def act(c: Connection, reach: Reach) -> dict[str, Any]:
        return whole(organisations.get(c, reach, _own(page)))

    return page.show(
        "company/organisation.html",
        organisation=page.look(act),
        members=_members(page) if page.may("member:R") else [],
        cap=page.look(introducing.cap, "introduction:R") if own.role is Role.COMPANY else None,
        notices=_notices(page),
    )


@router.post("")
def change(page: Writing) -> Response:
    """Change what one's organisation is called."""

    def act(c: Connection, reach: Reach) -> dict[str, Any]:
        told = page.form.told(shapes.OrganisationChange).model_dump(exclude_none=True)
        left_out = {name: "" for name in ("siret", "website") if not page.form.text(name)}
        return whole(organisations.change(c, reach, _own(page), page.call.expected, left_out | told))

    return page.do(act, then="/organisation", again=one, said="company_organisation_saved")


@router.post("/cap")
def set_cap(page: Annotated[Page, screen("introduction", "W")]) -> Response:
    """Set how many introductions a month one's company wants."""

    def act(c: Connection, reach: Reach) -> dict[str, Any]:
        told = page.form.told(introduced.NewCap, monthly=page.form.text("monthly") or None)
        return introducing.set_cap(c, reach, told.monthly, page.call.expected)

    return page.do(act, then="/organisation", again=_shown, said="company_cap_saved")


@router.post("/members")
def invite(page: Inviting) -> Response:
    """Invite somebody of one's organisation, who gets a link by mail."""
    url, lead = page.services.settings.url, bool(page.form.text("lead"))

    def act(c: Connection, reach: Reach) -> dict[str, Any]:
        told = page.form.told(member_shapes.PersonInvited)
        person = members.Person(told.email, told.name, told.language)
        role = members.Membership(Role.COMPANY, str(reach.subject.territory), organisation=_own(page), lead=lead)
        return member_shapes.member_of(*members.invite(c, reach, person, role, url, page.now))

    return page.do(act, then="/organisation", again=_shown, said="company_invited")


@router.post("/members/{id}/end")
def end(page: Inviting, id: PathId) -> Response:
    """End somebody's role; they are signed out at once."""

    def act(c: Connection, reach: Reach) -> dict[str, Any]:
        return member_shapes.member_of(*members.end(c, reach, id, page.now))

    undo = Undo(f"/organisation/members/{id}/resume")
    return page.do(act, then="/organisation", again=_shown, said="company_member_ended", undo=undo)


@router.post("/members/{id}/resume")
def resume(page: Inviting, id: PathId) -> Response:
    """Undo the end of somebody's role."""

    def act(c: Connection, reach: Reach) -> dict[str, Any]:
        return member_shapes.member_of(*members.resume(c, reach, id, page.now))

    return page.do(act, then="/organisation", again=_shown, said="company_member_resumed")


def _own(page: Page) -> str:
    return page.call.reach.subject.organisation or ""


def _shown(page: Page) -> Response:
    return one(Page(page.under("organisation:R"), page.form, page.refusal))


def _members(page: Page) -> list[dict[str, Any]]:
    asked = members.Asked(MANY)
    return list(
        page.look(lambda c, reach: member_shapes.member_page(members.browse(c, reach, asked)), "member:R")["items"]
    )


def _notices(page: Page) -> list[dict[str, Any]]:
    site = page.services.settings.url
    found = page.look(lambda c, reach: noticing.notices_of(c, reach, page.language, site), "account:R")
    return list(found[:NOTICES])
