"""PDF: the text of each page in reading order, with what was filled in its form, and the files attached to it."""

import ctypes
import re
from collections import Counter
from collections.abc import Iterator

import pypdfium2
import pypdfium2.raw as pdfium

from service.errors import Invalid
from service.importers.documents.pdf_layout import Glyph, lines_of

MAX_PAGES = 50
MAX_GLYPHS = 400_000  # of all pages
_MAX_ATTACHMENTS = 10
_MAX_FIELDS = 500
_LONGEST_FIELD = 20_000  # bytes
_NUMBERED = re.compile(
    r"(?i)^\W*(?:page\s*)?\d{1,3}(?:\s*(?:/|sur|of|de)\s*\d{1,3})?\W*$|\bpage\s*\d+(?:\s*\S+\s*\d+)?"
)
_EDGE = 3  # lines at the top and the bottom of a page where headers and footers stand


def text_of(name: str, raw: bytes) -> str:
    """Return the text of all pages; a header or footer that every page repeats is given once, page numbers never.

    Raise Invalid for a PDF that is damaged, protected, too long, or a scanned picture without text.
    """
    document = _opened(name, raw)
    pages, room = [], MAX_GLYPHS
    for page in _pages(name, document):
        glyphs = list(_glyphs(page, room))
        room -= len(glyphs)
        if room <= 0:
            raise Invalid(f"{name}: more text than any CV has; send one CV a file")
        pages.append([*lines_of(glyphs), *_filled_in(page)])
        page.close()
    if not any(character.isalnum() for lines in pages for line in lines for character in line):
        if any(_has_picture(page) for page in _pages(name, document)):
            raise Invalid(f"{name}: no text: a scanned picture? Save the document itself as PDF or DOCX")
        raise Invalid(f"{name}: a PDF that holds no text; save the document again as PDF or DOCX")
    return "\n".join(line for lines in without_repeated(pages) for line in lines)


def _has_picture(page: pypdfium2.PdfPage) -> bool:
    return any(thing.type == pdfium.FPDF_PAGEOBJ_IMAGE for thing in page.get_objects(max_depth=2))


def attachments_of(name: str, raw: bytes) -> Iterator[bytes]:
    """Yield the files attached, as a Europass CV has its own XML; damaged ones are passed over."""
    document = _opened(name, raw)
    for number in range(min(document.count_attachments(), _MAX_ATTACHMENTS)):
        try:
            yield bytes(document.get_attachment(number).get_data())
        except pypdfium2.PdfiumError:
            continue


def without_repeated(pages: list[list[str]]) -> list[list[str]]:
    """Return the pages without the edge lines that all of them share: numbered ones go, others stay on the first."""
    if len(pages) < 2:
        return pages
    met = Counter(key for lines in pages for key in {_key(lines[place]) for place in _edges(lines)})
    seen: set[str] = set()
    kept = []
    for lines in pages:
        edges = _edges(lines)
        repeated = {place for place in edges if met[_key(lines[place])] == len(pages)}
        gone = {place for place in repeated if "#" in _key(lines[place]) or _key(lines[place]) in seen}
        seen |= {_key(lines[place]) for place in repeated}
        kept.append([line for place, line in enumerate(lines) if place not in gone])
    return kept


def _edges(lines: list[str]) -> set[int]:
    return {place for place in range(len(lines)) if min(place, len(lines) - 1 - place) < _EDGE}


def _key(line: str) -> str:
    """Return a line with a mark for the number of the page, alone or as such numbers are written."""
    return _NUMBERED.sub("#", line)


def _opened(name: str, raw: bytes) -> pypdfium2.PdfDocument:
    try:
        document = pypdfium2.PdfDocument(raw)
    except pypdfium2.PdfiumError as error:
        if getattr(error, "err_code", None) in (pdfium.FPDF_ERR_PASSWORD, pdfium.FPDF_ERR_SECURITY):
            raise Invalid(
                f"{name}: protected by a password; save the document as PDF or DOCX, without a password"
            ) from None
        raise Invalid(f"{name}: a damaged PDF; save the document again as PDF or DOCX") from None
    if len(document) > MAX_PAGES:
        raise Invalid(f"{name}: {len(document):,} pages; at most {MAX_PAGES} are read: send one CV a file")
    return document


def _pages(name: str, document: pypdfium2.PdfDocument) -> Iterator[pypdfium2.PdfPage]:
    try:
        yield from document
    except pypdfium2.PdfiumError:
        raise Invalid(f"{name}: a damaged PDF; save the document again as PDF or DOCX") from None


def _glyphs(page: pypdfium2.PdfPage, most: int) -> Iterator[Glyph]:
    """Yield the characters of a page as they were drawn, the line ends and spaces that the library guesses included."""
    text = page.get_textpage()
    box = pdfium.FS_RECTF()
    for number in range(min(text.count_chars(), most)):
        pdfium.FPDFText_GetLooseCharBox(text.raw, number, ctypes.byref(box))
        code = pdfium.FPDFText_GetUnicode(text.raw, number)
        guessed = pdfium.FPDFText_IsGenerated(text.raw, number) == 1
        yield Glyph(chr(code) if code < 0x110000 else "", box.left, box.right, box.bottom, box.top, guessed)
    text.close()


def _filled_in(page: pypdfium2.PdfPage) -> Iterator[str]:
    """Yield what was filled in the form of a page; nothing of a form is ever run."""
    for number in range(min(pdfium.FPDFPage_GetAnnotCount(page.raw), _MAX_FIELDS)):
        note = pdfium.FPDFPage_GetAnnot(page.raw, number)
        if note and pdfium.FPDFAnnot_GetSubtype(note) == pdfium.FPDF_ANNOT_WIDGET:
            size = pdfium.FPDFAnnot_GetStringValue(note, b"V", None, 0)
            buffer = ctypes.create_string_buffer(min(size, _LONGEST_FIELD))
            pdfium.FPDFAnnot_GetStringValue(
                note, b"V", ctypes.cast(buffer, ctypes.POINTER(pdfium.FPDF_WCHAR)), len(buffer)
            )
            value = buffer.raw.decode("utf-16-le", "ignore").strip("\0 ")
            yield from [value] if re.search(r"\w", value) and value != "Off" else []
        pdfium.FPDFPage_CloseAnnot(note)
