"""Sponsors for those who accompany and organise: found, read, added, changed, paused."""

import json
from typing import Annotated, Any, Final

from fastapi import APIRouter, Response

from service import shapes as said
from service import sponsor_form
from service.api.fields import PathId
from service.api.shapes import sponsors as shapes
from service.api.shapes import sponsorships as sponsorship_shapes
from service.api.shapes.commitments import commitment
from service.api.shapes.sponsors import whole
from service.i18n import names
from service.usecases import commitments, next_hours, sponsors, sponsorships
from service.web.done import Undo
from service.web.pages import Page, screen

router = APIRouter(prefix="/sponsors", tags=["pages"], include_in_schema=False)

Reading = Annotated[Page, screen("sponsor", "R")]
Writing = Annotated[Page, screen("sponsor", "W")]
SHOWN: Final = 25
MOST: Final = 200


@router.get("")
def browse(page: Reading) -> Response:
    """List sponsors by where they work, those that a search names if there is one."""
    query = page.request.query_params
    asked = sponsors.Asked(SHOWN, query.get("cursor"), True)

    def act(c: Any, reach: Any) -> dict[str, Any]:
        found = sponsors.browse(c, reach, query.get("q") or None, asked, page.now, query.get("sort") == "-company")
        items = [whole({**row._mapping, "record": json.loads(row.record)}) for row in found.rows]
        named = said.words(c, [], [item["record"] for item in items], page.language)
        about = [said.about_sponsor(item["record"], named) for item in items]
        told = [item | {"about": one, "paused": _is_paused(page, item)} for item, one in zip(items, about, strict=True)]
        return {"items": told, "next": found.next, "total": found.total}

    offered = _offered(page) if page.may("commitment:R") else []
    return page.show("sponsors/list.html", found=page.look(act), offered=offered)


@router.get("/new")
def new(page: Writing) -> Response:
    """Show an empty profile, or one of the company that offers a sponsor."""
    offered = _answered(page)
    record = {"company": {"name": offered["company"]}} if offered else {}
    return _form(page, None, {"id": None, "version": None, "record": record, "trades": []}, offered)


@router.post("/new")
def add(page: Writing) -> Response:
    """Add a sponsor; where a company had offered one, note that."""
    offered = _answered(page)

    def act(c: Any, reach: Any) -> dict[str, Any]:
        if offered:
            commitments.use(c, page.under("commitment:A").reach, offered["id"], page.now)
        told = {name: value for name, value in _told(page, c, {}).items() if value is not None}
        return whole(sponsors.create(c, reach, told, page.now))

    return page.do(act, lambda made: f"/sponsors/{made['id']}", again=new, said="sponsors_added")


@router.get("/{id}")
def get(page: Reading, id: PathId) -> Response:
    """Show a sponsor, the next hours, and the sponsorships within one's right."""

    def act(c: Any, reach: Any) -> dict[str, Any]:
        found = whole(sponsors.get(c, reach, id, page.now))
        return found | {"trades": sponsor_form.trades_of(c, found["record"], page.language)}

    def theirs(c: Any, reach: Any) -> list[dict[str, Any]]:
        rows = sponsorships.browse(c, reach, sponsorships.Asked(MOST), page.now).rows
        return [sponsorship_shapes.sponsorship(row, page.subject.role) for row in rows if row.sponsor == id]

    found = page.look(act)
    told = page.look(theirs, "sponsorship:R") if page.may("sponsorship:R") else []
    soon = next_hours.of(found["record"], page.now)
    return page.show("sponsors/sheet.html", found=found, trades=found["trades"], sponsorships=told, soon=soon)


@router.get("/{id}/edit")
def edit(page: Writing, id: PathId) -> Response:
    """Show a sponsor's profile, to change it."""

    def act(c: Any, reach: Any) -> dict[str, Any]:
        found = whole(sponsors.get(c, reach, id, page.now))
        return found | {"trades": sponsor_form.trades_of(c, found["record"], page.language)}

    return _form(page, id, page.look(act))


@router.post("/{id}/edit")
def change(page: Writing, id: PathId) -> Response:
    """Keep what was changed; what was emptied is forgotten."""

    def act(c: Any, reach: Any) -> dict[str, Any]:
        told = _told(page, c, sponsors.get(c, reach, id, page.now)["record"])
        return whole(sponsors.change(c, reach, id, page.call.expected, told, page.now))

    return page.do(act, f"/sponsors/{id}", again=lambda refused: edit(refused, id), said="sponsors_saved")


@router.post("/{id}/pause")
def pause(page: Writing, id: PathId) -> Response:
    """Let a sponsor take nobody new from a day on."""

    def act(c: Any, reach: Any) -> dict[str, Any]:
        told = page.form.told(shapes.Pause)
        return whole(sponsors.pause(c, reach, id, told.first, told.last, page.now))

    again = f"/sponsors/{id}"
    undo = Undo(f"{again}/resume")
    return page.do(act, again, again=lambda refused: get(refused, id), said="sponsors_paused", undo=undo)


@router.post("/{id}/resume")
def resume(page: Writing, id: PathId) -> Response:
    """End a sponsor's pauses."""

    def act(c: Any, reach: Any) -> dict[str, Any]:
        return whole(sponsors.resume(c, reach, id, page.now))

    return page.do(act, f"/sponsors/{id}", again=lambda refused: get(refused, id), said="sponsors_resumed")


def _offered(page: Page) -> list[dict[str, Any]]:
    """Return the sponsors whom companies offer and who have no file yet, those that end first before others."""
    filters = commitments.Filters("sponsor", "open")

    def act(c: Any, reach: Any) -> list[dict[str, Any]]:
        found = commitments.browse(c, reach, filters, "until", commitments.Asked(MOST), page.now)
        return [commitment(row) for row in found.rows]

    return list(page.look(act, "commitment:R"))


def _answered(page: Page) -> dict[str, Any] | None:
    """Return the company's offer that the new sponsor answers, if there is one."""
    id = page.form.text("commitment") or page.request.query_params.get("commitment", "")
    return next((one for one in _offered(page) if one["id"] == id), None) if id else None


def _form(page: Page, id: str | None, found: dict[str, Any], offered: dict[str, Any] | None = None) -> Response:
    helps = list(names("help", page.language).items())
    told = {name: found[name] for name in ("version", "record", "trades")}
    return page.show("sponsors/edit.html", id=id, helps=helps, offered=offered, **told)


def _told(page: Page, c: Any, before: dict[str, Any]) -> dict[str, Any]:
    return sponsor_form.changes(c, before, page.form.text, page.form.texts("help"), page.language)


def _is_paused(page: Page, item: dict[str, Any]) -> bool:
    today = page.now.date().isoformat()
    return any(one.get("from", "") <= today <= one.get("until", "~") for one in item["record"].get("pauses", []))
