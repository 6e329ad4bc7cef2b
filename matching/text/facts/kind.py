"""What is offered when it is no ordinary job: an apprenticeship, an internship."""

import re
from collections.abc import Iterator

from matching.text.facts.base import Found, Words, all_cued, cued

_KINDS = cued({
    "apprenticeship": r"altern|apprenti|professionnalisation: \balternance\b|\balternante?\b|\bapprentie?\b"
    r"|\bcontrats? d'apprentissage|\bcontrats? (?:de )?professionnalisation"
    r"|\bapprenticeship\b",
    "internship": r"stag|intern: \bstage\b|\bstagiaire\b|\binternship\b",
})  # fmt: skip
_OFFERED = re.compile(r"\b(?:en|contrat (?:d'|en |de )|un|une|votre|notre)\s?$")
_NOT_OFFERED = re.compile(
    r"\b(?:hors|stages?|ou|experience\w*|apres|premier\w*|encadr\w+|tut\w+|cadre de|via|ta|fin de)\b[^.\n]{0,30}$"
)


def read(words: Words) -> Iterator[Found]:
    """Yield the kinds of opening that a text names, with how plainly."""
    for name, found in all_cued(_KINDS, words.plain):
        before = words.plain[max(0, found.start() - 40) : found.start()]
        if not _NOT_OFFERED.search(before):
            how = "offered" if _OFFERED.search(before) or found[0].startswith("contrat") else "named"
            yield Found("kind", name, found.start(), found.end(), f"kind.{how}_{name}")
