"""Answers to the questions of suggestions: each joins the profile, the list is ranked anew, and it can be undone."""

from typing import Annotated, Any, Final

from fastapi import APIRouter, Response

from service.api.fields import PathId
from service.usecases import answering
from service.web.done import Undo
from service.web.pages import Page, screen
from service.web.suggestions import asks, levers, lists, pairs
from service.web.suggestions.person import What, back, onward
from service.what_if import read_change

router: Final = APIRouter()

Changing = Annotated[Page, screen("profile", "W")]
Json = dict[str, Any]


@router.post("/people/{id}/suggestions/levers/changes")
def change(page: Changing, id: PathId) -> Response:
    """Make the change that a lever is about."""
    home = f"/people/{id}/suggestions/levers"

    def act(connection: Any, reach: Any) -> Json:
        news = read_change(page.form.text("change") or None)
        return {"version": answering.answer(connection, reach, id, page.call.expected, news, (), page.now)}

    return page.do(
        act,
        then=back(page, id, home),
        again=lambda refused: levers.levers(refused, id),
        said="suggestions_answered",
        undo=lambda body: _undo(id, "levers", body),
    )


@router.post("/people/{id}/suggestions/{what}/answers")
def answer(page: Changing, id: PathId, what: What) -> Response:
    """Join an answer to the profile, and show the list as it is then."""
    home, about = f"/people/{id}/suggestions/{what}", page.form.text("counterpart")

    def act(connection: Any, reach: Any) -> Json:
        news, complete = asks.answered(page.form)
        return {"version": answering.answer(connection, reach, id, page.call.expected, news, complete, page.now)}

    def again(refused: Page) -> Response:
        on_its_own = back(page, id, home).startswith(f"{home}/{about}")
        return pairs.pair(refused, id, what, about) if about and on_its_own else lists.suggestions(refused, id, what)

    before = {name: page.form.text(name) for name in ("place", "points") if page.form.text(name).isdecimal()}
    then = back(page, id, home)
    return page.do(
        act,
        then=onward(then, answered=about, **before) if before else then,
        again=again,
        said="suggestions_answered",
        undo=lambda body: _undo(id, what, body),
    )


@router.post("/people/{id}/suggestions/{what}/answers/undo")
def take_back(page: Changing, id: PathId, what: str) -> Response:
    """Take an answer back."""
    home = f"/people/{id}/suggestions/{what if what in ('openings', 'sponsors', 'courses', 'levers') else 'openings'}"

    def act(connection: Any, reach: Any) -> Json:
        return {"version": answering.take_back(connection, reach, id, page.call.expected, page.now)}

    return page.do(
        act, then=home, again=lambda refused: lists.suggestions(refused, id, "openings"), said="suggestions_taken_back"
    )


def _undo(id: str, what: str, body: Json) -> Undo:
    return Undo(f"/people/{id}/suggestions/{what}/answers/undo", {"version": str(body["version"])})
