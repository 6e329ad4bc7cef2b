"""What is done with a suggestion: proposed, or set aside with a reason; both can be taken back."""

from typing import Annotated, Any, Final

from fastapi import APIRouter, Response

from service.api.fields import PathId
from service.permissions import Role
from service.usecases import choosing, consenting, dismissing, introducing, sponsorships
from service.web.done import Undo
from service.web.pages import Page, screen
from service.web.suggestions import lists, pairs
from service.web.suggestions.person import What, back, check_whose, person_of

router: Final = APIRouter()

Json = dict[str, Any]
NOTICE: Final = "suggestions-1"  # the text that a person agrees to on this page
Introducing = Annotated[Page, screen("introduction", "W")]
Sponsoring = Annotated[Page, screen("sponsorship", "W")]
Changing = Annotated[Page, screen("profile", "W")]


@router.post("/people/{id}/suggestions/{what}/{counterpart}/propose")
def propose(page: Introducing, id: PathId, what: What, counterpart: PathId) -> Response:
    """Introduce the person: an adviser suggests to them, they propose themselves; or propose a sponsor to them."""
    if what == "sponsors":
        return _propose_sponsor(page, id, counterpart)
    own, run = page.subject.role is Role.CANDIDATE, page.form.text("run") or None
    if own and page.form.text("agreed") != "true":
        return page.go(f"/people/{id}/suggestions/{what}/{counterpart}/agree")

    def act(connection: Any, reach: Any) -> Json:
        wanted = introducing.Wanted(counterpart, None if own else id, run=run)
        proof = consenting.proof_of(reach, "app", NOTICE) if own else None
        made = introducing.create(connection, page.services.keys, reach, wanted, proof, page.now)
        check_whose(made.row, id)
        return {"id": made.row.id, "version": made.row.version}

    return page.do(
        act,
        then=back(page, id, f"/people/{id}/suggestions/{what}"),
        again=lambda refused: pairs.pair(refused, id, what, counterpart),
        said="suggestions_proposed_own" if own else "suggestions_proposed",
        undo=lambda made: _withdrawal(id, what, made),
    )


def _propose_sponsor(page: Page, id: str, sponsor: str) -> Response:
    run = page.form.text("run") or None

    def act(connection: Any, reach: Any) -> Json:
        made = sponsorships.propose(connection, reach, id, sponsor, run, page.now)
        return {"id": made.id, "version": made.version}

    allowed = Page(page.under("sponsorship:W"), page.form)
    return allowed.do(
        act,
        then=back(page, id, f"/people/{id}/suggestions/sponsors"),
        again=lambda refused: pairs.pair(refused, id, "sponsors", sponsor),
        said="suggestions_proposed_sponsor",
        undo=lambda made: _withdrawal(id, "sponsors", made),
    )


@router.get("/people/{id}/suggestions/{what}/{counterpart}/agree")
def agree(page: Introducing, id: PathId, what: What, counterpart: PathId) -> Response:
    """Tell somebody what the company will see before they propose themselves."""
    found = pairs.explained(page, id, what, counterpart)
    return page.show("suggestions/agree.html", what=what, person=person_of(page, id), pair=found)


@router.post("/people/{id}/suggestions/{what}/withdrawals")
def withdraw(page: Introducing, id: PathId, what: What) -> Response:
    """Take a proposal back that was just made."""
    name, expected = page.form.text("proposal"), page.call.expected
    home = f"/people/{id}/suggestions/{what}"

    def introduction(connection: Any, reach: Any) -> Json:
        told = introducing.told_of(reach, "withdrawn", None, page.now.date(), None, None)
        made = introducing.record(connection, reach, name, told, None, expected, page.now)
        check_whose(made.row, id)
        return {"id": made.row.id}

    def sponsorship(connection: Any, reach: Any) -> Json:
        told = sponsorships.Told("withdrawn")
        made = sponsorships.record(connection, reach, name, told, None, expected, page.now)
        check_whose(made, id)
        return {"id": made.id}

    is_sponsor = what == "sponsors"
    allowed = Page(page.under("sponsorship:W"), page.form) if is_sponsor else page
    return allowed.do(
        sponsorship if is_sponsor else introduction,
        then=home,
        again=lambda refused: lists.suggestions(refused, id, what),
        said="suggestions_withdrawn",
    )


@router.get("/people/{id}/suggestions/{what}/{counterpart}/aside")
def why_aside(page: Changing, id: PathId, what: What, counterpart: PathId) -> Response:
    """Ask for which reason a suggestion is set aside."""
    title = pairs.explained(page, id, what, counterpart)["title"]
    told: Json = {"reasons": dismissing.REASONS, "back": back(page, id, f"/people/{id}/suggestions/{what}")}
    return page.show("suggestions/aside.html", person=person_of(page, id), title=title, **told)


@router.post("/people/{id}/suggestions/{what}/{counterpart}/aside")
def set_aside(page: Changing, id: PathId, what: What, counterpart: PathId) -> Response:
    """Hide a suggestion, for a reason from the list."""
    kind, reason, home = choosing.KIND[what], page.form.text("reason"), f"/people/{id}/suggestions/{what}"

    def act(connection: Any, reach: Any) -> Json:
        return {"id": dismissing.set_aside(connection, reach, id, kind, counterpart, reason, page.now)}

    return page.do(
        act,
        then=back(page, id, home),
        again=lambda refused: why_aside(refused, id, what, counterpart),
        said="suggestions_set_aside",
        undo=lambda made: Undo(f"{home}/restored", {"dismissal": made["id"], "next": back(page, id, home)}),
    )


@router.post("/people/{id}/suggestions/{what}/restored")
def restore(page: Changing, id: PathId, what: What) -> Response:
    """Show again what was set aside."""
    home = f"/people/{id}/suggestions/{what}"

    def act(connection: Any, reach: Any) -> Json:
        return {"kind": dismissing.restore(connection, reach, id, page.form.text("dismissal"), page.now)}

    return page.do(
        act,
        then=back(page, id, home),
        again=lambda refused: lists.suggestions(refused, id, what),
        said="suggestions_restored",
    )


def _withdrawal(id: str, what: str, made: Json) -> Undo:
    fields = {"proposal": str(made["id"]), "version": str(made["version"])}
    return Undo(f"/people/{id}/suggestions/{what}/withdrawals", fields)
