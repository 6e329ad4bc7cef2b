"""The first steps of an installation: the demonstration or one's own files; and taking the demonstration away."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Annotated, Any

import orjson
from fastapi import APIRouter, BackgroundTasks, Response
from sqlalchemy import Connection

from service import staging
from service.api.shapes import members as shapes
from service.permissions import Reach, Role
from service.tokens import address
from service.usecases import demonstration, inhabiting, members, reference, removing
from service.usecases.members import Membership
from service.web.pages import Page, screen

router = APIRouter(tags=["pages"], include_in_schema=False)

Reading = Annotated[Page, screen("territory", "W")]  # only administrators have that right
Writing = Reading


@router.get("/first-steps")
def first_steps(page: Reading) -> Response:
    """Offer the demonstration or an import, or tell how far loading the demonstration has come."""
    return page.show("doors/first_steps.html", **page.look(_state(page)), links=())


@router.post("/first-steps/demonstration")
def load(page: Writing, later: BackgroundTasks) -> Response:
    """Begin to load the demonstration; it goes on whatever page somebody goes to."""

    def act(connection: Connection, reach: Reach) -> Mapping[str, Any]:
        return {"run": demonstration.begin(connection, page.now)}

    def lead(begun: Mapping[str, str]) -> str:
        later.add_task(staging.run, page.services, begun["run"])
        return "/first-steps"

    return page.do(act, then=lead, again=first_steps)


@router.post("/first-steps/links")
def links(page: Writing) -> Response:
    """Show new links, each of which opens one session in a role of the demonstration."""

    def act(connection: Connection, reach: Reach) -> Mapping[str, Any]:
        made = inhabiting.links_of(connection, page.now)
        return {"links": {str(role): address(page.services.settings.url, token) for role, token in made.items()}}

    told = orjson.loads(page.call.do(act).raw)
    return page.show("doors/first_steps.html", **page.look(_state(page)), links=told["links"].items())


@router.post("/first-steps/colleague")
def invite(page: Writing) -> Response:
    """Invite whoever will import the files that name people: they are not for administrators."""
    url = page.services.settings.url

    def act(connection: Connection, reach: Reach) -> Mapping[str, Any]:
        told = page.form.told(shapes.Invited, role=Role.ORGANISER)
        who = members.Person(told.email, told.name, told.language)
        role = Membership(Role.ORGANISER, str(reach.subject.territory))
        return shapes.member_of(*members.invite(connection, reach, who, role, url, page.now))

    inviting = replace(page, call=page.under("member:W"))
    return inviting.do(act, "/admin/members", first_steps, "admin_member_invited", waits=lambda told: told["pending"])


@router.get("/first-steps/{step}")
def step_again(page: Reading) -> Response:
    """Lead whoever asks for the address of a form by itself to the page that it stands on."""
    return page.go("/first-steps")


@router.get("/demonstration/remove")
def before_removing(page: Reading) -> Response:
    """Say what goes with the demonstration, before it does."""
    going = page.look(lambda c, reach: removing.what_goes(c, reach, page.now))
    return page.show("doors/remove.html", going=going)


@router.post("/demonstration/remove")
def remove(page: Writing) -> Response:
    """Take the demonstration away, once somebody has read what goes with it."""
    if page.form.text("read") != "yes":
        return page.go("/demonstration/remove")

    def act(connection: Connection, reach: Reach) -> Mapping[str, Any]:
        return dict(removing.remove(connection, reach, page.now).invented)

    return page.do(act, then="/first-steps", again=before_removing, said="doors_removed")


def _state(page: Page) -> Any:
    def look(connection: Connection, reach: Reach) -> dict[str, Any]:
        return {
            "may_begin": demonstration.may_begin(connection),
            "is_bare": not reference.is_loaded(connection),
            "is_there": inhabiting.is_settled(connection),
            "loading": demonstration.state(connection, page.now),
        }

    return look
