"""What a person was told and agrees to, and what was shown of them."""

from typing import Annotated, Any

from fastapi import APIRouter, Query, Response

from service.api.calls import Call, needs
from service.api.fields import ListQuery, PathId
from service.api.shapes import following as shapes
from service.api.shapes.pages import page
from service.usecases import consenting

router = APIRouter(prefix="/people/{id}", tags=["consents"])

Reading = Annotated[Call, needs("consent", "R")]
Writing = Annotated[Call, needs("consent", "W")]
Listing = Annotated[ListQuery, Query()]


@router.get("/notices", response_model=shapes.GivenNotices)
def notices(call: Reading, id: PathId) -> Response:
    """List the notices that a person had."""
    return call.read(lambda c, reach: _notices(consenting.notices(c, reach, id, call.services.now())))


@router.post("/notices", response_model=shapes.GivenNotices, status_code=201)
def tell(call: Writing, id: PathId, body: shapes.Evidence) -> Response:
    """Record that a person was told what is done with what is known of them: before anything is shown to a company."""
    proof, now = consenting.proof_of(call.reach, body.channel, body.text_version), call.services.now()
    return call.write(lambda c, reach: _notices(consenting.tell(c, reach, id, proof, now)), 201)


@router.get("/consents", response_model=shapes.ConsentPage)
def browse(call: Reading, id: PathId, query: Listing) -> Response:
    """List a person's consents; to a company or a sponsor, those that were given to it and hold."""
    asked, now = consenting.Asked(query.limit, query.cursor, query.total), call.services.now()
    return call.read(lambda c, r: page(consenting.browse(c, r, id, asked, now), lambda row: _consent(call, row)))


@router.post("/consents", response_model=shapes.Consent, status_code=201)
def give(call: Writing, id: PathId, body: shapes.NewConsent) -> Response:
    """Record a consent, one's own or with its proof for somebody whom one follows."""
    proof, now = consenting.proof_of(call.reach, body.channel, body.text_version), call.services.now()
    wanted = consenting.Wanted(body.purpose, body.introduction, body.sponsor, body.detail)
    return call.write(lambda c, reach: _consent(call, consenting.give(c, reach, id, wanted, proof, now)), 201)


@router.post("/consents/{consent}/withdraw", response_model=shapes.Consent)
def withdraw(call: Writing, id: PathId, consent: PathId) -> Response:
    """Withdraw a consent: it acts at the next request."""
    return call.write(lambda c, reach: _consent(call, consenting.withdraw(c, reach, id, consent, call.services.now())))


@router.post("/consents/seen", response_model=shapes.SeenByPerson)
def seen(call: Writing, id: PathId) -> Response:
    """Say that you saw what others recorded for you."""
    return call.write(lambda c, reach: consenting.seen(c, reach, id, call.services.now()))


@router.get("/sharings", response_model=shapes.SharingPage)
def sharings(call: Reading, id: PathId, query: Listing) -> Response:
    """List what was shown of a person, to whom, and when."""
    asked, now = consenting.Asked(query.limit, query.cursor, query.total), call.services.now()
    return call.read(lambda c, reach: page(consenting.sharings(c, reach, id, asked, now), shapes.sharing))


def _notices(rows: Any) -> dict[str, Any]:
    return {"items": [shapes.notice(row) for row in rows]}


def _consent(call: Call, row: Any) -> dict[str, Any]:
    return shapes.consent(row, consenting.detail_of(call.services.keys, call.reach, row))
