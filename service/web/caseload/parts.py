"""The parts of a sheet that are typed: who somebody is, what they accept, what they have done, when they are free."""

from collections.abc import Mapping, Sequence
from typing import Annotated, Any, Final, Literal

from fastapi import APIRouter, Response

from matching.enums import (
    ContractType,
    HelpKind,
    LanguageLevel,
    OpeningKind,
    TravelMode,
    WorkingTime,
)
from service.api.fields import PathId
from service.api.shapes import people as shapes
from service.collation import search_key
from service.errors import Invalid
from service.usecases import finding, people
from service.web.caseload.person import person_of, undone
from service.web.pages import Page, screen

router = APIRouter()

Part = Literal["limits", "path", "hours"]
WORDS: Final[Mapping[str, Sequence[str]]] = {  # fields that are typed as words, as cells of a file are
    "limits": ("max_km", "max_minutes", "wage_floor"),
    "path": ("education",),
    "hours": ("start",),
}
CHOSEN: Final[Mapping[str, Mapping[str, Any]]] = {  # fields of which several values are ticked: their lists
    "limits": {"modes": TravelMode, "contracts": ContractType, "refuses": WorkingTime, "kinds": OpeningKind},
    "path": {},
    "hours": {"help": HelpKind},
}
LISTED: Final[Mapping[str, Sequence[str]]] = {  # fields of which several are typed, with signs between them
    "limits": ("licences", "certificates"),
    "path": (),
    "hours": (),
}
PLACES: Final = 8  # communes to choose from
FREE_ROWS: Final = 2  # for what is not told yet
SPOKEN: Final = (
    "fr",
    "en",
    "ar",
    "es",
    "pt",
    "tr",
    "uk",
    "ru",
    "fa",
    "ps",
    "ti",
    "so",
    "bn",
    "ta",
    "zh",
    "de",
    "it",
    "pl",
    "ro",
    "wo",
    "bm",
    "snk",
    "ff",
    "kab",
    "ber",
    "ku",
    "fsl",
)


@router.get("/people/{id}/edit/identity")
def identity(page: Annotated[Page, screen("identity", "W")], id: PathId) -> Response:
    """Show who somebody is, to be changed."""
    return page.show("people/edit_identity.html", person=person_of(page, id))


@router.post("/people/{id}/edit/identity")
def change_identity(page: Annotated[Page, screen("identity", "W")], id: PathId) -> Response:
    """Change who somebody is; what is left empty is forgotten."""

    def act(c: Any, reach: Any) -> dict[str, Any]:
        told = page.form.told(shapes.IdentityChange).model_dump()
        facts = {name: None if value is None else str(value) for name, value in told.items()}
        found = people.change_identity(c, reach, id, page.call.expected, facts, page.now)
        return shapes.identity(found, reach.subject.role)

    return page.do(
        act, then=f"/people/{id}", again=lambda refused: identity(refused, id), said="people_identity_changed"
    )


@router.get("/people/{id}/edit/{part}")
def edit(page: Annotated[Page, screen("profile", "W")], id: PathId, part: Part) -> Response:
    """Show a part of the profile, to be changed."""
    person = person_of(page, id)
    q = page.form.text("place") if "place" in page.faults else ""
    places = page.look(lambda c, _: finding.find(c, "places", q, PLACES), "reference:R") if q else []
    return page.show(
        f"people/edit_{part}.html", person=person, chosen=CHOSEN[part], places=places, spoken=SPOKEN,
        levels=list(LanguageLevel), free=FREE_ROWS,
    )  # fmt: skip


@router.post("/people/{id}/edit/{part}")
def change(page: Annotated[Page, screen("profile", "W")], id: PathId, part: Part) -> Response:
    """Change a part of the profile; what is left empty is not known any more."""

    def act(c: Any, reach: Any) -> dict[str, Any]:
        record = {**_typed(page, part), **_OWN[part](page, c)}
        return shapes.profile(people.change(c, reach, id, page.call.expected, record, page.now), reach.subject.role)

    return page.do(
        act,
        then=f"/people/{id}",
        again=lambda refused: edit(refused, id, part),
        said="people_changed",
        undo=lambda body: undone(id, body),
    )


def _typed(page: Page, part: str) -> dict[str, Any]:
    words = {name: page.form.text(f"record.{name}") or None for name in (*WORDS[part], *LISTED[part])}
    return words | {name: page.form.texts(f"record.{name}") or None for name in CHOSEN[part]}


def _limits(page: Page, c: Any) -> dict[str, Any]:
    hours = {end: page.form.text(f"record.hours.{end}") or None for end in ("min", "max")}
    told = {"hours": hours if any(hours.values()) else None}
    typed, before = page.form.text("place"), page.form.text("place_before")
    if code := page.form.text("insee"):
        return {**told, "place": {**_NO_PLACE, "insee": code}}
    return told if typed == before else {**told, "place": _place(c, typed)}


_NO_PLACE: Final = dict.fromkeys(("postcode", "label", "department", "lat", "lon", "radius_km"))


def _place(c: Any, typed: str) -> dict[str, Any] | None:
    """Return the commune that is called as typed, or the words themselves where none begins so.

    Raise Invalid where it is not clear which one is meant.
    """
    if not typed:
        return None
    found = finding.find(c, "places", typed, PLACES)
    meant = [one for one in found if search_key(one["name"]) == search_key(typed)]
    if found and len(meant) != 1:
        reason = "several communes may be meant: choose one"
        raise Invalid("place: several communes may be meant: choose one", "place", (("place", reason),))
    return _NO_PLACE | ({"insee": meant[0]["insee"]} if meant else {"insee": None, "label": typed})


def _path(page: Page, c: Any) -> dict[str, Any]:
    return {"experience": _experience(page) or None, "languages": _languages(page) or None}


def _experience(page: Page) -> list[dict[str, Any]]:
    """Return a row for each job that is still named: its code where the words are as they were."""
    rows = []
    columns = (page.form.getlist(name) for name in ("job", "job_was", "job_code", "months"))
    for job, was, code, months in zip(*columns, strict=False):
        if job.strip():
            is_same = code and job.strip() == was.strip()
            rows.append({**(_coded(code) if is_same else {"title": job.strip()}), "months": months.strip() or None})
    return rows


def _coded(code: str) -> dict[str, str]:
    """Return the fields that a hidden field of the form holds: "title_code=19364|occupation=H2913"."""
    return {name: value for name, _, value in (part.partition("=") for part in code.split("|"))}


def _languages(page: Page) -> list[dict[str, Any]]:
    told = zip(page.form.getlist("language"), page.form.getlist("level"), strict=False)
    return [{"code": code, "level": level or None} for code, level in told if code]


def _hours(page: Page, c: Any) -> dict[str, Any]:
    remote = {"yes": True, "no": False}.get(page.form.text("record.remote"))
    lines = [line.strip() for line in page.form.text("record.availability").splitlines() if line.strip()]
    return {"remote": remote, "availability": lines or None}


_OWN: Final = {"limits": _limits, "path": _path, "hours": _hours}
