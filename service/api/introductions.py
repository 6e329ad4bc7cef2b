"""Introductions of people to companies, from the first idea to a year at work."""

from typing import Annotated, Any

from fastapi import APIRouter, Query, Response

from service.api.calls import Call, needs
from service.api.fields import PathId
from service.api.shapes import introductions as shapes
from service.usecases import consenting, introducing

router = APIRouter(prefix="/introductions", tags=["introductions"])

Reading = Annotated[Call, needs("introduction", "R")]
Writing = Annotated[Call, needs("introduction", "W")]
Leaving = Annotated[Call, needs("introduction", "D")]
Ending = Annotated[Call, needs("outcome", "W")]


@router.get("", response_model=shapes.IntroductionPage)
def browse(call: Reading, query: Annotated[shapes.IntroductionQuery, Query()]) -> Response:
    """List introductions, the newest first; to a company those of people who show themselves, and what it asked for."""
    asked, now = introducing.Asked(query.limit, query.cursor, query.total), call.services.now()

    def act(c: Any, reach: Any) -> dict[str, Any]:
        found, items = introducing.browse(c, reach, query.filters, asked, now)
        told = {} if found.total is None else {"total": found.total}
        return {"items": [_shown(call, item) for item in items], "next": found.next, **told}

    return call.read(act)


@router.post("", response_model=shapes.Introduction, status_code=201)
def create(call: Writing, body: shapes.NewIntroduction) -> Response:
    """Introduce: an adviser suggests, a person proposes themselves, a company asks for a pseudonym."""
    keys, now, proof = call.services.keys, call.services.now(), _proof(call, body.proof)
    wanted = introducing.Wanted(body.opening, body.person, body.pseudonym, body.sponsor, body.run, body.day)
    return call.write(lambda c, reach: _shown(call, introducing.create(c, keys, reach, wanted, proof, now)), 201)


@router.get("/cap", response_model=shapes.Cap)
def cap(call: Reading) -> Response:
    """Return how many introductions a month your company wants."""
    return call.read(introducing.cap)


@router.put("/cap", response_model=shapes.Cap)
def set_cap(call: Writing, body: shapes.NewCap) -> Response:
    """Set how many introductions a month your company wants."""
    expected = call.expected
    return call.write(lambda c, reach: introducing.set_cap(c, reach, body.monthly, expected))


@router.get("/{id}", response_model=shapes.Introduction)
def get(call: Reading, id: PathId) -> Response:
    """Return an introduction with its steps."""
    return call.read(lambda c, reach: _shown(call, introducing.get(c, reach, id, call.services.now())))


@router.post("/{id}/steps", response_model=shapes.Introduction)
def record(call: Writing, id: PathId, body: shapes.NewIntroductionStep) -> Response:
    """Record an answer, or another step before the two sides meet; with If-Match."""
    return _record(call, id, body.step, body)


@router.post("/{id}/outcomes", response_model=shapes.Introduction)
def end(call: Ending, id: PathId, body: shapes.NewOutcome) -> Response:
    """Record what became of it, or dispute what the other side recorded; with If-Match."""
    return _record(call, id, body.step, body)


@router.post("/{id}/withdraw", response_model=shapes.Introduction)
def withdraw(call: Leaving, id: PathId, body: shapes.Withdrawal) -> Response:
    """Withdraw from an introduction: the company no longer sees you; with If-Match."""
    return _record(call, id, "withdrawn", shapes.NewIntroductionStep(step="withdrawn", day=body.day))


def _record(call: Call, id: str, step: str, body: Any) -> Response:
    expected, now, proof = call.expected, call.services.now(), _proof(call, body.proof)
    told = introducing.told_of(call.reach, step, body.side, body.day or now.date(), body.reason, body.corrects)
    return call.write(lambda c, reach: _shown(call, introducing.record(c, reach, id, told, proof, expected, now)))


def _proof(call: Call, evidence: Any) -> Any:
    return evidence and consenting.proof_of(call.reach, evidence.channel, evidence.text_version)


def _shown(call: Call, found: Any) -> dict[str, Any]:
    return shapes.introduction(found, call.reach.subject.role)
