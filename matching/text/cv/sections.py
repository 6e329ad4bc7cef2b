"""The parts of a CV: which lines stand under which heading, in French or English, whatever the layout."""

import re
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from rapidfuzz import process
from rapidfuzz.distance import Levenshtein

from matching.text.cv.lines import Line
from matching.text.facts.base import folded


class Part(StrEnum):
    """What a part of a CV is about."""

    TOP = "top"  # before any heading
    PERSONAL = "personal"
    PROFILE = "profile"
    JOBS = "jobs"
    STUDIES = "studies"
    SKILLS = "skills"
    LANGUAGES = "languages"
    PERMITS = "permits"  # licences and certificates
    VOLUNTEERING = "volunteering"
    LEISURE = "leisure"
    OTHER = "other"


# What a word makes of a heading; where several speak, the first part in this order wins.
_HEADS = MappingProxyType({
    Part.VOLUNTEERING: "benevolat benevole benevoles associatif associative associatifs associatives volunteer "
    "volunteering volunteerwork community affiliations affiliation",
    Part.LEISURE: "loisirs loisir interet interets hobbies hobby interests interest activites passions divertissements",
    Part.JOBS: "experience experiences emploi emplois employment career carriere work missions stages job jobs",
    Part.LANGUAGES: "langue langues language languages linguistiques",
    Part.PERMITS: "permis licences caces habilitation habilitations certification certifications certificat "
    "certificats certificates licenses credentials",
    Part.STUDIES: "formation formations etudes etude diplome diplomes scolarite scolaire scolaires cursus education "
    "educational academic academics studies courses coursework training trainings",
    Part.SKILLS: "competence competences skill skills qualification qualifications atout atouts aptitude aptitudes "
    "qualites qualite savoir savoirs savoir-faire savoir-etre connaissance connaissances abilities "
    "strengths expertise proficiencies highlights "
    "informatique informatiques bureautique logiciel logiciels outils tools technologies software competencies stack",
    Part.PERSONAL: "coordonnees contact contacts civil personnelles personal identite informations infos details",
    Part.PROFILE: "profil profile propos objectif objectifs objective objectives projet summary resume presentation "
    "about recherche accroche overview",
    Part.OTHER: "reference references divers complementaires complementaire additional awards honors accomplishments "
    "achievements publications projects projets realisations portfolio memberships",
})  # fmt: skip
_WEAK = {"parcours": Part.JOBS, "history": Part.JOBS, "background": Part.JOBS, "experiencias": Part.JOBS}
_FILLERS_WORDS = """
et & and de des du d l la le les en a au aux mes mon ma my me of the professionnel professionnels professionnelle
professionnelles professional pro principales principaux principal core key technical techniques technique main cles
areas relevant related recent other autres autre competence centre centres general generales statement personnels
personnel curriculum vitae mots extra parcours background history etat faire etre domaine domaines dates acquises
acquis transverses transversales vie detaillees working conduire conduite driving suivies suivie activites taches
extrascolaires continue initiale highest sociale candidate selected career continuing development sur
"""
_FILLERS = frozenset(_FILLERS_WORDS.split())
_KINDS = {word: part for part, words in reversed([*_HEADS.items()]) for word in words.split()} | _WEAK
_ORDER = {part: place for place, part in enumerate(_HEADS)}
_LONG, _LONGEST = 9, 60  # letters of a word that may be misspelt, characters of a heading
_LONG_WORDS = sorted(word for word in {*_KINDS, *_FILLERS} if len(word) >= _LONG)
_WORDS = re.compile(r"[a-z&]+(?:-(?:faire|etre))?")
_DIGIT, _BRACKETS, _APART = re.compile(r"\d"), re.compile(r"\([^)]{0,60}\)?"), re.compile(r"(\w) (?=\w\b)")
_GLUED = re.compile(r"(?<=[a-zà-ÿ])(?=[A-ZÀ-Ý])")  # "ProfessionalSummary"
_SPACED = re.compile(r"(?:[A-ZÀ-Ýa-z] ){3,}[A-ZÀ-Ýa-z]\b")  # "F O R M A T I O N"


@dataclass(frozen=True, slots=True)
class Section:
    """A heading's part and the lines under it, up to the next heading."""

    part: Part
    lines: tuple[Line, ...]


def sections_of(lines: list[Line]) -> list[Section]:
    """Return the sections in order; what comes before the first heading is TOP."""
    sections: list[Section] = []
    part, held = Part.TOP, []
    for line in lines:
        found, rest = _heading(line)
        if found is None:
            held.append(line)
            continue
        sections.append(Section(part, tuple(held)))
        part, held = found, [rest] if rest else []
    return [section for section in [*sections, Section(part, tuple(held))] if section.lines or section.part != Part.TOP]


def _heading(line: Line) -> tuple[Part | None, Line | None]:
    """Return the part that a line announces and what follows a colon on it."""
    head, colon, _ = line.key[: _LONGEST + 1].partition(":")
    if len(head) > _LONGEST or (colon and not _starts_a_list(line)):
        return None, None
    part = _part_of(line.text[: len(head)], head)
    if part is None:
        return None, None
    after = len(head) + 1
    after += len(line.key[after:]) - len(line.key[after:].lstrip())
    if after >= len(line.key):
        return part, None
    return part, Line(line.start + after, line.text[after:], line.key[after:], False)


def _starts_a_list(line: Line) -> bool:
    """Return whether the words before a colon can be a heading: under a job, "Missions :" tells its tasks."""
    return not line.key.startswith(("mission", "activite", "tache", "projet", "stage", "emploi", "poste"))


def part_of(heading: str) -> Part | None:
    """Return the part that these words announce; None where they are no heading."""
    return _part_of(heading, folded(heading))


def _part_of(heading: str, key: str) -> Part | None:
    if key.count(" ") > 20 or key.endswith((".", ",")) or _DIGIT.search(key):
        return None
    words = _words(heading, key)
    if not 0 < len(words) <= 7:
        return None
    words = _mended(words)
    kinds = [_KINDS[word] for word in words if word in _KINDS]
    if not kinds or any(word not in _KINDS and word not in _FILLERS for word in words):
        return None
    return _chosen(words, kinds)


def _mended(words: list[str]) -> list[str]:
    """Return the words with a spelling mistake put right, where it is the only unknown word and a long one."""
    unknown = [word for word in words if word not in _KINDS and word not in _FILLERS]
    if (
        len(unknown) != 1
        or (len(words) > 1 and _KINDS.keys().isdisjoint(words))
        or len(unknown[0]) < _LONG
        or len(words) > 3
    ):
        return words
    near = process.extractOne(unknown[0], _LONG_WORDS, scorer=Levenshtein.distance, score_cutoff=2)
    return [near[0] if near and word == unknown[0] else word for word in words]


def _chosen(words: list[str], kinds: list[Part]) -> Part:
    strong = [_KINDS[word] for word in words if word in _KINDS and word not in _WEAK]
    if Part.VOLUNTEERING in strong or not strong:
        return Part.VOLUNTEERING if strong else kinds[0]
    if Part.JOBS in strong and Part.STUDIES not in strong[:1]:
        return Part.JOBS
    return strong[0] if strong[0] not in (Part.PROFILE, Part.PERSONAL) else min(strong, key=_ORDER.__getitem__)


def _words(heading: str, key: str) -> list[str]:
    """Return the words of a heading, those in brackets left out, letters set apart or words run together mended."""
    if _SPACED.search(heading):
        key = _APART.sub(r"\1", key)
    elif _GLUED.search(heading):
        key = folded(_GLUED.sub(" ", heading))
    return _WORDS.findall(_BRACKETS.sub("", key) if "(" in key else key)
