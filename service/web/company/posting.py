"""An opening is posted: from a pasted ad or an old opening, in six fields, seen as others will, then published."""

import datetime as dt
from collections.abc import Mapping
from contextlib import suppress
from functools import partial
from typing import Annotated, Any, Final

from fastapi import APIRouter, Response
from sqlalchemy import Connection

from matching.enums import OpeningKind
from service import opening_form as forms
from service.api.fields import PathId
from service.api.shapes import openings as shapes
from service.api.shapes.openings import whole
from service.api.shapes.pages import page as listed
from service.errors import Invalid, NotFound
from service.permissions import Reach
from service.understood import SURE
from service.usecases import drafting, finding, openings, sharing
from service.web.done import Undo
from service.web.pages import Page, screen

router = APIRouter(prefix="/openings", tags=["pages"], include_in_schema=False)

Writing = Annotated[Page, screen("opening", "W")]
OLD: Final = 8  # openings that are offered to be posted anew
MEANINGS: Final = 3  # occupations that a title may mean
LONGEST: Final = 40_000  # characters of an ad


@router.get("/new")
def new(page: Writing) -> Response:
    """Ask what is offered, for an ad of it, or for an old opening to post again."""

    def act(c: Connection, reach: Reach) -> dict[str, Any]:
        own = openings.Filters(organisation=reach.subject.organisation or "")
        found = openings.browse(c, reach, own, None, "-published", openings.Asked(OLD), page.now)
        return listed(found, partial(shapes.item, now=page.now))

    kind = _kind(page)
    told = {"kind": kind or OpeningKind.JOB, "is_chosen": bool(kind)}
    return page.show("company/new.html", old=page.look(act)["items"], **told)


@router.get("/places")
def places(page: Annotated[Page, screen("reference", "R")]) -> Response:
    """Show the communes that what is typed may begin: part of the form, for browsers that ask while one types."""
    words = page.request.query_params.get("place", "")
    found = page.look(lambda c, _: _communes(c, words))
    return page.alone("company/places.html", found=found)


@router.post("/new")
def begin(page: Writing) -> Response:
    """Understand an ad and keep it as a draft, which nobody else sees."""
    title, description = drafting.parts_of(page.form.text("text")[:LONGEST])
    told = {"title": title or None, "description": description or None}
    read = page.look(lambda c, _: drafting.understood(c, title, description, page.now.date()).draft)

    def act(c: Connection, reach: Reach) -> dict[str, Any]:
        if not title and not description:
            reason = "paste an ad, or write the title of the job"
            raise Invalid(f"text: {reason}", "text", (("text", reason),))
        kind = {"kind": chosen} if (chosen := _kind(page)) else {}
        whole_ad = {**read, **_commune(c, read), **told, **kind, **_today(page)}
        return whole(openings.create(c, reach, whole_ad, None, True, page.now))

    return page.do(act, then=_edit, again=new, ahead=partial(openings.understand, told=told))


@router.post("/{id}/again")
def again(page: Writing, id: PathId) -> Response:
    """Make a draft of what an old opening was."""

    def act(c: Connection, reach: Reach) -> dict[str, Any]:
        told = forms.copied(openings.get(c, reach, id, page.now)["record"])
        return whole(openings.create(c, reach, {**told, **_today(page)}, None, True, page.now))

    return page.do(act, then=_edit, again=new, said="company_copied")


@router.get("/{id}/edit")
def edit(page: Writing, id: PathId) -> Response:
    """Show what was understood in its text, and the form that it fills."""
    return page.show("company/edit.html", **page.look(lambda c, reach: _form(page, c, reach, id)))


@router.post("/{id}/edit")
def change(page: Writing, id: PathId) -> Response:
    """Keep what was typed; then it is looked at once more, or kept as a draft."""

    def act(c: Connection, reach: Reach) -> dict[str, Any]:
        with forms.faults_here():
            before = openings.get(c, reach, id, page.now)
            told = _told(page, c, before["record"]) | (_today(page) if before["status"] == openings.DRAFT else {})
            return whole(openings.change(c, reach, id, page.call.expected, told, _until(page), page.now))

    def then(body: Mapping[str, Any]) -> str:
        return f"/openings/{id}/preview" if page.form.text("next") == "preview" else f"/openings/{id}"

    said = "" if page.form.text("next") == "preview" else "company_saved"
    return page.do(act, then=then, again=lambda refused: edit(refused, id), said=said)


@router.get("/{id}/preview")
def preview(page: Writing, id: PathId) -> Response:
    """Show an opening as others will see it; it is published from here only."""

    def act(c: Connection, reach: Reach) -> dict[str, Any]:
        found = whole(openings.get(c, reach, id, page.now))
        return {"opening": found, "labels": sharing.labels(c, [found["record"]])}

    until = page.now.date() + dt.timedelta(days=openings.LASTS)
    return page.show("company/preview.html", **page.look(act), until=until)


@router.post("/{id}/publish")
def publish(page: Writing, id: PathId) -> Response:
    """Put an opening into the market; its draft can be had back."""

    def act(c: Connection, reach: Reach) -> dict[str, Any]:
        return whole(openings.publish(c, reach, id, _until(page), page.now))

    undo = Undo(f"/openings/{id}/draft")
    return page.do(
        act,
        then=f"/openings/{id}/people",
        again=lambda refused: preview(refused, id),
        said="company_published",
        undo=undo,
    )


def _kind(page: Page) -> str:
    """Return which kind of opening was chosen; "" where the ad is to tell it."""
    told = page.form.text("kind") or page.request.query_params.get("kind", "")
    return told if told in set(OpeningKind) else ""


def _edit(body: Mapping[str, Any]) -> str:
    return f"/openings/{body['id']}/edit"


def _today(page: Page) -> dict[str, str]:
    return {"published": page.now.date().isoformat()}


def _until(page: Page) -> dt.date | None:
    return page.form.told(shapes.Publishing).expires_on


def _commune(c: Connection, read: Mapping[str, Any]) -> dict[str, Any]:
    """Return the place of an ad as a commune, where there is one of that name."""
    with suppress(Invalid):
        if place := forms.placed(forms.shown_place(read), partial(_communes, c)):
            return {"place": place}
    return {}


def _communes(c: Connection, words: str) -> forms.Found:
    return finding.find(c, "places", words, 10)


def _told(page: Page, c: Connection, record: Mapping[str, Any]) -> dict[str, Any]:
    more = drafting.asked_in(c, page.form.text("more").splitlines())
    needs = forms.joined(forms.needs_typed(page.form), more, page.form.text("more_ask") or "wish")
    place = forms.placed(page.form.text("place"), partial(_communes, c))
    told = forms.told(page.form, needs, place)
    if page.form.text("place") == _shown_place(c, record):
        del told["place"]
    if page.form.text("title") == _title(record, sharing.labels(c, [dict(record)])):
        del told["title"]
    else:
        told["title_code"] = None  # it was that of another title
    return told


def _form(page: Page, c: Connection, reach: Reach, id: str) -> dict[str, Any]:
    """Return what the form shows: the record, its lines, the ad with its passages, what its title may mean."""
    found = whole(openings.get(c, reach, id, page.now))
    record = found["record"]
    title = page.typed.get("title") or _title(record, sharing.labels(c, [record]))
    read = drafting.understood(c, record.get("title", ""), record.get("description", ""), page.now.date())
    needs = forms.needs_typed(page.form) if page.refusal else forms.needs_of(record)
    named = {item.get("code") for _, item in needs}
    meant = drafting.occupations(c, title, MEANINGS)
    labels = sharing.labels(c, [record, *({"occupation": one.code} for one in meant)])
    meanings = {one.code: labels.get(one.code, one.title) for one in meant}
    sure = [one.code for one in meant if one.confidence >= SURE]
    if (known := record.get("occupation")) and known not in meanings:
        meanings = {known: labels.get(known, known), **meanings}
    return {
        "opening": found,
        "title": title,
        "place": _shown_place(c, record),
        "needs": [(name, item, forms.key_of(name, item)) for name, item in needs],
        "usual": [(forms.key_of("skills", _skill(one)), one.label) for one in read.usual if one.code not in named],
        "meanings": list(meanings.items()),
        "guessed": record.get("occupation") or ("" if "title_code" in record else next(iter(sure), "")),
        "read": read,
        "labels": labels,
    }


def _shown_place(c: Connection, record: Mapping[str, Any]) -> str:
    """Return the place of a record as the form shows it: people know postcodes."""
    place = dict(record.get("place", {}))
    with suppress(NotFound):
        commune = finding.by_code(c, "places", place.get("insee", ""))
        place |= {"label": commune["name"], "postcode": next(iter(commune["postcodes"]), "")}
    return forms.shown_place({"place": place})


def _title(record: Mapping[str, Any], labels: Mapping[str, str]) -> str:
    """Return the title of an opening in words, also where only a code tells it."""
    codes = (record[name] for name in ("title_code", "occupation") if name in record)
    return record.get("title") or next((labels[code] for code in codes if code in labels), "")


def _skill(read: Any) -> dict[str, str]:
    return {"code": read.code, "label": read.label}
