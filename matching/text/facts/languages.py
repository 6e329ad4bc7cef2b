"""Languages asked, with their level as far as it is told."""

import re
from collections.abc import Iterator

from matching.text.facts.base import Found, Words
from matching.text.facts.language_names import LANGUAGES
from matching.text.facts.requirement import refused_near, requirement_near

_ENGLISH = "en english|fr french|es spanish|de german|it italian|pt portuguese|ar arabic|zh chinese|nl dutch|ru russian"
_FEMININE = "en anglaise|fr francaise|es espagnole|de allemande|it italienne|pt portugaise|zh chinoise"
_NAMES = {
    **{name: code for name, code in LANGUAGES.items() if " " not in name},
    **{item[3:]: item[:2] for item in f"{_ENGLISH}|{_FEMININE}".split("|")},
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
_LEVELS = (  # the lower end of what a word may mean, so that nobody is shut out by an interpretation
    (re.compile(r"\b([abc][12])\b"), ""),
    (re.compile(r"\b(?:bilingue|trilingue|natif|native|maternelle|parfaite(?:ment)?)\b"), "C1"),
    (
        re.compile(r"\b(?:courant|courante|couramment|fluent|fluency|professionnel|operationnel|business|avance)\b"),
        "B2",
    ),
    (re.compile(r"\b(?:intermediaire|intermediate|bon niveau)\b"), "B1"),
    (re.compile(r"\b(?:notions|scolaire|bases|basic|debutant)\b"), "A2"),
)
_NEAR, _LEVEL_NEAR = 45, 28


def read(words: Words) -> Iterator[Found]:
    """Yield each language that a text asks somebody to know; "une entreprise française" is none."""
    names = words.tokens & _TOKENS
    if not names and "lsf" not in words.tokens and "signes" not in words.tokens:
        return
    for found in re.finditer(rf"\b(?:{'|'.join(sorted(names | {_SIGNS}))})\b", words.plain):
        near = _near(words.plain, found, _NEAR)
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


def _near(text: str, found: re.Match[str], far: int) -> str:
    before = text[max(0, found.start() - far) : found.start()].rpartition("\n")[2]
    return before + " " + text[found.end() : found.end() + far].partition("\n")[0]


def _level(text: str, found: re.Match[str]) -> dict[str, str]:
    near = _near(text, found, _LEVEL_NEAR)
    for pattern, level in _LEVELS:
        if told := pattern.search(near):
            return {"level": level or told[1].upper()}
    return {}
