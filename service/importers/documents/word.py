"""DOCX (Word, Google Docs, LibreOffice …): paragraphs, tables, text boxes and content controls in their order.

Headers come first. A row of a table whose cells hold one line each becomes one line, cells apart by a tab (dates
and what was done then); otherwise its cells follow each other, so that columns made with a table are read one
by one. Paragraphs of a list begin with "- ". Deleted text, fields' codes and footers are left out.
"""

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from service.errors import Invalid
from service.importers.documents.packages import Package
from service.importers.documents.safe_xml import kind_of, value_of

_OTHERS = {"xl": "a workbook", "ppt": "a presentation", "visio": "a drawing"}
_HOLDERS = {"body", "hdr", "sdt", "sdtContent", "customXml", "smartTag", "ins", "moveTo", "txbxContent"}
_LEFT_OUT = {"del", "moveFrom", "pPr", "rPr", "instrText", "delText", "txbxContent", "Fallback", "rt", "sdtPr", "tbl"}
_MARKS = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "softHyphen": ""}


def text_of(package: Package) -> str:
    """Return the text, a line a paragraph; raise Invalid for a zip that is no Word document."""
    main = _main_part(package)
    lists = _list_styles(package)
    headers = sorted(part for part in package.parts if re.fullmatch(r"word/header\d*\.xml", part))
    lines: list[str] = []
    for part in headers:
        lines += [line for line in _blocks(package.xml_of(part), lists) if line not in lines]
    return "\n".join([*lines, *_blocks(package.xml_of(main), lists)])


def _main_part(package: Package) -> str:
    if "[Content_Types].xml" not in package.parts:
        raise Invalid(f"{package.name}: an archive and no document; send the documents one by one as PDF or DOCX")
    for override in package.xml_of("[Content_Types].xml"):
        kind, part = value_of(override, "ContentType"), value_of(override, "PartName").lstrip("/")
        if "macroEnabled" in kind or kind.endswith("vbaProject"):
            raise Invalid(f"{package.name}: a document with macros; save it as DOCX without macros or as PDF")
        if kind.endswith(("wordprocessingml.document.main+xml", "wordprocessingml.template.main+xml")):
            if part in package.parts:
                return part
            raise Invalid(f"{package.name}: a Word document without its text; save it again as DOCX or PDF")
    kinds = (kind for folder, kind in _OTHERS.items() if any(part.startswith(f"{folder}/") for part in package.parts))
    raise Invalid(f"{package.name}: this is {next(kinds, 'an archive')}; save the document as PDF or DOCX")


def _list_styles(package: Package) -> frozenset[str]:
    """Return the identifiers of the styles whose paragraphs are items of a list; numbered headings are none."""
    if "word/styles.xml" not in package.parts:
        return frozenset()
    found = set()
    for style in package.xml_of("word/styles.xml"):
        names = [value_of(part, "val") for part in style if kind_of(part) == "name"]
        if any(kind_of(part) == "numPr" for part in style.iter()) and not re.match("heading|title", "".join(names)):
            found.add(value_of(style, "styleId"))
    return frozenset(found)


def _blocks(node: Element, lists: frozenset[str]) -> Iterator[str]:
    for child in node:
        kind = kind_of(child)
        if kind == "p":
            yield from _paragraph(child, lists)
        elif kind == "tbl":
            yield from _table(child, lists)
        elif kind in _HOLDERS:
            yield from _blocks(child, lists)


def _paragraph(paragraph: Element, lists: frozenset[str]) -> Iterator[str]:
    text = "".join(_pieces(paragraph)).strip()
    yield f"- {text}" if text and _is_item(paragraph, lists) and not text.startswith("-") else text
    for box in _boxes(paragraph):
        yield from _blocks(box, lists)


def _pieces(node: Element) -> Iterator[str]:
    for child in node:
        kind = kind_of(child)
        if kind == "t":
            yield child.text or ""
        elif kind in _MARKS:
            yield _MARKS[kind]
        elif kind == "sym":
            yield " "
        elif kind not in _LEFT_OUT:
            yield from _pieces(child)


def _boxes(node: Element) -> Iterator[Element]:
    for child in node:
        kind = kind_of(child)
        if kind == "txbxContent":
            yield child
        elif kind not in ("Fallback", "pPr", "rPr", "del", "t"):  # Fallback: the same box for older programs
            yield from _boxes(child)


def _is_item(paragraph: Element, lists: frozenset[str]) -> bool:
    for properties in (child for child in paragraph if kind_of(child) == "pPr"):
        marks = {kind_of(part): part for part in properties}
        if "numPr" in marks:
            return all(value_of(part, "val") != "0" for part in marks["numPr"] if kind_of(part) == "numId")
        return "pStyle" in marks and value_of(marks["pStyle"], "val") in lists
    return False


def _table(table: Element, lists: frozenset[str]) -> Iterator[str]:
    for row in _within(table, "tr"):
        cells = [[line for line in _blocks(cell, lists) if line] for cell in _within(row, "tc")]
        if all(len(cell) <= 1 for cell in cells):
            yield "\t".join(line for cell in cells for line in cell)
        else:
            yield from (line for cell in cells for line in cell)


def _within(node: Element, wanted: str) -> Iterator[Element]:
    """Yield the rows of a table or the cells of a row, also those that a content control holds."""
    for child in node:
        if kind_of(child) == wanted:
            yield child
        elif kind_of(child) in _HOLDERS:
            yield from _within(child, wanted)
