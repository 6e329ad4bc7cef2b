"""From words as people write them to stems that can be compared: one form for cases, accents, genders and plurals.

"URGENT – cariste CACES 1-3-5 (H/F)" and "Cariste" share their stem; so do "conductrice" and "Conducteur",
"employé(e)" and "employée", "TP" and "travaux publics".
"""

import re
import unicodedata
from functools import lru_cache

import Stemmer

from matching.text.abbreviations import ABBREVIATIONS, BORROWED, NOISE, SMALL_WORDS

_STEMMER = Stemmer.Stemmer("french")
_WORD = re.compile(r"[a-z0-9]+(?:[+#]+)?")
_BOTH_SEXES = re.compile(
    r"\(?\b(?:[hfmwx]|homme|femme|nb|nd)\b\s*[/\-.|,]\s*\b(?:[hfmwx]|homme|femme|nb|nd)\b(?:\s*/\s*\b(?:x|d|nb|nd)\b)?\)?"
    r"|\(\s*(?:hf|fh|mf|mwd)\s*\)",
    re.IGNORECASE,
)
_OPEN_ENDING = re.compile(  # employé(e), conseiller.ère, infirmier-e, chargé·e, opérateur/trice
    r"(?<=\w{3})s?\s?[(./·•\-]\s?(?:e|ne|le|se|te|ve|fe|re|sse|esse|trice|rice|euse|ienne|ère|ere|ière|iere|ive|elle|onne)"
    r"(?P<many>s?)\)?(?!\w)",
    re.IGNORECASE,
)
_FEMININE = (  # on plain words; the first ending that fits
    ("tresses", "tres"), ("tresse", "tre"), ("eures", "eurs"), ("eure", "eur"), ("ates", "ats"), ("ate", "at"),
    ("trices", "teurs"), ("trice", "teur"), ("euses", "eurs"), ("euse", "eur"), ("ieres", "iers"), ("iere", "ier"),
    ("iennes", "iens"), ("ienne", "ien"), ("onnes", "ons"), ("onne", "on"), ("ives", "ifs"), ("ive", "if"),
    ("eres", "ers"), ("ere", "er"), ("tesses", "tes"), ("tesse", "te"), ("elles", "els"), ("elle", "el"),
    ("ees", "es"), ("ee", "e"), ("effes", "efs"), ("effe", "ef"),
)  # fmt: skip
_SHORTEST = 5  # letters of a word that may be a feminine form
_BARE = {  # the accented letters of the Latin alphabets, and ligatures
    code: "".join(c for c in unicodedata.normalize("NFKD", chr(code)) if not unicodedata.combining(c))
    for code in range(0xC0, 0x250)
} | {ord("œ"): "oe", ord("æ"): "ae"}
_STRANGE = re.compile(
    "[^\0-\u036f\u2000-\u206f\u20ac\u2122\u2190-\u27bf]|[\u0250-\u036f]"
)  # may hold an accent of its own
_ELIDED = re.compile(r"\b(?:[dljmnst]|qu|jusqu|lorsqu)['’]", re.IGNORECASE)
_PARTS = re.compile(r"\s[-–—|:•]+\s|[/,;()\[\]|+]|\s[-–—]|[-–—]\s|\b(?:ou|et/ou)\b")


def folded(text: str) -> str:
    """Return the text in small letters without accents or ligatures; other signs stay."""
    text = text.casefold().translate(_BARE)
    if not _STRANGE.search(text):
        return text
    return "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))


def one_gender(title: str) -> str:
    """Return a title without (H/F) and the like, and without the feminine endings that are added to words."""
    return _OPEN_ENDING.sub(lambda found: found["many"], _BOTH_SEXES.sub(" ", title))


def stems(text: str) -> list[str]:
    """Return the stems of the words that tell something, in their order; abbreviations are spelt out."""
    return [stem for word in _told(text) for stem in _stems_of(word)]


def title_stems(title: str) -> list[str]:
    """Return the stems of a title, each once, without what an ad adds to it: both sexes, urgency, contract, hours."""
    return [stem for stem in dict.fromkeys(stems(one_gender(title))) if _tells(stem)]


def title_words(title: str) -> list[str]:
    """Return the words of a title as `title_stems` does, in one gender but whole: what a misspelling is met with."""
    words = [word for told in _told(one_gender(title)) for word in _words_of(told)]
    return [word for word in dict.fromkeys(words) if _tells(_stem(word))]


def parts(title: str) -> list[str]:
    """Return the pieces that signs and "ou" cut a title into, the whole first: one of them may name the job."""
    pieces = [piece.strip() for piece in _PARTS.split(one_gender(title))]
    told = [piece for piece in pieces if title_stems(piece)]
    return [title, *told] if len(told) > 1 else [title]


def _tells(stem: str) -> bool:
    return stem not in _NOISE and not stem.isdigit()  # numbers are departments, categories, hours


def _told(text: str) -> list[str]:
    return _WORD.findall(folded(_ELIDED.sub(" ", text)))


@lru_cache(maxsize=1 << 17)
def _words_of(word: str) -> tuple[str, ...]:
    if word in SMALL_WORDS or (len(word) == 1 and not word.isdigit()):
        return ()
    spelt = ABBREVIATIONS.get(word) or BORROWED.get(word)
    return tuple(map(_masculine, spelt.split())) if spelt else (_masculine(word),)


@lru_cache(maxsize=1 << 17)
def _stems_of(word: str) -> tuple[str, ...]:
    return tuple(map(_stem, _words_of(word)))


def _masculine(word: str) -> str:
    ending = next((pair for pair in _FEMININE if word.endswith(pair[0])), None) if len(word) >= _SHORTEST else None
    return word[: -len(ending[0])] + ending[1] if ending else word


@lru_cache(maxsize=1 << 17)
def _stem(word: str) -> str:
    return str(_STEMMER.stemWord(word))


_NOISE = frozenset(stem for word in NOISE for stem in _stems_of(word))
