"""Who offers, where a text names it clearly."""

import re
from collections.abc import Iterator
from itertools import islice

from matching.text.facts.base import Found, Words, sentence_around

_WORD = r"[A-ZÀ-ÖØ-Þ][\w&’'.À-ÿ-]{0,30}"
_NAME = rf"{_WORD}(?: (?:{_WORD}|&|et|de|du|des|la|le|d['’]{_WORD}|\d{{1,3}})){{0,5}}"
_VERB = re.compile(r"(?:recrute|recherche|embauche|is hiring|is looking for)\b(?! ?:)")
_RECRUITS = re.compile(
    rf"\s{{0,5}}(?:[Ll]a société |[Ll]['’](?:entreprise|agence|association) |[Ll]e groupe "
    rf"|[Ss]ociété )?(?P<name>{_NAME}),?(?: [^.\n!?:]{{0,120}},)? $"
)
_LABEL = re.compile(rf"(?:ntreprise|ociété|mployeur|ompany) ?: ?(?P<name>{_NAME})")
_NOBODY_WORDS = """
nous notre il elle on le la les un une dans pour afin vous votre poste client entreprise societe agence cabinet
groupe je mon ce cette urgent bonjour actuellement description descriptif suite en son sa l'entreprise restaurant
"""
_NOBODY = frozenset(_NOBODY_WORDS.split())


def read(words: Words) -> Iterator[Found]:
    """Yield the name of who recruits: "X recrute", "Entreprise : X"."""
    named = [(found, "recruits") for verb in islice(_VERB.finditer(words.text), 5) if (found := _before(words, verb))]
    if label := _LABEL.search(words.text):
        named.append((label, "label"))
    for found, kind in named:
        name = found["name"].strip(" .,'’")
        if len(name) > 2 and name.split(" ")[0].casefold() not in _NOBODY:
            yield Found("company", {"name": name}, found.start("name"), found.end("name"), f"company.{kind}")


def _before(words: Words, verb: re.Match[str]) -> re.Match[str] | None:
    left, _ = sentence_around(words.text, verb.start(), verb.start())
    return _RECRUITS.match(words.text, left, verb.start())
