"""The person's own name at the top of a CV, told by its shape, a label, a title or the e-mail address."""

import re

from matching.text.cv.lines import Line
from matching.text.cv.sections import part_of
from matching.text.cv.words import DIPLOMA, job_likeness, names_a_job

_LABEL = re.compile(
    r"(?:^|\n|[|;])[^\S\n]*(?:nom|prenoms?|nom (?:et|de) \w{3,12}|prenom et nom|name|full name|first "
    r"name|last name)\s?:\s?(?P<it>[^\n|;,]{2,60})"
)
_TITLED = re.compile(
    r"\b(?:M\.|MM\.|Mr\.?|Mme|Mlle|Madame|Monsieur|Mademoiselle|Mrs\.?|Ms\.?"
    r"|Dr\.?)(?:[ \t]{1,2}[A-ZÀ-Ý][\w'’-]{0,30}){1,3}"
)
_TOKEN = re.compile(r"[^\W\d_][\w'’.-]{0,30}")
_SMALL_WORDS = """
de du des la le les d' ben bin el al van von der da dos di
"""
_SMALL = frozenset(_SMALL_WORDS.split())
_OTHER_WORDS = """
cv curriculum vitae permis caces recherche emploi poste disponible bilingue urgent titulaire candidat candidature
intermittent jeune logistique vente commerce batiment nettoyage restauration services service sante social propre
cuisine transport industrie securite maintenance petite enfance polyvalent bac cap bep bts objectif photo page
france les saint sur tel telephone portable adresse email mail mobile contact contacts summary resume english french
rennes experienced professional position city state business development public relations information technology
digital media human resources finance arts career focus experience work description design engineering construction
banking healthcare fitness sales marketing
"""
_OTHER = frozenset(_OTHER_WORDS.split())
_LOCAL = re.compile(r"([a-z0-9._+-]{3,64})@")
_HIGHEST = 6


def name_spans(text: str, key: str, top: list[Line]) -> list[tuple[int, int]]:
    """Return where the person's name stands; `top` are the lines before the first heading."""
    spans = [match.span("it") for match in _LABEL.finditer(key)] + [match.span() for match in _TITLED.finditer(text)]
    told = _local_words(key)
    heads = top[:_HIGHEST]
    found = next((line for line in heads if told and _all_in(line, told)), None)
    found = found or next((line for line in heads if _mixed(line)), None)
    sure = [found] if found else []
    held = sure or [line for line in heads[:3] if _alike(line)][:1] or _one_word_each(heads)
    return spans + [(line.start, line.start + len(line.text)) for line in held] + _again(key, sure)


def _local_words(key: str) -> list[str]:
    """Return the words of the e-mail address before its @."""
    match = _LOCAL.search(key)
    return [word for word in re.split(r"[^a-z]+", match[1]) if len(word) > 2] if match else []


def _all_in(line: Line, told: list[str]) -> bool:
    words = _words(line)
    joined = "".join(told)
    return 2 <= len(words) <= 4 and all(word.replace("-", "") in joined or word in told for word in words)


def _words(line: Line) -> list[str]:
    if len(line.key) > 60 or re.search(r"[\d:,@/]", line.key):
        return []
    return [word for word in re.split(r"[\s.]+", line.key) if word]


def _plausible(line: Line) -> list[str]:
    """Return the words as written of a line that has the shape of a name; none otherwise."""
    words, written = _words(line), _TOKEN.findall(line.text)
    if not 2 <= len(words) <= 4 or len(written) != len(words) or part_of(line.text) or not _OTHER.isdisjoint(words):
        return []
    if any(word not in _SMALL and not token[0].isupper() for word, token in zip(words, written, strict=True)):
        return []
    return [] if DIPLOMA.match(line.key) or job_likeness(words[0]) > 0 else written


def _mixed(line: Line) -> bool:
    """Whether a first name and a family name in capitals make up the line, in either order."""
    written = _plausible(line)
    first = [token for token in written if not (len(token) > 2 and token.isupper())]
    return 0 < len(first) < len(written) and not any(names_a_job(token.lower()) for token in first)


def _alike(line: Line) -> bool:
    return bool(_plausible(line)) and job_likeness(line.key) <= 0 and not names_a_job(line.key)


def _one_word_each(heads: list[Line]) -> list[Line]:
    """Return the first two lines where each is one word with a capital that names no job."""
    two = heads[:2]
    single = [line for line in two if _TOKEN.fullmatch(line.text) and line.text[0].isupper() and not part_of(line.text)]
    fit = [line for line in single if line.key not in _OTHER and job_likeness(line.key) <= 0]
    return fit if len(fit) == 2 else []


def _again(key: str, held: list[Line]) -> list[tuple[int, int]]:
    """Return the other places where the same words stand together, in either order."""
    words = [re.escape(word) for line in held for word in re.findall(r"[a-z'-]{2,31}", line.key)][:6]
    if len(words) < 2:
        return []
    either = "|".join((r"[^\w\n]{1,3}".join(words), r"[^\w\n]{1,3}".join(reversed(words))))
    return [match.span() for match in re.finditer(rf"\b(?:{either})\b", key)]
