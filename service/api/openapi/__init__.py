"""The description of the API for programs (OpenAPI 3.1), and the same as a page for people."""

from typing import Final

import orjson
from fastapi import APIRouter, Request, Response

from service.api.openapi.document import document
from service.api.openapi.page import page
from service.http.headers import nonce_of
from service.http.language import language_of

router = APIRouter(tags=["documentation"], include_in_schema=False)

_AN_HOUR: Final = {"Cache-Control": "public, max-age=3600"}  # seconds


@router.get("/openapi.json")
async def openapi(request: Request) -> Response:
    """Return the description of every operation."""
    return Response(orjson.dumps(document(request.app)), headers=_AN_HOUR, media_type="application/json")


@router.get("/docs")
async def docs(request: Request) -> Response:
    """Return the description as a page."""
    return Response(_page(request), headers={"Vary": "Accept-Language"}, media_type="text/html; charset=utf-8")


def _page(request: Request) -> str:
    return page(document(request.app), nonce_of(request.state), language_of(request))
