"""A value of a structured CV with its place in the file: read with suspicion, what has the wrong type is a problem."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from matching.cells import kind_of
from matching.text.reading import Span
from service.importers.base import Problem
from service.importers.html_text import text_of_html
from service.importers.strict_json import Unusable, printable

_MOST_ITEMS = 200
_NOW = re.compile(r"(?i)present|current|now|ongoing|today|actuel|aujourd.?hui|ce jour|en cours")


@dataclass(frozen=True, slots=True)
class Given:
    """A value, the path that leads to it, and the list that takes the problems of the whole file."""

    value: Any
    path: str
    problems: list[Problem]

    @property
    def span(self) -> Span:
        """Where the value is: its path stands for the text."""
        return Span(self.path, 0, 0)

    def part(self, *names: str) -> "Given":
        """Return the first of the named values that is there, whatever their capitals; an absent one if none is."""
        named = self._named()
        found = next((name for wanted in names for name in named if name.casefold() == wanted.casefold()), None)
        if found is None or named[found] is None:
            return Given(None, self._path(names[0]), self.problems)
        return Given(named[found], self._path(found), self.problems)

    def at(self, *path: str) -> "Given":
        """Return what a path of names leads to."""
        found = self
        for name in path:
            found = found.part(name)
        return found

    def names(self) -> list[str]:
        """Return the names of the values inside."""
        return list(self._named())

    def many(self, *names: str) -> list["Given"]:
        """Return the items of a named list; a single value counts as a list of one."""
        found = self.part(*names)
        if not isinstance(found.value, list):
            return [found] if found.value is not None else []
        if len(found.value) > _MOST_ITEMS:
            found.refuse(f"more than {_MOST_ITEMS} items")
        items = enumerate(found.value[:_MOST_ITEMS])
        return [Given(value, f"{found.path}[{number}]", self.problems) for number, value in items if value is not None]

    def text(self) -> str:
        """Return the text without marks of HTML; "" with a problem when it is none."""
        value = self.value["text"] if isinstance(self.value, dict) and "text" in self.value else self.value
        if value is None or value == "":
            return ""
        if isinstance(value, bool) or not isinstance(value, str | int | float):
            self.refuse(value.reason if isinstance(value, Unusable) else f"text expected, found {kind_of(value)}")
            return ""
        plain = text_of_html(f"{value:g}" if isinstance(value, float) else str(value))
        return re.sub(r"[ ]*\n\s*", "\n", "".join(c if c.isprintable() or c == "\n" else " " for c in plain)).strip()

    def month(self) -> str:
        """Return a date as an ISO month or a year, as far as it is told; "" with a problem when it is none."""
        if isinstance(self.value, dict) and "text" not in self.value:
            parts = [self.part(name).text().lstrip("-") for name in ("year", "month")]
            text = "-".join(part.zfill(2) for part in parts if part)
        else:
            text = self.text()
        if not text or _NOW.search(text):
            return ""
        if found := re.fullmatch(r"((?:19|20)\d\d)(?:-(0[1-9]|1[0-2])(?:-\d\d(?:[T ].*)?)?)?", text):
            return "-".join(part for part in found.groups() if part)
        self.refuse(f"no such date: {text[:40]!r} (expected 2026-12-01)")
        return ""

    def is_now(self) -> bool:
        """Return whether a value says yes, or that something goes on."""
        return self.value is True or (
            isinstance(self.value, str) and bool(_NOW.search(self.value) or self.value.strip().lower() in ("true", "1"))
        )

    def refuse(self, reason: str) -> None:
        """Note that the value is left out, and why."""
        self.problems.append(Problem(0, self.path, reason, kept=True))

    def _named(self) -> dict[str, Any]:
        if isinstance(self.value, dict):
            return self.value
        if self.value is not None and self.value != "":
            reason = self.value.reason if isinstance(self.value, Unusable) else None
            self.refuse(reason or f"named values expected, found {kind_of(self.value)}")
        return {}

    def _path(self, name: str) -> str:
        told = printable(name[:60])
        return f"{self.path}.{told}" if self.path else told


def texts(items: list[Given]) -> Iterator[tuple[str, Span]]:
    """Yield the texts that are not empty, each with its place."""
    for item in items:
        if text := item.text():
            yield text, item.span
