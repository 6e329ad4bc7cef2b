"""Files to load: sent, their columns agreed to, tried without writing anything, loaded, told of, undone."""

from fastapi import APIRouter

from service.web.imports import columns, loading, past

router = APIRouter(tags=["pages"], include_in_schema=False)
for part in (past, columns, loading):
    router.include_router(part.router)
