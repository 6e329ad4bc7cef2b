"""A meetup from its plan on: paper, invitations, the day itself, and what comes after."""

from fastapi import APIRouter

from service.web.evening import after, day, invitations, paper

router = APIRouter()
for part in (day, paper, invitations, after):
    router.include_router(part.router)
