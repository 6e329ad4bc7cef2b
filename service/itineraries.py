"""Whom each guest of a plan meets, round after round, and whose sheet is otherwise after a change."""

from collections.abc import Mapping
from dataclasses import dataclass

from matching.scheduling.model import Meetings, Meetup
from matching.scheduling.tables import Index

Stop = tuple[int, str, int]  # round from 1, the other, table
Itineraries = Mapping[str, list[Stop]]


@dataclass(frozen=True, slots=True)
class Sheet:
    """The meetings of one person or host, round after round, before and after."""

    who: str
    before: list[Stop]
    after: list[Stop]


def itineraries(meetup: Meetup, meetings: Meetings, table: Index, now: int = 1) -> Itineraries:
    """Return the meetings from round `now` on of each person and host."""
    found: dict[str, list[Stop]] = {}
    rows = sorted(zip((meetings[:, 2] + 1).tolist(), *meetings[:, :2].T.tolist(), table.tolist(), strict=True))
    for turn, person, host, at in rows:
        if turn >= now:
            found.setdefault(meetup.people[person], []).append((turn, meetup.hosts[host], at))
            found.setdefault(meetup.hosts[host], []).append((turn, meetup.people[person], at))
    return found


def changed(meetup: Meetup, before: Itineraries, after: Itineraries) -> list[Sheet]:
    """Return the sheets that are otherwise, people first."""
    sheets = (Sheet(who, before.get(who, []), after.get(who, [])) for who in (*meetup.people, *meetup.hosts))
    return [sheet for sheet in sheets if sheet.before != sheet.after]
