"""What a CV file holds, told by its bytes and never by its name: runs in the child process of child.py.

Text for the reader of CVs comes out, or the tree of a file that has the parts of a CV already (Europass).
A reader is loaded when the first file of its kind comes.
"""

import re
from typing import Any

from service.errors import Invalid

_MEND = "save the document as PDF or DOCX"
_REFUSED = {
    b"{\\rt": "an RTF file",
    b"MZ\x90": "a program",
    b"\x7fELF": "a program",
    b"\xca\xfe\xba\xbe": "a program",
    b"#!": "a program",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"GIF8": "a picture",
    b"II*\0": "a picture",
    b"MM\0*": "a picture",
    b"\x1f\x8b": "an archive",
    b"7z\xbc\xaf": "an archive",
    b"Rar!": "an archive",
    b"\xfd7zXZ": "an archive",
    b"SQLite format 3": "a database",
}
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PASSWORD = "EncryptedPackage".encode("utf-16-le")


def contents_of(name: str, raw: bytes) -> dict[str, Any]:
    """Return {"text": …}, {"json": its text} or {"xml": its tree}; raise Invalid for what is no readable CV."""
    if not raw.strip(b" \t\r\n\0"):
        raise Invalid(f"{name}: an empty file; send the document again")
    if kind := next((kind for start, kind in _REFUSED.items() if raw.startswith(start)), None):
        raise Invalid(f"{name}: this is {kind}; {_MEND}")
    if raw.startswith(_OLD_OFFICE):
        if _PASSWORD in raw:
            raise Invalid(f"{name}: protected by a password; {_MEND}, without a password")
        raise Invalid(f"{name}: an old Word document (.doc); save it as DOCX or PDF")
    if raw.startswith(b"PK"):
        return {"text": _packed(name, raw)}
    if b"%PDF-" in raw[:1024]:
        return _pdf(name, raw)
    return _written(name, raw)


def _packed(name: str, raw: bytes) -> str:
    from service.importers.documents import odt, word
    from service.importers.documents.packages import Package
    from service.importers.documents.plain_text import tidied

    package = Package(name, raw)
    if odt.is_odt(package):
        return tidied(name, odt.text_of(package))
    return tidied(name, word.text_of(package))


def _pdf(name: str, raw: bytes) -> dict[str, Any]:
    from service.importers.documents import pdf
    from service.importers.documents.plain_text import tidied

    for attached in pdf.attachments_of(name, raw):
        if is_europass(attached):
            return {"xml": _tree(name, attached)}
    return {"text": tidied(name, pdf.text_of(name, raw))}


def is_europass(raw: bytes) -> bool:
    """Return whether bytes look like a CV in XML by Europass; UTF-16 is seen too."""
    start = raw[:20_000].replace(b"\0", b"")
    return re.search(rb"<(?:\w+:)?(SkillsPassport|Candidate|LearnerInfo)\b", start) is not None


def _written(name: str, raw: bytes) -> dict[str, Any]:
    from service.importers.documents.plain_text import checked_json, text_of, tidied

    start = raw[:2000].replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").lower()
    if re.match(rb"<!doctype html|<html", start):
        raise Invalid(f"{name}: this is a web page; {_MEND}")
    if is_europass(raw) and start.startswith(b"<"):
        return {"xml": _tree(name, raw)}
    if start.startswith((b"<?xml", b"<!doctype")):
        raise Invalid(f"{name}: XML, and no Europass CV; {_MEND}")
    text = text_of(name, raw)
    if re.match(r"\s*[{\[]\s*[\"{\[}\]]", text):
        return {"json": checked_json(name, text)}
    return {"text": tidied(name, text)}


def _tree(name: str, raw: bytes) -> Any:
    from service.importers.documents.safe_xml import parsed, tree_of

    return tree_of(name, parsed(name, raw))
