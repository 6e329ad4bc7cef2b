"""What a rule for a personal matter is: the words that announce it, how it is written, and where that counts."""

import re
from dataclasses import dataclass

from matching.text.cv.sections import Part

PERSON = frozenset({Part.TOP, Part.PERSONAL, Part.PROFILE, Part.OTHER})
FREE = PERSON | {Part.LEISURE, Part.VOLUNTEERING}
ANYWHERE = frozenset(Part)
AT = r"(?:^|[\n|,;•·(/:–]|\s-)[^\S\n]{0,4}"  # the beginning of a piece
END = r"(?=[^\S\n]{0,4}(?:$|[\n|,;•·)/.–]|-\s))"
REST = r"[^\n|;•·]{0,80}"


@dataclass(frozen=True, slots=True)
class Rule:
    """A matter, the words without which it cannot be there, how it is written, and the parts where that counts."""

    matter: str
    words: frozenset[str]
    pattern: re.Pattern[str]
    parts: frozenset[Part] = ANYWHERE
    whole_line: bool = False  # its dates would tell it too
    spares_jobs: bool = False  # not the whole line where a job is told before it: a leave within it, or another's


def rule(matter: str, words: str, pattern: str, parts: frozenset[Part] = ANYWHERE, line: bool = False) -> Rule:
    """Return a rule; `line` where the dates of its line would tell it too."""
    return Rule(matter, frozenset(words.split()), re.compile(pattern), parts, line)


def leave(matter: str, words: str, pattern: str) -> Rule:
    """Return a rule for time off: its whole line is left out, but where that tells a job before it."""
    return Rule(matter, frozenset(words.split()), re.compile(pattern), ANYWHERE, True, True)
