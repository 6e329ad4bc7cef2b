"""Who is suggested for an opening, why nobody is, and asking to be introduced."""

from typing import Annotated, Any, Final

from fastapi import APIRouter, Depends, Response
from sqlalchemy import Connection

from service import ranking_shapes as said
from service.api.fields import PathId
from service.api.shapes import introductions as shapes
from service.api.shapes.openings import whole
from service.http.turns import in_turn
from service.permissions import Reach, Role
from service.sealed_cursor import opened, sealed
from service.usecases import introducing, openings, pairs, ranking, sharing, suggesting
from service.usecases.suggesting import Place
from service.web.company.knowing import introduced, names
from service.web.done import Undo
from service.web.pages import Page, screen

router = APIRouter(
    prefix="/openings",
    tags=["pages"],
    include_in_schema=False,
    dependencies=[Depends(in_turn, scope="function")],
)

Reading = Annotated[Page, screen("suggestion", "R")]
Asking = Annotated[Page, screen("introduction", "W")]
SHOWN: Final = 10
HELD: Final = "seen_skills_held"
LEVELS: Final = {**dict.fromkeys(("yes", "held", "0"), "met"), "unknown": "unknown"}  # by the end of a reason's code
FIELDS: Final = {  # which field of the form lifts a rule
    **dict.fromkeys(("skills", "experience", "permits", "languages", "education"), "needs"),
    **{"distance": "place", "hours": "hours_min", "wage": "wage_min", "occupation": "title"},
}


@router.get("/{id}/people")
def people(page: Reading, id: PathId) -> Response:
    """Show the people suggested: without a name to companies, to advisers those whom they follow."""
    cursor = page.request.query_params.get("cursor")
    after = Place(*opened(page.services.keys, cursor, id)) if cursor else None
    runs = []

    def act(c: Connection, reach: Reach) -> dict[str, Any]:
        found = suggesting.suggested(c, reach, page.now, "openings", id, SHOWN, after)
        page.call.count_question(id, found.record)
        runs.append(found.run)
        more = sealed(page.services.keys, found.places[-1], id) if found.more else None
        return said.suggested(c, found, page.services.keys, more, False, page.language)

    found = page.look(act)
    ranking.keep(page.services.store, *runs)
    known = [one["person"] for one in found["items"] if "person" in one]
    asked = {key: one for one in introduced(page, opening=id, open=True) for key in (one["pseudonym"], one["person"])}
    told: dict[str, Any] = {"opening": _opening(page, id), "names": names(page, known), "asked": asked}
    told["lines"], told["shared"] = _apart([one["reasons"] for one in found["items"] if "pseudonym" in one])
    return page.show("company/people.html", found=found, **told)


@router.get("/{id}/nobody")
def nobody(page: Reading, id: PathId) -> Response:
    """Show which requirement costs how many people, and where to change it."""
    exact = page.call.reach.subject.role is Role.ADVISER

    def act(c: Connection, reach: Reach) -> dict[str, Any]:
        record, found = pairs.nobody(c, reach, page.now, "openings", id)
        page.call.count_question(id, record)
        return said.nobody(c, record, found, "opening", id, exact, page.language)

    return page.show("company/nobody.html", found=page.look(act), opening=_opening(page, id), fields=FIELDS)


@router.post("/{id}/people")
def ask(page: Asking, id: PathId) -> Response:
    """Ask to be introduced to somebody; their adviser and they answer."""

    def act(c: Connection, reach: Reach) -> dict[str, Any]:
        wanted = page.form.told(shapes.NewIntroduction, opening=id)
        told = introducing.Wanted(id, wanted.person, wanted.pseudonym)
        found = introducing.create(c, page.services.keys, reach, told, None, page.now)
        return shapes.introduction(found, reach.subject.role)

    def undo(body: dict[str, Any]) -> Undo:
        return Undo(f"/introductions/{body['id']}/steps", {"step": "withdrawn", "version": str(body["version"])})

    again = Page(page.under("suggestion:R"), page.form)
    return page.do(
        act,
        then=f"/openings/{id}/people",
        again=lambda refused: people(Page(again.call, page.form, refused.refusal), id),
        said="company_asked" if page.subject.role is Role.COMPANY else "company_suggested",
        undo=undo if page.subject.role is Role.COMPANY else None,
    )


def _apart(told: list[list[dict[str, str]]]) -> tuple[list[dict[str, list[str]]], dict[str, list[str]] | None]:
    """Return what tells each of these people from the others, and what is the same of all of them, if they are several.

    Which of the skills that are asked somebody has comes first.
    """
    codes = [{reason["code"] for reason in reasons} for reasons in told]
    same = set.intersection(*codes) - {HELD} if len(told) > 1 else set()
    own = [_by_level([reason for reason in reasons if reason["code"] not in same]) for reasons in told]
    return own, _by_level([reason for reason in told[0] if reason["code"] in same]) if same else None


def _by_level(reasons: list[dict[str, str]]) -> dict[str, list[str]]:
    """Return reasons by how they stand; what is unknown as the criteria that are to be checked."""
    found: dict[str, list[str]] = {"met": [], "missing": [], "unknown": []}
    for reason in sorted(reasons, key=lambda one: one["code"] != HELD):
        level = LEVELS.get(reason["code"].rsplit("_", 1)[-1], "missing")
        found[level].append(reason["criterion"] if level == "unknown" else reason["text"])
    return found


def _opening(page: Page, id: str) -> dict[str, Any]:
    def act(c: Connection, reach: Reach) -> dict[str, Any]:
        found = whole(openings.get(c, reach, id, page.now))
        own = found["organisation"] is not None and found["organisation"] == reach.subject.organisation
        return {**found, "labels": sharing.labels(c, [found["record"]]), "is_own": own and page.may("opening:W")}

    return dict(page.look(act, "opening:R"))
