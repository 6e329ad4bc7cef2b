"""How many people are sought."""

import re
from collections.abc import Iterator

from matching.text.facts.base import Found, Words, about_the_company, all_cued, cued
from matching.text.facts.durations import NUMBERS

_NUMBER = r"\d{1,3}|" + "|".join(NUMBERS)
_ASKED = cued({
    "posts": rf"poste: \b(?P<n>{_NUMBER}) ?(?:\(\w+\) ?)?postes? (?:sont |est |a temps plein |en cdi "
    rf"|en cdd )?(?:actuellement )?(?:a pou?r?voir|disponibles?|ouverts?|de )",
    "told": r"nombre de: \bnombre de (?:postes?|recrutements?)[^\n:]{0,15}: ?(?P<n>\d{1,3})\b",
    "sought": rf"recrut|recherch|embauch: \b(?:recrut|recherch|embauch)\w*(?: (?:actuellement|pour|des que possible"
    rf"|urgemment|en urgence))?,? (?P<n>{_NUMBER})"
    r" (?!ans?\b|mois|jours?|semaines?|h\b|heures?|profils?\b|%|annees?|nouve|autres?)[a-z]{3,}",
    "times": r"(x|poste: \((?:x ?(?P<n>\d{1,2})|(?P<m>\d{1,2}) postes?)\)",
})  # fmt: skip

_DONE = re.compile(r"\b(?:sur|dans|occup\w+)\s$|\b(?:ans|annees?|mois|experience)\b[^.;\n]{0,40}$")


def read(words: Words) -> Iterator[Found]:
    """Yield the number of people sought, from one on; the company's other numbers are none."""
    for _, found in all_cued(_ASKED, words.plain):
        number = next(group for group in found.groups() if group)
        count = NUMBERS.get(number) or int(number)
        if _DONE.search(words.plain, max(0, found.start() - 60), found.start()):
            continue
        if 1 <= count <= 100 and not (count > 1 and about_the_company(words, *found.span())):
            yield Found(
                "positions", count, found.start(), found.end(), f"positions.{'one' if count == 1 else 'several'}"
            )
