"""The styles, the scripts and the fonts that pages name."""

import re
from typing import Final

from fastapi import APIRouter, Request, Response

from service.api.calls import known
from service.assets import assets
from service.errors import NotFound

router = APIRouter(prefix="/static", tags=["pages"], include_in_schema=False)

FILES: Final = assets()
_ASKED_AGAIN: Final = "no-cache"  # kept, and asked about again: a new version shows at once
_FOR_GOOD: Final = "public, max-age=31536000, immutable"  # seconds: a year
_ZIPPED: Final = re.compile(r"(?:^|,)\s*(?:gzip|\*)\s*(?:;\s*q=(?:0\.0*[1-9]\d*|1(?:\.0*)?)\s*)?(?:,|$)", re.IGNORECASE)


@router.get("/{name:path}")
async def static_file(request: Request, name: str) -> Response:
    """Return a file, for good where its version is named; raise NotFound for any other name."""
    if name not in FILES:
        raise NotFound("nothing has this address: see /api/v1/openapi.json for those there are")
    file = FILES[name]
    is_zipped = file.zipped is not file.raw and bool(_ZIPPED.search(request.headers.get("accept-encoding", "")))
    headers = {
        "Cache-Control": _FOR_GOOD if request.query_params.get("v") == file.digest else _ASKED_AGAIN,
        "ETag": f'"{file.digest}{"-gzip" * is_zipped}"',
        "Vary": "Accept-Encoding",
    }
    if known(request, headers["ETag"]):
        return Response(status_code=304, headers=headers)
    if is_zipped:
        headers["Content-Encoding"] = "gzip"
    return Response(file.zipped if is_zipped else file.raw, headers=headers, media_type=file.kind)
