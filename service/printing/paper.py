"""What each printed sheet says: plain data for the templates, which only place it."""

from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Any

from service.printing.qr import code_of
from service.printing.sheets import Event, Guest, Line, Meeting, Round, Sheet, natural
from service.printing.wording import day_in_words, label

Json = dict[str, Any]
_WIDEST = 12  # rounds beside each other on a wall; more go on in another table


def head(event: Event, language: str) -> Json:
    """Return what stands on all sheets."""
    day = day_in_words(event.day, language) if event.day else ""
    return {"lang": language, "title": event.title or label("meetup", language), "place": event.place, "day": day}


def wall_by_name(event: Event, sheets: Sequence[Sheet], language: str) -> Json:
    """Return the tables of everybody in the order of the alphabet: people, then hosts."""
    return {
        "sections": [
            {
                "heading": label(heading, language),
                "rounds": [_round(turn) for turn in turns],
                "guests": [
                    _who(sheet.guest) | {"tables": [sheet.lines[turn.number - 1].table for turn in turns]}
                    for sheet in sheets
                    if sheet.guest.hosting == hosting
                ],
            }
            for heading, hosting in (("persons", False), ("hosts", True))
            for turns in _chunks(event.rounds)
        ]
    }


def wall_by_round(event: Event, sheets: Sequence[Sheet], language: str) -> Json:
    """Return for each round who sits at which table, and who has a break."""
    return {"rounds": [_round(turn) | _seated(event, sheets, turn) for turn in event.rounds]}


def table_cards(event: Event, sheets: Sequence[Sheet], language: str) -> Json:
    """Return a card for each table of the hosts among the sheets: its host, or that of each round, and who comes."""
    there = {sheet.guest.id for sheet in sheets}
    tables = sorted({met.table for met in event.meetings if met.host.id in there}, key=natural)
    return {"tables": [_table(event, table) for table in tables]}


def badges(event: Event, sheets: Sequence[Sheet], language: str) -> Json:
    """Return a badge for each guest: the name, the own tables, and the same as a QR code."""
    return {"guests": [_badge(sheet, language) for sheet in sheets]}


def meeting_cards(event: Event, sheets: Sequence[Sheet], language: str) -> Json:
    """Return a card for each meeting, those of one person together."""
    people = [sheet for sheet in sheets if not sheet.guest.hosting and sheet.meetings]
    return {"people": [[_card(event, met) for met in sheet.meetings] for sheet in people]}


def itineraries(event: Event, sheets: Sequence[Sheet], language: str) -> Json:
    """Return the itinerary of each guest: whom they meet, and nobody else."""
    return {
        "sheets": [
            {"label": sheet.guest.label, "lines": [_line(sheet, line) for line in sheet.lines]} for sheet in sheets
        ]
    }


def _chunks(rounds: Sequence[Round]) -> list[Sequence[Round]]:
    return [rounds[start : start + _WIDEST] for start in range(0, len(rounds), _WIDEST)]


def _round(turn: Round) -> Json:
    return {"number": str(turn.number), "time": turn.time}


def _who(guest: Guest) -> Json:
    return {"label": guest.label, "company": guest.company}


def _seated(event: Event, sheets: Iterable[Sheet], turn: Round) -> Json:
    met = [meeting for meeting in event.meetings if meeting.round == turn.number]
    tables = []
    for table, group in groupby(met, key=lambda meeting: meeting.table):
        seated = list(group)
        people = [meeting.person.label for meeting in seated]
        tables.append(
            {"table": table, "host": seated[0].host.label, "company": seated[0].host.company, "people": people}
        )
    resting = [sheet.guest.label for sheet in sheets if not sheet.guest.hosting and _rests(sheet, turn)]
    return {"tables": tables, "pause": resting}


def _rests(sheet: Sheet, turn: Round) -> bool:
    line = sheet.lines[turn.number - 1]
    return not line.meetings and not line.away


def _table(event: Event, table: str) -> Json:
    met = [meeting for meeting in event.meetings if meeting.table == table]
    hosts = {meeting.host.id: meeting.host for meeting in met}
    alone = next(iter(hosts.values())) if len(hosts) == 1 else None
    rounds = [
        _round(event.rounds[number - 1])
        | {"host": "" if alone else seated[0].host.label, "people": [meeting.person.label for meeting in seated]}
        for number, seated in ((number, list(group)) for number, group in groupby(met, key=lambda found: found.round))
    ]
    return {"table": table, "host": alone.label if alone else "", "company": alone.company if alone else ""} | {
        "rounds": rounds
    }


def _badge(sheet: Sheet, language: str) -> Json:
    first, _, rest = sheet.guest.label.partition(" ")
    stops = _stops(sheet, language)
    text = "\n".join([sheet.guest.label, *(f"{stop['time']} {stop['table']}".strip() for stop in stops)])
    return {
        "first": first,
        "rest": rest,
        "company": sheet.guest.company,
        "hosting": sheet.guest.hosting,
        "stops": stops,
        "qr": code_of(text),
        "alt": label("qr", language).format(sheet.guest.label),
    }


def _stops(sheet: Sheet, language: str) -> list[Json]:
    """Return when somebody is at which table; the table alone for a host who stays there."""
    met = [line for line in sheet.lines if line.meetings]
    if sheet.guest.hosting and len({line.table for line in met}) == 1:
        return [{"time": "", "table": _where(met[0], language)}]
    return [{"time": _when(line, language), "table": _where(line, language)} for line in met]


def _when(line: Line, language: str) -> str:
    return line.round.time or f"{label('round', language)} {line.round.number}"


def _where(line: Line, language: str) -> str:
    return f"{label('table', language)} {line.table}"


def _card(event: Event, met: Meeting) -> Json:
    return {
        **_round(event.rounds[met.round - 1]),
        "table": met.table,
        "person": met.person.label,
        "host": met.host.label,
        "company": met.host.company,
        "reasons": list(met.reasons),
        "question": met.question,
    }


def _line(sheet: Sheet, line: Line) -> Json:
    whom = [_who(sheet.met(meeting)) for meeting in line.meetings]
    return {**_round(line.round), "table": line.table, "whom": whom, "away": line.away}
