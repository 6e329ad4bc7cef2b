"""Members: who has which role, invited, approved by a second person, ended."""

from collections.abc import Callable
from typing import Annotated, Any, Final, Literal

from fastapi import APIRouter, Query, Response
from sqlalchemy import Connection

from service import short_lists
from service.api.fields import Body, Cursor, PathId, Search
from service.api.shapes import members as shapes
from service.api.shapes.accounts import RoleName
from service.collation import sort_key
from service.i18n import names, sentence
from service.permissions import Reach, Role
from service.usecases import members, organisations, second_factor
from service.usecases.members import Membership, Person
from service.web.done import Undo
from service.web.pages import Page, screen

router = APIRouter(prefix="/admin/members")

Reading = Annotated[Page, screen("member", "R")]
Writing = Annotated[Page, screen("member", "W")]
MANY: Final = 1000  # organisations to choose from


class MemberQuery(Body):
    """Which members, in which order."""

    q: Search = None
    role: RoleName | Literal[""] | None = None
    state: Literal["active", "pending", "over", ""] | None = None
    sort: Literal["name", "-name", "role", "-role", "since", "-since"] = "-since"
    cursor: Cursor = None


@router.get("")
def browse(page: Reading, query: Annotated[MemberQuery, Query()]) -> Response:
    """List members: those sought, the newest first, or by name or role."""
    roles, named = names("account_role", page.language), _organisations(page)
    orders: short_lists.Orders[members.Member] = {
        "name": lambda one: sort_key(one[1].name),
        "role": lambda one: (roles[one[0].role], sort_key(one[1].name)),
        "since": lambda one: one[0].starts_at,
    }

    def look(connection: Connection, reach: Reach) -> dict[str, Any]:
        found = members.search(connection, reach, query.q or "", query.role or "", query.state or "")
        listed = short_lists.listed(found, page.request.query_params, orders, "-since")
        stuck = any(members.is_stuck(connection, one, page.now) for one, _ in listed["items"])
        shown = [shapes.member_of(*one) | _standing(page, one[0]) for one in listed["items"]]
        return {**listed, "items": shown, "stuck": stuck}

    found = page.look(look)
    advice = sentence("nobody_approves", {}, page.language) if found["stuck"] else ""
    return page.show("admin/members.html", found=found, advice=advice, organisations=named, roles=roles)


@router.get("/new")
def new(page: Writing) -> Response:
    """Show the form that invites somebody."""
    roles = {role: words for role, words in names("account_role", page.language).items() if _may_give(page, role)}
    return page.show("admin/member.html", roles=roles, organisations=_organisations(page))


@router.post("")
def invite(page: Writing) -> Response:
    """Give somebody a role."""
    url, now = page.services.settings.url, page.now

    def act(connection: Connection, reach: Reach) -> dict[str, Any]:
        told = page.form.told(shapes.Invited)
        about = {name: getattr(told, name) for name in ("organisation", "sponsor", "lead")}
        role = Membership(Role(told.role), str(reach.subject.territory), candidate=told.person, **about)
        who = Person(told.email, told.name, told.language)
        return shapes.member_of(*members.invite(connection, reach, who, role, url, now))

    return page.do(act, "/admin/members", new, "admin_member_invited", waits=lambda told: told["pending"])


@router.post("/{id}/approve")
def approve(page: Writing, id: PathId) -> Response:
    """Agree, as the second person, to a role that an administrator gave."""
    url = page.services.settings.url
    return _done(page, lambda c, reach: members.approve(c, reach, id, url, page.now), "admin_member_approved")


@router.post("/{id}/end")
def end(page: Writing, id: PathId) -> Response:
    """End a role; who acts in it is signed out at once."""
    undo = Undo(f"/admin/members/{id}/resume")
    return _done(page, lambda c, reach: members.end(c, reach, id, page.now), "admin_member_ended", undo)


@router.post("/{id}/resume")
def resume(page: Writing, id: PathId) -> Response:
    """Undo the end of a role."""
    return _done(page, lambda c, reach: members.resume(c, reach, id, page.now), "admin_member_resumed")


@router.get("/{id}/second-factor")
def lost(page: Annotated[Page, screen("second_factor", "D")], id: PathId) -> Response:
    """Ask whether it is really that person who lost their second factor."""
    found = page.look(lambda c, reach: shapes.member_of(*members.get(c, reach, id)), "member:R")
    return page.show("admin/second_factor.html", member=found)


@router.post("/{id}/second-factor")
def take_away(page: Annotated[Page, screen("second_factor", "D")], id: PathId) -> Response:
    """Take a lost second factor away from a member, who sets another up."""

    def act(connection: Connection, reach: Reach) -> dict[str, Any]:
        second_factor.take_away(connection, reach, id, page.now)
        return {"id": id}

    return page.do(act, "/admin/members", lambda refused: lost(refused, id), "admin_second_factor_gone")


def _done(
    page: Page, act: Callable[[Connection, Reach], members.Member], said: str, undo: Undo | None = None
) -> Response:
    def do(connection: Connection, reach: Reach) -> dict[str, Any]:
        return shapes.member_of(*act(connection, reach))

    return page.do(do, "/admin/members", lambda refused: browse(refused, MemberQuery()), said, undo)


def _standing(page: Page, found: Membership) -> dict[str, Any]:
    """Return what a role's row shows beside what the API tells."""
    is_mine = page.subject.account in (found.account, found.given_by)
    return {"state": members.state_of(found), "may_approve": found.pending and not is_mine}


def _may_give(page: Page, role: str) -> bool:
    return role != Role.ADMIN or page.subject.role is Role.ADMIN


def _organisations(page: Page) -> dict[str, str]:
    """Return the names of organisations, by their ids."""

    def look(connection: Connection, reach: Reach) -> dict[str, str]:
        found = organisations.browse(connection, reach, None, None, organisations.Asked(MANY))
        return {row.id: row.name for row in found.rows}

    return dict(page.look(look, "organisation:R"))
