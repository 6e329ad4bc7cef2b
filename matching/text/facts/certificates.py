"""Certificates asked: CACES, electrical authorisations, first aid, transport, security, care …"""

import re
from collections.abc import Iterator

from matching.enums import Requirement
from matching.text.facts.base import Found, Words, all_cued, cued
from matching.text.facts.caces import caces_in
from matching.text.facts.requirement import is_alternative, refused_near, requirement_near

_NAMES = cued({  # our spelling → how a folded text writes it
    "SST": r"sst|secouriste: \bsst\b(?! ?[-/&]| environnement)|sauveteurs? (?:et |- ?)?secouristes?",
    "FIMO": r"fimo: \bfimo\b",
    "FCO": r"fco: \bfcos?\b",
    "carte conducteur": r"carte: \bcarte (?:de )?(?:conducteur|chrono\w*|tachygraph\w*|numerique)",
    "ADR": r"adr |adr,|adr.|adr)|adr/: \badr\b",
    "AIPR": r"aipr: \baipr\b",
    "SSIAP 1": r"ssiap: \bssiap ?(?:niveau )?(?:1|i)\b",
    "SSIAP 2": r"ssiap: \bssiap ?(?:niveau )?(?:2|ii)\b",
    "SSIAP 3": r"ssiap: \bssiap ?(?:niveau )?(?:3|iii)\b",
    "CQP APS": r"aps|carte pro: \bcqp[ -]?(?:/ ?)?aps\b|\bcarte professionnel(?:le)?\b|\btfp[ -]aps\b",
    "BAFA": r"bafa: \bbafa\b",
    "BAFD": r"bafd: \bbafd\b",
    "BPJEPS": r"bpjeps: \bbpjeps\b",
    "BNSSA": r"bnssa: \bbnssa\b",
    "PSC1": r"psc: \bpsc ?1\b",
    "PSE1": r"pse: \bpse ?1\b",
    "PSE2": r"pse: \bpse ?2\b",
    "AFGSU": r"afgsu: \bafgsu\b",
    "DEAS": r"deas|soignante: \bdeas\b|diplome d'etat (?:d'|d )?aide[- ]soignante?",
    "DEAP": r"deap|puericulture: \bdeap\b|diplome d'etat (?:d'|d )?auxiliaire de puericulture",
    "DEAES": r"deaes|deavs|diplome d: \bdeaes\b|\bdeavs\b|diplome d'etat (?:d'|d )?(?:accompagnant educatif|aes\b"
    r"|auxiliaire de vie)",
    "DEES": r"dees|educat: \bdees\b|diplome d'etat (?:d'|d )?educateur specialise|diplome d'etat (?:d'"
    r"|d )?educatrice specialisee",
    "DEI": r"infirmier|ide diplome: \bdiplome d'etat (?:d'|d )?infirmiere?s?|\bide diplomee?",
    "Certiphyto": r"phyto: \bcerti ?-?phyto\b",
    "Certibiocide": r"biocide: \bcerti ?-?biocide\b",
    "fluides frigorigènes": r"frigorigene: \b(?:attestation|habilitation|capacite|aptitude"
    r"|certifi\w+)[^.\n]{0,40}\bfluides? frigorigenes?",
    "travail en hauteur": r"hauteur: \b(?:habilitation|formation|certifi\w+|attestation|aptitude)s? (?:au |aux "
    r"|de )?travaux? en hauteur",
    "amiante SS4": r"ss4|ss 4: \b(?:amiante )?ss ?4\b",
    "amiante SS3": r"ss3|ss 3: \b(?:amiante )?ss ?3\b",
    "ATEX": r"atex: \b(?:habilitation|formation|certifi\w+)s?[^.\n]{0,20}\batex\b",
    "HACCP": r"haccp: \b(?:attestation|certifi\w+|formation|formee?|diplome)s? (?:a l'|a la methode |en "
    r"|aux normes )?(?:hygiene )?\(?haccp\b",
    "permis d'exploitation": r"exploitation: \bpermis d'exploitation\b",
    "ISO 9606": r"9606|soud: \blicences? (?:de |en )?sou?d\w+|\biso ?9606|\b(?:soudeur )?qualifie iso\b"
    r"|\bqualifications? (?:de |en )?soud\w+",
})  # fmt: skip
_ELECTRICAL = re.compile(r"\bhabilitations?\b(?:(?: \w+)? elec\w*\.?)?|\bhabilitee? elec\w*")
_VOLTS = re.compile(r"\b(?:([bh][0o]v?)([bh][0o]v?)|([bh](?:[012]v?|0v|[rcesfp]|t|n))(?: manoeuvre| mesurage)?)\b")
_VOLTS_REACH = 90


def read(words: Words) -> Iterator[Found]:
    """Yield each certificate that a text asks, in our spelling, once for each place that names it."""
    for code, start, end, kind in _named(words):
        if not refused_near(words.text, start, end):
            value = {"code": code}
            if is_alternative(words.text, start, end):
                value["requirement"] = Requirement.WISH.value
            elif requirement := requirement_near(words.text, start, end):
                value["requirement"] = requirement.value
            yield Found("certificates", value, start, end, f"certificates.{kind}")


def _named(words: Words) -> Iterator[tuple[str, int, int, str]]:
    text = words.plain
    if "caces" in text or "r48" in text or "r 48" in text:
        yield from ((*caces, "caces") for caces in caces_in(text))
    if "habilit" in text:
        yield from _electrical(text)
    for code, found in all_cued(_NAMES, text):
        yield code, found.start(), found.end(), "named"


def _electrical(text: str) -> Iterator[tuple[str, int, int, str]]:
    for found in _ELECTRICAL.finditer(text):
        reach = text[found.end() : found.end() + _VOLTS_REACH].partition("\n\n")[0]
        levels = [level for code in _VOLTS.finditer(reach) for level in code.groups() if level]
        levels = [level for level in levels if level != "be" or "elec" in found[0]]
        for level in levels:
            yield f"habilitation électrique {level.upper().replace('O', '0')}", found.start(), found.end(), "electrical"
        if not levels and ("elec" in found[0] or re.match(r" ?elec", reach)):
            yield "habilitation électrique", found.start(), found.end(), "electrical"
