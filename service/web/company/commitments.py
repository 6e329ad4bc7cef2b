"""What companies offer beside openings: offered by them; found and made use of by those who accompany and organise."""

from typing import Annotated, Any, Final, get_args

from fastapi import APIRouter, Response
from sqlalchemy import Connection

from service.api.fields import PathId
from service.api.shapes import commitments as shapes
from service.api.shapes.commitments import commitment
from service.api.shapes.pages import page as listed
from service.permissions import Reach
from service.usecases import commitments
from service.web.done import Undo
from service.web.pages import Page, screen

router = APIRouter(prefix="/commitments", tags=["pages"], include_in_schema=False)

Reading = Annotated[Page, screen("commitment", "R")]
Writing = Annotated[Page, screen("commitment", "W")]
Using = Annotated[Page, screen("commitment", "A")]
SHOWN: Final = 25  # in one page of the list
KINDS: Final = get_args(get_args(shapes.Kind)[0])


@router.get("")
def browse(page: Reading) -> Response:
    """List what companies offer; a company sees its own."""
    query = page.asked(shapes.CommitmentQuery)
    filters = commitments.Filters(query.kind, query.state, query.organisation)
    asked = commitments.Asked(SHOWN, query.cursor, total=True)

    def act(c: Connection, reach: Reach) -> dict[str, Any]:
        return listed(commitments.browse(c, reach, filters, query.sort, asked, page.now), commitment)

    return page.show("company/commitments.html", found=page.look(act), kinds=KINDS)


@router.get("/new")
def new(page: Writing) -> Response:
    """Ask how many of it, from when until when."""
    kind = page.form.text("kind") or page.request.query_params.get("kind", "")
    return page.show("company/commitment_new.html", kind=kind if kind in KINDS else KINDS[0])


@router.post("/new")
def offer(page: Writing) -> Response:
    """Offer something in the name of one's company."""

    def act(c: Connection, reach: Reach) -> dict[str, Any]:
        told = page.form.told(shapes.NewCommitment).model_dump()
        return commitment(commitments.create(c, reach, told, page.now))

    return page.do(act, _address, again=new, said="commitment_offered", undo=lambda body: _undo(body, "withdraw"))


@router.get("/{id}")
def one(page: Reading, id: PathId) -> Response:
    """Show what a company offers, who made use of it and when, and what comes next."""

    def act(c: Connection, reach: Reach) -> dict[str, Any]:
        told = commitment(commitments.get(c, reach, id, page.now))
        return {"commitment": told, "uses": commitments.uses(c, reach, id, page.now)}

    return page.show("company/commitment.html", **page.look(act))


@router.post("/{id}")
def change(page: Writing, id: PathId) -> Response:
    """Change how many of it there are, from when until when, or the note."""
    told = {name: page.form.text(name) or None for name in ("starts_on", "ends_on")}

    def act(c: Connection, reach: Reach) -> dict[str, Any]:
        body = page.form.told(shapes.CommitmentChange, note=page.form.text("note"), **told)
        news = body.model_dump(exclude_unset=True)
        return commitment(commitments.change(c, reach, id, page.call.expected, news, page.now))

    return page.do(act, then=f"/commitments/{id}", again=_again(id), said="commitment_saved")


@router.post("/{id}/withdraw")
def withdraw(page: Writing, id: PathId) -> Response:
    """Offer something no more."""
    return _set(page, id, True, "commitment_withdrawn", lambda body: _undo(body, "offer"))


@router.post("/{id}/offer")
def offer_again(page: Writing, id: PathId) -> Response:
    """Offer again what was withdrawn."""
    return _set(page, id, False, "commitment_offered_again", lambda body: _undo(body, "withdraw"))


@router.post("/{id}/use")
def use(page: Using, id: PathId) -> Response:
    """Note that one more of it is used."""

    def act(c: Connection, reach: Reach) -> dict[str, Any]:
        return commitment(commitments.use(c, reach, id, page.now))

    undo = Undo(f"/commitments/{id}/give-back")
    return page.do(act, then=f"/commitments/{id}", again=_again(id), said="commitment_noted", undo=undo)


@router.post("/{id}/give-back")
def give_back(page: Using, id: PathId) -> Response:
    """Note that the last one noted by hand was not used after all."""

    def act(c: Connection, reach: Reach) -> dict[str, Any]:
        return commitment(commitments.give_back(c, reach, id, page.now))

    return page.do(act, then=f"/commitments/{id}", again=_again(id), said="commitment_given_back")


def _set(page: Page, id: str, withdrawn: bool, said: str, undo: Any) -> Response:
    def act(c: Connection, reach: Reach) -> dict[str, Any]:
        return commitment(commitments.change(c, reach, id, page.call.expected, {"withdrawn": withdrawn}, page.now))

    return page.do(act, then=f"/commitments/{id}", again=_again(id), said=said, undo=undo)


def _undo(body: Any, how: str) -> Undo:
    return Undo(f"{_address(body)}/{how}", {"version": str(body["version"])})


def _address(body: Any) -> str:
    return f"/commitments/{body['id']}"


def _again(id: str) -> Any:
    return lambda refused: one(Page(refused.under("commitment:R"), refused.form, refused.refusal), id)
