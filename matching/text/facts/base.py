"""What the readers of facts share: a text with its plain form of the same length, and where a sentence ends."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any

_SAME = {"œ": "o", "æ": "a", "’": "'", "‘": "'", "`": "'", "´": "'", "“": '"', "”": '"', "«": '"', "»": '"'}
_DASHES, _SPACES = "‐‑‒–—−", "\t\u00a0\u2007\u2009\u202f\u3000"
_SENTENCE_END = re.compile(
    r"[\n\r;!?•●▪◦]| [-–] (?!exig|oblig|souh|requ|indisp|impér)|\.(?=\s|$)|(?<=[a-z)])\.(?=[A-Z])"
)
_TOKEN = re.compile(r"[a-z]+")
_MOST = 200  # places at which one thing is named; beyond, the text is none that people wrote
_FURTHEST = 300  # characters; a longer sentence is a list


def _plain(character: str) -> str:
    if character in _SAME:
        return _SAME[character]
    bare = unicodedata.normalize("NFKD", character)[0].lower()
    return bare if len(bare) == 1 else character


_COMPANY = re.compile(
    r"\b(?:notre (?:groupe|entreprise|societe|cabinet|agence|equipe|reseau|association|expertise)|nos (?:equipes"
    r"|agences|clients)"
    r"|forte? d|riche d|depuis (?:\d|plus|pres)|cree[es]* (?:en|il)|fonde[es]* (?:en|il)|nee? en|leader|salaries"
    r"|collaborateurs"
    r"|chiffre d'affaires|specialise[es]* (?:dans|en)|historique|nous (?:fetons|sommes|existons|comptons)"
    r"|our (?:company|team))\b"
)
_LETTERS = [chr(code) for code in (*range(0x41, 0x5B), *range(0xA0, 0x250), *range(0x1E00, 0x1F00))]
_PLAIN = {letter: _plain(letter) for letter in [*_LETTERS, *_SAME] if _plain(letter) != letter}
_PLAIN |= dict.fromkeys(_DASHES, "-") | dict.fromkeys(_SPACES, " ")
_FOLDED = frozenset(_PLAIN)


def folded(text: str) -> str:
    """Return the text in lower case without accents, character for character: places in it stay the same."""
    plain = text.lower()
    if len(plain) != len(text):  # one capital in Unicode becomes two letters
        return text.translate({ord(letter): bare for letter, bare in _PLAIN.items()})
    for character in set(plain) & _FOLDED:  # ten times faster than a table for every letter
        plain = plain.replace(character, _PLAIN[character])
    return plain


@dataclass(frozen=True, slots=True)
class Words:
    """One text of an ad or a CV: as written, folded, and the set of its words."""

    text: str
    plain: str
    tokens: frozenset[str]


@dataclass(frozen=True, slots=True)
class Found:
    """A fact before anybody asked how often such facts are right; `kind` names the way it was read."""

    name: str
    value: Any
    start: int
    end: int
    kind: str


Reader = Callable[[Words], Iterable[Found]]
Cue = tuple[tuple[str, ...], re.Pattern[str]]


def words_of(text: str) -> Words:
    """Return a text made ready for the readers."""
    plain = folded(text)
    return Words(text, plain, frozenset(_TOKEN.findall(plain)))


def cued(cues: Mapping[str, str]) -> dict[str, Cue]:
    """Return patterns ready to be looked for: each is "cue|cue: pattern", and one of its cues is in what it finds."""
    return {
        name: (tuple(cue.split("|")), re.compile(pattern))
        for name, (cue, _, pattern) in ((name, line.partition(": ")) for name, line in cues.items())
    }


def all_cued(cues: Mapping[str, Cue], text: str) -> list[tuple[str, re.Match[str]]]:
    """Return what is found in a folded text, by place; where two overlap, the one that begins or is listed first.

    A pattern runs only where one of its cues is in the text: looking for a word is a hundred times faster.
    """
    found = [
        (match.start(), order, name, match)
        for order, (name, (words, pattern)) in enumerate(cues.items())
        if any(word in text for word in words)
        for match in islice(pattern.finditer(text), _MOST)
    ]
    kept: list[tuple[str, re.Match[str]]] = []
    for start, _, name, match in sorted(found, key=lambda one: one[:2]):
        if not kept or start >= kept[-1][1].end():
            kept.append((name, match))
    return kept


def sentence_around(text: str, start: int, end: int) -> tuple[int, int]:
    """Return where the sentence that holds a place begins and ends, at most 300 characters away."""
    left, right = max(0, start - _FURTHEST), min(len(text), end + _FURTHEST)
    for found in _SENTENCE_END.finditer(text, left, start):
        left = found.end()
    found_end = _SENTENCE_END.search(text, end, right)
    return left, found_end.start() if found_end else right


def about_the_company(words: Words, start: int, end: int) -> bool:
    """Return whether the sentence around a place tells of the company rather than of the opening."""
    return _COMPANY.search(words.plain, *sentence_around(words.text, start, end)) is not None
