"""A file where it stands: what loading it would change, how far that is, what it did; undone."""

import json
from collections.abc import Mapping
from typing import Any, Final

from fastapi import APIRouter, Response
from sqlalchemy import Connection

from service import import_words
from service.api.fields import PathId
from service.api.shapes import imports as shapes
from service.api.shapes.pages import row_by_row
from service.i18n import names, sentence
from service.permissions import Reach
from service.problems import in_language
from service.table_file import table_file
from service.usecases import applying, past_imports, unloading, uploads
from service.usecases.looking import Looked
from service.usecases.working import Work
from service.web.done import Undo
from service.web.imports.columns import Sending, again, shown
from service.web.pages import Page

router = APIRouter()

SHOWN: Final = 100  # lines with something to say; all of them are in the file to save
TWINS: Final = 20
HREFS: Final = {"candidates": "/people", "openings": "/openings", "offers": "/openings", "sponsors": "/sponsors"}
DONE, FAILED = "done", ("failed", "lost")
LOST: Final = "loading this file was cut off: nothing of it was kept, load it again"
_PROBLEM: Final = ("line", "field", "reason", "kept")


@router.get("/imports/{id}")
def one(page: Sending, id: PathId) -> Response:
    """Show a file where it stands: its columns, what loading it would change, how far that is, or what it did."""
    work = _work(page, id)
    if work and work.is_going_on:
        return page.show("imports/loading.html", work=work, id=id)
    looked = again(page, id)

    def look(connection: Connection, reach: Reach) -> dict[str, Any]:
        row = (upload := uploads.stands(connection, reach, id, looked)).row
        told = {"file": shapes.upload(upload, page.language), "source": past_imports.own_name(row.source)}
        if row.applied_at is None:
            return told
        did = past_imports.did(connection, page.services.keys, reach, id)
        left = row_by_row(did.left, page.language)["items"]
        return {**told, "did": {"added": did.added, "changed": did.changed, "left": left}}

    told = page.look(look)
    if "did" not in told and told["file"]["needs_mapping"]:
        return shown(page, id, looked)
    _name_fields(told["file"], page.language)
    twins = [] if "did" in told else _twins(page, looked)
    href = HREFS[told["file"]["kind"]]
    more = {"twins": twins, "counts": _counts(looked), "most": SHOWN, "href": href}
    failed = in_language(work.report.get("error", LOST), page.language) if work and work.state in FAILED else ""
    return page.show("imports/one.html", **told, **more, failed=failed)


@router.get("/imports/{id}/problems.csv")
def problems(page: Sending, id: PathId) -> Response:
    """Return what is to be said of each line as a file."""
    looked = again(page, id)
    told = page.look(lambda c, reach: shapes.upload(uploads.stands(c, reach, id, looked), page.language))
    _name_fields(told, page.language)
    heads = [sentence(f"import_{part}", {}, page.language) for part in ("line", "field", "what", "kept")]
    rows = [dict(zip(heads, (one[part] for part in _PROBLEM), strict=True)) for one in told["problems"]]
    headers = {"content-disposition": 'attachment; filename="visavis-import.csv"'}
    return Response(table_file("import.csv", rows, heads), headers=headers, media_type="text/csv")


@router.post("/imports/{id}/apply")
def apply(page: Sending, id: PathId) -> Response:
    """Load a file, beside the pages; what takes no longer than a moment is there at once."""
    services, begun = page.services, list[str]()

    def act(connection: Connection, reach: Reach) -> dict[str, str]:
        begun[:] = [applying.begin(connection, reach, id, page.now)]
        return {"id": id}

    answer = page.do(act, f"/imports/{id}", lambda refused: one(refused, id))
    if not begun or answer.status_code != 303:
        return answer
    applying.beside(services.store, services.keys, services.now, page.call.reach, id, begun[0]).join(applying.MOMENT)
    work = _work(page, id)
    if work and work.state == DONE:
        return page.go(f"/imports/{id}", "import_applied", Undo(f"/imports/{id}/undo"), **work.report)
    return answer


@router.get("/imports/{id}/progress")
def progress(page: Sending, id: PathId) -> Response:
    """Show how far the loading is, alone; when it has ended, let the whole page be asked for again."""
    answer = page.show("imports/progress.html", work=(work := _work(page, id)), id=id)
    if work is None or not work.is_going_on:
        answer.headers["HX-Refresh"] = "true"
    return answer


@router.post("/imports/{id}/undo")
def undo(page: Sending, id: PathId) -> Response:
    """Put back what a file changed, where nothing has changed since."""
    keys, now = page.services.keys, page.now
    return page.do(
        lambda c, reach: row_by_row(unloading.undo(c, keys, reach, id, now), page.language),
        f"/imports/{id}",
        lambda refused: one(refused, id),
        "import_undone",
        back=lambda told: sum(one["done"] for one in told["items"]),
        left=lambda told: sum(not one["done"] for one in told["items"]),
    )


def _work(page: Page, id: str) -> Work | None:
    return page.look(lambda c, reach: applying.follow(c, reach, id, page.now))


def _name_fields(told: dict[str, Any], language: str) -> None:
    """Say in words which field each remark is about; columns are called as the file calls them."""
    for one in told["problems"]:
        one["field"] = names("import_field", language).get(one["field"], one["field"])


def _counts(looked: Looked) -> Mapping[str, int]:
    """Return how many lines there are to load, how many are left out, and how many remarks."""
    found = looked.prepared.problems
    refused = {problem.line for problem in found if not problem.kept}
    return {
        "lines": len(looked.prepared.documents),
        "refused": len(refused),
        "remarks": sum(problem.kept for problem in found),
    }


def _twins(page: Page, looked: Looked) -> list[dict[str, Any]]:
    """Return new lines beside what they look like, as long as one may see that."""
    new = looked.prepared
    twins, records = list(new.twins)[:TWINS], {one.external_id: one.record for one in new.documents}
    ids = {twin.known for twin in twins}
    right = past_imports.IDENTITY if new.kind.name == "candidates" else "opening:R"
    known = page.look(lambda c, reach: past_imports.known(c, reach, new.kind, ids, page.now), right) if ids else {}

    def beside(twin: Any) -> dict[str, Any]:
        there = known[twin.known]
        mine = import_words.lines(json.loads(records[twin.id]), new.facts.get(twin.id, {}), page.language)
        theirs = import_words.lines(there.record, there.facts, page.language)
        return {
            "line": twin.line,
            "agreements": [import_words.agreement(*one, page.language) for one in twin.agreements],
            "lines": import_words.beside(mine, theirs),
            "href": f"{HREFS[new.kind.name]}/{twin.known}",
        }

    return [beside(twin) for twin in twins if twin.known in known]
