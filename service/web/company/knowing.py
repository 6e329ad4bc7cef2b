"""What several of these screens ask for: who is behind introductions, and the introductions of an opening."""

from typing import Any, Final

from sqlalchemy import Connection

from service.api.shapes import introductions as shapes
from service.permissions import Reach
from service.usecases import introducing, presenting
from service.web.pages import Page

MANY: Final = 200  # introductions of one opening


def names(page: Page, persons: list[str]) -> dict[str, dict[str, str]]:
    """Return what those of these people are called whom who asks may know, by id."""
    if not persons:
        return {}
    return presenting.by_id(page.look(lambda c, reach: presenting.names(c, reach, persons, page.now), "identity:R"))


def introduced(page: Page, **filters: Any) -> list[dict[str, Any]]:
    """Return the introductions with these columns that one may see, the newest first."""

    def act(c: Connection, reach: Reach) -> list[dict[str, Any]]:
        _, found = introducing.browse(c, reach, filters, introducing.Asked(MANY), page.now)
        return [shapes.introduction(one, reach.subject.role) for one in found]

    return list(page.look(act, "introduction:R"))
