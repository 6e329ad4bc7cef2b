"""Rights of sponsors over their data: as those of candidates, in rights.py."""

from typing import Annotated

from fastapi import APIRouter, Response

from service.api.calls import Call, needs
from service.api.fields import PathId
from service.api.shapes import rights as shapes
from service.backups.folder import marks_beside
from service.given_file import given_zip
from service.keys import key_file
from service.usecases import erasing, giving, rights
from service.usecases.rights import SPONSOR

router = APIRouter(prefix="/sponsors/{id}/rights", tags=["sponsor-rights"])

Reading = Annotated[Call, needs("right", "R")]
Writing = Annotated[Call, needs("right", "W")]
Taking = Annotated[Call, needs("sponsor", "X")]


@router.get("", response_model=shapes.Requests)
def browse(call: Reading, id: PathId) -> Response:
    """List what a sponsor asked about their data, the latest first."""
    now = call.services.now()
    return call.read(lambda c, reach: shapes.requests(rights.browse(c, reach, SPONSOR, id, now)))


@router.post("", response_model=shapes.Request, status_code=201)
def ask(call: Writing, id: PathId, body: shapes.NewRequest) -> Response:
    """Ask for one's data, their erasure, an explanation or a human's look; the answer is due within a month."""
    told, now = (body.kind, body.text), call.services.now()
    return call.write(lambda c, reach: shapes.request(rights.ask(c, reach, SPONSOR, id, *told, now)), 201)


@router.post("/{request}/answer", response_model=shapes.Request)
def answer(call: Writing, id: PathId, request: PathId, body: shapes.NewAnswer) -> Response:
    """Answer somebody's request, with the reason; granting an erasure erases the person."""
    told, now, services = (call.expected, body.granted, body.reason), call.services.now(), call.services
    done = call.write(lambda c, reach: shapes.request(rights.answer(c, reach, SPONSOR, id, request, *told, now)))
    erasing.carry_out(services.store, services.keys, marks_beside(key_file(services.settings)), now)
    return done


@router.post("/{request}/withdraw", response_model=shapes.Request)
def withdraw(call: Writing, id: PathId, request: PathId) -> Response:
    """Take a request back, as long as nobody has answered it."""
    expected, now = call.expected, call.services.now()
    return call.write(lambda c, reach: shapes.request(rights.withdraw(c, reach, SPONSOR, id, request, expected, now)))


@router.get("/export", response_model=shapes.Given)
def export(call: Taking, id: PathId) -> Response:
    """Return all that is kept about you: rows, who saw your profile, what was suggested to you."""
    keys, now = call.services.keys, call.services.now()
    return call.read(lambda c, reach: giving.give_own(c, keys, reach, SPONSOR, id, now))


@router.get("/export.zip", response_class=shapes.ZipAnswer)
def export_zip(call: Taking, id: PathId) -> Response:
    """Return the same as a ZIP: JSON, and a page that says in words what it is."""
    content = given_zip(bytes(export(call, id).body), call.language)
    return shapes.ZipAnswer(content, headers={"Content-Disposition": 'attachment; filename="visavis.zip"'})
