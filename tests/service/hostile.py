"""Makes the files that nobody should send: one function each, bytes out."""

import functools
import io
import json
import zipfile

from openpyxl import Workbook

WORKBOOK = "xl/workbook.xml"


def lines_of(*objects):
    """JSON lines: dicts are encoded, texts are put as they are."""
    return "\n".join(item if isinstance(item, str) else json.dumps(item) for item in objects).encode(
        "utf-8", "surrogatepass"
    )


def workbook(*rows, sheet="records"):
    """A workbook with those rows in one sheet."""
    book = Workbook()
    book.active.title = sheet
    for row in rows:
        book.active.append(row)
    return _saved(book)


def workbook_with_a_far_cell():
    """A workbook of a few kilobytes whose only two cells span seventeen thousand million."""
    book = Workbook()
    book.active["A1"] = "id"
    book.active["XFD1048576"] = "far"
    return _saved(book)


def zip_bomb(unpacked=1_000_000_000):
    """A workbook's zip with one part of a thousand million zeros."""
    return _zip_of_zeros(unpacked)


def lying_zip_bomb(unpacked=1_000_000_000):
    """The same, with headers that declare a hundred bytes."""
    true, false = (size.to_bytes(4, "little") for size in (unpacked, 100))
    return _zip_of_zeros(unpacked).replace(true, false)


def workbook_with_a_shared_text(cells=75_000, length=30_000):
    """A small workbook whose cells all show one long text: thousands of millions of characters once copied."""
    buffer = io.BytesIO(workbook(["id"]))
    relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    rows = "".join(f'<row r="{row}"><c r="A{row}" t="s"><v>0</v></c></row>' for row in range(1, cells + 1))
    new = {
        "xl/sharedStrings.xml": f'<sst xmlns="{main}"><si><t>{"x" * length}</t></si></sst>',
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{main}"><sheetData>{rows}</sheetData></worksheet>',
        "xl/_rels/workbook.xml.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="rId1" Type="{relations}/worksheet" Target="worksheets/sheet1.xml"/>'
        f'<Relationship Id="rId2" Type="{relations}/sharedStrings" Target="sharedStrings.xml"/></Relationships>',
    }
    with zipfile.ZipFile(buffer) as old:
        parts = {name: old.read(name) for name in old.namelist()} | new
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def cut_workbook():
    """A workbook of which only the first half arrived."""
    whole = workbook(["id"], ["a"])
    return whole[: len(whole) // 2]


def nested(depth=100_000):
    """The text of a JSON list in a list in a list …"""
    return "[" * depth + "]" * depth


def _saved(book):
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


@functools.cache
def _zip_of_zeros(unpacked):
    buffer = io.BytesIO()
    block = bytes(10_000_000)
    archive = zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=1)
    with archive, archive.open(WORKBOOK, "w") as part:
        for _ in range(unpacked // len(block)):
            part.write(block)
    return buffer.getvalue()
