"""Answers to the questions of suggestions: each joins the profile, the list is ranked anew, and it can be undone."""

from collections.abc import Callable
from typing import Annotated, Any, Final

from fastapi import APIRouter, Response

from service.api.fields import PathId
from service.usecases import answering
from service.web.done import Undo
from service.web.pages import Page, screen
from service.web.suggestions import asks, levers, lists, pairs
from service.web.suggestions.person import ONCE, What, address, back, onward
from service.what_if import read_change

router: Final = APIRouter()

Changing = Annotated[Page, screen("profile", "W")]
Json = dict[str, Any]


@router.post("/people/{id}/suggestions/undo")
def take_back(page: Changing, id: PathId) -> Response:
    """Take the last answer back."""

    def act(connection: Any, reach: Any) -> Json:
        return {"version": answering.take_back(connection, reach, id, page.call.expected, page.now)}

    return page.do(
        act,
        then=back(page, id, f"/people/{id}/suggestions/openings"),
        again=lambda refused: lists.suggestions(refused, id, "openings"),
        said="suggestions_taken_back",
    )


@router.post("/people/{id}/suggestions/levers")
def change(page: Changing, id: PathId) -> Response:
    """Make the change that a lever is about."""
    return _answered(page, id, lambda refused: levers.levers(refused, id))


@router.post("/people/{id}/suggestions/{what}")
def answer(page: Changing, id: PathId, what: What) -> Response:
    """Join an answer to the profile, and show the list as it is then."""
    return _answered(page, id, lambda refused: lists.suggestions(refused, id, what))


@router.post("/people/{id}/suggestions/{what}/{counterpart}")
def answer_about(page: Changing, id: PathId, what: What, counterpart: PathId) -> Response:
    """Join an answer to the profile, and show the suggestion as it is then."""
    return _answered(page, id, lambda refused: pairs.pair(refused, id, what, counterpart))


def _answered(page: Page, id: str, again: Callable[[Page], Response]) -> Response:
    """Join what a form tells to the profile: an answer, or a change as it is; the page says where its line went."""
    then = address(page)

    def act(connection: Any, reach: Any) -> Json:
        told = page.form.text("change")
        news, complete = (read_change(told), frozenset[str]()) if told else asks.answered(page.form)
        return {"version": answering.answer(connection, reach, id, page.call.expected, news, complete, page.now)}

    before = {name: page.form.text(name) for name in ONCE if page.form.text(name)}
    return page.do(
        act,
        then=onward(then, **before) if before else then,
        again=again,
        said="suggestions_answered",
        undo=lambda body: Undo(f"/people/{id}/suggestions/undo", {"version": str(body["version"]), "next": then}),
    )
