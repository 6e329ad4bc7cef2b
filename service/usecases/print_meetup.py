"""What is printed of a plan: which sheets there are, which of them changed, and who is told that they need not come."""

import datetime as dt
import hashlib
import json
from dataclasses import replace

from service.errors import Invalid
from service.importers.meetup_file import MeetupFile
from service.importers.plan_file import PlanFile, Seat
from service.printing.folder import Print
from service.printing.sheets import Event, Sheet, event_of, sheets_of
from service.printing.versions import Version, Versions, changed, versions_of

GONE = "no longer in the file"  # stands in for what the sheet of somebody unknown said


def everything(file: MeetupFile, plan: PlanFile, before: PlanFile | None, language: str, now: dt.datetime) -> Print:
    """Return the print of a whole plan; versions go on from those of the plan before.

    Raise Invalid for a plan that names somebody or a round that the file does not have.
    """
    event, sheets, versions = _versions(file, plan, before, language)
    whose = versions.keys() | {sheet.guest.id for sheet in sheets}
    tables = {met.table for met in event.meetings}
    return Print(plan.answer, _known_by(file, before), event, sheets, versions, whose, tables, language, now)


def only_changed(file: MeetupFile, plan: PlanFile, before: PlanFile, language: str, now: dt.datetime) -> Print:
    """Return the print of those whose sheet differs from the plan before, and of their tables; the same errors."""
    event, sheets, versions = _versions(file, plan, before, language)
    whose = changed(versions, _before(file, before, language))
    tables = {table for _, _, host, table in (*plan.seats, *before.seats) if host in whose}
    return Print(plan.answer, _known_by(file, before), event, sheets, versions, whose, tables, language, now)


def checked(file: MeetupFile, plan: PlanFile) -> list[Seat]:
    """Return the meetings of a plan; raise Invalid for the first that names what the file does not have."""
    known = (range(1, file.meetup.rounds + 1), set(file.meetup.people), set(file.meetup.hosts))
    for number, (turn, person, host, _) in enumerate(plan.seats):
        for part, value, among in zip(("round", "person", "host"), (turn, person, host), known, strict=True):
            if value not in among:
                raise Invalid(
                    f"plan, meetings[{number}].{part}: {value!r} is not in the meetup; add it there, or correct it"
                )
    return plan.seats


def _versions(
    file: MeetupFile, plan: PlanFile, before: PlanFile | None, language: str
) -> tuple[Event, list[Sheet], dict[str, Version]]:
    event = event_of(_with_cards(file, plan), checked(file, plan), language)
    sheets = sheets_of(event)
    versions = versions_of(event, sheets, _before(file, before, language) if before else {})
    cancelled = {guest for guest, version in versions.items() if version.cancelled}
    return event, [sheet for sheet in sheets if sheet.guest.id not in cancelled], versions


def _with_cards(file: MeetupFile, plan: PlanFile) -> MeetupFile:
    """Return the meetup with the reasons and questions of a plan where the file has none of its own."""
    return replace(file, reasons={**plan.why, **file.reasons}, questions={**plan.questions, **file.questions})


def _before(file: MeetupFile, plan: PlanFile, language: str) -> Versions:
    """Return the versions that a plan was printed in; one that never was counts as sent as it stands."""
    if plan.meetup:
        return {told["id"]: Version(told["sequence"], told.get("digest", "")) for told in plan.versions}
    known = {*file.meetup.people, *file.meetup.hosts}
    named = {guest for _, person, host, _ in plan.seats for guest in (person, host)}
    seats = [seat for seat in plan.seats if seat[0] <= file.meetup.rounds and {seat[1], seat[2]} <= known]
    event = event_of(file, seats, language)
    return dict.fromkeys(named, Version(0, GONE)) | versions_of(event, sheets_of(event), {})


def _known_by(file: MeetupFile, before: PlanFile | None) -> str:
    """Return what this meetup is known by: kept when its day is moved, another for the next one of the same title."""
    if before and before.meetup:
        return before.meetup
    told = json.dumps([file.title, str(file.date)])
    return hashlib.sha256(told.encode()).hexdigest()[:16]
