"""What every page about somebody shows on top: who it is, and whether their file is open."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from service.api.shapes import people as shapes
from service.record_names import RecordNames, names_of
from service.usecases import caseload, people
from service.web.done import Undo
from service.web.pages import Page


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody's file, as far as who asks may see it."""

    id: str
    name: str
    facts: Mapping[str, Any]  # who they are, by the names of the API
    facts_version: int
    record: Mapping[str, Any]
    version: int
    is_open: bool
    names: RecordNames


def person_of(page: Page, id: str) -> Person:
    """Return somebody; raise NotFound for one out of reach."""
    role = page.subject.role

    def profile(c: Any, reach: Any) -> tuple[dict[str, Any], RecordNames]:
        found = shapes.profile(people.get(c, reach, id, page.now), role)
        return found, names_of(c, [found["record"]])

    told, names = page.look(profile, "profile:R")
    facts = page.look(lambda c, reach: shapes.identity(people.identity(c, reach, id, page.now), role), "identity:R")
    is_open = told.get("status") == "published"
    return Person(
        id, caseload.full_name(facts), facts, facts["version"], told["record"], told["version"], is_open, names
    )


def undone(id: str, body: Mapping[str, Any]) -> Undo:
    """Return what undoes a change of a profile that left it as `body` says."""
    return Undo(f"/people/{id}/undo", {"version": str(body["version"])})
