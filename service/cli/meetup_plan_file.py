"""A plan as an organiser has it: saved as JSON, or a spreadsheet made or changed by hand and saved as CSV."""

from pathlib import Path

from matching.scheduling.tables import tables
from service.importers.meetup_file import MeetupFile
from service.importers.meetup_file.names import identified
from service.importers.meetup_file.seats_csv import Seat, read_seats_csv
from service.importers.plan_file import PlanFile, read_plan
from service.usecases.meetups import seated


def read_made(path: Path, file: MeetupFile) -> PlanFile:
    """Return a plan; of a CSV with identifiers for names, and a table for each meeting when it tells none.

    Raise Invalid, with the line or the place, for one that cannot be read.
    """
    by_hand = read_seats_csv(path)
    if by_hand is None:
        return read_plan(path)
    seats = _with_tables(file, identified(file, by_hand))
    meetings = [dict(zip(("round", "person", "host", "table"), seat, strict=True)) for seat in seats]
    return PlanFile({"meetings": meetings}, seats)


def _with_tables(file: MeetupFile, seats: list[Seat]) -> list[Seat]:
    """Return seats with tables where none tells one; as they are while they name somebody unknown."""
    meetings, _ = seated(file.meetup, seats)
    if any(table for _, _, _, table in seats) or len(meetings) < len(seats):
        return seats
    numbered = zip(seats, tables(file.meetup, meetings).tolist(), strict=True)
    return [(*seat[:3], str(table)) for seat, table in numbered]
