"""The administrator's screens, and those of requests about one's data."""

from fastapi import APIRouter

from service.web.admin import backups, emergencies, glance, jobs, log, members, organisations, programs, requests

router = APIRouter(tags=["pages"], include_in_schema=False)
for part in (glance, backups, emergencies, jobs, log, members, organisations, programs, requests):
    router.include_router(part.router)
