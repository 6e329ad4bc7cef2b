"""What a form sent: fields, files, and the hidden fields that stand for headers."""

import re
from collections.abc import Mapping
from typing import Any, Final, TypeVar

from fastapi import Request
from pydantic import BaseModel, ValidationError
from starlette.datastructures import FormData, UploadFile

from service.api.faults import fault
from service.errors import Invalid
from service.http.sent import HIDDEN, keep_hidden

T = TypeVar("T", bound=BaseModel)
_NO_TEXT: Final = re.compile("[\x00\ud800-\udfff]")  # NUL, halves of pairs
MB: Final = 1_000_000  # bytes
MOST_FIELDS: Final = 2000  # of one form: a whole meetup's grid stays below


class Form:
    """The fields of a form; empty where none was sent."""

    def __init__(self, data: FormData | None = None) -> None:
        self._data = data or FormData()

    def text(self, name: str) -> str:
        """Return a field without spaces around it, "" if it was not sent."""
        value = self._data.get(name, "")
        return value.strip() if isinstance(value, str) else ""

    def texts(self, name: str) -> list[str]:
        """Return all values of a field that may come several times, without empty ones."""
        return [value.strip() for value in self._data.getlist(name) if isinstance(value, str) and value.strip()]

    def file(self, name: str) -> UploadFile:
        """Return a file; raise Invalid where none was chosen."""
        found = self._data.get(name)
        if not isinstance(found, UploadFile) or not found.filename:
            raise Invalid("choose a file first", "no_file", ((name, "missing"),))
        return found

    def content(self, name: str, most_mb: int) -> bytes:
        """Return what stands in a file; raise Invalid where none was chosen, or one that is larger."""
        raw = self.file(name).file.read(most_mb * MB + 1)
        if len(raw) > most_mb * MB:
            raise Invalid("this file is too large", "too_large", ((name, f"larger than {most_mb} MB: split it"),))
        return raw

    def told(self, model: type[T], **given: Any) -> T:
        """Return the fields as one of the API's bodies; what is left empty is not told, what is `given` is as it is.

        Raise Invalid, naming fields.
        """
        typed = {name: text for name in model.model_fields if (text := self.text(name))}
        try:
            return model.model_validate(typed | given)
        except ValidationError as error:
            faults = tuple(fault(part) for part in error.errors())
            raise Invalid(f"the request has faults: {': '.join(faults[0])}", "invalid_fields", faults) from None

    @property
    def typed(self) -> Mapping[str, str]:
        """All fields as they were typed."""
        return {name: value for name, value in self._data.items() if isinstance(value, str)}

    def get(self, name: str, default: str = "") -> str:
        """Return a field as it was typed; for the macros that show a form again."""
        value = self._data.get(name, default)
        return value if isinstance(value, str) else default

    def getlist(self, name: str) -> list[str]:
        """Return all values of a field as they were typed: what was ticked."""
        return [value for value in self._data.getlist(name) if isinstance(value, str)]

    def __contains__(self, name: str) -> bool:
        return name in self._data


async def form_of(request: Request) -> Form:
    """Return the form that a request sends; its hidden fields stand for headers from then on."""
    if request.method != "POST":
        return Form()
    data = await request.form(max_fields=MOST_FIELDS)
    _check_text(data)
    form = Form(data)
    keep_hidden(request, {name: form.text(name) for name in HIDDEN})
    return form


def _check_text(data: FormData) -> None:
    """Raise Invalid for characters that nobody types and no database keeps, in names too."""
    for name, value in data.multi_items():
        text = name + (value if isinstance(value, str) else value.filename or "")
        if bad := _NO_TEXT.search(text):
            reason = f"forbidden character U+{ord(bad[0]):04X}"
            raise Invalid(reason, "invalid_fields", ((_NO_TEXT.sub("", name)[:200], reason),))
