"""Who of a cohort could have which sponsor: the best for all together, who is left out and why, and what would help."""

import time
from collections.abc import Mapping
from typing import Any, Final

from fastapi import APIRouter, Depends, Response

from service import assigned
from service.api.fields import PathId
from service.api.shapes import programmes as shapes
from service.http.turns import in_turn
from service.table_file import table_file
from service.usecases import cohorts
from service.web.cohorts.called import called, names_of, order, sponsors_called
from service.web.cohorts.members import Writing
from service.web.cohorts.rules import KEEP, NEVER, Rules, address, joined, pairs_of, rules_of
from service.web.cohorts.tables import FIELDS, rows
from service.web.pages import Page

router = APIRouter(
    prefix="/cohorts",
    tags=["pages"],
    include_in_schema=False,
    dependencies=[Depends(in_turn, scope="function")],
)

SECONDS: Final = 1.0  # to look for what would place those left out
SHOWN: Final = ("all", "placed", "left_out")
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
    found = _found(page, id, rules)
    shown = query.get("show") if query.get("show") in SHOWN else "all"
    return page.show("cohorts/assignment.html", shown=shown, rules=NEVER, **found)


@router.get("/{id}/sponsors.{kind}")
def save(page: Writing, id: PathId, kind: str) -> Response:
    """Return the same as a file to save."""
    if kind not in KINDS:
        return page.go(f"/cohorts/{id}/sponsors")
    name = f"visavis-sponsors.{kind}"
    heads = FIELDS[page.language]
    raw = table_file(name, rows(_found(page, id, rules_of(page.request.query_params)), page.language), heads)
    return Response(raw, headers={"content-disposition": f'attachment; filename="{name}"'}, media_type=KINDS[kind])


def _found(page: Page, id: str, rules: Rules) -> dict[str, Any]:
    """Return all that the screen and the files tell."""

    def act(c: Any, reach: Any) -> dict[str, Any]:
        row = cohorts.get(c, reach, id)
        asked = cohorts.question(c, reach, id, rules.keep, rules.never, page.now)
        people = [one.candidate for one in asked.members]
        names = called(page, names_of(page, people), asked.members)
        labels = sponsors_called(c, asked.sponsors, page.language)
        told = cohorts.told(c, page.under("profile:R").reach, people, page.now)
        answer = _answer(page, c, asked, labels, told) if asked.asked.people and asked.sponsors else None
        head = {"cohort": shapes.cohort(row), "programme": row.programme_name}
        return {**head, **_told(page, asked, answer, names, labels, told, rules)}

    return dict(page.look(act))


def _answer(page: Page, c: Any, asked: Any, labels: Mapping[str, str], told: set[str]) -> dict[str, Any]:
    end = time.monotonic() + SECONDS
    of = ("sponsors", asked.asked, c, asked.catalogue, page.language, lambda: time.monotonic() > end)
    return assigned.plan(assigned.SPONSORS, *of, called=labels.__getitem__, is_told=told.__contains__)


def _told(
    page: Page,
    asked: Any,
    answer: dict[str, Any] | None,
    names: Mapping[str, str],
    labels: Mapping[str, str],
    told: set[str],
    rules: Rules,
) -> dict[str, Any]:
    def at(changed: Rules) -> str:
        return address(page.path, page.request.query_params, changed)

    def pair(one: Mapping[str, Any]) -> dict[str, Any]:
        who = (one["person"], one["place"])
        how = {"key": joined(who), "is_kept": who in asked.asked.must, "is_told": one["person"] in told}
        ways = {"refuse": at(rules.with_(who, "refused")), "keep": at(rules.with_(who, KEEP)), "free": at(rules.without(who))}
        return {"slot": None, "reasons": [], **one, **how, **ways}

    def left(one: Mapping[str, Any]) -> dict[str, Any]:
        return {**one, "mend": _mend(one, rules, at), "is_told": one["person"] in told}

    answer = answer or {"pairs": [], "left_out": [], "loads": {}}
    pairs, loads = [pair(one) for one in answer["pairs"]], answer["loads"]
    only = page.request.query_params.get("sponsor", "")
    places = asked.asked.places
    return {
        "answer": answer,
        "pairs": [one for one in pairs if only in ("", one["place"])],
        "left_out": [left(one) for one in answer["left_out"]],
        "loads": [(id, loads[id], places[id]["taken"], places[id]["capacity"]) for id, _ in order(labels) if loads.get(id)],
        "n_idle": sum(1 for id in places if not loads.get(id) and places[id]["capacity"] > places[id]["taken"]),
        "names": names,
        "labels": labels,
        "begun": [(row.candidate, asked.begun[row.candidate]) for row in asked.members if row.candidate in asked.begun],
        "closed": [id for id in asked.closed if id not in asked.begun],
        "unkept": [(names.get(one), labels.get(other), why, at(rules.without((one, other)))) for (one, other), why in asked.unkept],
        "kept": [(names[one], labels[other], at(rules.without((one, other)))) for one, other in asked.asked.must],
        "never": [
            (names[one], labels[other], why.value, at(rules.without((one, other))))
            for (one, other), why in asked.asked.never.items()
        ],
        "people": [(id, names[id]) for id in asked.asked.people],
        "sponsors": order(labels),
        "hidden": [one for one in page.request.query_params.multi_items() if one[0] not in ("person", "with", "rule")],
        "query": address("", page.request.query_params, rules),
    }


def _mend(one: Mapping[str, Any], rules: Rules, at: Any) -> dict[str, str]:
    """Return where the smallest change that would place somebody is made; nothing where it is nobody's to make here."""
    change = one["change"]
    if not change:
        return {}
    pair = (one["person"], change["place"])
    if change["kind"] == "lift":
        return {"code": "cohorts_mend_lift", "href": at(rules.without(pair))}
    if change["kind"] == "must":
        return {"code": "cohorts_mend_keep", "href": at(rules.with_(pair, KEEP))}
    if change["capacity"] is not None:
        return {"code": "cohorts_mend_seat", "href": f"/sponsors/{change['place']}"}
    return {}
