"""Must or wish: how strongly the words around something ask for it."""

import re

from matching.enums import Requirement
from matching.text.facts.base import folded, sentence_around

_FURTHEST = 100  # characters between the thing and the word that asks for it
_WRONG_SIDE = 20  # what a word costs that usually stands on the other side of what it speaks of

# Adjectives follow what they speak of ("permis B exigé"), verbs go before it ("vous possédez le permis B").
_WORDS = {
    "must_after": r"exigee?s?|obligatoires?|imperati(?:f|fs|ve|ves)|indispensables?|requise?s?|necessaires?"
    r"|demandee?s?|primordiale?s?"
    r"|essentiel(?:le)?s?|incontournables?|imperativement|obligatoirement|required|mandatory|essential|is a must",
    "must_before": r"titulaires? (?:de|du|d)|detent(?:eur|rice)s?|muni\w* d|possede[rz]?|disposer|justifier"
    r"|justifiant|exigeons|il faut|necessite"
    r"|exige|requiert|imposee?s?|you have|you must|must have|pre-?requis|requirements?|vous (?:possedez|detenez"
    r"|disposez|justifiez|maitrisez"
    r"|devez|etes en possession)|tu (?:dois|possedes|as)",
    "wish_after": r"souhaitee?s?|souhaitables?|appreciee?s?|appreciables?|serai(?:en)?t (?:un|des)|(?:est|sont|sera"
    r"|c'est) (?:un|des) (?:\w+ )?"
    r"(?:plus|atouts?)|un (?:vrai |reel |gros |veritable )?(?:plus|atout)|bienvenue?s?|privilegiee?s?|favorisee?s?"
    r"|valorisee?s?|conseillee?s?"
    r"|preferee?s?|recommandee?s?|appreciated|is a plus|would be a plus|preferred|nice to have|facultati(?:f|ve)s?"
    r"|optionnel\w*",
    "wish_before": r"idealement|de preference|preferablement|si possible|dans l'ideal|l'ideal|ideally|preferably"
    r"|desired|eventuellement"
    r"|nous apprecions|atouts? :|les plus",
    "valid_after": r"en cours de validite|valides?|a jour",
}
_ASKING = re.compile("|".join(rf"\b(?P<{name}>{words})(?!\w)" for name, words in _WORDS.items()))
_KEPT_VALID = 25  # characters that "à jour" stands back: "SST à jour souhaité" is a wish
_HOPED = re.compile(rf"\b(?:{_WORDS['wish_before']})(?!\w)[^.;]{{0,30}}$")
_NOT = re.compile(
    r"(?:\bnon|\bpas|\bni|n'est pas(?: forcement)?|\bnullement|\bnot)[ -](?:forcement |necessairement |du tout |an? )?$"
)
_WITHOUT = re.compile(
    r"\b(?:pas(?: besoin)?(?: de| d'| du)?|sans|aucune?|ni|hors|nul besoin (?:de|d')|dispense[es]* (?:de|du|d')|no"
    r"|without)"
    r"(?: +(?:le|la|de|d'|du|une?|l'|posseder|avoir|etre|titulaire|any|need for))*[ ']*$"
)
_OR = re.compile(r"(?:\bou|\bor)\b")
_OR_AFTER = re.compile(
    r" ?\)? (?:ou|or) (?:un |une |le |l'|du |d'|de )?(?:permis|caces|habilitation|certificat|licence)"
)
_OR_BEFORE = re.compile(r"\b(?:permis|caces|habilitation)\b[^.;,\n]{1,30} ou (?:un |une |le |l'|du |d'|de )?$")
_HEADING = re.compile(r"(?:^|\n)([^\n:]{3,70}):[ \r]*(?=\n)")
_HEADING_REACH = 600


def requirement_near(text: str, start: int, end: int) -> Requirement | None:
    """Return how the sentence around a place asks for it; None where nothing says so or says it is not asked.

    The word nearest counts; a list under "Compétences requises :" takes the word of its heading.
    """
    asked = _asking(text, start, end)
    return asked[0] if asked else None


def refused_near(text: str, start: int, end: int) -> bool:
    """Return whether the text says that this is not asked: "sans permis", "CACES non exigé"."""
    if _WITHOUT.search(folded(text[max(0, start - 40) : start])):
        return True
    asked = _asking(text, start, end)
    return asked is not None and asked[0] is None


def without_asking(text: str) -> str:
    """Return a few words without those that ask: "CACES R489 souhaité" is "CACES R489"."""
    plain = folded(text)
    for word in reversed([*_ASKING.finditer(plain)]):
        text = text[: word.start()] + text[word.end() :]
    return " ".join(text.split()).strip(" .:-–,()")


def is_alternative(text: str, start: int, end: int) -> bool:
    """Return whether what stands at a place is one of several of which any will do: "CACES 2 ou B1"."""
    plain = folded(text[max(0, start - _FURTHEST) : end + _FURTHEST])
    start, end = min(start, _FURTHEST), min(start, _FURTHEST) + end - start
    inside = _OR.search(plain, start, end)
    return bool(inside or _OR_AFTER.match(plain, end) or _OR_BEFORE.search(plain[:start]))


def _asking(text: str, start: int, end: int) -> tuple[Requirement | None, int] | None:
    """Return the word that asks (None in its place when it is denied) and how far it is."""
    left, right = sentence_around(text, start, end)
    left, right = max(left, start - _FURTHEST), min(right, end + _FURTHEST)
    window = folded(text[left:right])
    found = [_weigh(window, word, start - left, end - left) for word in _ASKING.finditer(window)]
    return min(found, key=lambda asked: asked[1]) if found else _from_heading(text, start)


def _weigh(window: str, word: re.Match[str], start: int, end: int) -> tuple[Requirement | None, int]:
    kind = word.lastgroup or ""
    after = word.start() >= end
    gap = word.start() - end if after else max(0, start - word.end())
    gap += _KEPT_VALID * (kind == "valid_after") + _WRONG_SIDE * (after != kind.endswith("after"))
    if kind.startswith("wish") or (kind == "must_before" and _HOPED.search(window[: word.start()])):
        return Requirement.WISH, gap
    return (None if _NOT.search(window[: word.start()]) else Requirement.MUST), gap


def _from_heading(text: str, start: int) -> tuple[Requirement | None, int] | None:
    """Return what the last heading above a list asks for."""
    above = folded(text[max(0, start - _HEADING_REACH) : start])
    headings = [heading[1] for heading in _HEADING.finditer(above)]
    word = _ASKING.search(headings[-1]) if headings else None
    if not word:
        return None
    wish = (word.lastgroup or "").startswith("wish")
    return (Requirement.WISH if wish else Requirement.MUST), _HEADING_REACH
