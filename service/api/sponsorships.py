"""Sponsorships and their appointments: proposed by staff, answered by the person, then by the sponsor."""

from typing import Annotated, Any

from fastapi import APIRouter, Query, Response

from service.api.calls import Call, needs
from service.api.fields import ListQuery, PathId
from service.api.shapes import sponsorships as shapes
from service.api.shapes.pages import page
from service.usecases import consenting, sponsorships

router = APIRouter(prefix="/sponsorships", tags=["sponsorships"])

Reading = Annotated[Call, needs("sponsorship", "R")]
Writing = Annotated[Call, needs("sponsorship", "W")]
Answering = Annotated[Call, needs("sponsorship", "A")]


@router.get("", response_model=shapes.SponsorshipPage)
def browse(call: Reading, query: Annotated[ListQuery, Query()]) -> Response:
    """List sponsorships, the newest first; to a sponsor those of people who show themselves."""
    asked, now = sponsorships.Asked(query.limit, query.cursor, query.total), call.services.now()
    return call.read(lambda c, r: page(sponsorships.browse(c, r, asked, now), lambda row: _shown(call, row)))


@router.post("", response_model=shapes.Sponsorship, status_code=201)
def propose(call: Writing, body: shapes.NewSponsorship) -> Response:
    """Propose a sponsor to a person, who answers first."""
    told, now = (body.person, body.sponsor, body.run), call.services.now()
    return call.write(lambda c, reach: _shown(call, sponsorships.propose(c, reach, *told, now)), 201)


@router.get("/{id}", response_model=shapes.Sponsorship)
def get(call: Reading, id: PathId) -> Response:
    """Return a sponsorship."""
    return call.read(lambda c, reach: _shown(call, sponsorships.get(c, reach, id, call.services.now())))


@router.post("/{id}/answers", response_model=shapes.Sponsorship)
def answer(call: Answering, id: PathId, body: shapes.NewSponsorshipStep) -> Response:
    """Agree, decline, withdraw or end, for yourself; with If-Match."""
    return _record(call, id, body)


@router.post("/{id}/steps", response_model=shapes.Sponsorship)
def record(call: Writing, id: PathId, body: shapes.NewSponsorshipStep) -> Response:
    """Record what the person (an adviser) or the sponsor (an organiser) said; with If-Match."""
    return _record(call, id, body)


@router.put("/{id}/outcome", response_model=shapes.Sponsorship)
def tell(call: Annotated[Call, needs("outcome", "W")], id: PathId, body: shapes.MentoringOutcome) -> Response:
    """Record what the person found with the sponsor's help, by either of them or an adviser; with If-Match."""
    told, now = (body.outcome, body.day, call.expected), call.services.now()
    return call.write(lambda c, reach: _shown(call, sponsorships.tell(c, reach, id, *told, now)))


@router.get("/{id}/appointments", response_model=shapes.Appointments)
def meetings(call: Reading, id: PathId) -> Response:
    """List the appointments of a sponsorship, in the order of time."""
    return call.read(lambda c, r: _listed(sponsorships.meetings(c, r, id, call.services.now())))


@router.post("/{id}/appointments", response_model=shapes.Appointment, status_code=201)
def book(call: Answering, id: PathId, body: shapes.NewAppointment) -> Response:
    """Book an appointment of yours."""
    return _book(call, id, body)


@router.post("/{id}/appointments/{appointment}/settle", response_model=shapes.Appointment)
def settle(call: Answering, id: PathId, appointment: PathId, body: shapes.AppointmentStep) -> Response:
    """Say what became of an appointment of yours; with If-Match."""
    return _settle(call, id, appointment, body.step)


@router.post("/{id}/staff/appointments", response_model=shapes.Appointment, status_code=201)
def book_for(call: Writing, id: PathId, body: shapes.NewAppointment) -> Response:
    """Book an appointment for the two."""
    return _book(call, id, body)


@router.post("/{id}/staff/appointments/{appointment}/settle", response_model=shapes.Appointment)
def settle_for(call: Writing, id: PathId, appointment: PathId, body: shapes.AppointmentStep) -> Response:
    """Say for the two what became of an appointment; with If-Match."""
    return _settle(call, id, appointment, body.step)


def _record(call: Call, id: str, body: shapes.NewSponsorshipStep) -> Response:
    expected, now, given = call.expected, call.services.now(), body.proof
    proof = given and consenting.proof_of(call.reach, given.channel, given.text_version)
    told = sponsorships.Told(body.step, body.reason)
    return call.write(lambda c, reach: _shown(call, sponsorships.record(c, reach, id, told, proof, expected, now)))


def _book(call: Call, id: str, body: shapes.NewAppointment) -> Response:
    meeting, now = sponsorships.Meeting(body.starts_at, body.minutes, body.place), call.services.now()
    return call.write(lambda c, reach: shapes.appointment(sponsorships.book(c, reach, id, meeting, now)), 201)


def _settle(call: Call, id: str, appointment: str, step: str) -> Response:
    told, now = (appointment, step, call.expected), call.services.now()
    return call.write(lambda c, reach: shapes.appointment(sponsorships.settle(c, reach, id, *told, now)))


def _listed(rows: Any) -> dict[str, Any]:
    return {"items": [shapes.appointment(row) for row in rows]}


def _shown(call: Call, row: Any) -> dict[str, Any]:
    return shapes.sponsorship(row, call.reach.subject.role)
