"""Driving licences: in labels and in free text."""

import re
from collections.abc import Iterator

from matching.enums import Requirement
from matching.text.facts.base import Found, Words
from matching.text.facts.requirement import is_alternative, refused_near, requirement_near

_LICENCES = "AM A A1 A2 B B1 BE B96 C C1 CE C1E D D1 DE D1E T"
LICENCES = frozenset(_LICENCES.split())
_OLD_LICENCES = {"EB": "BE", "EC": "CE", "ED": "DE", "BSR": "AM"}
_LICENCE = re.compile(
    r"\s*(?:permis\s+)?(?:de conduire\s+)?([A-Z][A-Z0-9]{0,2})\s*(?:$|[-–(:,]|exig|souhait)", re.IGNORECASE
)

_NAMES = {
    "VL": "B",
    "PL": "C",
    "SPL": "CE",
    "POIDS LOURD": "C",
    "POIDS LOURDS": "C",
    "SUPER LOURD": "CE",
    "EC": "CE",
    "EB": "BE",
    "ED": "DE",
}
_NAMES |= {
    "VEHICULE LEGER": "B",
    "MOTO": "A",
    "C+E": "CE",
    "B+E": "BE",
    "BUS": "D",
    "CAR": "D",
    "TRANSPORT EN COMMUN": "D",
    "REMORQUE": "BE",
}
_CODE = (
    r"(?:A[12]?|B(?:E|1|96|\+E)?|C1?E?|C\+E|D1?E?|E[BCD]|AM|VL|S?PL|[Pp]oids [Ll]ourds?|[Ss]uper [Ll]ourd"
    r"|[Vv]éhicule [Ll]éger|[Bb]us|[Mm]oto|b)"
)
_JOINED = r" ?(?:[,/+&(-]|et|ou|and|or|et/ou|ainsi que le|et le) ?(?:du |le |permis )?"
_FREE = re.compile(
    rf"\b(?:[Pp]ermis|PERMIS|[Dd]riving [Ll]icen[cs]e)s?(?: (?:de|DE) (?:conduire"
    rf"|CONDUIRE))?[ :(\"'«]{{0,3}}(?:[Cc]at[ée]gories?|de type|type|[Cc]lass)? ?[\"'«]?"
    rf"(?P<codes>{_CODE}(?:{_JOINED}{_CODE}){{0,4}})(?![\w'’])"
)
_BARE = re.compile(
    r"\bpermis de conduire\b|\bpermis (?=(?:et vehicule|\+ ?vehicule|obligatoire|exige|indispensable|imperatif"
    r"|souhaite|requis|valide|demande)\b)"
    r"|\bdriving licen[cs]e|\bdriver's licen[cs]e"
)


def licence_code(label: str) -> str | None:
    """Return the code that a label such as "B - Véhicule léger" begins with; None when it is no licence."""
    found = _LICENCE.match(label)
    code = found[1].upper() if found else ""
    code = _OLD_LICENCES.get(code, code)
    return code if code in LICENCES else None


def read(words: Words) -> Iterator[Found]:
    """Yield each driving licence that a text asks; "permis de conduire" alone is B."""
    if words.tokens.isdisjoint(("permis", "driving", "driver")):
        return
    met = False
    for found in _FREE.finditer(words.text):
        met = True
        for code in re.finditer(_CODE, found["codes"]):
            start = found.start("codes") + code.start()
            yield from _asked(words, _spelt(code[0]), (start, start + len(code[0])), found.span(), "licences.named")
    for bare in _BARE.finditer(words.plain):
        if not met:
            yield from _asked(words, "B", bare.span(), bare.span(), "licences.bare")


def _spelt(code: str) -> str:
    upper = code.upper().replace("É", "E")
    return _NAMES.get(upper, upper)


def _asked(words: Words, code: str, place: tuple[int, int], phrase: tuple[int, int], kind: str) -> Iterator[Found]:
    if refused_near(words.text, *phrase):
        return
    value = {"code": code}
    if is_alternative(words.text, *phrase):
        value["requirement"] = Requirement.WISH.value
    elif requirement := requirement_near(words.text, *place):
        value["requirement"] = requirement.value
    yield Found("licences", value, phrase[0], place[1], kind)
