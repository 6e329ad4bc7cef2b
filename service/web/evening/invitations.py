"""Invitations by mail: who is due one and what it says, shown before anything leaves; who was sent which version."""

from typing import Any, Final

from fastapi import Response
from icalendar import Calendar

from service import short_lists
from service.api.fields import PathId
from service.errors import Conflict
from service.mail_texts import said
from service.usecases import guest_lists, inviting
from service.web.evening.common import Writing, base, new_router
from service.web.pages import Page

router = new_router()

EARLY: Final = ("no_plan", "nobody", "no_time")
ROWS: Final = 80  # of one page


@router.get("/meetups/{id}/invitations")
def listed(page: Writing, id: PathId) -> Response:
    """Show who was invited, when and at which version, and who is still due something."""
    found = page.look(lambda c, reach: _told(c, reach, id, page))
    told, by, answer = found["of"], *(page.request.query_params.get(name, "") for name in ("state", "answer"))
    rows = [one for one in told.invitees if _is_meant(one, by) and answer in ("", one.answer)] if told else []
    here = short_lists.part(rows, page.request.query_params.get("cursor", ""), ROWS)
    shown = {"rows": here["items"], "n_shown": here["total"], "next": here["next"]}
    return page.show("evening/invitations.html", **found, **shown, answer=answer, answers=inviting.ANSWERS)


@router.get("/meetups/{id}/invitations/send")
def ask(page: Writing, id: PathId) -> Response:
    """Show to whom something would be sent, each of whom may be left out, and an example."""
    found = page.look(lambda c, reach: _told(c, reach, id, page))
    if not found["of"] or not (due := found["of"].due):
        return page.go(f"/meetups/{id}/invitations")
    return page.show("evening/send.html", **found, due=due, example=_letters(page, found["of"], due[0])[0])


@router.post("/meetups/{id}/invitations/send")
def send(page: Writing, id: PathId) -> Response:
    """Send what was shown to those who are ticked."""
    guests, sender = page.form.texts("guest"), page.services.settings.sender

    def act(c: Any, reach: Any) -> dict[str, Any]:
        return {"sent": inviting.send(c, reach, id, page.call.expected, guests, sender, page.now)}

    def again(refused: Page) -> Response:
        return ask(refused, id)

    return page.do(act, f"/meetups/{id}/invitations", again, "evening_sent", count=lambda told: told["sent"])


@router.get("/meetups/{id}/invitations/{guest}")
def preview(page: Writing, id: PathId, guest: PathId) -> Response:
    """Show what somebody would get now: the text, and the entry in their calendar."""
    found = page.look(lambda c, reach: _told(c, reach, id, page))
    if not found["of"]:
        return page.go(f"/meetups/{id}/invitations")
    one = found["of"].get(guest)
    letters = _letters(page, found["of"], one) if one.is_due else []
    return page.show("evening/invitation.html", **found, one=one, letters=letters)


def _is_meant(one: Any, by: str) -> bool:
    return by in ("", one.state) or (by == "why" and bool(one.why))


def _told(c: Any, reach: Any, id: str, page: Page) -> dict[str, Any]:
    """Return the invitations; where none can go yet, why."""
    found = {**base(c, reach, id), "names": guest_lists.names(c, reach, id), "of": None, "early": ""}
    try:
        return {**found, "of": inviting.read(c, reach, id, page.now)}
    except Conflict as refused:
        if refused.code not in EARLY:
            raise
        return {**found, "early": refused.code}


def _letters(page: Page, of: Any, one: Any) -> list[dict[str, Any]]:
    """Return what somebody gets, as they will read it."""
    site, sender = page.services.settings.url, page.services.settings.sender
    return [
        {"text": said(letter.template, letter.facts, letter.to.language, site), **_entry(letter)}
        for letter in inviting.letters(of, one, sender, page.now)
    ]


def _entry(letter: Any) -> dict[str, Any]:
    """Return the language of a letter, and its calendar entry: what it shows, and its lines without the time zone's."""
    shown = Calendar.from_ical(letter.calendar).walk("VEVENT")[0]
    lines = letter.calendar.replace("\r\n ", "").splitlines()
    zone = slice(lines.index("BEGIN:VTIMEZONE"), lines.index("END:VTIMEZONE") + 1)
    del lines[zone]
    hidden = ("ATTENDEE", "ORGANIZER")  # addresses stay out of the page
    entry = {
        "title": str(shown["SUMMARY"]),
        "begins": shown.decoded("DTSTART"),
        "ends": f"{shown.decoded('DTEND'):%H:%M}",
        "place": str(shown.get("LOCATION", "")),
        "version": int(shown["SEQUENCE"]) + 1,
        "off": shown["STATUS"] == "CANCELLED",
    }
    calendar = [one for one in lines if not one.startswith(hidden)]
    return {"language": letter.to.language, "entry": entry, "calendar": calendar}
