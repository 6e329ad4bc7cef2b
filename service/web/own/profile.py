"""A sponsor's own profile: trades, help, places, pauses."""

from typing import Annotated, Any

from fastapi import APIRouter, Response

from service import sponsor_form
from service.api.shapes import sponsors as shapes
from service.api.shapes.sponsors import whole
from service.i18n import names
from service.usecases import sponsors
from service.web.done import Undo
from service.web.pages import Page, screen

router = APIRouter(prefix="/me/profile", tags=["pages"], include_in_schema=False)

Reading = Annotated[Page, screen("sponsor", "R")]
Writing = Annotated[Page, screen("sponsor", "W")]
Stopping = Annotated[Page, screen("sponsor", "D")]


@router.get("")
def show(page: Reading) -> Response:
    """Show one's profile, to change it."""
    own = page.call.reach.subject.sponsor or ""

    def act(c: Any, reach: Any) -> dict[str, Any]:
        found = whole(sponsors.get(c, reach, own, page.now))
        return found | {"trades": sponsor_form.trades_of(c, found["record"], page.language)}

    found = page.look(act)
    helps = list(names("help", page.language).items())
    return page.show("me/profile.html", **{name: found[name] for name in ("record", "version", "trades")}, helps=helps)


@router.post("")
def change(page: Writing) -> Response:
    """Keep what was changed; what was emptied is forgotten."""
    own = page.call.reach.subject.sponsor or ""

    def act(c: Any, reach: Any) -> dict[str, Any]:
        before = sponsors.get(c, reach, own, page.now)["record"]
        told = sponsor_form.changes(c, before, page.form.text, page.form.texts("help"), page.language)
        return whole(sponsors.change(c, reach, own, page.call.expected, told, page.now))

    return page.do(act, "/me", again=show, said="sponsors_saved")


@router.post("/pause")
def pause(page: Writing) -> Response:
    """Take nobody new from a day on."""
    own = page.call.reach.subject.sponsor or ""

    def act(c: Any, reach: Any) -> dict[str, Any]:
        told = page.form.told(shapes.Pause)
        return whole(sponsors.pause(c, reach, own, told.first, told.last, page.now))

    return page.do(act, "/me/profile", again=show, said="sponsors_paused", undo=Undo("/me/profile/resume"))


@router.post("/resume")
def resume(page: Writing) -> Response:
    """End one's pauses."""
    own = page.call.reach.subject.sponsor or ""
    return page.do(
        lambda c, reach: whole(sponsors.resume(c, reach, own, page.now)),
        "/me/profile",
        again=show,
        said="sponsors_resumed",
    )


@router.post("/stop")
def stop(page: Stopping) -> Response:
    """Stop sponsoring: no more suggestions."""
    own, expected = page.call.reach.subject.sponsor or "", page.call.expected
    return page.do(
        lambda c, reach: whole(sponsors.withdraw(c, reach, own, expected, page.now)), "/me", show, said="me_stopped"
    )
