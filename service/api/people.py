"""People who look for work: their file, their profile, who they are."""

from typing import Annotated, Any

from fastapi import APIRouter, Query, Response

from service.api.calls import Call, needs
from service.api.fields import Many, PathId
from service.api.shapes import people as shapes
from service.api.shapes.pages import page, row_by_row
from service.usecases import people

router = APIRouter(prefix="/people", tags=["people"])

ReadingProfile = Annotated[Call, needs("profile", "R")]
WritingProfile = Annotated[Call, needs("profile", "W")]
ReadingIdentity = Annotated[Call, needs("identity", "R")]
WritingIdentity = Annotated[Call, needs("identity", "W")]


@router.get("", response_model=shapes.PeoplePage, response_model_exclude_unset=True)
def browse(call: ReadingIdentity, query: Annotated[shapes.PeopleQuery, Query()]) -> Response:
    """List the people whom you may know by name, in French order."""
    asked, down = people.Asked(query.limit, query.cursor, query.total), query.sort.startswith("-")
    now, role = call.services.now(), call.reach.subject.role

    def act(c: Any, reach: Any) -> dict[str, Any]:
        found, facts = people.browse(c, reach, query.q, query.closed, down, asked, now)
        return page(found, lambda row: shapes.item(row, facts.get(row.public_id, {}), role))

    return call.read(act)


@router.post("", response_model=shapes.Profile, status_code=201)
def create(call: WritingIdentity, body: shapes.NewPerson) -> Response:
    """Open a person's file and follow them from now on."""
    facts, now = _facts(body.identity), call.services.now()
    notice = people.Proof(call.reach.subject.account or "", **body.notice.model_dump()) if body.notice else None
    return call.write(lambda c, r: _profile(call, people.create(c, r, facts, body.record, notice, now)), 201)


@router.post("/find", response_model=shapes.FoundPeople)
def find(call: WritingIdentity, body: shapes.NewSearch) -> Response:
    """Look for somebody new by exactly what they are called and their birth date; written down, 20 times an hour."""
    who, now = (body.first_name, body.last_name, body.birth_date), call.services.now()
    return call.write(lambda c, reach: {"items": [{"id": id} for id in people.find(c, reach, *who, now)]})


@router.post("/bulk", response_model=Many)
def bulk(call: WritingIdentity, body: shapes.PeopleAction) -> Response:
    """Let a colleague follow people, too; the answer tells of each whether it was done."""
    now = call.services.now()
    return call.write(
        lambda c, reach: row_by_row(
            people.assign_many(c, reach, body.ids, body.adviser, body.reason, now), call.language
        )
    )


@router.get("/{id}", response_model=shapes.Profile)
def get(call: ReadingProfile, id: PathId) -> Response:
    """Return what a person can do and looks for."""
    return call.read(lambda c, reach: _profile(call, people.get(c, reach, id, call.services.now())))


@router.patch("/{id}", response_model=shapes.Profile)
def change(call: WritingProfile, id: PathId, body: shapes.ProfileChange) -> Response:
    """Change a profile: fields that are not named stay, null removes one."""
    expected, now = call.expected, call.services.now()
    return call.write(lambda c, reach: _profile(call, people.change(c, reach, id, expected, body.record, now)))


@router.post("/{id}/close", response_model=shapes.Profile)
def close(call: WritingProfile, id: PathId) -> Response:
    """Take a person out of all rankings; their file stays."""
    return call.write(lambda c, reach: _profile(call, people.close(c, reach, id, call.services.now())))


@router.post("/{id}/reopen", response_model=shapes.Profile)
def reopen(call: WritingProfile, id: PathId) -> Response:
    """Take a closed file up again."""
    return call.write(lambda c, reach: _profile(call, people.reopen(c, reach, id, call.services.now())))


@router.get("/{id}/identity", response_model=shapes.WhoTheyAre)
def identity(call: ReadingIdentity, id: PathId) -> Response:
    """Return who a person is; each reading is written down, and the person may see it."""
    role, now = call.reach.subject.role, call.services.now()
    return call.read(lambda c, reach: shapes.identity(people.identity(c, reach, id, now), role))


@router.patch("/{id}/identity", response_model=shapes.WhoTheyAre)
def change_identity(call: WritingIdentity, id: PathId, body: shapes.IdentityChange) -> Response:
    """Change who a person is; null forgets a fact."""
    expected, role, now = call.expected, call.reach.subject.role, call.services.now()
    facts = {name: None if value is None else str(value) for name, value in body.model_dump(exclude_unset=True).items()}
    return call.write(
        lambda c, reach: shapes.identity(people.change_identity(c, reach, id, expected, facts, now), role)
    )


def _facts(told: shapes.Identity) -> dict[str, str]:
    return {name: str(value) for name, value in told.model_dump(exclude_none=True).items()}


def _profile(call: Call, found: Any) -> dict[str, Any]:
    return shapes.profile(found, call.reach.subject.role)
