"""Text as people and programs write it: checked to be text, and tidied the same way for every kind of file."""

import json
import re
import unicodedata

from service.errors import Invalid
from service.importers import reading

MAX_TEXT = 1_000_000  # characters; 50 full pages are 250,000
_MAX_VALUES = 50_000
_MEND = "save the document as PDF or DOCX"
_LIGATURES = {code: unicodedata.normalize("NFKC", chr(code)) for code in range(0xFB00, 0xFB07)}
_SPACES = dict.fromkeys(map(ord, "\u00a0\u2007\u2009\u200a\u202f\u3000\v\f\x1c\x1d\x1e\x1f"), " ")
_NOTHING = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff"))
_LINES = dict.fromkeys(map(ord, "\x85\u2028\u2029"), "\n")
_TRANSLATION = _LIGATURES | _SPACES | _NOTHING | _LINES
_FORBIDDEN = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ufff0-\uffff]")
_HYPHEN = re.compile("[\u00ad\ufffe\x02][ \t]*\n?[ \t]*")  # as words are cut at the end of a line
_BULLET = re.compile(r"(?m)^[ \t]*[•‣⁃▪▫■□●○◦◆◇►▶▸➢➤→✓✔\uf000-\uf0ff·∙][^\S\n]*\n?[^\S\n]*(?=\S)")
_BYTES = {bytes([code]).decode("cp1252", "replace").replace("\ufffd", chr(code)): code for code in range(0x80, 0xC0)}
_AFTER = f"[{re.escape(''.join(_BYTES))}]"
_TWICE_ENCODED = re.compile(f"[ÂÃ]{_AFTER}|[âï]{_AFTER}{{2}}")  # UTF-8 that a program took for Windows-1252


def text_of(name: str, raw: bytes) -> str:
    """Return the text in UTF-8, UTF-16 or Windows-1252; raise Invalid for anything that is no text."""
    try:
        text = reading.text_of(name, raw)
    except Invalid:
        raise Invalid(f"{name}: neither a text nor a document that is known; {_MEND}") from None
    if len(text) > MAX_TEXT:
        raise Invalid(f"{name}: {len(text):,} characters, more than any CV has; send one CV a file")
    strange = sum(not (c.isprintable() or c.isspace()) or "\ue000" <= c <= "\uf8ff" for c in text)
    if 20 * strange > len(text):
        raise Invalid(f"{name}: neither a text nor a document that is known; {_MEND}")
    return text


def tidied(name: str, text: str) -> str:
    """Return the text with one kind of line end, space and bullet, whole words and no control characters.

    Raise Invalid when nothing that can be read is left, or far more than a CV has.
    """
    if len(text) > MAX_TEXT:
        raise Invalid(f"{name}: {len(text):,} characters, more than any CV has; send one CV a file")
    text = re.sub("[\ud800-\udfff]", "\ufffd", text).replace("\r\n", "\n").replace("\r", "\n")
    text = re.sub(r"Â(?=\s)", "", re.sub(r"ï¼(?=\s)", "-", _TWICE_ENCODED.sub(_decoded, text)))  # cut by the printer
    text = _HYPHEN.sub("", text).translate(_TRANSLATION)
    text = _FORBIDDEN.sub("", text.replace("\ufffd", "?"))
    text = _BULLET.sub("- ", unicodedata.normalize("NFC", text))
    text = re.sub(r"(?m)^[ \t]+|[ \t]+$", "", re.sub(r" {2,}", " ", text))
    text = re.sub(r"\n{3,}", "\n\n", text).strip()
    if not any(c.isalpha() for c in text):
        raise Invalid(f"{name}: holds no text; {_MEND}")
    return text


def checked_json(name: str, text: str) -> str:
    """Return a text in JSON whose values are few enough for a CV; raise Invalid for broken JSON."""
    try:
        value = json.loads(text, parse_int=str, parse_float=str)
    except json.JSONDecodeError as error:
        raise Invalid(f"{name}: not JSON at line {error.lineno} ({error.msg}); export it again") from None
    level, count = [value], 0
    while level:
        count += len(level)
        if count > _MAX_VALUES:
            raise Invalid(f"{name}: more than {_MAX_VALUES:,} values: no CV; send one CV a file")
        level = [part for item in level for part in _parts(item)]
    return text


def _decoded(found: re.Match[str]) -> str:
    try:
        return bytes(_BYTES.get(c, ord(c)) for c in found[0]).decode()
    except UnicodeDecodeError:
        return found[0]


def _parts(value: object) -> list[object]:
    if isinstance(value, dict):
        return list(value.values())
    return value if isinstance(value, list) else []
