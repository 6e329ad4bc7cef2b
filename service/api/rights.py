"""Rights of people and of sponsors over their data: ask, be answered, take all of it along."""

from typing import Annotated

from fastapi import APIRouter, Response

from service.api.calls import Call, needs
from service.api.fields import PathId
from service.api.shapes import rights as shapes
from service.backups.folder import marks_beside
from service.given_file import given_zip
from service.keys import key_file
from service.usecases import erasing, giving, rights
from service.usecases.rights import CANDIDATE, SPONSOR

people = APIRouter(prefix="/people/{id}/rights", tags=["rights"])
sponsors = APIRouter(prefix="/sponsors/{id}/rights", tags=["sponsor-rights"])

Reading = Annotated[Call, needs("right", "R")]
Writing = Annotated[Call, needs("right", "W")]


def _asking(router: APIRouter, whose: str, about: str) -> None:
    """Let those of a kind ask, and be answered; `about` says what the list of it holds."""

    @router.get("", response_model=shapes.Requests, description=about)
    def browse(call: Reading, id: PathId) -> Response:
        now = call.services.now()
        return call.read(lambda c, reach: shapes.requests(rights.browse(c, reach, whose, id, now)))

    @router.post("", response_model=shapes.Request, status_code=201)
    def ask(call: Writing, id: PathId, body: shapes.NewRequest) -> Response:
        """Ask for one's data, their erasure, an explanation or a human's look; the answer is due within a month."""
        told, now = (body.kind, body.text), call.services.now()
        return call.write(lambda c, reach: shapes.request(rights.ask(c, reach, whose, id, *told, now)), 201)

    @router.post("/{request}/answer", response_model=shapes.Request)
    def answer(call: Writing, id: PathId, request: PathId, body: shapes.NewAnswer) -> Response:
        """Answer somebody's request, with the reason; granting an erasure erases the person."""
        told, now, services = (call.expected, body.granted, body.reason), call.services.now(), call.services
        done = call.write(lambda c, reach: shapes.request(rights.answer(c, reach, whose, id, request, *told, now)))
        erasing.carry_out(services.store, services.keys, marks_beside(key_file(services.settings)), now)
        return done

    @router.post("/{request}/withdraw", response_model=shapes.Request)
    def withdraw(call: Writing, id: PathId, request: PathId) -> Response:
        """Take a request back, as long as nobody has answered it."""
        told, now = (request, call.expected), call.services.now()
        return call.write(lambda c, reach: shapes.request(rights.withdraw(c, reach, whose, id, *told, now)))


def _taking(router: APIRouter, whose: str, resource: str, about: str) -> None:
    """Let those of a kind take along what is kept about them; `about` says what that is."""
    taking = needs(resource, "X")

    @router.get("/export", response_model=shapes.Given, description=about)
    def export(call: Annotated[Call, taking], id: PathId) -> Response:
        keys, now = call.services.keys, call.services.now()
        return call.read(lambda c, reach: giving.give_own(c, keys, reach, whose, id, now))

    @router.get("/export.zip", response_class=shapes.ZipAnswer)
    def export_zip(call: Annotated[Call, taking], id: PathId) -> Response:
        """Return the same as a ZIP: JSON, and a page that says in words what it is."""
        content = given_zip(bytes(export(call, id).body), call.language)
        return shapes.ZipAnswer(content, headers={"Content-Disposition": 'attachment; filename="visavis.zip"'})


_asking(people, CANDIDATE, "List what a person asked about their data, the latest first.")
_taking(
    people,
    CANDIDATE,
    "identity",
    "Return all that is kept about you: rows, who saw your file, rankings with what they rest on.",
)
_asking(sponsors, SPONSOR, "List what a sponsor asked about their data, the latest first.")
_taking(
    sponsors,
    SPONSOR,
    "sponsor",
    "Return all that is kept about you: rows, who saw your profile, what was suggested to you.",
)
