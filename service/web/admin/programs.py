"""Keys of programs: what each may do, until when; made, ended."""

import datetime as dt
from typing import Annotated, Any, Final, Literal, get_args

from fastapi import APIRouter, Query, Response
from sqlalchemy import Connection

from service import short_lists
from service.api.fields import Body, PathId
from service.api.shapes import members as shapes
from service.collation import sort_key
from service.i18n import names
from service.permissions import Reach, Role, about
from service.usecases import organisations, programs
from service.usecases.programs import Membership
from service.web.pages import Page, screen

router = APIRouter(prefix="/admin/keys")

Reading = Annotated[Page, screen("key", "R")]
Writing = Annotated[Page, screen("key", "W")]
RoleOfKey = Literal["company", "organiser", "funder", "admin"]
MANY: Final = 1000  # organisations to choose from
NEVER: Final = dt.datetime.min.replace(tzinfo=dt.UTC)
ORDERS: Final[short_lists.Orders[dict[str, Any]]] = {
    "name": lambda key: sort_key(key["name"]),
    "used": lambda key: key["used_at"] or NEVER,
    "until": lambda key: key["expires_at"],
}


class NewKeyQuery(Body):
    """For which role a key is."""

    role: RoleOfKey = "funder"


@router.get("")
def browse(page: Reading) -> Response:
    """List the territory's keys, ended ones too."""
    keys = page.look(lambda c, reach: [shapes.key_of(key) for key in programs.browse(c, reach)])
    found = short_lists.listed(keys, page.request.query_params, ORDERS, "name")
    words = {scope: _words(scope, page.language) for one in found["items"] for scope in one["scopes"]}
    return page.show("admin/keys.html", found=found, words=words, now=page.now)


@router.get("/new")
def new(page: Writing, query: Annotated[NewKeyQuery, Query()]) -> Response:
    """Show the form of a key for a role."""
    return _new(page, query.role)


@router.post("")
def make(page: Writing) -> Response:
    """Make a key; its secret is told once."""

    def act(connection: Connection, reach: Reach) -> dict[str, Any]:
        told = page.form.told(shapes.NewKey, scopes=page.form.texts("scopes"))
        role = Membership(Role(told.role), str(reach.subject.territory), organisation=told.organisation)
        until = dt.datetime.combine(told.expires_on, dt.time(), dt.UTC)
        return shapes.key_made(programs.make(connection, reach, told.name, role, told.scopes, until, page.now))

    asked = page.form.text("role")
    return page.do(
        act,
        "/admin/keys",
        lambda refused: _new(refused, asked if asked in names("account_role", page.language) else "funder"),
        "admin_key_made",
        secret=lambda told: told["secret"],
        waits=lambda told: told["pending"],
    )


@router.post("/{id}/revoke")
def revoke(page: Writing, id: PathId) -> Response:
    """End a key at once."""

    def act(connection: Connection, reach: Reach) -> dict[str, Any]:
        programs.revoke(connection, reach, id, page.now)
        return {"id": id}

    return page.do(act, "/admin/keys", browse, "admin_key_revoked")


def _new(page: Page, role: str) -> Response:
    scopes = [(scope, _words(scope, page.language)) for scope in programs.scopes_of(Role(role))]

    def look(connection: Connection, reach: Reach) -> list[tuple[str, str]]:
        found = organisations.browse(connection, reach, "company", None, organisations.Asked(MANY))
        return [(row.id, row.name) for row in found.rows]

    companies = page.look(look, "organisation:R") if role == Role.COMPANY else []
    return page.show("admin/key.html", role=role, scopes=scopes, companies=companies, roles=get_args(RoleOfKey))


def _words(scope: str, language: str) -> str:
    resource, _, action = scope.partition(":")
    return f"{about()[resource][language]} – {names('admin_action', language)[action]}"
