"""Fields for words that stand on a screen or on paper: identifiers, names, tables."""

import re
from dataclasses import dataclass
from typing import Any, Final

from matching.fields import FieldError, Text

_TURNING: Final = re.compile("[\u2028-\u202e\u2066-\u2069]")  # breaks a line, or turns the order of what follows it


@dataclass(frozen=True)
class Words(Text):
    """Text for a screen or paper: nothing in it changes how the words beside it are read."""

    def read(self, value: Any, where: str) -> str:
        """Return the text."""
        text = super().read(value, where)
        if bad := _TURNING.search(text):
            raise FieldError((where, f"forbidden character U+{ord(bad[0]):04X}"))
        return text


ID = Words("identifier", 64, r"[^\t\r\n]+")
TABLE = Words("a table such as 3", 64, r"(?!\d{7,}\Z)[^\t\r\n]+")  # a number of more digits is none
