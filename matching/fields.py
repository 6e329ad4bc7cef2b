"""The kinds of field that a record may have: each reads a value or says what is wrong with it.

A field reads JSON values and the cells of a spreadsheet alike, so that one list of fields describes
every file. What it returns is canonical: reading it again gives the same.
"""

import datetime as dt
import math
import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Protocol

from matching.cells import kind_of, plain_number, short_number, unescape

Fault = tuple[str, str]  # (field, reason)
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")  # control, lone, no character


class FieldError(Exception):
    """Values that a field refuses, each with its place and the reason."""

    def __init__(self, *faults: Fault) -> None:
        self.faults = list(faults)
        super().__init__(faults)


class Field(Protocol):
    """Reads a JSON value or a cell's text into a canonical JSON value; raises FieldError."""

    @property
    def about(self) -> str:
        """What the field means, for the documentation."""
        ...

    def read(self, value: Any, where: str) -> Any:
        """Return the canonical value."""
        ...


@dataclass(frozen=True)
class Text:
    """Words: no control characters, no lone surrogates, at most `longest` characters."""

    about: str = ""
    longest: int = 300
    pattern: str = ""  # what the whole text must look like
    padded: int = 0  # digits of a code whose first zero spreadsheets drop

    def read(self, value: Any, where: str) -> str:
        """Return the text in one Unicode form, without spaces at its ends; numbers become text."""
        if isinstance(value, bool) or not isinstance(value, str | int | float):
            raise FieldError((where, f"text expected, found {kind_of(value)}"))
        text = unicodedata.normalize("NFC", _word(value, where)).strip()
        text = text.zfill(self.padded) if text.isdigit() and len(text) == self.padded - 1 else text
        if bad := _FORBIDDEN.search(text):
            raise FieldError((where, f"forbidden character U+{ord(bad[0]):04X}"))
        if len(text) > self.longest:
            raise FieldError((where, f"longer than {self.longest} characters"))
        if self.pattern and not re.fullmatch(self.pattern, text):
            raise FieldError((where, f"{text[:40]!r} does not look like {self.about}"))
        return text


@dataclass(frozen=True)
class Number:
    """A finite number between `low` and `high`; a decimal comma is understood."""

    about: str = ""
    low: float = 0
    high: float = math.inf
    whole: bool = False

    def read(self, value: Any, where: str) -> float | int:
        """Return the number; an integer where the field is whole or the value has no decimals."""
        if isinstance(value, str):
            try:
                value = float(plain_number(value))
            except ValueError:
                raise FieldError((where, f"number expected, found {value[:40]!r}")) from None
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise FieldError((where, f"number expected, found {kind_of(value)}"))
        _word(value, where)
        if not self.low <= value <= self.high or value in (math.inf, -math.inf):
            raise FieldError((where, f"{short_number(value)} is not between {self.low:g} and {self.high:g}"))
        if self.whole and value != int(value):
            raise FieldError((where, f"whole number expected, found {value}"))
        return int(value) if value == int(value) else float(value)


@dataclass(frozen=True)
class Flag:
    """Yes or no, in the words that spreadsheets use."""

    about: str = ""

    def read(self, value: Any, where: str) -> bool:
        """Return True or False."""
        if isinstance(value, bool):
            return value
        word = _word(value, where).strip().casefold()[:20]
        if word in ("1", "1.0", "true", "oui", "yes", "o", "y", "vrai", "x"):
            return True
        if word in ("0", "0.0", "false", "non", "no", "n", "faux"):
            return False
        raise FieldError((where, f"yes or no expected, found {word!r}"))


@dataclass(frozen=True)
class Date:
    """A day, as 2026-12-01 or 01/12/2026 (also with points or hyphens)."""

    about: str = ""

    def read(self, value: Any, where: str) -> str:
        """Return the day as ISO 8601."""
        if isinstance(value, dt.datetime | dt.date):
            return value.isoformat()[:10]
        text = _word(value, where).strip()
        if french := re.fullmatch(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})", text):
            text = f"{french[3]}-{french[2]:0>2}-{french[1]:0>2}"
        try:
            return dt.date.fromisoformat(text[:10] if re.fullmatch(r"\d{4}-\d\d-\d\dT.*", text) else text).isoformat()
        except ValueError:
            raise FieldError((where, f"no such date: {text[:40]!r} (expected 2026-12-01)")) from None


@dataclass(frozen=True)
class Choice:
    """One value of a closed list."""

    values: type[StrEnum]
    about: str = ""

    def read(self, value: Any, where: str) -> str:
        """Return the value as the list spells it."""
        word = _word(value, where).strip().casefold()
        for known in self.values:
            if known.value.casefold() == word:
                return known.value
        raise FieldError((where, f"{word[:40]!r} is none of {', '.join(self.values)}"))


@dataclass(frozen=True)
class Group:
    """Several named fields that belong together, such as a place; at least one of `any_of` is given."""

    fields: Mapping[str, Field]
    any_of: tuple[str, ...] = ()
    bare: Callable[[str], str] | None = None
    about: str = ""

    def read(self, value: Any, where: str) -> dict[str, Any]:
        """Return the fields given, in the order of the list; a bare text fills the field that `bare` names."""
        if isinstance(value, str):
            value = self._from_text(value.strip(), where)
        elif self.bare and isinstance(value, int | float) and not isinstance(value, bool):
            value = {self.bare(_word(value, where)): value}
        if not isinstance(value, Mapping):
            raise FieldError((where, f"named values expected, found {kind_of(value)}"))
        found, faults = read_fields(value, self.fields, f"{where}.")
        if faults:
            raise FieldError(*faults)
        if self.any_of and not any(name in found for name in self.any_of):
            raise FieldError((where, f"one of {', '.join(self.any_of)} is needed"))
        return found

    def _from_text(self, text: str, where: str) -> dict[str, str]:
        pairs = [part.partition("=") for part in re.split(r"\s*\|\s*", text)]
        if all(name.strip() in self.fields and sign for name, sign, _ in pairs):
            return {name.strip(): unescape(value) for name, _, value in pairs}
        if self.bare is None:
            raise FieldError((where, f"expected name=value|name=value with {', '.join(self.fields)}"))
        return {self.bare(text): unescape(text)}


@dataclass(frozen=True)
class Many:
    """A list; in a spreadsheet's cell, its items are separated by semicolons."""

    item: Field
    about: str = ""
    most: int = 500

    def read(self, value: Any, where: str) -> list[Any]:
        """Return the items, read one by one; the faults of all of them are reported."""
        if isinstance(value, str):
            value = [part for part in re.findall(r"(?:\\.|[^;])+", value, re.DOTALL) if part.strip()]
        if not isinstance(value, list | tuple):
            raise FieldError((where, f"list expected, found {kind_of(value)}"))
        if len(value) > self.most:
            raise FieldError((where, f"more than {self.most} items"))
        found, faults = [], []
        for number, item in enumerate(value):
            try:
                found.append(self.item.read(item, f"{where}[{number}]"))
            except FieldError as error:
                faults += error.faults
        if faults:
            raise FieldError(*faults)
        return found


def read_fields(
    raw: Mapping[str, Any], fields: Mapping[str, Field], prefix: str = ""
) -> tuple[dict[str, Any], list[Fault]]:
    """Return the canonical values in the order of the list, and the faults; null is absent."""
    found: dict[str, Any] = {}
    faults = [(f"{prefix}{str(name)[:60]}", "unknown field") for name in raw if name not in fields]
    for name, field in fields.items():
        if (value := raw.get(name)) is None or (isinstance(value, str) and not value.strip()):
            continue
        try:
            if (read := field.read(value, f"{prefix}{name}")) != {}:  # a group without any field says nothing
                found[name] = read
        except FieldError as error:
            faults += error.faults
    return found, faults


def _word(value: Any, where: str) -> str:
    """Return a value as text: whole numbers without decimals (a spreadsheet's 78440.0), none too large."""
    if isinstance(value, float) and not math.isfinite(value):
        raise FieldError((where, "not a number"))
    if isinstance(value, float) and value.is_integer() and abs(value) < 1 << 63:
        value = int(value)
    if isinstance(value, int) and value.bit_length() > 63:
        raise FieldError((where, "number too large"))
    return str(value)
