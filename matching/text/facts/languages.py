"""Languages asked, with their level as far as it is told."""

import re
from collections.abc import Iterator

from matching.text.facts.base import Found, Words
from matching.text.facts.language_levels import level_beside
from matching.text.facts.language_names import ENGLISH_NAMES, LANGUAGES
from matching.text.facts.requirement import refused_near, requirement_near

_FEMININE = "en anglaise|fr francaise|es espagnole|de allemande|it italienne|pt portugaise|zh chinoise"
_NAMES = {
    **{name: code for name, code in LANGUAGES.items() if " " not in name},
    **ENGLISH_NAMES,
    **{item[3:]: item[:2] for item in _FEMININE.split("|")},
}
_TOKENS = frozenset(_NAMES)
_SIGNS = "langue des signes|lsf"
_SPOKEN = re.compile(
    r"\b(?:langues?|parl\w+|maitris\w+|courant|courante|couramment|bilingue|trilingue|niveau|lue?s?|orale?s?"
    r"|a l'oral|ecrite?s?|ecrit|technique|professionnel"
    r"|intermediaire|operationnel|fluent|fluency|spoken|written|speak\w*|language|language skills|toeic|toefl"
    r"|[abc][12]|notions|scolaire|lire|rediger|echang\w+"
    r"|expression|s'exprimer|communi\w+|comprehension|comprendre|connaissances?|pratiqu\w+|(?:a l')?aise|exigee?"
    r"|requise?|indispensable|souhaitee?|apprecie|un plus|un atout)\b"
)
_NEAR, _LEVEL_NEAR = 45, 28


def read(words: Words) -> Iterator[Found]:
    """Yield each language that a text asks somebody to know; "une entreprise française" is none."""
    names = words.tokens & _TOKENS
    if not names and "lsf" not in words.tokens and "signes" not in words.tokens:
        return
    for found in re.finditer(rf"\b(?:{'|'.join(sorted(names | {_SIGNS}))})\b", words.plain):
        near = " ".join(_sides(words.plain, found, _NEAR))
        code = _NAMES.get(found[0], "fsl")
        context = _SPOKEN.search(near) is not None
        if not context and (code != "en" or found[0].endswith("e")):
            continue
        if refused_near(words.text, *found.span()):
            continue
        value = {"code": code, **_level(words.plain, found)}
        if requirement := requirement_near(words.text, *found.span()):
            value["requirement"] = requirement.value
        yield Found("languages", value, found.start(), found.end(), f"languages.{_how(code, context)}")


def _how(code: str, context: bool) -> str:
    return ("french" if code == "fr" else "spoken") if context else "named"


def _sides(text: str, found: re.Match[str], far: int) -> tuple[str, str]:
    before = text[max(0, found.start() - far) : found.start()].rpartition("\n")[2]
    return before, text[found.end() : found.end() + far].partition("\n")[0]


def _level(text: str, found: re.Match[str]) -> dict[str, str]:
    level = level_beside(*_sides(text, found, _LEVEL_NEAR))
    return {"level": level} if level else {}
