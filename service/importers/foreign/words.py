"""Cells that hold words: yes or no, several things in one cell, jobs with their durations, languages with levels."""

import re

from matching.codes import plain
from matching.text.facts.durations import months_in
from matching.text.facts.language_levels import level_in
from matching.text.facts.language_names import language_code

_YES = re.compile(r"oui|o|yes|y|x|ok|vrai|true|1|v|[✓✔☑✅√■]")
_NO = re.compile(r"non|n|no|faux|false|0|aucune?|sans|néant|neant|[✗✘☐❌□-]")
_ANY = re.compile(r"\b(indifferente?s?|tous|toutes|tout type|peu importe|sans preference|les deux|any|all)\b")
_GENDERS = re.compile(r"\(?\b[HF]\s*/\s*[HF]\b\)?", re.IGNORECASE)
_BULLET = re.compile(r"^\s*(?:[-–•*▪◦·]|\d{1,2}\s?[.)°-]|[a-z]\))\s+")
_DURATION = re.compile(
    r"\(?\b(?:pendant |depuis |environ )?\d{1,3}(?:[.,]\d{1,2})?\s*"
    r"(?:ans?|années?|mois|semaines?|jours?|years?|months?)\b"
    r"(?:\s+d['’ ]?\s?(?:expériences?|ancienneté))?(?:\s+(?:comme|en tant que|of experience|as))?\)?",
    re.IGNORECASE,
)
_CODES = re.compile("ar|de|en|es|fr|it|pl|pt|ro|ru|tr|uk|zh")
_LEVEL_WORDS = (  # of a cell that tells nothing else, on plain words; the first that is found counts
    (r"\b(tres bien|excellent)\b", "B2"),
    (r"\b(bon|bien|autonome|moyen|correct)\b", "B1"),
    (r"\bfaible\b", "A2"),
)


def yes_or_no(cell: str) -> bool | None:
    """Return what a cell such as "oui", "x" or "✓" says; None when it says something else."""
    word = cell.strip().casefold().strip(".! ") or cell.strip()
    return True if _YES.fullmatch(word) else False if _NO.fullmatch(word) else None


def is_any(cell: str) -> bool:
    """Return whether a cell says that it does not matter: "indifférent", "tous types", "any"."""
    return bool(_ANY.search(plain(cell)))


def parts_of(cell: str) -> list[str]:
    """Return the things that a cell lists, each as it is written; both genders of one job are one thing."""
    text = _GENDERS.sub(" ", cell)
    found = [part for line in re.split(r"[\n\r;,|]|\.\s+(?=[A-ZÀ-Ý])|\s\+\s", text) for part in _at_slashes(line)]
    trimmed = (" ".join(_BULLET.sub("", part).split()).strip(" .:-–") for part in found)
    return [part for part in dict.fromkeys(trimmed) if plain(part)]


def job_with_months(part: str) -> tuple[str, float | None]:
    """Return a job without the duration written beside it, and that duration: "cariste (2 ans)" → cariste, 24."""
    months = months_in(part)
    if months is None:
        return part, None
    words = re.sub(r"\(\s*\)", "", _DURATION.sub(" ", part)).strip(" .:-–,()")
    bare = re.sub(r"^(comme|en tant que|en|de|d['’]|dans)\s+", "", " ".join(words.split()), flags=re.IGNORECASE)
    return ("" if plain(bare) in ("experience", "experiences", "d experience", "plus de", "plus") else bare), months


def language_of(words: str) -> str | None:
    """Return the code of a language named in French or English, among other words too; None when there is none."""
    bare = re.sub(r"\(.*?\)", " ", words)
    whole = plain(bare)
    if (len(whole) > 3 or _CODES.fullmatch(whole)) and (code := language_code(bare)):
        return code
    named = (word for word in whole.split() if len(word) > 3)
    return next((code for word in named if (code := language_code(word))), None)


def level_of(words: str) -> str | None:
    """Return the European level that some words tell, from A1 to C2; None when they tell none."""
    bare = plain(words)
    return level_in(bare) or next((level for pattern, level in _LEVEL_WORDS if re.search(pattern, bare)), None)


def _at_slashes(line: str) -> list[str]:
    """Return the parts between slashes, together again where they are one word in two genders."""
    first, *others = re.split(r"(\s*/\s*)", line)
    found = [first]
    for slash, part in zip(others[::2], others[1::2], strict=True):
        if _one_job(found[-1], part):
            found[-1] += slash + part
        else:
            found.append(part)
    return found


def _one_job(before: str, after: str) -> bool:
    one, other = plain(before).split(), plain(after).split()
    if not one or not other:
        return True
    if other[0] in ("e", "es", "ne", "ere", "se", "euse", "rice", "trice", "ice"):  # employé/e, vendeur/euse
        return True
    near = one[-1] if len(other) == 1 else one[0]
    return any(len(word) > 4 and word[:4] == other[0][:4] for word in (near, one[0]))
