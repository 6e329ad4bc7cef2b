"""Our own scripts and styles, which pages name by their file."""

from importlib.resources import files
from typing import Final

from fastapi import APIRouter, Response

from service.errors import NotFound

router = APIRouter(prefix="/static", tags=["pages"], include_in_schema=False)

KINDS: Final = {"css": "text/css; charset=utf-8", "js": "text/javascript; charset=utf-8"}
FILES: Final = {
    file.name: (file.read_bytes(), KINDS[file.name.rpartition(".")[2]])
    for file in files("service").joinpath("web", "static").iterdir()
}
_CHECKED: Final = {"Cache-Control": "no-cache"}  # kept, and asked about again: a new version shows at once


@router.get("/{name}")
async def static_file(name: str) -> Response:
    """Return a script or a style; raise NotFound for any other name."""
    if name not in FILES:
        raise NotFound("nothing has this address: see /api/v1/openapi.json for those there are")
    content, kind = FILES[name]
    return Response(content, headers=_CHECKED, media_type=kind)
