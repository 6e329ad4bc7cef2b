"""Facts told in a CV, by the readers that ads have too: licences, languages, education, and the place to live."""

import re
from collections.abc import Iterable, Iterator

from matching.text.cv.lines import Line
from matching.text.cv.sections import Part, Section, part_of
from matching.text.cv.words import job_likeness
from matching.text.facts import certificates, education, languages, licences, place
from matching.text.facts.base import Found, Words, words_of
from matching.text.reading import Fact, LeftOut, Span, Stay

_NOT_YET = re.compile(
    r"\b(?:en cours|en preparation|prevue?|a venir|bientot|code obtenu|in progress|non obtenue?|pas "
    r"obtenue?|non validee?"
    r"|abandon\w*|annulee?|suspendue?|retiree?|pas (?:de|le|du)|sans)\b"
)
_POSTCODE = re.compile(
    r"(?<![\d.,/-])(?:f-)?((?:0[1-9]|[1-8]\d|9[0-8])\d{3})(?!\d)[ ,-]{0,3}((?:[a-z][a-z']{0,20}[ -]?){0,6})"
)
_SPEAKS = (Part.TOP, Part.PERSONAL, Part.PROFILE, Part.SKILLS, Part.OTHER, Part.STUDIES, Part.PERMITS)
_LEVEL_SPLIT = re.compile(r"[,;|•·/]|\s-\s|\bet\b|\band\b")
_WORD = re.compile(r"[a-z]+")
_CONTACT = ("address", "phone", "email")
_TOWN = re.compile(r"(?:L[eas]s? |L['’])?[A-ZÀ-Þ][\w'’]{2,25}(?:[ -](?:[a-zà-ÿ]{1,5}[ -])?[A-ZÀ-Þ][\w'’]{1,25}){0,3}")
_NO_TOWN_WORDS = """
adresse anglais ans celibataire competences contact contacts coordonnees curriculum cv disponibilite
disponible dynamique email experience formation francais francaise france langues linkedin mail marie mariee
mobile mobilite motive motivee nationalite nom objectif permis prenom profil recherche serieuse serieux tel
telephone vehicule vitae voiture
"""
_NO_TOWN = frozenset(_NO_TOWN_WORDS.split())
_HIGHEST = 8
_SURE, _LIKELY, _MAYBE = 0.95, 0.85, 0.6


def facts_of(
    text: str, key: str, sections: list[Section], studies: list[Stay], left_out: Iterable[LeftOut] = ()
) -> list[Fact]:
    """Return what a CV tells of its person for the record, each once and each with its place.

    `key` is folded; what is personal is blank in both, and `left_out` tells where.
    """
    words = Words(text, key, frozenset(_WORD.findall(key)))
    found = [
        *_permits("licences", licences.read(words), key),
        *_permits("certificates", certificates.read(words), key),
        *_languages(sections, text),
        *_education(studies),
        *(list(_place(sections)) or _bare_town(sections, text, [item for item in left_out if item.name in _CONTACT])),
    ]
    return list({(fact.name, str(fact.value)): fact for fact in reversed(found)}.values())[::-1]


def _permits(name: str, read: Iterable[Found], key: str) -> Iterator[Fact]:
    """Yield what is held; what is still being learned, or is only "a licence", is less sure."""
    for found in read:
        after = key[found.end : found.end + 40].partition("\n")[0]
        before = key[max(0, found.start - 20) : found.start].rpartition("\n")[2]
        sure = not found.kind.endswith("bare") and not _NOT_YET.search(f"{before} ; {after}")
        span = Span("text", found.start, found.end)
        yield Fact(name, {"code": found.value["code"]}, span, _SURE if sure else _MAYBE)


def _languages(sections: list[Section], text: str) -> Iterator[Fact]:
    """Yield the languages listed under their heading, and those that a line elsewhere says are spoken."""
    for section in sections:
        if section.part == Part.LANGUAGES:
            for line in section.lines[:30]:
                yield from (fact for start, end in _parts(line) for fact in _spoken(line, start, end))
        elif section.part in _SPEAKS:
            start, end = _told(section)
            for found in languages.read(words_of(text[start:end])):
                yield _language(found, start, _LIKELY if "level" in found.value else _MAYBE)


def _told(section: Section) -> tuple[int, int]:
    if not section.lines:
        return 0, 0
    last = section.lines[-1]
    return section.lines[0].start, last.start + len(last.text)


def _parts(line: Line) -> list[tuple[int, int]]:
    cuts = [match.span() for match in _LEVEL_SPLIT.finditer(line.key, 0, 500)]
    return list(
        zip([0, *(end for _, end in cuts)], [*(start for start, _ in cuts), min(len(line.key), 500)], strict=True)
    )


def _spoken(line: Line, start: int, end: int) -> Iterator[Fact]:
    lead = "langue "  # the heading stands elsewhere: the reader of ads needs the word near
    for found in languages.read(words_of(lead + line.text[start:end])):
        yield _language(found, line.start + start - len(lead), _SURE)


def _language(found: Found, by: int, sure: float) -> Fact:
    value = {name: told for name, told in found.value.items() if name != "requirement"}
    return Fact("languages", value, Span("text", found.start + by, found.end + by), sure)


def _education(studies: list[Stay]) -> Iterator[Fact]:
    """Yield the highest level among the courses told; one that is not finished or a mere level is less sure."""
    best: tuple[int, Stay] | None = None
    for stay in studies:
        for found in education.read(words_of(f"diplôme {stay.title} ")):
            if best is None or found.value["level"] > best[0]:
                best = found.value["level"], stay
    if best and best[1].span:
        title = words_of(best[1].title).plain
        doubtful = best[1].current or title.startswith("niveau") or _NOT_YET.search(title)
        yield Fact("education", best[0], best[1].span, _MAYBE if doubtful else _LIKELY)


def _place(sections: list[Section]) -> Iterator[Fact]:
    lines = [line for part in sections if part.part in (Part.TOP, Part.PERSONAL) for line in part.lines[:40]]
    for line in lines:
        if found := _POSTCODE.search(line.key, 0, 300):
            value = {"postcode": found[1]}
            if label := _as_written(line, *found.span(2)):
                value["label"] = label
            yield Fact("place", value, Span("text", line.start + found.start(1), line.start + found.end()), _LIKELY)
            return
    for line in lines[:_HIGHEST]:
        for town in place.read(words_of(line.text[:300])):
            yield Fact("place", town.value, Span("text", line.start + town.start, line.start + town.end), _MAYBE)
            return


def _bare_town(sections: list[Section], text: str, contacts: list[LeftOut]) -> Iterator[Fact]:
    """Yield the line right beside an address, a phone or an e-mail that can be nothing but a town."""
    lines = [line for part in sections if part.part in (Part.TOP, Part.PERSONAL) for line in part.lines[:_HIGHEST]]
    for line in lines:
        end = line.start + len(line.text)
        beside = {item.name for item in contacts if _adjoin(text, line.start, end, item.span)}
        if beside and _is_town(line):
            sure = _LIKELY if "address" in beside else _MAYBE
            yield Fact("place", {"label": line.text}, Span("text", line.start, end), sure)
            return


def _is_town(line: Line) -> bool:
    named = _TOWN.fullmatch(line.text) and _NO_TOWN.isdisjoint(_WORD.findall(line.key))
    return bool(named) and job_likeness(line.key) <= 0 and part_of(line.key) is None


def _adjoin(text: str, start: int, end: int, span: Span) -> bool:
    between = text[end : span.start] if span.start >= end else text[span.end : start]
    return not between.strip(" \n\t|•,-–") and between.count("\n") <= 2


def _as_written(line: Line, start: int, end: int) -> str:
    return line.text[start:end].split("  ")[0].strip(" -,'\t")
