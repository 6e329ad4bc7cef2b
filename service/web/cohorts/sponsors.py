"""Who of a cohort could have which sponsor: the best for all together, who is left out and why, and what would help."""

import time
from collections.abc import Mapping
from typing import Any, Final

from fastapi import APIRouter, Depends, Response

from service import assigned, short_lists, sponsor_shapes
from service.api.fields import PathId
from service.api.shapes import programmes as shapes
from service.http.turns import in_turn
from service.i18n import name
from service.table_file import table_file
from service.usecases import cohorts
from service.web.cohorts.called import called, names_of
from service.web.cohorts.members import Writing
from service.web.cohorts.rules import KEEP, NEVER, Rules, address, joined, pairs_of, rules_of
from service.web.cohorts.tables import heads, rows
from service.web.cohorts.telling import NOTHING, Telling
from service.web.pages import Page

router = APIRouter(
    prefix="/cohorts",
    tags=["pages"],
    include_in_schema=False,
    dependencies=[Depends(in_turn, scope="function")],
)

SECONDS: Final = 1.0  # to look for what would place those left out
MOST: Final = {"all": 12, "placed": 20, "left_out": 40}  # of one page, by what it shows
FIRST: Final = 10  # of those left out, where the pairs are shown too
KINDS: Final = {
    "csv": "text/csv",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@router.get("/{id}/sponsors")
def assignment(page: Writing, id: PathId) -> Response:
    """Show the assignment under the rules of the address; a rule that is added there leads to where it is one."""
    query = page.request.query_params
    rules = rules_of(query)
    pair = pairs_of([joined((query.get("person", ""), query.get("with", "")))])
    if pair and query.get("rule") in (KEEP, *NEVER):
        return page.go(address(page.path, query, rules.with_(pair[0], query["rule"])))
    shown = query["show"] if query.get("show") in MOST else "all"
    found = _found(page, id, rules)
    listed = found["left_out"] if shown == "left_out" else found["pairs"]
    here = short_lists.part(listed, query.get("cursor", ""), MOST[shown])
    part = here["items"]
    others = [one["key"] for one in found["pairs"] if one not in part]
    told = {"part": part, "others": others, "next": here["next"], "first_left_out": found["left_out"][:FIRST]}
    never = [(why, name("assignment", why, page.language)) for why in NEVER]
    return page.show("cohorts/assignment.html", shown=shown, rules=never, **found, **told)


@router.get("/{id}/sponsors.{kind}")
def save(page: Writing, id: PathId, kind: str) -> Response:
    """Return the same as a file to save."""
    if kind not in KINDS:
        return page.go(f"/cohorts/{id}/sponsors")
    file = f"visavis-sponsors.{kind}"
    found = _found(page, id, rules_of(page.request.query_params))
    raw = table_file(file, rows(found, page.language), heads(page.language))
    return Response(raw, headers={"content-disposition": f'attachment; filename="{file}"'}, media_type=KINDS[kind])


def _found(page: Page, id: str, rules: Rules) -> dict[str, Any]:
    """Return all that the screen and the files tell."""

    def act(c: Any, reach: Any) -> dict[str, Any]:
        row = cohorts.get(c, reach, id)
        asked = cohorts.question(c, reach, id, rules.keep, rules.never, page.now)
        people = [one.candidate for one in asked.members]
        names = called(page, names_of(page, people), asked.members)
        labels = sponsor_shapes.called(c, asked.sponsors, page.language)
        told = cohorts.told(c, page.under("profile:R").reach, people, page.now)
        answer = _answer(page, c, asked, labels, told) if asked.asked.people and asked.sponsors else NOTHING
        head = {"cohort": shapes.cohort(row), "programme": row.programme_name}
        return {**head, **Telling(page, asked, rules, answer, names, labels, told).whole()}

    return dict(page.look(act))


def _answer(page: Page, c: Any, asked: Any, labels: Mapping[str, str], told: set[str]) -> dict[str, Any]:
    end = time.monotonic() + SECONDS
    of = ("sponsors", asked.asked, c, asked.catalogue, page.language, lambda: time.monotonic() > end)
    return assigned.plan(assigned.SPONSORS, *of, called=labels.__getitem__, is_told=told.__contains__)
