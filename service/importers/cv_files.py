"""CV files of every kind, through one door: PDF, DOCX, ODT, text, Europass (XML, JSON, in its PDF), JSON Resume 1.0.

Bytes tell what a file is, never its name. A child process opens it (documents/), with limits on time, memory, size
and pages; what comes back is text for the reader of CVs, or the parts of a CV where the file has parts.
"""

import os
import stat
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from matching.records import Record
from matching.text.reading import Resume
from service.errors import Invalid
from service.importers.base import Problem
from service.importers.documents.sandbox import Sandbox
from service.importers.reading import Source
from service.importers.resumes import europass, json_resume
from service.importers.strict_json import printable, values_of

MAX_BYTES = 20_000_000
_CHILD = Path(__file__).with_name("documents") / "child.py"


@dataclass(frozen=True, slots=True)
class Document:
    """What a CV file holds: its text or, where the file has parts, those (and then only the words about oneself).

    `record` is the whole record of a person whom Visavis itself wrote to the file: nothing is to be read from words.
    """

    name: str
    text: str
    resume: Resume | None = None
    problems: tuple[Problem, ...] = ()  # values of a structured file that were left out
    record: Record | None = None


def read_document(source: Source) -> Document:
    """Return what one file holds; raise Invalid that names the file, the cause and the mend."""
    with Sandbox(_CHILD) as sandbox:
        return _read(sandbox, source)


def read_documents(sources: Iterable[Source]) -> Iterator[tuple[Source, Document | Invalid]]:
    """Yield each source with what it holds, or with why it cannot be read: one bad file stops no other."""
    with Sandbox(_CHILD) as sandbox:
        for source in sources:
            try:
                yield source, _read(sandbox, source)
            except Invalid as error:
                yield source, error


def _read(sandbox: Sandbox, source: Source) -> Document:
    name, raw = ("the file", source) if isinstance(source, bytes) else _opened(Path(source))
    if len(raw) > MAX_BYTES:
        raise Invalid(f"{name}: larger than {MAX_BYTES:,} bytes; save it without its pictures, as PDF or DOCX")
    found = sandbox.read(name, raw)
    if "text" in found:
        return Document(name, found["text"])
    value = found["xml"] if "xml" in found else _only_value(name, found["json"])
    known = next((kind for kind in (europass, json_resume) if kind.knows(value)), None)
    if known is None:
        raise Invalid(f"{name}: neither JSON Resume nor Europass; export the CV as one of them or save it as PDF")
    resume, text, problems = known.resume_of(value)
    record, left_out = json_resume.record_of(value)
    return Document(name, text, resume, (*problems, *left_out), record)


def _only_value(name: str, text: str) -> Any:
    values, problems = values_of(name, text)
    return values[0][1] if len(values) == 1 and not problems else None


def _opened(path: Path) -> tuple[str, bytes]:
    """Return the name of a file and its bytes; pipes and devices, which may never end, are not read."""
    name = printable(path.name)
    try:
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else error
        raise Invalid(f"{name}: cannot be read ({reason}); check the path") from None
    try:
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            raise Invalid(f"{name}: a file is expected, and this is a folder, a pipe or a device; give a PDF or DOCX")
        with os.fdopen(handle, "rb", closefd=False) as file:
            return name, file.read(MAX_BYTES + 1)
    finally:
        os.close(handle)
