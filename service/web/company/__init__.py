"""The screens of companies, which advisers and the people introduced see too: openings, introductions, …"""

from fastapi import APIRouter

from service.web.company import commitments, introductions, openings, organisation, people, posting

router = APIRouter()
PARTS = (posting, openings, people, commitments, introductions, organisation)  # /openings/new before /openings/{id}
for part in PARTS:
    router.include_router(part.router)
