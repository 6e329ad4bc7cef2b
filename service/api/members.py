"""Who has which role in a territory or an organisation."""

from typing import Annotated, Any

from fastapi import APIRouter, Query, Response
from sqlalchemy import Connection

from service.api.calls import Call, needs
from service.api.fields import ListQuery, PathId
from service.api.shapes import members as shapes
from service.i18n import sentence
from service.permissions import Role
from service.usecases import members, second_factor
from service.usecases.members import Asked, Member, Membership, Person

router = APIRouter(tags=["members"])

Reading = Annotated[Call, needs("member", "R")]
Writing = Annotated[Call, needs("member", "W")]


@router.get("/members", response_model=shapes.MemberList)
def browse(call: Reading, query: Annotated[ListQuery, Query()]) -> Response:
    """List members, the newest first."""
    asked = Asked(query.limit, query.cursor)
    return call.read(lambda c, reach: shapes.member_page(members.browse(c, reach, asked)))


@router.post("/members", response_model=shapes.MemberAnswer, status_code=201)
def invite(call: Writing, body: shapes.Invited) -> Response:
    """Give somebody a role; they get a link by mail, once a second person has agreed where one is needed."""
    person, url, now = Person(body.email, body.name, body.language), call.services.settings.url, call.services.now()
    about = {name: getattr(body, name) for name in ("organisation", "sponsor", "lead")} | {"candidate": body.person}
    role = Membership(Role(body.role), str(call.reach.subject.territory), **about)
    return call.write(lambda c, reach: _advised(call, c, members.invite(c, reach, person, role, url, now)), 201)


@router.get("/members/{id}", response_model=shapes.MemberAnswer)
def get(call: Reading, id: PathId) -> Response:
    """Return a member."""
    return call.read(lambda c, reach: _advised(call, c, members.get(c, reach, id)))


@router.post("/members/{id}/approve", response_model=shapes.MemberAnswer)
def approve(call: Writing, id: PathId) -> Response:
    """Agree, as the second person, to a role that an administrator gave."""
    url, now = call.services.settings.url, call.services.now()
    return call.write(lambda c, reach: shapes.member_of(*members.approve(c, reach, id, url, now)))


@router.post("/members/{id}/end", response_model=shapes.MemberAnswer)
def end(call: Writing, id: PathId) -> Response:
    """End a role; who acts in it is signed out at once."""
    return call.write(lambda c, reach: shapes.member_of(*members.end(c, reach, id, call.services.now())))


@router.delete("/members/{id}/second-factor", status_code=204)
def take_away_second_factor(call: Annotated[Call, needs("second_factor", "D")], id: PathId) -> Response:
    """Take a lost second factor away from a member, who is signed out, told by mail, and sets another up."""
    call.write(lambda c, reach: second_factor.take_away(c, reach, id, call.services.now()))
    return Response(status_code=204)


@router.post("/people/{id}/account", response_model=shapes.MemberAnswer, status_code=201)
def invite_person(call: Annotated[Call, needs("identity", "W")], id: PathId, body: shapes.PersonInvited) -> Response:
    """Give a person of one's caseload an account for their own file; they get a link by mail."""
    person, url, now = Person(body.email, body.name, body.language), call.services.settings.url, call.services.now()
    return call.write(lambda c, reach: shapes.member_of(*members.invite_to_file(c, reach, id, person, url, now)), 201)


def _advised(call: Call, connection: Connection, member: Member) -> dict[str, Any]:
    stuck = members.is_stuck(connection, member[0], call.services.now())
    return shapes.member_of(*member) | {"advice": sentence("nobody_approves", {}, call.language) if stuck else None}
