"""Who must meet whom, who never may, and what each side wishes."""

from typing import Any, Final

from fastapi import Response

from service.api.fields import PathId
from service.api.shapes import meetups as shapes
from service.errors import Invalid
from service.usecases import gatherings, guest_lists
from service.web.done import Undo
from service.web.meetups.common import Writing, base, leads_back, new_router, part
from service.web.pages import Page

router = new_router()
leads_back(router, "/meetups/{id}/pairs", "take")

KINDS: Final = ("never", "must", "wish")
SORTS: Final = ("kind", "person", "host")
ROWS: Final = 40  # of one page: each has a form


@router.get("/meetups/{id}/pairs")
def listed(page: Writing, id: PathId) -> Response:
    """Show what was said about pairs, and by whom."""

    def act(c: Any, reach: Any) -> dict[str, Any]:
        told = shapes.wishes(gatherings.wishes(c, reach, id, page.now))["items"]
        guests = [shapes.guest(row) for row in gatherings.guests(c, reach, id, page.now)]
        return {**base(c, reach, id), "wishes": told, "guests": guests, "names": guest_lists.names(c, reach, id)}

    found, query = page.look(act), page.request.query_params
    kind, sort = query.get("kind", ""), query.get("sort", SORTS[0])
    order = {one["id"]: place for place, one in enumerate(found["guests"])}
    order |= {kind: place for place, kind in enumerate(KINDS)}
    rows = [one for one in found["wishes"] if not kind or one["kind"] == kind]
    first = sort.removeprefix("-") if sort.removeprefix("-") in SORTS else SORTS[0]
    rows.sort(key=lambda one: [order[one[name]] for name in (first, *SORTS)], reverse=sort.startswith("-"))
    labels = {one["id"]: one["label"] for one in found["guests"]}
    shown, following = part(page, rows, ROWS)
    told: dict[str, Any] = {"rows": shown, "n_rows": len(rows), "next": following, "labels": labels}
    return page.show("meetups/pairs.html", **found, **told)


@router.post("/meetups/{id}/pairs")
def say(page: Writing, id: PathId) -> Response:
    """Say something about a pair."""
    person, host, kind = (page.form.text(name) for name in ("person", "host", "kind"))
    faults = [(name, "missing") for name, told in (("person", person), ("host", host)) if not told]

    def act(c: Any, reach: Any) -> dict[str, Any]:
        if faults:
            raise Invalid("choose both of them", "pair", tuple(faults))
        return _said(page, c, reach, id, person, host, kind if kind in KINDS else "never")

    return page.do(
        act,
        then=f"/meetups/{id}/pairs",
        again=lambda refused: listed(refused, id),
        said="meetups_pair_said",
        undo=lambda told: Undo(f"/meetups/{id}/pairs/take", {"person": person, "host": host, "kind": told["before"]}),
        replaced=lambda told: int(bool(told["before"]) and told["before"] != kind),
    )


@router.post("/meetups/{id}/pairs/take")
def take(page: Writing, id: PathId) -> Response:
    """Take back what was said about a pair, or say again what was said before."""
    person, host, kind = (page.form.text(name) for name in ("person", "host", "kind"))

    def act(c: Any, reach: Any) -> dict[str, Any]:
        return _said(page, c, reach, id, person, host, kind if kind in KINDS else "")

    return page.do(
        act,
        then=f"/meetups/{id}/pairs",
        again=lambda refused: listed(refused, id),
        said="meetups_pair_taken",
        undo=lambda told: Undo(f"/meetups/{id}/pairs/take", {"person": person, "host": host, "kind": told["before"]}),
    )


def _said(page: Page, c: Any, reach: Any, id: str, person: str, host: str, kind: str) -> dict[str, Any]:
    """Say one thing of a pair beside all else that was said; return what the organiser had said of it before."""
    told = {kind: [] for kind in KINDS}
    before = ""
    for row in gatherings.wishes(c, reach, id, page.now):
        if row.side != guest_lists.ORGANISER:
            continue
        if (row.person, row.host) == (person, host):
            before = row.kind
        else:
            told[row.kind].append((row.person, row.host))
    if kind:
        told[kind].append((person, host))
    gatherings.wish(c, reach, id, told, page.now)
    return {"before": before}
