"""What runs by itself, for administrators."""

from typing import Annotated

from fastapi import APIRouter, Response

from service.api.calls import Call, needs
from service.api.shapes import notices as shapes
from service.usecases import noticing

router = APIRouter(prefix="/jobs", tags=["jobs"])

Reading = Annotated[Call, needs("key", "R")]


@router.get("/runs", response_model=shapes.JobRuns)
def runs(call: Reading) -> Response:
    """List the last runs of jobs."""
    return call.read(lambda c, reach: {"items": noticing.runs(c)})


@router.get("/unsent-messages", response_model=shapes.UnsentMessages)
def unsent_messages(call: Reading) -> Response:
    """List the messages that could not be sent."""
    return call.read(lambda c, reach: {"items": noticing.unsent(c)})
