"""The adviser's screens: the day, those whom they follow, and the sheet of each with all that is written there."""

from fastapi import APIRouter

from service.web.caseload import (
    agreements,
    cv,
    day,
    hand_over,
    new_person,
    outcomes,
    parts,
    people,
    proposing,
    sheet,
    words,
)

router = APIRouter(tags=["pages"], include_in_schema=False)
for screens in (day, people, hand_over, proposing, new_person, sheet, parts, words, outcomes, agreements, cv):
    router.include_router(screens.router)
