"""Organisations: listed, added, changed, closed."""

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query, Response
from sqlalchemy import Connection

from service.api.fields import ListQuery, PathId, Search
from service.api.shapes import organisations as shapes
from service.api.shapes.organisations import whole
from service.api.shapes.pages import page as page_of
from service.i18n import names
from service.permissions import Reach
from service.usecases import organisations
from service.web.done import Undo
from service.web.pages import Page, screen

router = APIRouter(prefix="/admin/organisations")

Reading = Annotated[Page, screen("organisation", "R")]
Writing = Annotated[Page, screen("organisation", "W")]


class OrganisationQuery(ListQuery):
    """Which organisations."""

    kind: shapes.Kind | str | None = None
    q: Search = None
    sort: Literal["name", "-name"] = "name"


@router.get("")
def browse(page: Writing, query: Annotated[OrganisationQuery, Query()]) -> Response:
    """List organisations, by name."""
    asked, down = organisations.Asked(query.limit, query.cursor, total=True), query.sort == "-name"

    def look(connection: Connection, reach: Reach) -> dict[str, Any]:
        return page_of(organisations.browse(connection, reach, query.kind or None, query.q, asked, down), whole)

    kinds = names("organisation_kind", page.language)
    return page.show("admin/organisations.html", found=page.look(look, "organisation:R"), kinds=kinds)


@router.get("/new")
def new(page: Writing) -> Response:
    """Show the form of an organisation to add."""
    return page.show("admin/organisation.html", organisation=None, kinds=names("organisation_kind", page.language))


@router.post("")
def create(page: Writing) -> Response:
    """Add an organisation."""

    def act(connection: Connection, reach: Reach) -> dict[str, Any]:
        return whole(organisations.create(connection, reach, page.form.told(shapes.NewOrganisation).model_dump()))

    return page.do(act, "/admin/organisations", new, "admin_organisation_added", name=lambda told: told["name"])


@router.get("/{id}")
def get(page: Writing, id: PathId) -> Response:
    """Show an organisation, to change it."""
    found = page.look(lambda c, reach: whole(organisations.get(c, reach, id)), "organisation:R")
    return page.show("admin/organisation.html", organisation=found, kinds=names("organisation_kind", page.language))


@router.post("/{id}")
def change(page: Writing, id: PathId) -> Response:
    """Change an organisation: its site and SIRET may become empty."""
    expected = page.call.expected
    empty = {name: "" for name in ("siret", "website") if not page.form.text(name)}

    def act(connection: Connection, reach: Reach) -> dict[str, Any]:
        told = page.form.told(shapes.OrganisationChange, **empty).model_dump(exclude_none=True)
        return whole(organisations.change(connection, reach, id, expected, told))

    return page.do(act, f"/admin/organisations/{id}", lambda refused: get(refused, id), "admin_organisation_changed")


@router.post("/{id}/close")
def close(page: Writing, id: PathId) -> Response:
    """Take an organisation out of the lists."""
    return page.do(
        lambda c, reach: whole(organisations.close(c, reach, id, page.now)),
        "/admin/organisations",
        lambda refused: get(refused, id),
        "admin_organisation_closed",
        Undo(f"/admin/organisations/{id}/reopen"),
        name=lambda told: told["name"],
    )


@router.post("/{id}/reopen")
def reopen(page: Writing, id: PathId) -> Response:
    """Put an organisation back into the lists."""
    return page.do(
        lambda c, reach: whole(organisations.reopen(c, reach, id)),
        f"/admin/organisations/{id}",
        lambda refused: get(refused, id),
        "admin_organisation_added",
        name=lambda told: told["name"],
    )
