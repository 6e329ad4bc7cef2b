"""Meetups: announced, joined, planned, played, and what comes of them."""

from typing import Annotated, Any

from fastapi import APIRouter, Query, Response

from service.api.calls import Act, Call, needs
from service.api.fields import PathId
from service.api.shapes import meetup_paper as papers
from service.api.shapes import meetup_plans as plans
from service.api.shapes import meetups as shapes
from service.api.shapes.commitments import SeatTaken
from service.api.shapes.pages import page
from service.permissions import Reach
from service.usecases import evenings, gatherings, going_on, on_paper, seating

router = APIRouter(prefix="/meetups", tags=["meetups"])

Reading = Annotated[Call, needs("meetup", "R")]
Writing = Annotated[Call, needs("meetup", "W")]
Naming = Annotated[Call, needs("identity", "R")]
Deleting = Annotated[Call, needs("meetup", "D")]


@router.get("", response_model=shapes.MeetupPage)
def browse(call: Reading, query: Annotated[shapes.MeetupQuery, Query()]) -> Response:
    """List meetups, by title: all to organisers, to others those that were announced."""
    asked = gatherings.Asked(query.limit, query.cursor, query.total)
    return call.read(lambda c, reach: page(gatherings.browse(c, reach, query.status, asked), shapes.meetup))


@router.post("", response_model=shapes.Meetup, status_code=201)
def create(call: Writing, body: shapes.NewMeetup) -> Response:
    """Add a meetup, as a draft that only organisers see."""
    told, now = body.model_dump() | {"place": body.place or ""}, call.services.now()
    return call.write(lambda c, reach: shapes.meetup(gatherings.create(c, reach, told, now)), 201)


@router.get("/{id}", response_model=shapes.Meetup)
def get(call: Reading, id: PathId) -> Response:
    """Return a meetup."""
    return call.read(lambda c, reach: shapes.meetup(gatherings.get(c, reach, id)))


@router.patch("/{id}", response_model=shapes.Meetup)
def change(call: Writing, id: PathId, body: shapes.MeetupChange) -> Response:
    """Change a meetup: what is not named stays; open, start, end or cancel it."""
    expected, told = call.expected, body.model_dump(exclude_none=True)
    return call.write(lambda c, reach: shapes.meetup(gatherings.change(c, reach, id, expected, told)))


@router.delete("/{id}", response_model=shapes.Meetup)
def remove(call: Deleting, id: PathId) -> Response:
    """Delete a draft, or a meetup that was cancelled, with all that belongs to it."""
    expected = call.expected
    return call.write(lambda c, reach: shapes.meetup(gatherings.remove(c, reach, id, expected)))


@router.get("/{id}/guests", response_model=shapes.Guests)
def guests(call: Reading, id: PathId) -> Response:
    """List who comes: your own guests, and the hosts."""
    return call.read(lambda c, reach: shapes.guests(gatherings.guests(c, reach, id, call.services.now())))


@router.get("/{id}/registrants", response_model=papers.Registrants)
def registrants(call: Naming, id: PathId) -> Response:
    """List who registered, by name, until the meetup is over; each reading is written down, and they may see it."""
    return call.read(lambda c, reach: papers.registrants(on_paper.registrants(c, reach, id, call.services.now())))


@router.get("/{id}/paper.pdf", response_class=papers.Paper, responses={409: {}})
def paper(call: Naming, id: PathId, kind: papers.Kind = "itineraries") -> Response:
    """Return sheets of the plan to print, with the names of who registered; each reading is written down."""
    now = call.services.now()
    return papers.pdf(call.read(lambda c, reach: on_paper.sheets(c, reach, id, kind, call.language, now, papers.words)))


@router.get("/{id}/guests/{guest}/calendar.ics", response_class=papers.Calendar, responses={409: {}})
def calendar(call: Reading, id: PathId, guest: PathId) -> Response:
    """Return the meetings of one of your guests for a calendar, without names."""
    now = call.services.now()
    return papers.ics(call.read(lambda c, r: on_paper.calendar(c, r, id, guest, call.language, now).decode()))


@router.post("/{id}/people", response_model=shapes.Guest, status_code=201)
def register_person(call: Writing, id: PathId, body: shapes.NewParticipant) -> Response:
    """Register somebody who looks for work: yourself, or somebody of your caseload."""
    told, now = body.model_dump(exclude={"person"}), call.services.now()
    return call.write(lambda c, r: shapes.guest(gatherings.register_person(c, r, id, body.person, told, now)), 201)


@router.post("/{id}/hosts", response_model=shapes.Guest, status_code=201)
def register_host(call: Writing, id: PathId, body: shapes.NewHost) -> Response:
    """Register a host: yourself, or whom you name as an organiser, also on the day."""
    host, told, now = shapes.host(body), {"away": body.away}, call.services.now()
    return call.write(lambda c, r: shapes.guest(gatherings.register_host(c, r, id, host, told, now)), 201)


@router.post("/{id}/seats", response_model=shapes.Guest, status_code=201)
def seat(call: Writing, id: PathId, body: SeatTaken) -> Response:
    """Register whom a company sends for a seat that it offered, and note the seat as used."""
    now = call.services.now()
    return call.write(lambda c, reach: shapes.guest(seating.seat(c, reach, id, body.commitment, now)), 201)


@router.patch("/{id}/guests/{guest}", response_model=shapes.Guest)
def change_guest(call: Writing, id: PathId, guest: PathId, body: shapes.GuestChange) -> Response:
    """Change when a guest is there, or what they ask."""
    told, now = body.model_dump(exclude_none=True), call.services.now()
    return call.write(lambda c, reach: shapes.guest(gatherings.change_guest(c, reach, id, guest, told, now)))


@router.delete("/{id}/guests/{guest}", response_model=shapes.Guest)
def withdraw(call: Writing, id: PathId, guest: PathId) -> Response:
    """Take a guest off; their place is free again."""
    return call.write(lambda c, r: shapes.guest(gatherings.withdraw(c, r, id, guest, call.services.now())))


@router.get("/{id}/wishes", response_model=shapes.Wishes)
def wishes(call: Reading, id: PathId) -> Response:
    """List wishes, musts and nevers: those that your side said."""
    return call.read(lambda c, reach: shapes.wishes(gatherings.wishes(c, reach, id, call.services.now())))


@router.put("/{id}/wishes", response_model=shapes.Wishes)
def wish(call: Writing, id: PathId, body: shapes.NewWishes) -> Response:
    """Say whom your guests wish to meet, or never: in the place of what your side said."""
    told, now = shapes.pairs(body), call.services.now()
    return call.write(lambda c, reach: shapes.wishes(gatherings.wish(c, reach, id, told, now)))


@router.get("/{id}/plan", response_model=plans.Plan)
def show(call: Reading, id: PathId) -> Response:
    """Return the plan: whole to organisers, to others the meetings of their own guests."""
    return call.read(lambda c, reach: plans.plan(evenings.show(c, reach, id, call.services.now()), call.language))


@router.post("/{id}/plan", response_model=plans.Plan)
def plan(call: Writing, id: PathId, body: plans.Planning) -> Response:
    """Plan the meetup; refused as stale when somebody registers meanwhile."""
    with call.services.store.read() as connection:
        of = evenings.ready(connection, call.reach, id, call.services.now())
    with plans.or_why(of.file, call.language):
        found = evenings.plan(of, body.seconds)
    return call.write(lambda c, reach: plans.plan(evenings.keep(c, reach, of, found), call.language))


@router.put("/{id}/plan", response_model=plans.Plan)
def put(call: Writing, id: PathId, body: plans.HandMade) -> Response:
    """Keep a plan made by hand, if it breaks no rule that must hold."""
    expected, seats = call.expected, plans.seats(body)
    return call.write(lambda c, reach: plans.plan(evenings.put(c, reach, id, expected, seats), call.language))


@router.post("/{id}/check", response_model=plans.Checked)
def check(call: Writing, id: PathId, body: plans.HandMade) -> Response:
    """Say what a plan made by hand breaks; nothing is kept."""
    seats = plans.seats(body)
    return call.write(lambda c, reach: plans.checked(*evenings.check(c, reach, id, seats), call.language))


@router.post("/{id}/replan", response_model=plans.Replan)
def replan(call: Writing, id: PathId, body: plans.Replanning) -> Response:
    """Plan the rounds to come again, with the fewest changes; refused as stale when somebody registers meanwhile."""
    day = plans.today(body)
    with call.services.store.read() as connection:
        of = evenings.ready_today(connection, call.reach, id, day, call.services.now())
    with plans.or_why(of.file, call.language):
        found = evenings.plan_again(of, day, body.seconds)
    return call.write(
        lambda c, reach: plans.replan(evenings.keep_again(c, reach, of, day, found), found, call.language)
    )


@router.put("/{id}/attendance", response_model=plans.Plan)
def attend(call: Writing, id: PathId, body: plans.Attendance) -> Response:
    """Write down which meetings took place."""
    told = [(one.person, one.host, one.met) for one in body.meetings]
    return _after(call, id, lambda c, reach: going_on.attend(c, reach, id, told))


@router.put("/{id}/interests", response_model=plans.Plan)
def say(call: Writing, id: PathId, body: plans.Interests) -> Response:
    """Say who wants to go on; where both sides do, they are proposed to each other."""
    told, now = plans.interests(body), call.services.now()
    return _after(call, id, lambda c, reach: going_on.say(c, reach, id, told, now))


def _after(call: Call, id: str, act: Act) -> Response:
    """Do something and answer with the plan as it then is."""

    def done(connection: Any, reach: Reach) -> Any:
        act(connection, reach)
        return plans.plan(evenings.show(connection, reach, id, call.services.now()), call.language)

    return call.write(done)
