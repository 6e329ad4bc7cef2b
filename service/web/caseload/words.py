"""Skills and wished jobs, typed as words and recognised while they are typed."""

from collections.abc import Callable, Mapping, Sequence
from typing import Annotated, Any, Final, Literal, NamedTuple

from fastapi import APIRouter, Response

from service.api.fields import PathId, Search
from service.api.shapes import people as shapes
from service.errors import Conflict, NotFound
from service.usecases import finding, people
from service.web.caseload.person import person_of, undone
from service.web.pages import Page, screen

router = APIRouter()

What = Literal["skills", "wishes"]
Items = Sequence[Mapping[str, Any]]
Change = Callable[[Items], Items]
SHOWN: Final = 8  # recognised at a time
MOST_WISHES: Final = 3
HELD: Final[Mapping[str, dict[str, Any]]] = {"yes": {}, "no": {"held": False}}

Writing = Annotated[Page, screen("profile", "W")]


class Kind(NamedTuple):
    """Where the words are found, and how what was found is written into a record."""

    found_in: str
    item: Callable[[Page], dict[str, Any]]


@router.get("/people/{id}/skills")
def skills(page: Writing, id: PathId, q: Search = None) -> Response:
    """Show the skills of somebody, and what the words typed may mean."""
    return _shown(page, id, "skills", q)


@router.get("/people/{id}/wishes")
def wishes(page: Writing, id: PathId, q: Search = None) -> Response:
    """Show the jobs that somebody wishes, likewise."""
    return _shown(page, id, "wishes", q)


@router.post("/people/{id}/skills")
def add_skill(page: Writing, id: PathId) -> Response:
    """Add a skill that was recognised, or the words as they are."""
    return _add(page, id, "skills")


@router.post("/people/{id}/wishes")
def add_wish(page: Writing, id: PathId) -> Response:
    """Add a wished job likewise."""
    return _add(page, id, "wishes")


@router.post("/people/{id}/skills/remove")
def remove_skill(page: Writing, id: PathId) -> Response:
    """Take a skill away."""
    return _remove(page, id, "skills")


@router.post("/people/{id}/wishes/remove")
def remove_wish(page: Writing, id: PathId) -> Response:
    """Take a wished job away."""
    return _remove(page, id, "wishes")


@router.post("/people/{id}/skills/held")
def hold(page: Writing, id: PathId) -> Response:
    """Say that a skill is held, or is not."""
    place = page.form.text("place")

    def told(items: Items) -> Items:
        here = _at(items, place)
        bare = {name: value for name, value in items[here].items() if name not in ("held", "level")}
        return [*items[:here], {**bare, **HELD["no" if page.form.text("held") == "no" else "yes"]}, *items[here + 1 :]]

    return _change(page, id, "skills", told, "people_changed")


def _shown(page: Page, id: str, what: What, q: str | None) -> Response:
    found = page.look(lambda c, _: finding.find(c, KINDS[what].found_in, q, SHOWN), "reference:R") if q else []
    person = person_of(page, id)
    is_full = what == "wishes" and len(person.record.get(what, ())) >= MOST_WISHES
    return page.show("people/words.html", person=person, what=what, q=q or "", found=found, is_full=is_full)


def _add(page: Page, id: str, what: What) -> Response:
    new = KINDS[what].item(page)

    def added(items: Items) -> Items:
        if what == "wishes" and len(items) >= MOST_WISHES:
            raise Conflict("no more than three jobs are wished: take one away first", "full")
        return [*(item for item in items if not _same(item, new)), new]

    return _change(page, id, what, added, "people_added")


def _remove(page: Page, id: str, what: What) -> Response:
    return _change(page, id, what, lambda items: _without(items, page.form.text("place")), "people_removed")


def _change(page: Page, id: str, what: What, change: Change, said: str) -> Response:
    def act(c: Any, reach: Any) -> dict[str, Any]:
        items = people.get(c, reach, id, page.now)["record"].get(what, [])
        record: dict[str, Any] = {what: list(change(items)) or None}
        return shapes.profile(people.change(c, reach, id, page.call.expected, record, page.now), reach.subject.role)

    return page.do(
        act,
        then=f"/people/{id}/{what}",
        again=lambda refused: _shown(refused, id, what, page.form.text("words")),
        said=said,
        undo=lambda body: undone(id, body),
    )


def _skill(page: Page) -> dict[str, Any]:
    """Return a skill by the button that was pressed: its code with whether it is held, or the words typed."""
    code = page.form.text("yes") or page.form.text("no")
    told = {"code": code, "label": page.form.text(f"label-{code}")} if code else {"label": page.form.text("words")}
    return told | HELD["no" if page.form.text("no") else "yes"]


def _wish(page: Page) -> dict[str, Any]:
    """Return a wished job likewise; `yes` holds the code of the occupation and that of the title, if there is one."""
    occupation, _, title = page.form.text("yes").partition(" ")
    if not occupation:
        return {"title": page.form.text("words")}
    return {"title_code": title, "occupation": occupation} if title else {"occupation": occupation}


def _same(item: Mapping[str, Any], new: Mapping[str, Any]) -> bool:
    names = ("code",) if "code" in new else ("title_code", "occupation", "label", "title")
    return all(item.get(name) == new.get(name) for name in names)


def _at(items: Items, place: str) -> int:
    if not place.isdecimal() or len(place) > 4 or int(place) >= len(items):
        raise NotFound("the list has changed: it has no such line any more")
    return int(place)


def _without(items: Items, place: str) -> Items:
    here = _at(items, place)
    return [*items[:here], *items[here + 1 :]]


KINDS: Final[Mapping[str, Kind]] = {"skills": Kind("skills", _skill), "wishes": Kind("occupations", _wish)}
