"""Openings as each role may see them: the list, one of them, and how one leaves the market and comes back."""

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Annotated, Any, Final
from urllib.parse import urlencode

from fastapi import APIRouter, Response
from sqlalchemy import Connection

from service.api.fields import PathId
from service.api.shapes import openings as shapes
from service.api.shapes.introductions import introduction
from service.api.shapes.openings import whole
from service.api.shapes.pages import page as listed
from service.errors import Invalid
from service.permissions import Reach, Role
from service.usecases import introducing, openings, sharing
from service.web.company.knowing import introduced, names
from service.web.done import Undo
from service.web.pages import Page, screen

router = APIRouter(prefix="/openings", tags=["pages"], include_in_schema=False)

Reading = Annotated[Page, screen("opening", "R")]
Writing = Annotated[Page, screen("opening", "W")]
SHOWN: Final = 25  # in one page of the list
FILLING: Final = ("accepted", "met")  # steps from which somebody may be hired
BY: Final = ("outside", "nobody")  # who fills an opening, where it is nobody of an introduction


@router.get("")
def browse(page: Reading) -> Response:
    """List openings; a company sees its own, with what waits for its answer."""
    query = page.asked(shapes.OpeningQuery)
    own = page.call.reach.subject
    filters = openings.Filters(
        kind=query.kind,
        status=query.status,
        but=None if query.status else openings.WITHDRAWN,
        q=query.q,
        organisation=own.organisation if own.role is Role.COMPANY else query.organisation,
    )
    asked = openings.Asked(SHOWN, query.cursor, total=True)

    def act(c: Connection, reach: Reach) -> dict[str, Any]:
        found = openings.browse(c, reach, filters, None, query.sort, asked, page.now)
        return listed(found, partial(shapes.item, now=page.now))

    told: dict[str, Any] = {
        "found": page.look(act),
        "waiting": Counter[str](),
        "exported": _exported(query),
        "today": page.now.date(),
    }
    if own.role is Role.COMPANY:
        told["waiting"] = Counter(one["opening"] for one in introduced(page, step="proposed"))
    return page.show("company/openings.html", **told)


@router.get("/{id}")
def one(page: Reading, id: PathId) -> Response:
    """Show one opening, and to its company what may be done with it."""

    def act(c: Connection, reach: Reach) -> dict[str, Any]:
        found = whole(openings.get(c, reach, id, page.now))
        is_own = reach.subject.organisation is not None and found["organisation"] == reach.subject.organisation
        return {
            "opening": found,
            "labels": sharing.labels(c, [found["record"]]),
            "is_own": is_own and page.may("opening:W"),
        }

    found = page.look(act)
    met = introduced(page, opening=id) if found["is_own"] else []
    called = names(page, [one["person"] for one in met if one["person"]])
    told = {"introductions": met, "names": called, "fillable": FILLING}
    return page.show("company/opening.html", **found, **told, today=page.now.date())


@router.post("/{id}/close")
def close(page: Writing, id: PathId) -> Response:
    """Say who fills an opening: somebody of an introduction, somebody else, or nobody any more."""
    by = page.form.text("by")
    if by not in BY:
        return _hire(page, id, by)
    act = {"outside": _filled, "nobody": _closed}[by]
    undo = Undo(f"/openings/{id}/{'free' if by == 'outside' else 'reopen'}")
    return _done(page, id, partial(act, page, id), "company_closed", undo)


@router.post("/{id}/free")
def free(page: Writing, id: PathId) -> Response:
    """Take back that one more post is filled."""
    return _done(page, id, partial(_filled, page, id, more=-1), "company_reopened")


@router.post("/{id}/reopen")
def reopen(page: Writing, id: PathId) -> Response:
    """Put an opening back into the market, with its last day if that is still to come."""

    def act(c: Connection, reach: Reach) -> dict[str, Any]:
        return whole(openings.publish(c, reach, id, None, page.now))

    return _done(page, id, act, "company_reopened")


@router.post("/{id}/renew")
def renew(page: Writing, id: PathId) -> Response:
    """Let an opening stay for another 60 days."""

    def act(c: Connection, reach: Reach) -> dict[str, Any]:
        return whole(openings.renew(c, reach, id, page.now))

    return _done(page, id, act, "company_renewed")


@router.post("/{id}/draft")
def draft(page: Writing, id: PathId) -> Response:
    """Take an opening back out of the market."""

    def act(c: Connection, reach: Reach) -> dict[str, Any]:
        return whole(openings.take_back(c, reach, id, page.now))

    return _done(page, id, act, "company_taken_back", Undo(f"/openings/{id}/reopen"))


@router.post("/{id}/withdraw")
def withdraw(page: Annotated[Page, screen("opening", "D")], id: PathId) -> Response:
    """Take an opening out of the lists; a copy of it is the way back."""

    def act(c: Connection, reach: Reach) -> dict[str, Any]:
        return whole(openings.withdraw(c, reach, id, page.call.expected, page.now))

    undo = Undo(f"/openings/{id}/again")
    return page.do(act, then="/openings", again=lambda no: one(no, id), said="company_withdrawn", undo=undo)


@router.post("/{id}/unpublish")
def unpublish(page: Annotated[Page, screen("opening", "A")], id: PathId) -> Response:
    """Take a company's opening out of the market, with the reason, which the company reads."""

    def act(c: Connection, reach: Reach) -> dict[str, Any]:
        reason = page.form.told(shapes.Unpublishing).reason
        return whole(openings.unpublish(c, reach, id, reason, page.now))

    return page.do(act, then=f"/openings/{id}", again=lambda no: one(_to_read(no), id), said="company_unpublished")


def _to_read(page: Page) -> Page:
    return Page(page.under("opening:R"), page.form, page.refusal)


def _done(page: Page, id: str, act: Callable[..., Any], said: str, undo: Undo | None = None) -> Response:
    return page.do(act, then=f"/openings/{id}", again=lambda refused: one(refused, id), said=said, undo=undo)


def _filled(page: Page, id: str, c: Connection, reach: Reach, more: int = 1) -> dict[str, Any]:
    filled = openings.get(c, reach, id, page.now)["filled"]
    return whole(openings.fill(c, reach, id, max(0, filled + more), page.now))


def _closed(page: Page, id: str, c: Connection, reach: Reach) -> dict[str, Any]:
    return whole(openings.close(c, reach, id, page.now))


def _hire(page: Page, id: str, by: str) -> Response:
    """Record that somebody of an introduction fills a post; when all are filled, the opening closes by itself."""

    def act(c: Connection, reach: Reach) -> dict[str, Any]:
        if not by:
            reason = "say who fills the post"
            raise Invalid(f"by: {reason}", "by")
        told = introducing.told_of(reach, "hired", None, page.now.date(), None, None)
        version = introducing.get(c, page.under("introduction:R").reach, by, page.now).row.version
        found = introducing.record(c, reach, by, told, None, version, page.now)
        return introduction(found, reach.subject.role)

    hiring = Page(page.under("outcome:W"), page.form)
    again = partial(_as_before, page, id)
    return hiring.do(act, then=f"/openings/{id}", again=again, said="company_filled_by")


def _as_before(page: Page, id: str, refused: Page) -> Response:
    return one(replace(page, refusal=refused.refusal), id)


def _exported(query: shapes.OpeningQuery) -> str:
    """Return the filters of the list as the address of its file has them."""
    told = {"q": query.q, "kind": query.kind, "status": query.status}
    return f"?{urlencode({name: value for name, value in told.items() if value})}" if any(told.values()) else ""
