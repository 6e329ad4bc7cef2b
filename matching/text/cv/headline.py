"""The job that a person looks for or holds, as the top of the CV puts it."""

import re

from matching.text.cv.entries import pieces_of
from matching.text.cv.lines import Line
from matching.text.cv.sections import Part, Section
from matching.text.cv.words import DIPLOMA

_SOUGHT = re.compile(
    r"(?:(?:emploi|poste|metier|travail|contrat|position)\s?(?:recherchee?|souhaitee?|visee?|sought"
    r"|wanted)|objectif(?: professionnel)?"
    r"|projet professionnel|objective|recherche(?:\s(?:activement|actuellement))?(?:\s(?:un|une|d'un"
    r"|d'une))?\s?(?:emploi|poste|travail"
    r"|place|contrat|cdi|cdd|alternance|stage)?|looking for|seeking|candidature)\s?(?:au|a un|pour "
    r"un)?\s?(?:poste|emploi|position)?"
    r"\s?(?:de\s|d'|en tant que\s|comme\s|dans\s|:|as\s|an?\s)\s?"
)
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_WORDS, _LONGEST = 9, 120
_STOP = re.compile(r"[\n.;|!]|\s(?:dans|afin|pour|chez|au sein|a temps|en cdi|en cdd|sur le secteur|with|in a)\s|,\s")


def headline_of(sections: list[Section], text: str) -> str:
    """Return the job wished in the person's words: what is said to be sought, else the first title told; or ""."""
    near = [section for section in sections if section.part in (Part.TOP, Part.PERSONAL, Part.PROFILE)]
    lines = [line for section in near for line in section.lines[:30]]
    return _sought(lines) or _titled(lines, text)


def _sought(lines: list[Line]) -> str:
    for line in lines:
        if found := _SOUGHT.search(line.key, 0, 300):
            stop = _STOP.search(line.key, found.end(), 500)
            told = line.text[found.end() : stop.start() if stop else found.end() + _LONGEST].strip(" :,-–\"'«»")
            if 0 < len(told) <= _LONGEST and len(told.split()) <= _WORDS:
                return " ".join(told.split())
    return ""


def _titled(lines: list[Line], text: str) -> str:
    """Return the first short line, or part of one, that looks most like a job title."""
    best, found = 1, ""
    for line in lines[:12]:
        if line.key.count(" ") > 14 or line.bullet or _YEAR.search(line.key) or DIPLOMA.match(line.key):
            continue
        for piece in pieces_of(line)[:3]:
            likeness = piece.likeness
            if likeness > best and piece.key.count(" ") < _WORDS:
                best, found = likeness, " ".join(text[piece.start : piece.end].split())
    return found
