"""Meetups as their organisers prepare them, and as those who take part see them."""

from fastapi import APIRouter

from service.web.meetups import grid, guests, lists, pairs, plans, wizard

router = APIRouter()
for part in (wizard, lists, guests, pairs, plans, grid):  # the wizard before what reads /meetups/{id}
    router.include_router(part.router)
