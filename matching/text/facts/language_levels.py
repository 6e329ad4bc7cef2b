"""How well a language is known: the European level that words tell, the same for ads, CVs and spreadsheets."""

import re

_APART = 20  # characters that a comma counts for
_LEVEL = re.compile(r"\b([abc][12])\b")
_WORDS = {  # on folded words: the lower end of what a word may mean, so that nobody is shut out by an interpretation
    "C2": r"maternelle?|natif|native|mother tongue",
    "C1": r"bilingue|trilingue|bilingual|parfaite(?:ment)?",
    "B2": r"courante?|couramment|fluent|fluency|professionnel(?:le)?|professional|operationnel(?:le)?|business|avancee?"
    r"|advanced",
    "B1": r"intermediaire|intermediate|bon niveau|limited working|conversational",
    "A2": r"notions?|scolaire|bases|basic|elementaire|elementary(?! school| education)",
    "A1": r"debutante?|beginner",
}
_WORDED = [(re.compile(rf"\b(?:{words})\b"), level) for level, words in _WORDS.items()]

_EXACT_AFTER = re.compile(  # "courant (C1)": the letter says what the word means
    rf"(?:[ :(\-–]|\b(?:niveau|level|{'|'.join(_WORDS.values())})\b)*([abc][12])\b"
)


def level_in(words: str) -> str | None:
    """Return the level from A1 to C2 that folded words name, or else mean; None when they tell none."""
    if named := _LEVEL.search(words):
        return named[1].upper()
    return next((level for pattern, level in _WORDED if pattern.search(words)), None)


def level_beside(before: str, after: str) -> str | None:
    """Return the level told nearest to a place between two folded texts; what a comma parts from it is further away.

    A European level right after it wins over the words before that level.
    """
    if exact := _EXACT_AFTER.match(after):
        return exact[1].upper()
    patterns = [(_LEVEL, ""), *_WORDED]
    ahead = [(after[: m.start()], level or m[1].upper()) for p, level in patterns for m in p.finditer(after)]
    behind = [(before[m.end() :], level or m[1].upper()) for p, level in patterns for m in p.finditer(before)]
    return min(ahead + behind, key=lambda told: _far(told[0]), default=("", None))[1]


def _far(between: str) -> int:
    return len(between) + _APART * (between.count(",") + between.count(";"))
