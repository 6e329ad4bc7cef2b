"""A reminder by hand of who has an introduction to answer."""

from typing import Annotated

from fastapi import APIRouter, Response

from service.api.calls import Call, needs
from service.api.fields import PathId
from service.api.shapes.notices import Reminded
from service.usecases import reminding

router = APIRouter(prefix="/introductions", tags=["introductions"])


@router.post("/{id}/reminder", response_model=Reminded, status_code=201)
def remind(call: Annotated[Call, needs("introduction", "W")], id: PathId) -> Response:
    """Remind who is awaited, at most once in 24 hours."""
    now = call.services.now()
    return call.write(lambda c, reach: {"id": id, "reminded": reminding.by_hand(c, reach, id, now)}, 201)
