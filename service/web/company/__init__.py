"""The screens of companies, which advisers and the people introduced see too: openings, introductions, organisation."""

from fastapi import APIRouter

from service.web.company import introductions, openings, organisation, people, posting

router = APIRouter()
for part in (posting, openings, people, introductions, organisation):  # /openings/new before /openings/{id}
    router.include_router(part.router)
