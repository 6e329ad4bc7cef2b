"""Meetups as their organisers prepare them, and as those who take part see them."""

from fastapi import APIRouter

from service.web.meetups import grid, guests, lists, pairs, plans

router = APIRouter()
for part in (lists, guests, pairs, plans, grid):
    router.include_router(part.router)
