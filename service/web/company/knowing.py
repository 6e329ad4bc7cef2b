"""What several of these screens ask for: who is behind introductions, and the introductions of an opening."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any, Final

from fastapi import Request
from sqlalchemy import Connection

from service import shapes as said
from service.api.shapes import introductions as shapes
from service.permissions import Reach
from service.usecases import introducing, presenting
from service.web.pages import Page

MANY: Final = 200  # introductions of one opening


def names(page: Page, persons: list[str]) -> dict[str, dict[str, str]]:
    """Return what those of these people are called whom who asks may know, by id."""
    if not persons:
        return {}
    call = page.under("identity:R")
    alone = replace(call, request=Request({**call.request.scope, "path_params": {}}))  # the log names these people
    return presenting.by_id(alone.look(lambda c, reach: presenting.names(c, reach, persons, page.now)))


def about(c: Connection, openings: Iterable[str], language: str) -> dict[str, dict[str, Any]]:
    """Return what lists show of the openings of introductions, by id."""
    found = presenting.openings(c, openings)
    named = said.words(c, [], found.values(), language)
    return {id: {"title": "", **said.about_opening(record, named)} for id, record in found.items()}


def introduced(page: Page, **filters: Any) -> list[dict[str, Any]]:
    """Return the introductions with these columns that one may see, the newest first."""

    def act(c: Connection, reach: Reach) -> list[dict[str, Any]]:
        _, found = introducing.browse(c, reach, filters, introducing.Asked(MANY), page.now)
        return [shapes.introduction(one, reach.subject.role) for one in found]

    return list(page.look(act, "introduction:R"))
