"""The level of education asked: the lowest diploma that a sentence names."""

import re
from collections.abc import Iterator

from matching.text.facts.base import Found, Words, all_cued, cued, sentence_around
from matching.text.facts.requirement import requirement_near

_BAC_YEARS = {1: 4, 2: 5, 3: 6, 4: 6, 5: 7, 6: 7, 8: 8}
_TRADE_LICENCE = (  # a right to do something, no diploma
    r"(?! (?:(?:de |d'|en )(?:soud|pech|taxi|vtc|transport|chass|debit|boisson|conduc|conduite|pilot|entrep|exploit"
    r"|vente|restaurant)|soudeu|soudage|taxi|vtc|iv\b|4\b))"
)
_LEVELS = cued({
    "years": r"bac: \bbac ?\+ ?(?P<more>[1-68])(?!\d)",
    "l8": r"docteu|doctorat|phd|these: \bdoctorats?\b|\bdocteure? en\b|\bphd\b|\bthese de\b",
    "l7": r"master|ingenieur|ecole|mba|m2: \bmaster ?(?:[12]|ii|pro|degree|recherche|specialise|universitaire|en"
    r"|informatique|ou)?\b(?! ?(?:data|class|plan|chef|of\b))|\bmaster's|\becoles? d'ingenieurs?"
    r"|\becole de commerce|\bdiplomee? (?:d'une? )?(?:grande )?ecole|\bmba\b|\bm2\b(?! de)"
    r"|\b(?:diplome|titre|formation|cursus|profil|niveau|type|cycle) (?:d'une ecole )?(?:d'|d )?ingenieure?s?\b",
    "l6": r"licence|bachelor|dcg: \blicence" + _TRADE_LICENCE
    + r" (?:pro\b|professionnelle|[123]\b|en |de |d'|informatique|staps|ou )"
    r"|\bbachelor(?:'s)?\b|\bdcg\b"
    r"|\b(?:niveau|une|formation|type|diplome|titulaire d'une|bts/|dut/) ?licence\b" + _TRADE_LICENCE,
    "l5": r"bts|b.t.s|dut|deug|deust|associate: \bb\.?t\.?s\.?a?\b|\bdut\b|\bdeug\b|\bdeust\b|\bassociate degree",
    "l3": "bep|cap |cap/|cap,|cap.|cap-|cap)|cap:|cap\n|capa |c.a.p: "
    r"\bbepa?\b|\bcapa?\b(?=[ /,.):;\n-]|$)|\bc\.a\.p\b",
    "l4": r"bac|brevet|high school: \bbac(?:calaureat)? ?(?:pro(?:fessionnel)?s?|techno(?:logique)?|general|stmg"
    r"|sti2?d?|st2s|stl)\b|\bbaccalaureat\b|\bniveau bac\b(?! ?\+)"
    r"|\bbac (?:minimum|ou equivalent)|\b(?:titulaire (?:d'un|du)|type|formation|diplome|un) bac\b(?! ?(?:\+|a "
    r"|de ))|\bbrevet professionnel|\bhigh school diploma",
    "l1": r"diplome|qualification|etudes: \bnon diplomee?s?|\bsans (?:diplome|qualification)\b|\baucun diplome"
    r"|\bniveau d'etudes[^\n:]{0,25}: ?(?:aucun|sans)",
})  # fmt: skip
_ASKED = re.compile(
    r"\b(?:formation|diplome\w*|titulaires?|niveau|profil|issue?s?|minimum|requis\w*|exig\w+|souhait\w+|possed\w+"
    r"|justifi\w+|etudes|degree|cursus|vous (?:avez|etes))\b"
)
_NOT_ASKED = re.compile(
    r"\b(?:prepar\w+|delivr\w+|eleves|etudiants|enseign\w+|deboucha\w+|obtenir|obtention|inscri\w+|poursui\w+"
    r"|poursuite|scrum|data|web|de la|en vue)\b[^.\n]{0,40}$|\b(?:alternan\w+|apprenti\w*)[ :(-]{1,3}$"
)
_TAUGHT = re.compile(r"[^.,;\n]{0,40}\b(?:en (?:contrat d')?(?:alternance|apprentissage)|en [123] ans|a preparer)\b")
_CAPITALS = {"l3": re.compile(r"C\.?A\.?P|B\.?E\.?P|Cap\b|Bep|CQP"), "l5": re.compile(r"[BD]|b\.?t\.?s|a")}


def read(words: Words) -> Iterator[Found]:
    """Yield the lowest level of each sentence that names diplomas, unless it speaks of whom the job teaches."""
    best: Found | None = None
    sentence_end = -1
    for name, found in all_cued(_LEVELS, words.plain):
        if not (level := _level(words, name, found)):
            continue
        if best and found.start() < sentence_end:
            if level < best.value["level"]:
                best = _found(words, found, level)
            continue
        if best:
            yield best
        best, sentence_end = _found(words, found, level), sentence_around(words.text, found.start(), found.end())[1]
    if best:
        yield best


def _level(words: Words, name: str, found: re.Match[str]) -> int | None:
    capitals = _CAPITALS.get(name)
    if capitals and not capitals.match(words.text, found.start()):
        return None  # "un cap à tenir"
    if _NOT_ASKED.search(words.plain, max(0, found.start() - 60), found.start()):
        return None
    if _TAUGHT.match(words.plain, found.end()):
        return None  # the diploma that an apprentice works for
    return _BAC_YEARS[int(found["more"])] if name == "years" else int(name[1:])


def _found(words: Words, found: re.Match[str], level: int) -> Found:
    asked = _ASKED.search(words.plain, *sentence_around(words.text, *found.span()))
    requirement = "wish" if level == 1 else requirement_near(words.text, *found.span()) or ("must" if asked else "wish")
    value = {"level": level, "requirement": requirement}
    return Found("education", value, found.start(), found.end(), f"education.{'asked' if asked else 'named'}")
