"""My day: whom to call, who has answered, what waits, what is due."""

from dataclasses import asdict
from typing import Annotated, Any

from fastapi import APIRouter, Response

from service.usecases import my_day
from service.web.pages import Page, screen

router = APIRouter()


@router.get("/day")
def day(page: Annotated[Page, screen("identity", "R")]) -> Response:
    """Show what the day holds."""
    today = page.now.date()

    def look(c: Any, reach: Any) -> dict[str, Any]:
        found = my_day.of(c, reach, page.now)
        return {"items": [{"id": person} for person in found.names], "day": found}

    return page.show("people/day.html", today=today, **asdict(page.look(look)["day"]))
