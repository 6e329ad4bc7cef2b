"""The file of a meetup → what the engine plans with, and what only people read; or what is wrong, line by line."""

from service.errors import Invalid
from service.importers.base import Problem
from service.importers.meetup_file.building import MeetupFile, built
from service.importers.meetup_file.content import read_content
from service.importers.meetup_file.lines import line_of
from service.importers.reading import MEETUP_BYTES, Source, content_of, text_of
from service.importers.strict_json import printable

__all__ = ["MeetupFile", "parse_meetup", "read_meetup"]

_MOST_TOLD = 50  # problems: each costs a search for its line


def parse_meetup(source: Source) -> tuple[MeetupFile | None, list[Problem]]:
    """Return the meetup of a JSON file and what is to be said of its lines; no meetup when anything is wrong.

    `field` of a problem is the place in the JSON, such as people[3].id. Unknown fields are left aside with a
    remark. Raise Invalid for a file that is absent, too large, no text or no JSON.
    """
    name, raw = content_of(source, MEETUP_BYTES)
    text = text_of(name, raw)
    content, faults, remarks = read_content(name, text)
    problems = [
        Problem(line_of(text, place), printable(place), printable(reason), kept)
        for kept, found in ((False, faults), (True, remarks))
        for place, reason in found[:_MOST_TOLD]
    ]
    return (None if faults else built(content)), sorted(problems, key=lambda problem: problem.line)


def read_meetup(source: Source) -> MeetupFile:
    """Return the meetup of a JSON file; raise Invalid with the first fault, its line and its place."""
    found, problems = parse_meetup(source)
    if found is None:
        name = "the file" if isinstance(source, bytes) else str(source).rpartition("/")[2]
        first = next(problem for problem in problems if not problem.kept)
        raise Invalid(f"{printable(name)}: line {first.line}, {first.field}: {first.reason}")
    return found
