"""Invitations for calendars: one file for each person and host (RFC 5545, sent as RFC 5546 has it)."""

import datetime as dt
import uuid
from typing import NamedTuple

from icalendar import Calendar, Timezone, vCalAddress, vText
from icalendar import Event as Entry

from service.printing.sheets import PARIS, Event, Guest, Round, Sheet
from service.printing.versions import Version
from service.printing.wording import label


class Mail(NamedTuple):
    """Between which addresses an invitation goes: calendars answer to the one, and know themselves by the other."""

    sender: str
    to: str


_PRODUCT = "-//Visavis//Meetup//FR"
_PARIS_RULES = """BEGIN:VTIMEZONE
TZID:Europe/Paris
BEGIN:DAYLIGHT
DTSTART:19810329T020000
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
TZNAME:CEST
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
END:DAYLIGHT
BEGIN:STANDARD
DTSTART:19961027T030000
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
TZNAME:CET
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
END:STANDARD
END:VTIMEZONE
"""  # directive 2000/84/EC; the library's own table changes the clock an hour late


def invitation(
    meetup: str,
    event: Event,
    sheet: Sheet,
    version: Version,
    sent: dt.datetime,
    language: str,
    mail: Mail | None = None,
) -> bytes:
    """Return the invitation of a guest with meetings: from the first of them to the end of the last.

    `meetup` is what every version of this meetup is known by; with the guest it makes the UID. Needs a day and times.
    """
    met = [line for line in sheet.lines if line.meetings]
    entry = _entry(meetup, event, sheet.guest, version, sent, (met[0].round, met[-1].round), language, mail)
    entry.add("status", "CONFIRMED")
    entry.add("description", "\n".join(itinerary(sheet, language)))
    return _file("REQUEST", entry)


def cancellation(
    meetup: str,
    event: Event,
    guest: Guest,
    version: Version,
    sent: dt.datetime,
    language: str,
    mail: Mail | None = None,
) -> bytes:
    """Return what takes the invitation of somebody who no longer comes out of the calendar again."""
    entry = _entry(meetup, event, guest, version, sent, (event.rounds[0], event.rounds[-1]), language, mail)
    entry.add("status", "CANCELLED")
    return _file("CANCEL", entry)


def itinerary(sheet: Sheet, language: str) -> list[str]:
    """Return the meetings of a sheet, one a line: "18:20 · Table 3 · with whom (company)"."""
    return [
        " · ".join(filter(None, (line.round.time, f"{label('table', language)} {line.table}", _named(sheet.met(met)))))
        for line in sheet.lines
        for met in line.meetings
    ]


def uid(meetup: str, guest: str) -> str:
    """Return the same for the same guest of the same meetup, whatever the plan."""
    return f"{uuid.uuid5(uuid.NAMESPACE_URL, f'visavis:{meetup}:{guest}')}@visavis"


def _entry(
    meetup: str,
    event: Event,
    guest: Guest,
    version: Version,
    sent: dt.datetime,
    between: tuple[Round, Round],
    language: str,
    mail: Mail | None,
) -> Entry:
    entry = Entry()
    entry.add("uid", uid(meetup, guest.id))
    entry.add("sequence", version.sequence)
    entry.add("dtstamp", sent.astimezone(dt.UTC))
    entry.add("summary", event.title or label("meetup", language))
    first, last = between
    assert first.begins and last.ends, "an invitation needs times"
    entry.add("dtstart", first.begins.replace(tzinfo=PARIS))
    entry.add("dtend", last.ends.replace(tzinfo=PARIS))
    if event.place:
        entry.add("location", event.place)
    title = event.title or label("meetup", language)
    entry["organizer"] = _address(f"{meetup}:organiser", title, mail.sender if mail else "")
    entry["attendee"] = _address(f"{meetup}:{guest.id}", guest.label, mail.to if mail else "")
    return entry


def _address(who: str, shown: str, mail: str) -> vCalAddress:
    """Return the address that an invitation must name; where no e-mail is known, a mark that tells them apart."""
    mark = f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, f'visavis:{who}')}"
    address = vCalAddress(f"mailto:{mail}" if mail else mark)
    address.params["cn"] = vText(shown)
    return address


def _named(guest: Guest) -> str:
    return f"{guest.label} ({guest.company})" if guest.company else guest.label


def _file(method: str, entry: Entry) -> bytes:
    calendar = Calendar()
    calendar.add("prodid", _PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", method)
    calendar.add_component(Timezone.from_ical(_PARIS_RULES))
    calendar.add_component(entry)
    return bytes(calendar.to_ical())
