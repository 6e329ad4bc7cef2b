"""What every page about somebody shows on top: who it is, and whether their file is open."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from service.api.shapes import people as shapes
from service.record_names import RecordNames, names_of
from service.usecases import caseload, people
from service.web.caseload import spoken
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
    hours: Sequence[str]  # when they can meet, as one reads it
    typed_hours: Sequence[str]  # and as one types it


def person_of(page: Page, id: str) -> Person:
    """Return somebody; raise NotFound for one out of reach."""
    role = page.subject.role

    def profile(c: Any, reach: Any) -> tuple[dict[str, Any], RecordNames]:
        found = shapes.profile(people.get(c, reach, id, page.now), role)
        return found, names_of(c, [found["record"]])

    told, names = page.look(profile, "profile:R")
    facts = page.look(lambda c, reach: shapes.identity(people.identity(c, reach, id, page.now), role), "identity:R")
    is_open = told.get("status") == "published"
    record = told["record"]
    windows = record.get("availability", ())
    hours, typed = ([say(window, page.language) for window in windows] for say in (spoken.told, spoken.typed))
    name = caseload.full_name(facts)
    return Person(id, name, facts, facts["version"], record, told["version"], is_open, names, hours, typed)


def undone(id: str, body: Mapping[str, Any]) -> Undo:
    """Return what undoes a change of a profile that left it as `body` says."""
    return Undo(f"/people/{id}/undo", {"version": str(body["version"])})
