"""What candidates and sponsors do for themselves: answer, say when they are free, see and decide what is shown."""

from fastapi import APIRouter

from service.web.own import data, home, hours, mentoring, profile

router = APIRouter()
for part in (home, mentoring, hours, profile, data):
    router.include_router(part.router)
