"""The demonstration territory: a made-up cluster around Les Mureaux, in our own words and numbers.

Occupation codes and communes are real; people, companies, openings and every sentence are invented.
"""

from dataclasses import dataclass
from typing import Any

from service.demo.candidates import draw_candidates
from service.demo.companies import draw_companies
from service.demo.draws import stream
from service.demo.meeting import draw_meetings
from service.demo.meetup import draw_meetup
from service.demo.openings import draw_openings
from service.demo.personal import draw_personal
from service.demo.reference import read_communes, read_reference
from service.demo.sponsors import draw_sponsors

Row = dict[str, Any]
Rows = tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Territory:
    """Everything that a first visit needs; rows of the reference part have the columns of their tables."""

    domains: Rows
    occupations: Rows
    titles: Rows
    skills: Rows
    links: Rows  # occupation, item, core ("main" or empty)
    mobilities: Rows
    communes: Rows
    candidates: Rows  # records as matching.records reads them
    personal: Rows  # candidate, facts: never part of a record
    companies: Rows
    openings: Rows  # records as matching.records reads them
    sponsors: Rows  # records as matching.sponsor_record reads them
    meetup: Row  # a file as service.importers.meetup_file reads it


def territory(seed: int = 78440) -> Territory:
    """Return the territory drawn with that seed: the same seed, the same territory, in every process."""
    reference, communes = read_reference(), read_communes()
    companies = draw_companies(stream(seed, "companies"), reference.houses, communes)
    candidates = draw_candidates(stream(seed, "candidates"), reference, communes)
    meetings = draw_meetings(stream(seed, "meetings"), candidates)
    openings = draw_openings(stream(seed, "openings"), reference, companies, communes)
    sponsors = draw_sponsors(stream(seed, "sponsors"), reference.trades, companies, communes)
    return Territory(
        domains=reference.domains,
        occupations=reference.occupations,
        titles=reference.titles,
        skills=reference.skills,
        links=reference.links,
        mobilities=reference.mobilities,
        communes=tuple(commune.row for commune in communes),
        candidates=tuple({**row, **meeting} for row, meeting in zip(candidates, meetings, strict=True)),
        personal=tuple(draw_personal(stream(seed, "personal"), [row["id"] for row in candidates])),
        companies=tuple(companies),
        openings=tuple(openings),
        sponsors=tuple(sponsors),
        meetup=draw_meetup(stream(seed, "meetup"), candidates, sponsors),
    )
