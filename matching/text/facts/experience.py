"""How much experience is asked, in months; 0 = beginners welcome."""

import re
from collections.abc import Iterator

from matching.enums import Requirement
from matching.text.facts.base import Found, Words, about_the_company, all_cued, cued
from matching.text.facts.durations import NUMBER, NUMBERS, months
from matching.text.facts.requirement import requirement_near


def _count(name: str) -> str:
    return (
        rf"(?P<{name}>{NUMBER})(?: ?\((?:\d{{1,2}}|\w{{2,6}})\))?(?: ?(?:a|-|ou|/|to) ?(?:{NUMBER}))?"
        rf" ?(?:\+ ?)?(?P<{name}_unit>mois|an(?:nee)?|month|year)s?\b"
    )


_WORD = re.compile(r"e?xp\b|experiences?\b")
_BEFORE = re.compile(rf"(?<![\d,.+/])\b{_count('told')}[^.\n;:,]{{0,45}}$")
_AFTER = re.compile(rf"^[^.\n;]{{0,70}}?(?<![\d,.+/])\b{_count('told')}(?! (?:d'existence|d'ancien))")
_BARE = re.compile(
    rf"justifi\w{{1,6}} (?:d'au moins |d'un minimum de |de |d'|de plus de )(?P<told>{NUMBER}) (?P<told_unit>mois"
    rf"|an)s?\b"
)
_LEAST = re.compile(rf"(?<![\d,.+/])\b(?P<told>\d|{'|'.join(NUMBERS)}) ?(?P<told_unit>an)s\.? mini(?:mum)?\b")
_NO_EXPERIENCE = re.compile(
    r"\b(?:cdd|contrat|mission|duree|engagement|bail|interim|age|permis|garantie)\b[^.\n;]{0,30}$"
)
_BETWEEN = re.compile(rf"\bentre (?P<low>{NUMBER}) et $")
_NEAR = 100
_BEGINNERS = cued({
    "beginner": r"debutant: \bdebutante?s? ?(?:\(?e?s?\)? )?(?:motivee?s? |sont |est |aussi |egalement "
    r"|bien )*(?:les |la |le )?(?:acceptee?s?|bienvenue?s?|admis)"
    r"|\bprofils? debutants?|niveau d'experience[^\n:]{0,25}: ?debutant",
    "junior": r"ouvert: \bouverte?s? (?:aussi |egalement )?(?:aux|a tous les|a des) (?:profils? )?(?:juniors?"
    r"|debutants?)",
    "without": r"sans exp|aucune exp|experience non|experience n'|no experience: "
    r"\b(?:sans|aucune) experience(?= (?:n'est )?(?:exigee|requise|necessaire|demandee|accept"
    r"|bienv))|\bavec ou sans experience"
    r"|experience (?:n'est |non )(?:pas )?(?:forcement )?(?:exigee|obligatoire|requise|necessaire)"
    r"|\bno experience (?:needed|required)",
})  # fmt: skip
_FIRST = re.compile(r"(?:premiere|1 ?ere|1re) experience\b(?! de vie)")
_MOST = 15 * 12  # months; beyond, it is the company's own age
FIRST_MONTHS = 12  # what "a first experience" stands for, where employers also gave a number


def read(words: Words) -> Iterator[Found]:
    """Yield the experience that a text asks; the company's own years are none."""
    if not any(cue in words.plain for cue in ("xp", "debutant", "justifi", "mini")):
        return
    told = False
    for kind, start, end, length in _lengths(words.plain):
        if 0 < length < _MOST and not about_the_company(words, start, end):
            told = True
            yield _found(words, start, end, length, f"experience.{kind}")
    for _, found in all_cued(_BEGINNERS, words.plain):
        yield Found("experience", {"months": 0, "requirement": "wish"}, *found.span(), "experience.beginners")
    for found in () if told else _FIRST.finditer(words.plain):
        yield _found(words, found.start(), found.end(), FIRST_MONTHS, "experience.first")


def _lengths(text: str) -> Iterator[tuple[str, int, int, float]]:
    """Yield (kind, start, end, months) of each duration told with the word experience, or after "vous justifiez de"."""
    for word in _WORD.finditer(text):
        left = max(0, word.start() - _NEAR)
        if before := _BEFORE.search(text[left : word.start()]):
            yield "before", left + before.start(), word.end(), _months(text, left, before)
        elif after := _AFTER.search(text[word.end() : word.end() + _NEAR]):
            yield "after", word.start(), word.end() + after.end(), _months(text, word.end(), after)
    for bare in _BARE.finditer(text):
        yield "bare", bare.start(), bare.end(), _months(text, 0, bare)
    for least in _LEAST.finditer(text):
        around = text[max(0, least.start() - _NEAR) : least.end() + _NEAR]
        if not _WORD.search(around) and not _NO_EXPERIENCE.search(text[max(0, least.start() - 40) : least.start()]):
            yield "bare", least.start(), least.end(), _months(text, 0, least)


def _months(text: str, offset: int, found: re.Match[str]) -> float:
    start = offset + found.start("told")
    between = _BETWEEN.search(text[max(0, start - 20) : start])
    return months(between["low"] if between else found["told"], found["told_unit"])


def _found(words: Words, start: int, end: int, length: float, kind: str) -> Found:
    value = {"months": length, "requirement": requirement_near(words.text, start, end) or Requirement.MUST}
    return Found("experience", value, start, end, kind)
