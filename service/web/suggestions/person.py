"""What the pages about one person's suggestions share: whom they are about, their tabs, and the way back."""

from collections.abc import Mapping
from typing import Annotated, Any, Final, Literal
from urllib.parse import urlencode

from fastapi import Path

from service.errors import NotFound
from service.permissions import Role
from service.usecases import choosing, people
from service.web.pages import Page

What = Annotated[Literal["openings", "sponsors", "courses"], Path(description="What is suggested")]
ONCE: Final = ("answered", "place", "points")  # what an address tells of the answer before
SIDES: Final = {"openings": "opening", "sponsors": "sponsor", "courses": "opening"}


def person_of(page: Page, id: str) -> dict[str, Any]:
    """Return what every page tells of the person: their name for who follows them, and that it is oneself."""
    own = page.subject.role is Role.CANDIDATE
    found = {} if own else page.look(lambda c, reach: people.identity(c, reach, id, page.now)["facts"], "identity:R")
    called = " ".join(found[part] for part in ("first_name", "last_name") if found.get(part))
    return {"id": id, "own": own, "name": called, "home": f"/people/{id}/suggestions"}


def check_whose(row: Any, id: str) -> None:
    """Raise NotFound for what is about somebody else than the address says: the log would tell it of the wrong one."""
    if row.candidate != id:
        raise NotFound("this is about somebody else: open it from their page")


def tabs_of(page: Page, id: str) -> Mapping[str, int]:
    """Return how many there are on each tab."""
    found: Mapping[str, int] = page.look(lambda c, reach: choosing.counts(c, reach, page.now, id), "ranking:R")
    return found


def address(on: Page, /, **changes: Any) -> str:
    """Return a page's own address with these changes of its filters; None takes one away."""
    kept = {name: value for name, value in on.request.query_params.items() if name not in ONCE}
    told = {name: value for name, value in (kept | changes).items() if value not in (None, "")}
    return on.path + (f"?{urlencode(told)}" if told else "")


def back(page: Page, id: str, otherwise: str) -> str:
    """Return where a form or a link led from: a page about the same person's suggestions, or filters of the list."""
    sent_from = page.form.text("next") or page.request.query_params.get("next", "")
    if sent_from.startswith("?"):
        return otherwise + sent_from
    return sent_from if sent_from.startswith(f"/people/{id}/suggestions/") else otherwise


def onward(where: str, **told: Any) -> str:
    """Return an address with more told in it."""
    return f"{where}{'&' if '?' in where else '?'}{urlencode(told)}"
