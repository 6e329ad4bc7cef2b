"""What somebody was told and agrees to, what is kept with their explicit consent, who follows them, their account."""

from typing import Annotated, Any, Final

from fastapi import APIRouter, Response

from service.api.fields import PathId
from service.api.shapes import following as shapes
from service.api.shapes.members import PersonInvited, member_of
from service.errors import NotFound
from service.usecases import consenting, following, members, statuses
from service.web.caseload.person import person_of
from service.web.done import Undo
from service.web.pages import Page, screen

router = APIRouter()

CHANNELS: Final = ("paper", "phone", "interpreter")
STATUSES: Final = ("aah", "ass", "qpv", "refugee", "rqth", "rsa")
PURPOSES: Final = ("company_visibility", "messages", "learning_opt_out")  # what is agreed to outside an introduction
MEANS: Final = ("mail", "phone", "sms")
TEXT: Final = "2026-11"  # the version of the texts that are handed out
MOST: Final = 100

Writing = Annotated[Page, screen("consent", "W")]
Keeping = Annotated[Page, screen("status", "W")]
Following = Annotated[Page, screen("caseload", "W")]
Inviting = Annotated[Page, screen("identity", "W")]


@router.get("/people/{id}/consents")
def consents(page: Annotated[Page, screen("consent", "R")], id: PathId) -> Response:
    """Show notices, consents, statuses, and what was shown of the person to whom."""
    now, keys, asked = page.now, page.services.keys, consenting.Asked(MOST)

    def look(c: Any, reach: Any) -> dict[str, Any]:
        given = consenting.browse(c, reach, id, asked, now).rows
        rows = [shapes.consent(row, consenting.detail_of(keys, reach, row)) for row in given]
        notices = [shapes.notice(row) for row in consenting.notices(c, reach, id, now)]
        shown = consenting.sharings(c, reach, id, asked, now).rows
        accounts = {row["given_by"] for row in (*rows, *notices)}
        told = {"consents": rows, "notices": notices, "sharings": [shapes.sharing(row) for row in shown]}
        return {**told, "called": following.called(c, accounts)}

    def kept(c: Any, reach: Any) -> dict[str, Any]:
        return {"items": [shapes.status(found) for found in statuses.browse(c, keys, reach, id, now)]}

    lists = {"channels": CHANNELS, "kinds": STATUSES, "purposes": PURPOSES, "means": MEANS, "text": TEXT}
    told = page.look(look)
    return page.show(
        "people/consents.html", person=person_of(page, id), statuses=page.look(kept, "status:R")["items"], now=now,
        **told, **lists,
    )  # fmt: skip


@router.post("/people/{id}/notices")
def tell(page: Writing, id: PathId) -> Response:
    """Write down that the person had the notice."""

    def act(c: Any, reach: Any) -> dict[str, Any]:
        told = page.form.told(shapes.Evidence)
        rows = consenting.tell(c, reach, id, consenting.proof_of(reach, told.channel, told.text_version), page.now)
        return {"items": [shapes.notice(row) for row in rows]}

    return _then(page, id, act, "people_told")


@router.post("/people/{id}/consents")
def give(page: Writing, id: PathId) -> Response:
    """Write a consent down, with its proof."""

    def act(c: Any, reach: Any) -> dict[str, Any]:
        purpose = page.form.text("purpose")
        told = page.form.told(shapes.NewConsent, **({} if purpose == "messages" else {"detail": None}))
        proof = consenting.proof_of(reach, told.channel, told.text_version)
        wanted = consenting.Wanted(told.purpose, told.introduction, told.sponsor, told.detail)
        return shapes.consent(consenting.give(c, reach, id, wanted, proof, page.now), None)

    return _then(page, id, act, "people_agreed", lambda body: Undo(f"/people/{id}/consents/{body['id']}/withdraw"))


@router.post("/people/{id}/consents/{consent}/withdraw")
def withdraw(page: Writing, id: PathId, consent: PathId) -> Response:
    """Withdraw a consent: it acts at once."""
    return _then(
        page,
        id,
        lambda c, reach: shapes.consent(consenting.withdraw(c, reach, id, consent, page.now), None),
        "people_withdrawn",
    )


@router.post("/people/{id}/statuses")
def declare(page: Keeping, id: PathId) -> Response:
    """Keep a sensitive status that the person agrees to have kept."""

    def act(c: Any, reach: Any) -> dict[str, Any]:
        told = page.form.told(shapes.NewStatus)
        proof = consenting.proof_of(reach, told.channel, told.text_version)
        new = statuses.Told(told.kind, told.holds, told.proof)
        return shapes.status(statuses.declare(c, page.services.keys, reach, id, new, proof, page.now))

    return _then(page, id, act, "people_status_kept")


@router.post("/people/{id}/statuses/{status}/check")
def check(page: Keeping, id: PathId, status: PathId) -> Response:
    """Say that one saw the proof."""
    keys = page.services.keys

    def act(c: Any, reach: Any) -> dict[str, Any]:
        return shapes.status(statuses.check(c, keys, reach, id, status, page.call.expected, page.now))

    return _then(page, id, act, "people_status_checked")


@router.post("/people/{id}/statuses/{status}/delete")
def forget(page: Keeping, id: PathId, status: PathId) -> Response:
    """Delete a status, and withdraw the consent to keep it."""
    keys = page.services.keys
    return _then(
        page, id, lambda c, reach: statuses.withdraw(c, keys, reach, id, status, page.now), "people_status_deleted"
    )


@router.get("/people/{id}/follow")
def follow(page: Annotated[Page, screen("caseload", "R")], id: PathId) -> Response:
    """Show since when one follows the person, and to whom they can be handed over."""

    def look(c: Any, reach: Any) -> dict[str, Any]:
        rows = following.browse(c, reach, id, True, following.Asked(MOST)).rows
        colleagues = list(following.colleagues(c, reach, page.now).items())
        return {"assignments": [shapes.assignment(row, page.language) for row in rows], "colleagues": colleagues}

    return page.show("people/follow.html", person=person_of(page, id), **page.look(look, "caseload:R"))


@router.post("/people/{id}/follow/{assignment}")
def hand_over(page: Following, id: PathId, assignment: PathId) -> Response:
    """Let a colleague follow the person from now on, in one's place."""

    def act(c: Any, reach: Any) -> dict[str, Any]:
        told = page.form.told(shapes.HandingOver)
        row = following.hand_over(c, reach, assignment, told.adviser, told.reason, page.now)
        if row.candidate != id:  # the log would tell of somebody else
            raise NotFound("nothing has that identifier in caseloads")
        return shapes.assignment(row, page.language)

    return page.do(act, then="/people", again=lambda refused: follow(refused, id), said="people_given")


@router.get("/people/{id}/account")
def account(page: Inviting, id: PathId) -> Response:
    """Show what the invitation says, before it leaves."""
    return page.show("people/account.html", person=person_of(page, id))


@router.post("/people/{id}/account")
def invite(page: Inviting, id: PathId) -> Response:
    """Send the person an invitation to their own file."""
    url = page.services.settings.url

    def act(c: Any, reach: Any) -> dict[str, Any]:
        told = page.form.told(PersonInvited)
        person = members.Person(told.email, told.name, told.language)
        return member_of(*members.invite_to_file(c, reach, id, person, url, page.now))

    return page.do(act, then=f"/people/{id}", again=lambda refused: account(refused, id), said="people_invited")


def _then(page: Page, id: str, act: Any, said: str, undo: Any = None) -> Response:
    return page.do(
        act, then=f"/people/{id}/consents", again=lambda refused: consents(refused, id), said=said, undo=undo
    )
