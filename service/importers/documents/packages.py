"""The parts of a DOCX or an ODT, which are zip archives: sizes are checked before anything is unpacked."""

import io
import lzma
import re
import struct
import zipfile
import zlib
from xml.etree.ElementTree import Element

from service.errors import Invalid
from service.importers.documents.safe_xml import parsed

MAX_UNPACKED = 100_000_000  # bytes, as declared, of all parts
MAX_READ = 10_000_000  # bytes really unpacked, of the parts that are read
MAX_PARTS = 2_000
_BROKEN = (
    *(zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error),
    *(EOFError, RuntimeError, NotImplementedError, OSError, ValueError),
)


class Package:
    """An archive whose names and declared sizes were found honest enough; parts are unpacked one by one."""

    def __init__(self, name: str, raw: bytes) -> None:
        self.name = name
        self._room = MAX_READ
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(raw))
        except _BROKEN as error:
            raise Invalid(f"{name}: a broken archive ({error}); save the document again as PDF or DOCX") from None
        parts = self._archive.infolist()
        self.parts = {part.filename: part for part in parts}
        unpacked = sum(part.file_size for part in parts)
        if unpacked > MAX_UNPACKED or len(parts) > MAX_PARTS:
            raise Invalid(f"{name}: {unpacked:,} bytes in {len(parts):,} parts once unpacked: refused; save it as PDF")
        if len(self.parts) < len(parts):
            raise Invalid(f"{name}: an archive that holds the same part twice: refused; save the document again")
        if any(re.match(r"[/\\]|[A-Za-z]:|.*\.\.[/\\]", part) for part in self.parts):
            raise Invalid(f"{name}: an archive whose parts point outside of it: refused; save the document again")
        if any(part.flag_bits & 1 for part in parts):
            raise Invalid(f"{name}: protected by a password; save the document as PDF or DOCX, without a password")

    def bytes_of(self, part: str) -> bytes:
        """Return a part; raise Invalid when it is damaged or unpacks to more than the room that is left."""
        try:
            with self._archive.open(part) as opened:
                found = opened.read(self._room + 1)
        except _BROKEN as error:
            raise Invalid(f"{self.name}: a broken archive ({error}); save the document again as PDF or DOCX") from None
        if (room := self._room - len(found)) < 0:
            raise Invalid(f"{self.name}: more text than any CV has; save it as PDF")
        self._room = room
        return found

    def xml_of(self, part: str) -> Element:
        """Return the root of a part in XML."""
        return parsed(self.name, self.bytes_of(part))
