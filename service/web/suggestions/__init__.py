"""What is suggested to a person: openings, sponsors, courses, meetups; why, why not, what would change it."""

from typing import Final

from fastapi import APIRouter, Depends

from service.http.turns import in_turn
from service.web.suggestions import answers, choices, levers, lists, meetups, pairs, paths, runs

router: Final = APIRouter(tags=["pages"], include_in_schema=False, dependencies=[Depends(in_turn, scope="function")])
for part in (levers, paths, meetups, choices, answers, pairs, lists, runs):  # what is named before what reads {what}
    router.include_router(part.router)
