"""ODT (LibreOffice): paragraphs, headings, lists, tables and text frames in their order; lines as for DOCX."""

from collections.abc import Iterator
from xml.etree.ElementTree import Element

from service.errors import Invalid
from service.importers.documents.packages import Package
from service.importers.documents.safe_xml import kind_of

_TEXT = "application/vnd.oasis.opendocument.text"
_MARKS = {"tab": "\t", "line-break": "\n", "soft-page-break": ""}
_LEFT_OUT = {
    "annotation",
    "annotation-end",
    "tracked-changes",
    "note",
    "text-box",
    "ruby-text",
    "script",
    "title",
    "desc",
}


def is_odt(package: Package) -> bool:
    """Return whether an archive says that it is an OpenDocument, whatever kind."""
    return "mimetype" in package.parts and package.bytes_of("mimetype")[:60].startswith(b"application/vnd.oasis.open")


def text_of(package: Package) -> str:
    """Return the text, a line a paragraph; raise Invalid for a sheet, a drawing or a protected document."""
    if not package.bytes_of("mimetype")[:60].decode("ascii", "replace").startswith(_TEXT):
        raise Invalid(f"{package.name}: an OpenDocument that is no text; save the document as PDF or DOCX")
    manifest = "META-INF/manifest.xml"
    if manifest in package.parts and b"encryption-data" in package.bytes_of(manifest):
        raise Invalid(f"{package.name}: protected by a password; save the document as PDF or DOCX, without a password")
    if "content.xml" not in package.parts:
        raise Invalid(f"{package.name}: an ODT document without its text; save it again as DOCX or PDF")
    return "\n".join([*_headers(package), *_lines(_body(package.xml_of("content.xml")))])


def _headers(package: Package) -> Iterator[str]:
    if "styles.xml" in package.parts:
        for element in package.xml_of("styles.xml").iter():
            if kind_of(element) == "header":
                yield from (line for line in _lines(element) if line)


def _body(root: Element) -> Element:
    return next((element for element in root.iter() if kind_of(element) == "body"), root)


def _lines(node: Element, mark: str = "") -> Iterator[str]:
    for child in node:
        kind = kind_of(child)
        if kind in ("p", "h"):
            text = "".join(_pieces(child)).strip()
            yield mark + text if text else ""
            yield from _boxed(child)
        elif kind == "list":
            yield from _lines(child, "- ")
        elif kind == "table":
            yield from _table(child)
        elif kind not in _LEFT_OUT or kind == "text-box":
            yield from _lines(child, mark)


def _pieces(node: Element) -> Iterator[str]:
    yield node.text or ""
    for child in node:
        kind = kind_of(child)
        if kind == "s":
            yield " "
        elif kind in _MARKS:
            yield _MARKS[kind]
        elif kind not in _LEFT_OUT:
            yield from _pieces(child)
        yield child.tail or ""


def _boxed(paragraph: Element) -> Iterator[str]:
    for element in paragraph.iter():
        if kind_of(element) == "text-box":
            yield from _lines(element)


def _table(table: Element) -> Iterator[str]:
    for row in (element for element in table.iter() if kind_of(element) == "table-row"):
        cells = [[line for line in _lines(cell) if line] for cell in row if kind_of(cell) == "table-cell"]
        if all(len(cell) <= 1 for cell in cells):
            yield "\t".join(line for cell in cells for line in cell)
        else:
            yield from (line for cell in cells for line in cell)
