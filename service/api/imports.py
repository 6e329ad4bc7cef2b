"""Files to load: sent and looked at, then loaded, then undone if need be."""

from typing import Annotated, Final

from fastapi import APIRouter, File, Form, Response, UploadFile

from service.api.calls import Call, needs
from service.api.fields import Many, PathId
from service.api.shapes import imports as shapes
from service.api.shapes.pages import row_by_row
from service.usecases import looking, unloading, uploads

router = APIRouter(prefix="/imports", tags=["imports"])

Writing = Annotated[Call, needs("bulk_import", "W")]
LARGE: Final = {"x-max-bytes": looking.MOST_BYTES + 10_000}  # with what stands around the file


@router.post("", response_model=shapes.Import, status_code=201, openapi_extra=LARGE)
def create(
    call: Writing,
    file: Annotated[UploadFile, File(description="The file: csv, xlsx, json or jsonl", examples=["suivi.csv"])],
    kind: Annotated[shapes.Kind, Form(description=shapes.KIND, examples=["candidates"])],
    source: Annotated[shapes.Source, Form(description="Name of where the rows come from", examples=["suivi"])],
) -> Response:
    """Send a file (csv, xlsx, json or jsonl): the answer says what loading it would change; nothing is loaded yet."""
    given = looking.given(call.reach, kind, file.filename or "", source, file.file.read())
    keys, language, now = call.services.keys, call.language, call.services.now()
    looked = looking.look(call.services.store, call.reach, given, now)
    return call.write(lambda c, reach: shapes.upload(uploads.keep(c, keys, reach, looked, now), language), 201)


@router.post("/{id}/apply", response_model=shapes.Import)
def apply(call: Writing, id: PathId, body: shapes.Agreed) -> Response:
    """Load a file that was sent, with what its columns become if it is not in our format."""
    services, language, now = call.services, call.language, call.services.now()
    looked = looking.again(services.store, services.keys, call.reach, id, now, body.mapping)
    return call.write(lambda c, reach: shapes.upload(uploads.apply(c, services.keys, reach, id, looked, now), language))


@router.post("/{id}/undo", response_model=Many)
def undo(call: Writing, id: PathId) -> Response:
    """Put back what a file changed, where nothing has changed since; the answer tells of each."""
    keys, now = call.services.keys, call.services.now()
    return call.write(lambda c, reach: row_by_row(unloading.undo(c, keys, reach, id, now), call.language))
