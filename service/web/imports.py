"""Files to load: sent, their columns agreed to, tried without writing anything, loaded, told of, undone."""

import json
from collections.abc import Mapping
from typing import Annotated, Any, Final

from fastapi import APIRouter, Query, Response
from sqlalchemy import Connection

from service import import_words
from service.api.fields import Body, ListQuery, PathId
from service.api.shapes import imports as shapes
from service.api.shapes.pages import row_by_row
from service.i18n import name, names, sentence
from service.permissions import Reach
from service.problems import in_language
from service.table_file import table_file
from service.usecases import applying, looking, mapping, past_imports, unloading, uploads
from service.usecases.looking import Looked
from service.usecases.working import Work
from service.web.done import Undo
from service.web.pages import Page, screen

router = APIRouter(tags=["pages"], include_in_schema=False)

Sending = Annotated[Page, screen("bulk_import", "W")]
LARGE: Final = {"x-max-bytes": looking.MOST_BYTES + 10_000}  # with what stands around the file
SHOWN: Final = 100  # lines with something to say; all of them are in the file to save
TWINS: Final = 20
EXAMPLES: Final = 2
HREFS: Final = {"candidates": "/people", "openings": "/openings", "offers": "/openings", "sponsors": "/sponsors"}
DONE, FAILED = "done", ("failed", "lost")
LOST: Final = "loading this file was cut off: nothing of it was kept, load it again"
_PROBLEM: Final = ("line", "field", "reason", "kept")


class Sent(Body):
    """What is said of a file."""

    kind: shapes.Kind
    source: shapes.Source


@router.get("/imports")
def past(page: Sending, query: Annotated[ListQuery, Query()]) -> Response:
    """Show what was sent so far, and the form that sends more."""
    return _past(page, query)


@router.post("/imports", openapi_extra=LARGE)
def send(page: Sending) -> Response:
    """Keep a file, and lead to what loading it would change."""
    keys, now, reach, found = page.services.keys, page.now, page.call.reach, dict[str, Looked]()

    def ahead(store: Any) -> None:
        told, file = page.form.told(Sent), page.form.file("file")
        given = looking.given(reach, told.kind, file.filename or "", told.source, file.file.read())
        found["looked"] = looking.look(store, reach, given, now)

    def act(connection: Connection, reach: Reach) -> dict[str, Any]:
        return shapes.upload(uploads.keep(connection, keys, reach, found["looked"], now), page.language)

    return page.do(act, lambda told: f"/imports/{told['id']}", lambda refused: _past(refused, ListQuery()), ahead=ahead)


@router.get("/imports/{id}")
def one(page: Sending, id: PathId) -> Response:
    """Show a file where it stands: its columns, what loading it would change, how far that is, or what it did."""
    work = _work(page, id)
    if work and work.is_going_on:
        return page.show("imports/loading.html", work=work, id=id)
    looked = _again(page, id)

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
        return _columns(page, id, looked)
    _name_fields(told["file"], page.language)
    twins = [] if "did" in told else _twins(page, looked)
    href = HREFS[told["file"]["kind"]]
    shown = {"twins": twins, "counts": _counts(looked), "most": SHOWN, "href": href}
    failed = in_language(work.report.get("error", LOST), page.language) if work and work.state in FAILED else ""
    return page.show("imports/one.html", **told, **shown, failed=failed)


@router.get("/imports/{id}/problems.csv")
def problems(page: Sending, id: PathId) -> Response:
    """Return what is to be said of each line as a file."""
    looked = _again(page, id)
    told = page.look(lambda c, reach: shapes.upload(uploads.stands(c, reach, id, looked), page.language))
    _name_fields(told, page.language)
    heads = [sentence(f"import_{part}", {}, page.language) for part in ("line", "field", "what", "kept")]
    rows = [dict(zip(heads, (one[part] for part in _PROBLEM), strict=True)) for one in told["problems"]]
    headers = {"content-disposition": 'attachment; filename="visavis-import.csv"'}
    return Response(table_file("import.csv", rows, heads), headers=headers, media_type="text/csv")


@router.get("/imports/{id}/columns")
def columns(page: Sending, id: PathId) -> Response:
    """Show what the columns of a spreadsheet become."""
    return _columns(page, id, _again(page, id))


@router.post("/imports/{id}/columns")
def agree(page: Sending, id: PathId) -> Response:
    """Keep what the columns of a source become."""
    told, found = (page.form.getlist("column"), page.form.getlist("field")), dict[str, Looked]()

    def ahead(store: Any) -> None:
        kind = page.look(lambda c, reach: past_imports.kind_of(c, reach, id))
        by_hand = {column: _target(field, kind) for column, field in zip(*told, strict=False)}
        found["looked"] = looking.again(store, page.services.keys, page.call.reach, id, page.now, by_hand)

    def act(connection: Connection, reach: Reach) -> dict[str, str]:
        uploads.agree(connection, reach, id, found["looked"])
        return {"id": id}

    return page.do(act, f"/imports/{id}", lambda refused: columns(refused, id), "import_agreed", ahead=ahead)


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
    shown = page.show("imports/progress.html", work=(work := _work(page, id)), id=id)
    if work is None or not work.is_going_on:
        shown.headers["HX-Refresh"] = "true"
    return shown


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


def _past(page: Page, query: ListQuery) -> Response:
    asked = past_imports.Asked(query.limit, query.cursor, total=True)

    def look(connection: Connection, reach: Reach) -> dict[str, Any]:
        found = past_imports.browse(connection, reach, asked)
        items = [{**row._mapping, "source": past_imports.own_name(row.source)} for row in found.rows]
        told = {"items": items, "next": found.next, "total": found.total}
        kinds = [(kind, name("import_kind", kind, page.language)) for kind in looking.kinds(reach)]
        return {"found": told, "sources": past_imports.sources(connection, reach), "kinds": kinds}

    return page.show("imports/list.html", **page.look(look))


def _again(page: Page, id: str) -> Looked:
    return looking.again(page.services.store, page.services.keys, page.call.reach, id, page.now, None)


def _columns(page: Page, id: str, looked: Looked) -> Response:
    upload = page.look(lambda c, reach: uploads.stands(c, reach, id, looked))
    told, sheet = shapes.upload(upload, page.language), looked.sheet
    for place, column in enumerate(told["columns"]):
        column["examples"] = sheet.table.cells(place)[:EXAMPLES] if sheet else []
        column["label"] = import_words.field(column["field"], page.language)
    targets = mapping.targets(told["kind"]) if sheet else []
    places = {target: place for place, target in enumerate(targets)}
    fields = [
        (import_words.field(target, page.language), target.startswith(import_words.PERSONAL)) for target in targets
    ]
    source = past_imports.own_name(upload.row.source)
    return page.show("imports/columns.html", file=told, source=source, fields=fields, places=places)


def _name_fields(told: dict[str, Any], language: str) -> None:
    """Say in words which field each remark is about; columns are called as the file calls them."""
    for one in told["problems"]:
        one["field"] = names("import_field", language).get(one["field"], one["field"])


def _target(chosen: str, kind: str) -> str | None:
    """Return what a column becomes: told by its place among the fields, which keeps wide tables short, or by name."""
    fields = mapping.targets(kind)
    is_place = chosen.isdecimal() and len(chosen) < 5 and int(chosen) < len(fields)
    return fields[int(chosen)] if is_place else chosen or None


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
    """Return new lines beside what they look like, for those who may see that."""
    new = looked.prepared
    twins, records = list(new.twins)[:TWINS], {one.external_id: one.record for one in new.documents}
    ids = {twin.known for twin in twins}
    right = past_imports.IDENTITY if new.kind.name == "candidates" else "opening:R"
    known = page.look(lambda c, reach: past_imports.known(c, reach, new.kind, ids, page.now), right) if ids else {}

    def beside(twin: Any) -> dict[str, Any]:
        there = known.get(twin.known)
        mine = import_words.lines(json.loads(records[twin.id]), new.facts.get(twin.id, {}), page.language)
        theirs = import_words.lines(there.record, there.facts, page.language) if there else []
        return {
            "line": twin.line,
            "agreements": [import_words.agreement(*one, page.language) for one in twin.agreements],
            "lines": import_words.beside(mine, theirs),
            "href": f"{HREFS[new.kind.name]}/{twin.known}" if there else "",
        }

    return [beside(twin) for twin in twins]
