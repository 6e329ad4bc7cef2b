"""A sponsor's own profile: trades, help, places, pauses."""

from typing import Annotated, Any

from fastapi import APIRouter, Response

from service import shapes as said
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
        named = said.words(c, [], [found["record"]], page.language)
        titles = [said.about_sponsor({"occupations": [one]}, named).get("title", "") for one in _trades(found)]
        return {**found, "trades": titles}

    found = page.look(act)
    helps = list(names("help", page.language).items())
    return page.show("me/profile.html", **{name: found[name] for name in ("record", "version", "trades")}, helps=helps)


@router.post("")
def change(page: Writing) -> Response:
    """Keep what was changed; what was emptied is forgotten."""
    own, text = page.call.reach.subject.sponsor or "", page.form.text

    def act(c: Any, reach: Any) -> dict[str, Any]:
        before = sponsors.get(c, reach, own, page.now)["record"]
        told = {name: _number(text(name)) for name in ("capacity", "max_km")}
        told |= {"help": page.form.texts("help") or None, "remote": {"true": True, "false": False}.get(text("remote"))}
        told["occupations"] = _named(c, page, before, text("occupations").splitlines())
        return whole(sponsors.change(c, reach, own, page.call.expected, told, page.now))

    return page.do(act, "/me", again=show, said="me_profile_saved")


@router.post("/pause")
def pause(page: Writing) -> Response:
    """Take nobody new from a day on."""
    own = page.call.reach.subject.sponsor or ""

    def act(c: Any, reach: Any) -> dict[str, Any]:
        told = page.form.told(shapes.Pause)
        return whole(sponsors.pause(c, reach, own, told.first, told.last, page.now))

    return page.do(act, "/me/profile", again=show, said="me_paused", undo=Undo("/me/profile/resume"))


@router.post("/resume")
def resume(page: Writing) -> Response:
    """End one's pauses."""
    own = page.call.reach.subject.sponsor or ""
    act = lambda c, reach: whole(sponsors.resume(c, reach, own, page.now))  # noqa: E731
    return page.do(act, "/me/profile", again=show, said="me_resumed")


@router.post("/stop")
def stop(page: Stopping) -> Response:
    """Stop sponsoring: no more suggestions."""
    own = page.call.reach.subject.sponsor or ""
    act = lambda c, reach: whole(sponsors.withdraw(c, reach, own, page.call.expected, page.now))  # noqa: E731
    return page.do(act, "/me", again=show, said="me_stopped")


def _trades(found: dict[str, Any]) -> list[dict[str, Any]]:
    return list(found["record"].get("occupations", []))


def _named(c: Any, page: Page, before: dict[str, Any], typed: list[str]) -> list[dict[str, Any]] | None:
    """Return the trades that were typed; one that is typed as it is shown stays what it is, code and all."""
    named = said.words(c, [], [before], page.language)
    known = {
        said.about_sponsor({"occupations": [one]}, named).get("title"): one for one in before.get("occupations", [])
    }
    trades = [line.strip() for line in typed if line.strip()]
    return [known.get(trade, {"title": trade}) for trade in trades] or None


def _number(typed: str) -> Any:
    """Return a number where one was typed, else the text, which its field then refuses; None for nothing."""
    if not typed:
        return None
    return int(typed) if typed.isdecimal() else typed
