"""Programmes with their cohorts: listed, added, changed, closed."""

from collections.abc import Callable, Mapping
from typing import Annotated, Any, Final

from fastapi import APIRouter, Response

from service.api.fields import PathId
from service.api.shapes import programmes as shapes
from service.usecases import cohorts, programmes
from service.web.done import Undo
from service.web.pages import Page, screen

router = APIRouter(prefix="/cohorts", tags=["pages"], include_in_schema=False)

Reading = Annotated[Page, screen("programme", "R")]
Writing = Annotated[Page, screen("programme", "W")]
SHOWN: Final = 20
KINDS: Final = ("sponsoring", "course", "scheme", "preparation", "meetups")


@router.get("")
def browse(page: Reading) -> Response:
    """List programmes by name, each with its cohorts and how many are in them."""
    query = page.request.query_params
    kind = query.get("kind") if query.get("kind") in KINDS else None
    asked = programmes.Asked(SHOWN, query.get("cursor"), True)

    def act(c: Any, reach: Any) -> dict[str, Any]:
        found = programmes.browse(c, reach, kind, asked)
        of = cohorts.listed(c, [row.id for row in found.rows])
        items = [shapes.programme(row) for row in found.rows]
        told = [one | {"cohorts": [shapes.cohort(row) for row in of.get(one["id"], ())]} for one in items]
        taken = cohorts.counts(c, [row.id for rows in of.values() for row in rows])
        return {"items": told, "next": found.next, "total": found.total, "taken": taken}

    return page.show("cohorts/list.html", found=page.look(act), kinds=KINDS)


@router.get("/programmes/new")
def new(page: Writing) -> Response:
    """Show an empty programme."""
    return page.show("cohorts/programme.html", programme=None, kinds=KINDS)


@router.post("/programmes/new")
def add(page: Writing) -> Response:
    """Add a programme."""

    def act(c: Any, reach: Any) -> dict[str, Any]:
        return shapes.programme(programmes.create(c, reach, _told(page)))

    return page.do(act, _at_programme, again=new, said="cohorts_programme_added")


@router.get("/programmes/{id}/edit")
def edit(page: Writing, id: PathId) -> Response:
    """Show a programme, to change or close it."""
    found = page.look(lambda c, reach: shapes.programme(programmes.get(c, reach, id)))
    return page.show("cohorts/programme.html", programme=found, kinds=KINDS)


@router.post("/programmes/{id}/edit")
def change(page: Writing, id: PathId) -> Response:
    """Keep what was changed; dates that were emptied are forgotten."""

    def act(c: Any, reach: Any) -> dict[str, Any]:
        kind = programmes.get(c, reach, id).kind
        told = {name: value for name, value in _told(page, kind=kind).items() if name != "kind"}
        return shapes.programme(programmes.change(c, reach, id, page.call.expected, told))

    return page.do(act, _at_programme, again=lambda refused: edit(refused, id), said="cohorts_programme_saved")


@router.post("/programmes/{id}/close")
def close(page: Writing, id: PathId) -> Response:
    """Take a programme out of what is published."""
    undo = Undo(f"/cohorts/programmes/{id}/reopen")
    return _step(page, id, "cohorts_closed", lambda c, r: programmes.close(c, r, id, page.now), undo)


@router.post("/programmes/{id}/reopen")
def reopen(page: Writing, id: PathId) -> Response:
    """Publish a programme again."""
    return _step(page, id, "cohorts_reopened", lambda c, r: programmes.reopen(c, r, id))


@router.get("/programmes/{id}/new")
def new_cohort(page: Writing, id: PathId) -> Response:
    """Show an empty cohort."""
    found = page.look(lambda c, reach: shapes.programme(programmes.get(c, reach, id)))
    return page.show("cohorts/edit.html", programme=found, cohort=None)


@router.post("/programmes/{id}/new")
def add_cohort(page: Writing, id: PathId) -> Response:
    """Add a cohort."""

    def act(c: Any, reach: Any) -> dict[str, Any]:
        return shapes.cohort(programmes.create_cohort(c, reach, id, _told_cohort(page)))

    return page.do(act, _at_cohort, again=lambda refused: new_cohort(refused, id), said="cohorts_added")


@router.get("/{id}/edit")
def edit_cohort(page: Writing, id: PathId) -> Response:
    """Show a cohort, to change it."""

    def act(c: Any, reach: Any) -> dict[str, Any]:
        cohort = shapes.cohort(cohorts.get(c, reach, id))
        return {"cohort": cohort, "programme": shapes.programme(programmes.get(c, reach, cohort["programme"]))}

    return page.show("cohorts/edit.html", **page.look(act))


@router.post("/{id}/edit")
def change_cohort(page: Writing, id: PathId) -> Response:
    """Keep what was changed; what was emptied is without limit, or not set."""

    def act(c: Any, reach: Any) -> dict[str, Any]:
        programme, told = cohorts.get(c, reach, id).programme, _told_cohort(page)
        return shapes.cohort(programmes.change_cohort(c, reach, programme, id, page.call.expected, told))

    return page.do(act, _at_cohort, again=lambda refused: edit_cohort(refused, id), said="cohorts_saved")


def _step(page: Page, id: str, said: str, step: Callable[[Any, Any], Any], undo: Undo | None = None) -> Response:
    def act(c: Any, reach: Any) -> dict[str, Any]:
        return shapes.programme(step(c, reach))

    return page.do(act, _at_programme, again=lambda refused: edit(refused, id), said=said, undo=undo)


def _told(page: Page, **given: Any) -> dict[str, Any]:
    steps = [line.strip() for line in page.form.text("steps").splitlines() if line.strip()]
    return page.form.told(shapes.NewProgramme, steps=steps, **given).model_dump()


def _told_cohort(page: Page) -> dict[str, Any]:
    return page.form.told(shapes.NewCohort).model_dump()


def _at_programme(made: Mapping[str, Any]) -> str:
    return f"/cohorts#programme-{made['id']}"


def _at_cohort(made: Mapping[str, Any]) -> str:
    return f"/cohorts/{made['id']}"
