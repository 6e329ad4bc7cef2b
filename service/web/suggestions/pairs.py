"""One suggestion in detail, ranked or not; any opening or sponsor looked up; two of them side by side."""

from typing import Annotated, Any, Final

from fastapi import APIRouter, Response

from service import ranking_shapes as said
from service import shapes
from service.api.fields import PathId
from service.usecases import choosing, openings, pairs, sponsors
from service.web.pages import Page, screen
from service.web.suggestions.lines import line
from service.web.suggestions.person import SIDES, What, back, person_of

router: Final = APIRouter()

Json = dict[str, Any]
Reading = Annotated[Page, screen("ranking", "R")]
FOUND: Final = 20
LEARNED: Final = frozenset({"permits", "languages", "skills", "education"})  # what one has, not what one accepts
_KIND: Final = {"openings": "openings", "courses": "openings", "sponsors": "sponsors"}  # of records


@router.get("/people/{id}/suggestions/{what}/search")
def search(page: Reading, id: PathId, what: What) -> Response:
    """Look up any opening, course or sponsor, to see why it is not among the suggestions."""
    q = page.request.query_params.get("q", "").strip()[:200]
    found = _found(page, what, q) if q else []
    return page.show("suggestions/search.html", what=what, person=person_of(page, id), q=q, found=found)


def _found(page: Page, what: str, q: str) -> list[Json]:
    if what == "sponsors":
        them: list[Json] = page.look(lambda c, reach: _sponsors(c, reach, q, page), "sponsor:R")
        return them
    filters = openings.Filters(q=q, kind="training" if what == "courses" else None)
    asked = openings.Asked(FOUND, None, False)
    rows = page.look(lambda c, r: openings.browse(c, r, filters, None, "title", asked, page.now).rows, "opening:R")
    return [
        {"id": row.public_id, "title": row.title, "company": row.company, "place": row.place, "status": row.status}
        for row in rows
    ]


def _sponsors(connection: Any, reach: Any, q: str, page: Page) -> list[Json]:
    rows = sponsors.browse(connection, reach, q, sponsors.Asked(FOUND, None, False), page.now).rows
    records = choosing.heads(connection, "sponsors", [row.public_id for row in rows])
    named = shapes.words(connection, [], records.values(), page.language)
    return [{"id": id, **shapes.about_sponsor(record, named)} for id, record in records.items()]


@router.get("/people/{id}/suggestions/{what}/compare")
def compare(page: Reading, id: PathId, what: What) -> Response:
    """Show two suggestions criterion by criterion."""
    chosen = list(dict.fromkeys(page.request.query_params.getlist("with")))
    if len(chosen) != 2:
        return page.show("suggestions/compare.html", what=what, person=person_of(page, id), two=[], rows=[])
    two = [explained(page, id, what, each) for each in chosen]
    return page.show("suggestions/compare.html", what=what, person=person_of(page, id), two=two, rows=_rows(*two))


@router.get("/people/{id}/suggestions/{what}/{counterpart}")
def pair(page: Reading, id: PathId, what: What, counterpart: PathId) -> Response:
    """Show why this one suits a person, or why not, and what would lift it."""
    found = explained(page, id, what, counterpart)
    there = page.look(lambda c, reach: choosing.beside(c, reach, page.now, what, id), "ranking:R")
    lifts = {lift["criterion"]: lift["change"] for lift in found["lifts"] if lift["change"]}
    return page.show(
        "suggestions/pair.html",
        what=what,
        person=person_of(page, id),
        pair=found,
        lifts=lifts,
        learned=LEARNED,
        beside=there,
        aside=there.aside.get(counterpart),
        proposed={},
        back=back(page, id, f"/people/{id}/suggestions/{what}"),
    )


def explained(page: Page, id: str, what: str, counterpart: str) -> Json:
    """Return a line about any pair, with what would lift what removes it."""
    side = SIDES[what]

    def look(connection: Any, reach: Any) -> Json:
        found = pairs.why(connection, reach, page.now, id, _KIND[what], counterpart)
        told = said.why(connection, found, id, side, counterpart, True, page.language)
        return line(told, side, found.counterpart)

    explained: Json = page.look(look, "ranking:R")
    return explained


def _rows(first: Json, second: Json) -> list[Json]:
    """Return what both are told of by criterion, what weighs most first: a state and a sentence of each."""
    sides = [_by_criterion(each) for each in (first, second)]
    weights = {reason["criterion"]: reason["most"] for each in (second, first) for reason in each["reasons"]}
    criteria = dict.fromkeys(criterion for side in sides for criterion in side)
    rows = []
    for criterion in sorted(criteria, key=lambda criterion: -weights.get(criterion, 0.0)):
        cells = [side.get(criterion) for side in sides]
        rows.append({"criterion": criterion, "cells": cells, "alike": _alike(*cells)})
    return rows


def _alike(first: Json | None, second: Json | None) -> str:
    """Return how alike two cells are, as a word that has a sentence: same, near (in that state, too) or differs."""
    if first == second:
        return "same"
    return "near" if first and second and first["state"] == second["state"] else "differs"


def _by_criterion(told: Json) -> dict[str, Json]:
    found = {reason["criterion"]: {"state": _met(reason), "text": reason["text"]} for reason in told["reasons"]}
    for state, findings in (("to_check", told["to_check"]), ("blocked", told["blockers"])):
        for finding in findings:
            found[finding["criterion"]] = {"state": state, "text": finding["text"]}
    return found


def _met(reason: Json) -> str:
    """Return how far a criterion is met, as a word that has a sentence: met, partly, unknown or missing."""
    if reason["met"] >= 0.8:
        return "met"
    if reason["unknown"] > reason["met"]:
        return "unknown"
    return "partly" if reason["met"] > 0.2 else "missing"
