"""Makes the documents that nobody should send as a CV: bytes by name, and what only a disk can hold."""

import gzip
import io
import json
import os
import warnings
import zipfile
import zlib
from functools import cache

from tests.service import cv_documents as made

LAUGHS = (
    '<!DOCTYPE x [<!ENTITY a0 "ha">' + "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12)) + "]>"
)
EXTERNAL = '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
QUADRATIC = f'<!DOCTYPE x [<!ENTITY e "{"x" * 50_000}">]>'
PASSPORT = (
    '<SkillsPassport xmlns="http://europass.cedefop.europa.eu/Europass"><LearnerInfo>{}</LearnerInfo></SkillsPassport>'
)
PICTURE = (
    b"<< /Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8 /Length 1 >>\n"
    b"stream\n\0\nendstream"
)
OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000)


def _word_of(document, **more):
    return made.zipped({"[Content_Types].xml": made.content_types(), "word/document.xml": document, **more})


def _document(body, before=""):
    return f'<?xml version="1.0"?>{before}<document xmlns="{made.W}"><body>{body}</body></document>'


@cache
def _zeros(part, unpacked=1_000_000_000):
    """A DOCX with a part of a thousand million zeros."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        archive.writestr("[Content_Types].xml", made.content_types())
        archive.writestr("word/document.xml", _document(made.p("Cariste"))) if part != "word/document.xml" else None
        with archive.open(part, "w") as opened:
            for _ in range(unpacked // 10_000_000):
                opened.write(bytes(10_000_000))
    return buffer.getvalue()


def _spoilt(raw, old, new):
    assert old in raw
    return raw.replace(old, new)


def _size(number):
    return number.to_bytes(4, "little")


def _stored(parts):
    buffer = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(buffer, "w") as archive:
        warnings.simplefilter("ignore")  # a name that comes twice
        for name, content in parts:
            archive.writestr(name, content)
    return buffer.getvalue()


@cache
def archives():
    """DOCX, ODT and other zip archives."""
    return _too_much() | _broken() | _others()


def _too_much():
    """What would fill the memory."""
    inner = made.zipped({"a.zip": made.zipped({"b.zip": made.zipped({"c.zip": bytes(100_000)})})})
    return {
        "bomb": _zeros("word/document.xml"),
        "bomb that lies": _spoilt(_zeros("word/document.xml"), _size(1_000_000_000), _size(100)),
        "bomb under the limit": _zeros("word/document.xml", unpacked=90_000_000),
        "bomb in a picture": _zeros("word/media/image1.png"),
        "zips in zips": inner,
        "billion laughs": _word_of(_document("<p><r><t>&a11;</t></r></p>", LAUGHS)),
        "external entity": _word_of(_document("<p><r><t>&e;</t></r></p>", EXTERNAL)),
        "quadratic entities": _word_of(_document(f"<p><r><t>{'&e;' * 50_000}</t></r></p>", QUADRATIC)),
        "entities in utf-16": _word_of(_document("", LAUGHS).replace("?>", ' encoding="utf-16"?>', 1).encode("utf-16")),
        "entities in the types": made.zipped({"[Content_Types].xml": EXTERNAL + "<Types>&e;</Types>"}),
        "a million paragraphs": _word_of(_document("<p><r><t>x</t></r></p>" * 1_000_000)),
        "millions of parts": _word_of(_document("<p/>" * 2_400_000)),
        "a long text": made.word(made.p("Cariste " * 200_000)),
        "a deep document": _word_of(_document("<sdt>" * 100_000 + "</sdt>" * 100_000)),
    }


def _broken():
    """What no honest program writes."""
    good, plain = made.word(made.p("Cariste")), _document(made.p("Cariste"))
    parts = [("[Content_Types].xml", made.content_types()), ("word/document.xml", plain)]
    return {
        "path traversal": made.zipped(dict([*parts, ("../../../../tmp/visavis", "x")])),
        "path traversal of Windows": made.zipped(dict([*parts, ("..\\..\\visavis.exe", "x")])),
        "absolute path": made.zipped(dict([*parts, ("/etc/cron.d/visavis", "x")])),
        "no document": made.zipped({"[Content_Types].xml": made.content_types()}),
        "no types": made.zipped({"word/document.xml": plain}),
        "a document of nothing": made.word(""),
        "a document of spaces": made.word(made.p("  ") * 10),
        "half a document": good[: len(good) // 2],
        "a document cut at its end": good[:-10],
        "a wrong checksum": _spoilt(_stored(parts), b"Cariste", b"Soudeur"),
        "broken XML": _word_of("<document><body>"),
        "bytes for XML": _word_of(bytes(range(256))),
        "protected parts": _spoilt(good, b"PK\x01\x02\x14\x03\x14\0\0\0", b"PK\x01\x02\x14\x03\x14\0\1\0"),
        "an unknown compression": _spoilt(good, b"\x14\x03\x14\0\0\0\x08", b"\x14\x03\x14\0\0\0\x63"),
        "macros": made.zipped(dict(parts) | {"[Content_Types].xml": made.content_types("x").replace(
            "vnd.openxmlformats-officedocument.wordprocessingml.x", "vnd.ms-word.document.macroEnabled.main+xml")}),
        "a hundred thousand parts": _stored([(f"word/{n}", "") for n in range(20_000)]),
        "the same part twice": _stored([*parts, parts[1]]),
    }  # fmt: skip


def _others():
    """Other archives than DOCX."""
    return {
        "a workbook": made.zipped({"[Content_Types].xml": "<Types/>", "xl/workbook.xml": "<x/>"}),
        "a presentation": made.zipped({"[Content_Types].xml": "<Types/>", "ppt/presentation.xml": "<x/>"}),
        "an archive of a program": made.zipped({"META-INF/MANIFEST.MF": "x", "A.class": "x"}),
        "the head of a zip": b"PK\x03\x04",
        "an empty zip": made.zipped({}),
        "an odt without content": made.zipped({"mimetype": "application/vnd.oasis.opendocument.text"}),
        "an odt of laughs": made.zipped({"mimetype": "application/vnd.oasis.opendocument.text",
                                         "content.xml": LAUGHS + "<x>&a11;</x>"}),
        "an odt with a password": made.odt("<text:p>x</text:p>", **{"META-INF/manifest.xml": "<a:encryption-data/>"}),
        "a deep odt": made.odt("<text:p>" * 50_000 + "</text:p>" * 50_000),
        "an ods": made.odt("", kind="spreadsheet"),
        "an odt of nothing": made.odt("<text:p/>"),
    }  # fmt: skip


@cache
def pdfs():
    """PDF files."""
    good = made.pdf([(50, 700, "Cariste")])
    flate = "/Filter /FlateDecode"
    pack = zlib.compressobj(1)
    zeros = b"".join(pack.compress(bytes(10_000_000)) for _ in range(100)) + pack.flush()
    letters = zlib.compress(b"BT /F 10 Tf " + b"(Cariste) Tj " * 1_000_000 + b"ET", 1)
    locked = (
        "/Encrypt << /Filter /Standard /V 2 /R 3 /Length 128 /P -4 /O ({0}) /U ({0}) >> /ID [(1234567890123456) (1)]"
    )
    itself = made.stream(
        b"/X Do", "/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X 10 0 R >> >>"
    )
    return {
        "only a head": b"%PDF-1.7\n",
        "a cut pdf": good[: len(good) // 3],
        "a pdf of noise": b"%PDF-1.4\n" + bytes(range(256)) * 100,
        "a locked pdf": made.pdf([(50, 700, "x")], trailer=locked.format("x" * 32)),
        "sixty pages": made.pdf(*[[(50, 700, "x")]] * 60),
        "a million pages said": good.replace(b"/Count 1", b"/Count 1000000"),
        "a tree of pages that holds itself": good.replace(b"/Kids [100 0 R]", b"/Kids [2 0 R]  "),
        "a table that names itself": made.pdf([], trailer="/Prev 9").replace(b"/Prev 9", b"/Prev 9 /XRefStm 9"),
        "no catalogue": good.replace(b"/Root 1 0 R", b"/Root 77 0 R"),
        "nested arrays": made.pdf([], catalog="/A " + "[" * 200_000 + "]" * 200_000),
        "no text": made.pdf([]),
        "a scanned picture": made.pdf(b"q 595 0 0 842 0 0 cm /P Do Q", objects=[PICTURE],
                                      page="/Resources << /XObject << /P 10 0 R >> >>"),
        "a form that draws itself": made.pdf(b"/X Do", objects=[itself],
                                             page="/Resources << /XObject << /X 10 0 R >> >>"),
        "a stream of a thousand million zeros": made.pdf([]).replace(
            made.stream(b"BT /F 10 Tf  ET"), made.stream(zeros, flate)),
        "millions of letters": made.pdf([]).replace(made.stream(b"BT /F 10 Tf  ET"), made.stream(letters, flate)),
        "brackets without end": made.pdf(b"[" * 3_000_000),
        "states without end": made.pdf(b"q " * 3_000_000),
    }  # fmt: skip


@cache
def others():
    """Texts, structured CVs, and files of other kinds under any name."""
    return {
        "nothing": b"",
        "blank": b" \r\n\t\n",
        "nulls": bytes(1_000_000),
        "signs alone": b"---- **** ////",
        "one enormous line": b"x" * 5_000_000,
        "a file too large": b"Cariste\n" * 3_000_000,
        "noise": bytes(range(256)) * 100,
        "a program of Windows": b"MZ\x90\0" + bytes(1000),
        "a program of Linux": b"\x7fELF" + bytes(1000),
        "a script": b"#!/bin/sh\nrm -rf /\n",
        "a picture": b"\x89PNG\r\n\x1a\n" + bytes(100),
        "a photograph": b"\xff\xd8\xff\xe0" + bytes(100),
        "a gzip of zeros": gzip.compress(bytes(10_000_000)),
        "a rar": b"Rar!\x1a\x07\0" + bytes(100),
        "a database": b"SQLite format 3\0" + bytes(100),
        "rtf": rb"{\rtf1\ansi Cariste}",
        "an old Word": OLD_OFFICE,
        "a locked Word": OLD_OFFICE + "EncryptedPackage".encode("utf-16-le"),
        "a web page": b"<!DOCTYPE html><html><body>Cariste</body></html>",
        "a deep json": b'{"work":' + b"[" * 1_000_000 + b"]" * 1_000_000 + b"}",
        "a json of a million values": b'{"work": [' + b"[]," * 1_000_000 + b"1]}",
        "a cut json": json.dumps(made.RESUME).encode()[:300],
        "json of something else": b'{"resultats": [{"id": 1}]}',
        "several resumes": json.dumps([made.RESUME] * 3).encode(),
        "a Europass of laughs": (LAUGHS + PASSPORT.format("&a11;")).encode(),
        "a Europass that asks for a file": (EXTERNAL + PASSPORT.format("<Headline>&e;</Headline>")).encode(),
        "a Europass in utf-16 that asks for a file": (EXTERNAL + PASSPORT.format("&e;")).encode("utf-16"),
        "a cut Europass": made.PASSPORT.encode()[:900],
        "a deep Europass": PASSPORT.format("<a>" * 200_000 + "</a>" * 200_000).encode(),
        "a Europass of a million parts": PASSPORT.format("<a/>" * 1_000_000).encode(),
        "XML of something else": b'<?xml version="1.0"?><offers><offer/></offers>',
    }


def on_disk(folder):
    """What only a disk can hold, each with its path: folders, pipes, links to themselves, devices."""
    os.mkfifo(folder / "pipe.pdf")
    (folder / "loop.pdf").symlink_to(folder / "loop.pdf")
    (folder / "folder.pdf").mkdir()
    (folder / "null.pdf").symlink_to("/dev/zero")
    names = ("pipe.pdf", "loop.pdf", "folder.pdf", "null.pdf", "absent.pdf", "x" * 300, "a\0b.pdf", "\udcff.pdf")
    return [folder / name for name in names]
