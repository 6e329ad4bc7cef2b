"""Proposing the pairs of an assignment: shown once more, proposed, and told which were not and why."""

from typing import Any, Final

from fastapi import APIRouter, Response

from service import sponsor_shapes
from service.api.fields import PathId
from service.api.shapes import programmes as shapes
from service.errors import Invalid
from service.usecases import cohorts, sponsorships
from service.web.cohorts.called import called, names_of
from service.web.cohorts.members import Writing
from service.web.cohorts.rules import joined, pairs_of
from service.web.pages import Page

router = APIRouter(prefix="/cohorts", tags=["pages"], include_in_schema=False)

FAILED: Final = ("already", "taken", "not_found", "conflict")  # why a pair was not proposed


@router.get("/{id}/sponsors/propose")
def before(page: Writing, id: PathId) -> Response:
    """Show whom one is about to propose to whom."""
    query = page.request.query_params
    return _show(page, id, "cohorts/propose.html", query.getlist("pair") + query.getlist("other") * ("all" in query))


@router.post("/{id}/sponsors/propose")
def propose(page: Writing, id: PathId) -> Response:
    """Propose each pair that can be; the next page says what was not done."""

    def act(c: Any, reach: Any) -> dict[str, Any]:
        pairs = pairs_of(page.form.texts("pair"))
        if not pairs:
            raise Invalid("choose a pair first", "pair", (("pair", "missing"),))
        there = {row.candidate for row in cohorts.members(c, reach, id, page.now)}
        strangers = [(*pair, "not_found") for pair in pairs if pair[0] not in there]
        failed = sponsorships.propose_each(c, reach, [pair for pair in pairs if pair[0] in there], page.now)
        codes = {joined((one, other)): code for one, other, code in [*strangers, *failed]}
        return {"pairs": [[joined(pair), codes.get(joined(pair))] for pair in pairs]}

    def then(made: Any) -> str:
        return f"/cohorts/{id}/sponsors/proposed?" + "&".join(
            f"not={pair}.{code}" if code else f"pair={pair}" for pair, code in made["pairs"]
        )

    def count(made: Any) -> int:
        return sum(1 for _, code in made["pairs"] if code is None)

    def again(refused: Page) -> Response:
        return _show(refused, id, "cohorts/propose.html", refused.form.texts("pair"))

    return page.do(act, then, again=again, said="cohorts_proposed", count=count)


@router.get("/{id}/sponsors/proposed")
def after(page: Writing, id: PathId) -> Response:
    """Say what was proposed, and what was not and why."""
    query = page.request.query_params
    failed = {}
    for told in query.getlist("not"):
        key, _, code = told.rpartition(".")
        failed.update(dict.fromkeys(pairs_of([key]), code if code in FAILED else "conflict"))
    return _show(page, id, "cohorts/proposed.html", query.getlist("pair"), failed=list(failed.items()))


def _show(page: Page, id: str, template: str, told: list[str], **more: Any) -> Response:
    pairs = pairs_of(told)

    def act(c: Any, reach: Any) -> dict[str, Any]:
        row, members = cohorts.get(c, reach, id), cohorts.members(c, reach, id, page.now)
        named = {pair[1] for pair in (*pairs, *(pair for pair, _ in more.get("failed", ())))}
        return {
            "cohort": shapes.cohort(row),
            "begun": {one: begun.sponsor for one, begun in cohorts.begun(c, [pair[0] for pair in pairs]).items()},
            "programme": row.programme_name,
            "names": called(page, names_of(page, [one.candidate for one in members]), members),
            "labels": sponsor_shapes.called(c, cohorts.sponsors(c, reach, named, page.now), page.language),
        }

    found = page.look(act)
    known = [pair for pair in pairs if pair[0] in found["names"] and pair[1] in found["labels"]]
    return page.show(template, pairs=known, keys=[joined(pair) for pair in known], **found, **more)
