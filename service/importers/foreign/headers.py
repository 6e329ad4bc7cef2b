"""Which targets the words of a header stand for, and how surely: exactly, misspelt, or among other words."""

import re
from functools import lru_cache

from rapidfuzz.fuzz import ratio

from matching.codes import plain
from service.importers.foreign.targets import Kind, kind_named
from service.importers.personal import is_personal

EXACT = 1.0
LIKELY = 0.8  # from here on a header decides by itself
_ALIKE = 88  # of 100: misspelt, but one phrase
_SHORTEST_MISSPELT = 5  # letters
_AMONG_OTHERS = 0.9
_FILLERS = re.compile("d[eu]|des|l|la|les?|d|une?|et|ou|en|au?|of|the|to|in|for|and|or")


def targets_of(header: str, kind: Kind) -> list[tuple[str, float]]:
    """Return the targets that a header may stand for with a likelihood from LIKELY to 1, the likeliest first."""
    return list(_targets(header, kind.name))


@lru_cache(maxsize=4096)
def _targets(header: str, kind_name: str) -> tuple[tuple[str, float], ...]:
    kind = kind_named(kind_name)
    best: dict[str, float] = {}
    for form in _forms(header):
        if exact := kind.phrases.get(form):
            return ((exact, EXACT),)
    for form in _forms(header):
        for phrase, target in kind.phrases.items():
            score = _likeness(form, phrase, phrase in kind.anywhere)
            if score > best.get(target, 0.0):
                best[target] = score
    found = sorted(best.items(), key=lambda pair: -pair[1])
    return tuple((target, round(score, 2)) for target, score in found if score >= LIKELY)


def _forms(header: str) -> list[str]:
    """Return a header in plain words; then without what stands in brackets, without a number at its end."""
    whole, bare = plain(header), plain(re.sub(r"\(.*?\)|\[.*?\]|\*|:", " ", header))
    forms = [whole, bare, re.sub(r"\s*\d{1,2}$", "", bare)]
    return [form for form in dict.fromkeys(forms) if form][:3] if len(whole) <= 80 else []


def _likeness(form: str, phrase: str, anywhere: bool) -> float:
    if min(len(form), len(phrase)) >= _SHORTEST_MISSPELT and (alike := ratio(form, phrase)) >= _ALIKE:
        return 0.98 * alike / 100
    words = [word for word in form.split() if not _FILLERS.fullmatch(word)]
    wanted = [word for word in phrase.split() if not _FILLERS.fullmatch(word)]
    if not wanted or not all(any(_one_word(want, word) for word in words) for want in wanted):
        return 0.0
    share = sum(map(len, wanted)) / sum(map(len, words))
    among = _AMONG_OTHERS if anywhere else 0.6 if len(wanted) == 1 else 0.7
    return min(among + 0.3 * share - (0.1 if anywhere else 0.0), 0.97)


def _one_word(one: str, other: str) -> bool:
    return one == other or (min(len(one), len(other)) >= _SHORTEST_MISSPELT and ratio(one, other) >= _ALIKE)


def means_something(header: str, kind: Kind) -> bool:
    """Return whether the words of a header stand for something, if not for certain one thing."""
    return bool(targets_of(header, kind)) or (kind.name == "candidates" and is_personal(header))
