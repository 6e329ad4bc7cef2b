"""CACES: which recommendation and which categories, from the ways in which ads write them."""

import re
from collections.abc import Iterator

_CATEGORIES = {  # recommendation → its categories; those of before 2020 keep their number
    "R489": {"1A", "1B", "2A", "2B", "1", "2", "3", "4", "5", "6", "7"},
    "R482": {"A", "B1", "B2", "B3", "C1", "C2", "C3", "D", "E", "F", "G"},
    "R486": {"A", "B", "C", "1A", "1B", "3A", "3B"},
    "R484": {"1", "2"},
    "R485": {"1", "2"},
    "R487": {"1", "2", "3"},
    "R483": {"A", "B"},
    "R490": set(),
    "R389": {"1", "2", "3", "4", "5", "6"},
    "R372": {"1", "2", "3", "4", "5", "6", "7", "8", "9", "10"},
    "R386": {"1A", "1B", "2A", "2B", "3A", "3B"},
}
_SUCCESSORS = {"R389": "R489"}  # same category numbers
_MACHINES = (  # on a folded text; the first that is named counts
    ("R486", r"\bnacelles?\b|\bpemp\b"),
    ("R484", r"\bponts?(?: roulants?)?\b|\bpontier"),
    ("R490", r"\bgrues? auxiliaires?|\bgrues? de chargement"),
    ("R487", r"\bgrues? a tour"),
    ("R483", r"\bgrues? mobiles?"),
    ("R490", r"\bgrues?\b|\bgrutier"),
    (
        "R482",
        r"\bengins? (?:de )?(?:chantiers?|tp\b)|\bpelles?\b|\bmini ?-?pelles?|\bchargeuses?\b|\bcompacteurs?\b"
        r"|\btombereaux?\b",
    ),
    ("R485", r"\bgerbeurs?\b|\btranspalettes?\b"),
    ("R489", r"\bchariots?\b|\bcaristes?\b|\bfrontal"),
)
_CATEGORY = r"(?:1[ab]|2[ab]|3[ab](?!\w)|[1-9](?!\d|[a-z]|h)|10|[abc][123]|[a-g](?![\w']))"
_JOINED = r" ?(?:[,/+&;.-]|et/ou|et|ou|ou bien|-) ?(?:cat(?:egorie|\.)?s? ?)?(?:n° ?)?"
_CACES = re.compile(
    r"\bcaces?\b ?®? ?(?:\(s\) ?)?(?:logistiques? |a jour |en cours de validite |valides? |de |du )?"
    r"(?P<machine>(?:de |pour |type |: ?|- ?|\()?(?:conduite de |d'|l'|les )?(?:nacelles?|ponts? roulants?|pont"
    r"|grues? (?:auxiliaires?|mobiles?|a tour)|grues?"
    r"|engins? (?:de )?chantiers?|engins? tp|chariots?(?: elevateurs?)?|pemp|gerbeurs?|mini ?-?pelles?|pelles?)\b)?"
    r"[ :(,-]{0,4}(?:(?P<family>r ?\.? ?[34]\d\d)m?\b ?)?(?:modifiee? ?)?[ :(,-]{0,4}(?:(?:de )?(?:cat(?:egorie"
    r"|\.)?s?|types?|niveaux?|n°|numeros?)\b[ .:(]{0,3})?"
    rf"(?P<categories>{_CATEGORY}(?:{_JOINED}{_CATEGORY}){{0,7}})?(?: ?[-(,:] ?(?P<told>r ?4\d\d))?"
)
_ALONE = re.compile(
    rf"\br ?\.? ?(?P<number>48[2-9]|490)\b ?[:(]?(?:cat(?:egorie"
    rf"|\.)?s? ?)?(?P<categories>{_CATEGORY}(?:{_JOINED}{_CATEGORY}){{0,7}})?"
)
_AROUND = 45


def caces_in(text: str) -> Iterator[tuple[str, int, int]]:
    """Yield "CACES R489 3" and the like with their places in a folded text; CACES without anything is too vague."""
    last = 0
    for found in _CACES.finditer(text):
        last = found.end()
        if "ancien" in text[max(0, found.start() - 18) : found.start()]:
            continue
        codes = _letters(found["categories"] or "")
        family = (found["family"] or found["told"] or "").replace(" ", "").replace(".", "").upper() or _family(
            text, found, codes
        )
        yield from _spelt(family, codes, found)
    for found in _ALONE.finditer(text, last):
        yield from _spelt(f"R{found['number']}", _letters(found["categories"] or ""), found)


def _letters(categories: str) -> list[str]:
    return [code.upper() for code in re.findall(_CATEGORY, categories)]


def _family(text: str, found: re.Match[str], codes: list[str]) -> str:
    """Return the recommendation that the machines named nearby, or else the categories themselves, point to."""
    if any(not code[0].isdigit() for code in codes) and not found["machine"]:
        return "R482"
    near = found["machine"] or (
        text[max(0, found.start() - _AROUND) : found.start()] + text[found.end() : found.end() + _AROUND]
    )
    named = next((family for family, pattern in _MACHINES if re.search(pattern, near)), "")
    if found["machine"] or (not codes and named):
        return "R372" if named == "R482" and codes and codes[0].isdigit() else named
    return "R489" if codes else ""


def _spelt(family: str, codes: list[str], found: re.Match[str]) -> Iterator[tuple[str, int, int]]:
    family = _SUCCESSORS.get(family, family)
    known = [code for code in codes if code in _CATEGORIES.get(family, set())]
    for code in known:
        yield f"CACES {family} {code}", found.start(), found.end()
    if family in _CATEGORIES and not known:
        yield f"CACES {family}", found.start(), found.end()
