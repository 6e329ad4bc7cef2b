"""The contract offered and how long it lasts."""

import re
from collections.abc import Iterator

from matching.text.facts.base import Found, Words, all_cued, cued
from matching.text.facts.durations import NUMBER, UNIT, months

_NAMES = cued({
    "CDDI": r"cddi|insertion: \bcddi\b|\bcontrats? (?:a duree determinee )?d'insertion"
    r"|\bateliers? (?:et )?chantiers? d'insertion",
    "MIS": r"interim|temporaire|ifm|fin de mission|temporary: \bcontrat(?: de travail)? (?:d'interim|temporaire"
    r"|interimaire)|\bmissions? interim\w*"
    r"|(?:\ben |\bd'|(?:^|[\n:>(-])[ \n-]{0,4})interim\b(?! et)|\bcdi[ -]interim\w*|\bifm\b"
    r"|\bindemnites? de fin de mission"
    r"|\btemporary (?:work|contract)|\btravail temporaire",
    "SAI": r"saisonnier|seasonal: \b(?:contrats?|cdd|emplois?|postes?) saisonniers?|\bseasonal (?:job|work|contract)",
    "APP": r"apprenti: \bcontrats? (?:en |d'|d |de l')?(?:alternance (?:en |d')?)?apprentissage|\ben apprentissage\b"
    r"|\bapprentie?\b|\bapprenticeship",
    "PRO": r"contrat: \bcontrats? (?:de |en )?(?:pro\b|professionnalisation)",
    "STG": r"stag|internship: \b(?:en |de |le |un |convention de )stage\b|^stage\b|\bstage [(-]|\bstagiaire\b"
    r"|\binternship\b",
    "LIB": r"freelance|liberale|auto-entre|auto entre|autoentre|micro-entre|micro entre|microentre|franchise"
    r"|agents commer|agent commer|r independant|rs independant|statut |vdi|gerance: "
    r"\bfreelances?\b"
    r"|\bprofession liberale|\b(?:auto|micro)[ -]?entrepreneu\w*"
    r"|\bfranchises?\b|\bagents? commercia(?:l|ux)\b|\btravailleurs? independants?|\bstatut (?:d'"
    r"|de )?(?:agent )?(?:independant|mandataire)|\bvdi\b|\bgerance mandataire",
    "CDI": r"cdi|c.d.i|indeterminee|permanent: \bcdi(?![a-z])|\bc\.d\.i\b|\bduree indeterminee"
    r"|\bpermanent (?:contract|position)",
    "CDD": r"cdd|c.d.d|determinee|fixed: \bcdd(?![a-z])|\bc\.d\.d\b|\bduree determinee|\bfixed[ -]term",
})  # fmt: skip
_NEIGHBOUR = r"(?:cdi|cdd|c\.d\.[id]|interim|freelance|duree (?:in)?determinee)\)?"
_LISTED = re.compile(rf"{_NEIGHBOUR}(?: ?(?:,|/|-|et|ou|&|\+) ?)+(?:en )?$")
_LISTS = re.compile(rf"^\)?(?: ?(?:,|/|et|ou|&|\+) ?)+(?:en )?{_NEIGHBOUR}")
_LABEL = re.compile(
    r"\b(?:contrats?|type d'emploi|contract|job type)(?: propose| de travail)? ?[:\-] ?[^\n:]{0,40}$|\bcontrat\s{1,4}$"
)
_OFFER = re.compile(
    r"(?:\b(?:poste|emploi|recrut\w+|embauch\w+|recherch\w+|pourvoir|propos\w+|offr\w+"
    r"|mission)\b[^.\n]{0,60}\b)?\ben (?:contrat )?(?:(?:de |a )?\w+ )?$"
    r"|\b(?:un|le|son|votre|notre|ce) (?:contrat (?:a |en )?)?$|contrat (?:de travail )?(?:a |en |: ?)?$"
)
_OFFER_AFTER = re.compile(
    r"^[ ,:(\-]*(?:a pourvoir|temps|a temps|\d\d ?h|de \d|d'une duree|statut|des que|full|part|h/f|\(h)"
)
_NOT_YET = re.compile(
    r"\b(?:possibilite|possible|pouvant|peut|evolu\w+|debouch\w+|transform\w+|vue|puis|suivi|pereniser|perspective"
    r"|avant|selon|ou|hors"
    r"|apres|deja|agences?|groupe|cabinet|specialise\w*|acteur|reseau|experts?|stages? (?:ou|et)"
    r"|experience)\b[^.\n]{0,40}$"
)
_NOT_YET_AFTER = re.compile(r"^(?: possible| a la cle| ensuite| par la suite|,? ?(?:ou|et|/|-) ?(?:stage|alternance))")
_LASTING = re.compile(
    rf"\b(?P<about>cdd|contrat|mission|duree|interim|saison|pour une|remplacement)\b(?P<between>[^\n.;]{{0,40}}?"
    rf"|[ :]*\n[ -]*)"
    rf"\b(?P<number>{NUMBER})(?: ?(?:a|-|ou) ?\d{{1,2}})? ?[/-]? ?(?P<unit>{UNIT})s?(?:\(s\))?\b(?! d'(?:exp|anc))"
)
_NO_LENGTH = re.compile(
    r"essai|experience|anciennete|formation|depuis|renouvel|apres|tous les|chaque|prime|jusqu|minimum|par "
)


def read(words: Words) -> Iterator[Found]:
    """Yield each contract that a text names, with how plainly it is the one offered, and how long it lasts."""
    contracts = all_cued(_NAMES, words.plain)
    for code, found in contracts:
        yield Found("contract", code, found.start(), found.end(), f"contract.{_how(words.plain, found)}")
    if not any(word in words.plain for word in ("duree", "cdd", "contrat", "mission", "interim", "saison")):
        return
    for lasting in _LASTING.finditer(words.plain):
        if not _NO_LENGTH.search(lasting["between"]) and (length := months(lasting["number"], lasting["unit"])) <= 120:
            sure = "contract" if lasting["about"] in ("cdd", "contrat", "mission", "interim", "duree") else "other"
            yield Found("months", length, lasting.start("number"), lasting.end(), f"months.{sure}")


def _how(text: str, found: re.Match[str]) -> str:
    before, after = text[max(0, found.start() - 70) : found.start()], text[found.end() : found.end() + 30]
    label = _LABEL.search(before) is not None
    if _LISTED.search(before) or (_LISTS.search(after) and not label):
        return "listed"
    if _NOT_YET.search(before) or _NOT_YET_AFTER.search(after):
        return "maybe"
    if label:
        return "label"
    return "offered" if _OFFER.search(before) or _OFFER_AFTER.search(after) else "named"
