"""Sponsorships as the two see them: proposed, answered, met, and what came of it."""

import datetime as dt
from typing import Annotated, Any, Final

from fastapi import APIRouter, Response

from service import shapes as said
from service.api.fields import PathId
from service.api.shapes import sponsorships as shapes
from service.api.shapes.sponsors import whole
from service.errors import Invalid
from service.i18n import names, worded
from service.permissions import Role
from service.usecases import consenting, people, sponsors, sponsorships
from service.usecases.sponsorships import LIFE, REASONED, SPEAKS
from service.web.done import Undo
from service.web.pages import Page, screen
from service.wording import FRANCE

router = APIRouter(prefix="/me/proposals", tags=["pages"], include_in_schema=False)

Reading = Annotated[Page, screen("sponsorship", "R")]
Answering = Annotated[Page, screen("sponsorship", "A")]
Telling = Annotated[Page, screen("outcome", "W")]
MOST: Final = 100
MINUTES: Final = (30, 45, 60, 90, 120)


@router.get("")
def browse(page: Reading) -> Response:
    """List one's sponsorships: those that wait for an answer first."""

    def act(c: Any, reach: Any) -> list[dict[str, Any]]:
        rows = sponsorships.browse(c, reach, sponsorships.Asked(MOST), page.now).rows
        return [shapes.sponsorship(row, page.subject.role) for row in rows]

    found = page.look(act)
    told = [one | {"who": who} for one, who in zip(found, others(page, found), strict=True)]
    return page.show("me/proposals.html", waiting=[one for one in told if _mine(page, one)], found=told)


@router.get("/{id}")
def get(page: Reading, id: PathId) -> Response:
    """Show a sponsorship: what one may say now, its appointments, and what came of it."""

    def act(c: Any, reach: Any) -> dict[str, Any]:
        row = sponsorships.get(c, reach, id, page.now)
        meetings = [shapes.appointment(one) for one in sponsorships.meetings(c, reach, id, page.now)]
        return shapes.sponsorship(row, page.subject.role) | {"meetings": meetings}

    found = page.look(act)
    side = SPEAKS[page.subject.role]
    return page.show(
        "me/proposal.html",
        found=found,
        who=others(page, [found])[0],
        ways=[step for step, sides in LIFE[found["step"]].items() if side in sides],
        reasoned=REASONED,
        reasons=list(names("sponsorship_reason", page.language).items()),
        outcomes=list(names("mentoring_outcome", page.language).items()),
        lengths=[(length, worded(length, "minutes", page.language)) for length in MINUTES],
        today=page.now.astimezone(FRANCE).date(),
    )


@router.post("/{id}")
def answer(page: Answering, id: PathId) -> Response:
    """Record one's answer; a yes of the person is also their consent to show themselves to the sponsor."""

    def act(c: Any, reach: Any) -> dict[str, Any]:
        told = page.form.told(shapes.NewSponsorshipStep)
        shows = told.step == "offered"
        proof = consenting.proof_of(reach, "app", consenting.WORDING) if shows else None
        step = sponsorships.Told(told.step, told.reason)
        row = sponsorships.record(c, reach, id, step, proof, page.call.expected, page.now)
        return shapes.sponsorship(row, page.subject.role)

    return page.do(act, f"/me/proposals/{id}", again=lambda refused: get(refused, id), said="me_answered")


@router.post("/{id}/appointments")
def book(page: Answering, id: PathId) -> Response:
    """Book an appointment; it can be undone."""

    def act(c: Any, reach: Any) -> dict[str, Any]:
        minutes = page.form.text("minutes") or "60"
        told = page.form.told(shapes.NewAppointment, starts_at=_moment(page), minutes=minutes)
        meeting = sponsorships.Meeting(told.starts_at, told.minutes, told.place)
        return shapes.appointment(sponsorships.book(c, reach, id, meeting, page.now))

    def undo(booked: Any) -> Undo:
        return Undo(
            f"/me/proposals/{id}/appointments/{booked['id']}", {"step": "cancelled", "version": str(booked["version"])}
        )

    again = f"/me/proposals/{id}"
    return page.do(act, again, again=lambda refused: get(refused, id), said="me_booked", undo=undo)


@router.post("/{id}/appointments/{appointment}")
def settle(page: Answering, id: PathId, appointment: PathId) -> Response:
    """Say what became of an appointment."""

    def act(c: Any, reach: Any) -> dict[str, Any]:
        step = page.form.told(shapes.AppointmentStep).step
        row = sponsorships.settle(c, reach, id, appointment, step, page.call.expected, page.now)
        return shapes.appointment(row)

    return page.do(act, f"/me/proposals/{id}", again=lambda refused: get(refused, id), said="me_settled")


@router.post("/{id}/outcome")
def tell(page: Telling, id: PathId) -> Response:
    """Record what the person found with the sponsor's help."""

    def act(c: Any, reach: Any) -> dict[str, Any]:
        told = page.form.told(shapes.MentoringOutcome)
        row = sponsorships.tell(c, reach, id, told.outcome, told.day, page.call.expected, page.now)
        return shapes.sponsorship(row, page.subject.role)

    return page.do(act, f"/me/proposals/{id}", again=lambda refused: get(refused, id), said="me_outcome_told")


def _mine(page: Page, one: dict[str, Any]) -> bool:
    """Return whether a sponsorship waits for the answer of who asks."""
    return one["step"] == ("proposed" if page.subject.role is Role.CANDIDATE else "offered")


def _moment(page: Page) -> dt.datetime:
    day, time = page.form.text("day"), page.form.text("time")
    try:
        return dt.datetime.fromisoformat(f"{day}T{time}").replace(tzinfo=FRANCE).astimezone(dt.UTC)
    except (ValueError, OverflowError):
        wrong = "day" if not day else "time"
        raise Invalid("starts_at: this time cannot be read", "starts_at", ((wrong, "missing"),)) from None


def others(page: Page, found: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return who the other one is, as far as it may be known: a sponsor's trades, or the name of a person."""
    return _sponsors(page, found) if page.subject.role is Role.CANDIDATE else _people(page, found)


def _sponsors(page: Page, found: list[dict[str, Any]]) -> list[dict[str, Any]]:
    def act(c: Any, reach: Any) -> list[dict[str, Any]]:
        records = [whole(sponsors.get(c, reach, one["sponsor"], page.now))["record"] for one in found]
        return [said.about_sponsor(record, said.words(c, [], [record], page.language)) for record in records]

    return list(page.look(act, "sponsor:R"))


def _people(page: Page, found: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the names of people who show themselves; each reading is written down, and they may see it."""
    known = sorted({one["person"] for one in found if one["person"] and one["step"] in ("offered", "active")})

    def act(c: Any, reach: Any) -> dict[str, Any]:
        return {"items": [{"id": one, **people.identity(c, reach, one, page.now)["facts"]} for one in known]}

    items = page.look(act, "identity:R")["items"] if known else []
    named = {one["id"]: {"title": f"{one['first_name']} {one['last_name']}", **one} for one in items}
    return [named.get(one["person"], {}) for one in found]
