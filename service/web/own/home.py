"""What a candidate and a sponsor find first: what waits for their answer, what is to come, and where all else is."""

from contextlib import suppress
from typing import Annotated, Any, Final

from fastapi import APIRouter, Response

from service import shapes as said
from service import sponsor_form
from service.api.shapes import introductions as introduction_shapes
from service.api.shapes import meetups as meetup_shapes
from service.api.shapes import sponsorships as sponsorship_shapes
from service.api.shapes.sponsors import whole
from service.errors import NotFound
from service.permissions import Role
from service.usecases import gatherings, introducing, openings, sponsors, sponsorships
from service.web.navigation import HOME
from service.web.own.mentoring import others
from service.web.pages import Page, screen

router = APIRouter(tags=["pages"], include_in_schema=False)

Own = Annotated[Page, screen("account", "R")]
ALL: Final = 100  # of what one person has at once
SOON: Final = 5


@router.get("/me")
def home(page: Own) -> Response:
    """Show what waits; others than candidates and sponsors are led to where they begin."""
    if page.call.reach.subject.role is Role.CANDIDATE:
        return page.show("me/candidate.html", proposals=_proposals(page), mentors=_mentors(page), evenings=_soon(page))
    if page.subject.role is Role.SPONSOR:
        return page.show("me/sponsor.html", mentors=_mentors(page), evenings=_soon(page), own=_profile(page))
    return page.go(HOME[page.subject.role])


@router.get("/me/file")
def file(page: Annotated[Page, screen("profile", "R")]) -> Response:
    """Lead a candidate to their own file."""
    return page.go(f"/people/{page.call.reach.subject.candidate}" if page.call.reach.subject.candidate else "/")


@router.get("/me/openings")
def own_openings(page: Annotated[Page, screen("ranking", "R")]) -> Response:
    """Lead a candidate to what is suggested to them."""
    own = page.call.reach.subject.candidate
    return page.go(f"/people/{own}/suggestions/openings" if own else "/")


def _proposals(page: Page) -> list[dict[str, Any]]:
    """Return one's introductions that go on, each with what its opening is."""
    asked, published = introducing.Asked(ALL), page.under("opening:R").reach

    def act(c: Any, reach: Any) -> list[dict[str, Any]]:
        _, found = introducing.browse(c, reach, {"open": True}, asked, page.now)
        told = [introduction_shapes.introduction(one, page.subject.role) for one in found]
        return [{**one, "about": _about(c, published, one["opening"], page)} for one in told]

    return list(page.look(act, "introduction:R"))


def _about(c: Any, published: Any, opening: str, page: Page) -> dict[str, Any]:
    """Return what a list shows of an opening; nothing of one that is published no longer."""
    with suppress(NotFound):
        record = openings.get(c, published, opening, page.now)["record"]
        return said.about_opening(record, said.words(c, [], [record], page.language))
    return {}


def _mentors(page: Page) -> list[dict[str, Any]]:
    """Return the sponsorships that wait or last, with their appointments to come."""

    def act(c: Any, reach: Any) -> list[dict[str, Any]]:
        found = sponsorships.browse(c, reach, sponsorships.Asked(ALL), page.now).rows
        lasting = [row for row in found if row.step in ("proposed", "offered", "active")]
        return [
            sponsorship_shapes.sponsorship(row, page.subject.role)
            | {"next": [meeting for meeting in _meetings(page, c, reach, row.id) if meeting["step"] == "booked"][:1]}
            for row in lasting
        ]

    found = page.look(act, "sponsorship:R")
    return [one | {"who": who} for one, who in zip(found, others(page, found), strict=True)]


def _meetings(page: Page, c: Any, reach: Any, sponsorship: str) -> list[dict[str, Any]]:
    found = sponsorships.meetings(c, reach, sponsorship, page.now)
    return [sponsorship_shapes.appointment(row) for row in found]


def _soon(page: Page) -> list[dict[str, Any]]:
    """Return the next meetups that were announced."""

    def act(c: Any, reach: Any) -> list[dict[str, Any]]:
        found = gatherings.browse(c, reach, "open", gatherings.Asked(SOON)).rows
        return [meetup_shapes.meetup(row) for row in found]

    return list(page.look(act, "meetup:R"))


def _profile(page: Page) -> dict[str, Any]:
    """Return a sponsor's own profile with words for its codes."""
    own = page.subject.sponsor or ""

    def act(c: Any, reach: Any) -> dict[str, Any]:
        found = whole(sponsors.get(c, reach, own, page.now))
        return found | {"trades": sponsor_form.trades_of(c, found["record"], page.language)}

    return dict(page.look(act, "sponsor:R"))
