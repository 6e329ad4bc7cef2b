"""Programmes and their cohorts: who is in them, and who of them could have which sponsor."""

from fastapi import APIRouter

from service.web.cohorts import members, programmes, proposing, sponsors

router = APIRouter()
for part in (programmes, members, sponsors, proposing):
    router.include_router(part.router)
