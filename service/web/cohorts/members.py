"""Who is in a cohort: by name to those who accompany them, by the number of their place to others."""

from typing import Annotated, Any, Final

from fastapi import APIRouter, Response

from service import short_lists
from service.api.fields import PathId
from service.api.shapes import programmes as shapes
from service.collation import sort_key
from service.errors import Invalid
from service.usecases import cohorts, people
from service.web.cohorts.called import names_of
from service.web.done import Undo
from service.web.pages import Page, screen

router = APIRouter(prefix="/cohorts", tags=["pages"], include_in_schema=False)

Reading = Annotated[Page, screen("programme", "R")]
Writing = Annotated[Page, screen("sponsorship", "W")]
OFFERED: Final = 30  # people to choose from at once; a search finds the others


@router.get("/{id}")
def get(page: Reading, id: PathId) -> Response:
    """Show a cohort, those in it within one's right, and to advisers whom they may add."""

    def act(c: Any, reach: Any) -> dict[str, Any]:
        row = cohorts.get(c, reach, id)
        programme = {"name": row.programme_name, "kind": row.kind, "is_closed": row.programme_closed_at is not None}
        return {"cohort": shapes.cohort(row), "programme": programme, "taken": cohorts.counts(c, [id]).get(id, 0)}

    told = page.look(act)
    members = page.look(lambda c, r: _members(page, c, r, id), "sponsorship:R") if page.may("sponsorship:R") else []
    names = names_of(page, [one["person"] for one in members])
    orders: short_lists.Orders[dict[str, Any]] = {
        "name": lambda one: (sort_key(names.get(one["person"], "")), one["number"]),
        "since": lambda one: one["since"],
        "step": lambda one: (one["begun"] or "", one["number"]),
    }
    found = short_lists.listed(members, page.request.query_params, orders, "name")
    offered = _offered(page, {one["person"] for one in members}) if page.may("profile:W") else None
    return page.show("cohorts/cohort.html", found=found, names=names, offered=offered, **told)


@router.post("/{id}/members")
def add(page: Writing, id: PathId) -> Response:
    """Add the people who were ticked, all or none."""

    def act(c: Any, reach: Any) -> dict[str, Any]:
        chosen = page.form.texts("person")
        if not chosen:
            raise Invalid("choose somebody first", "person", (("person", "missing"),))
        return {"members": [cohorts.add(c, reach, id, person, page.now) for person in dict.fromkeys(chosen)]}

    def undo(made: Any) -> Undo:
        return Undo(f"/cohorts/{id}/members/leave", {"members": " ".join(made["members"])})

    def count(made: Any) -> int:
        return len(made["members"])

    again = f"/cohorts/{id}"
    return page.do(act, again, again=lambda refused: get(refused, id), said="cohorts_joined", undo=undo, count=count)


@router.post("/{id}/members/leave")
def leave(page: Writing, id: PathId) -> Response:
    """Let people leave."""

    def act(c: Any, reach: Any) -> dict[str, Any]:
        gone = [cohorts.leave(c, reach, id, member, page.now) for member in page.form.text("members").split()]
        return {"people": [row.candidate for row in gone]}

    def undo(made: Any) -> Undo | None:
        return Undo(f"/cohorts/{id}/members", {"person": made["people"][0]}) if len(made["people"]) == 1 else None

    def count(made: Any) -> int:
        return len(made["people"])

    again = f"/cohorts/{id}"
    return page.do(act, again, again=lambda refused: get(refused, id), said="cohorts_left", undo=undo, count=count)


def _members(page: Page, c: Any, reach: Any, id: str) -> list[dict[str, Any]]:
    rows = cohorts.members(c, reach, id, page.now)
    begun = cohorts.begun(c, [row.candidate for row in rows])
    return [
        {
            "id": row.id,
            "person": row.candidate,
            "number": row.number,
            "since": row.added_at,
            "begun": begun[row.candidate].step if row.candidate in begun else None,
        }
        for row in rows
    ]


def _offered(page: Page, there: set[str]) -> dict[str, Any]:
    """Return those of one's caseload who are not in the cohort yet and whom the search finds."""
    q = page.request.query_params.get("q", "")

    def act(c: Any, reach: Any) -> list[tuple[str, str]]:
        asked = people.Asked(OFFERED + len(there), None, False)
        found, names = people.browse(c, reach, q or None, False, False, asked, page.now)
        return [(row.public_id, _name(names.get(row.public_id, {}))) for row in found.rows]

    found = [(id, name or id[:8]) for id, name in page.look(act, "identity:R") if id not in there]
    return {"people": found[:OFFERED], "more": len(found) > OFFERED, "q": q}


def _name(told: Any) -> str:
    return f"{told.get('first_name', '')} {told.get('last_name', '')}".strip()
