"""Where the work is: a town with its department or postcode, or a town after "basé à"."""

import re
from collections.abc import Iterator

from matching.text.facts.base import Found, Words, all_cued, cued, folded

_CAPITAL = r"[A-ZÀ-ÖØ-Þ][\w’'ÿ]{1,25}"
_LINK = r"(?:sur|sous|en|le|la|les|de|du|des|aux?|et|lès|lez|d|l|st|ste|s/s|Sur)"
_TOWN = (
    rf"(?:L[eas]s? |L['’])?{_CAPITAL}(?:(?:[ -]{_LINK}){{0,2}}[ -](?:[ld]['’])?{_CAPITAL}){{0,4}}"
    r"(?:[ -]\d{1,2}(?:er|e|ème)?(?! ?\d))?"
)
_DEPARTMENT = r"\d{2}|2[AB]|97[1-6]"
_BEFORE = re.compile(rf"(?<![\w'’])(?P<town>{_TOWN})[ ,:-]{{0,3}}$")
_AFTER = re.compile(rf"[ ,:-]{{1,3}}(?P<town>{_TOWN})")
_BRACKET = re.compile(rf"\((?:(?P<postcode>\d{{5}})|(?P<department>{_DEPARTMENT}))\)")
_POSTCODE = re.compile(r"\d{5}(?<![\d(,.]\d{5})(?<=(?:0[1-9]|[1-8]\d|9[0-578])\d{3})(?![\d€)]| ?(?:€|euro|k\b))")
_BASED = cued({
    "based": rf"asé|ASÉ: (?:[Bb]asée?s?|BASÉE?)(?:\(e\))? (?:à|au|in|À) (?P<town>{_TOWN})",
    "sited": rf"itué: [Ss]ituée?s?(?:\(e\))? (?:à|au|sur) (?P<town>{_TOWN})",
    "located": rf"ocalisé|mplanté: (?:[Ll]ocalisée?s?|[Ii]mplantée?s?)(?:\(e\))? (?:à|au|sur) (?P<town>{_TOWN})",
    "label": rf"ieu :|ieu:|ieu du|ieu de |LIEU|ocalisation|ille :|ille:|ocation: "
    rf"(?:[Ll]ieu(?: (?:du |de )?(?:poste|travail|mission))?"
    rf"|[Ll]ocalisation|LIEU|[Vv]ille|[Ll]ocation) ?:\s{{0,3}}(?:à )?(?P<town>{_TOWN})",
})  # fmt: skip
_REACH = 60  # characters of the name of a town, with what joins it to its postcode
_NO_TOWN_WORDS = """
france europe poste cdi cdd en sur temps contrat nous vous notre votre le la les un une horaires region ile-de-
france site secteur agence teletravail presentiel iso fssc brc fssc22000 norme normes remote hybride bureau domicile
entreprise gare metro
"""
_NO_TOWN = frozenset(_NO_TOWN_WORDS.split())


def read(words: Words) -> Iterator[Found]:
    """Yield each place that a text names as one: with a department or a postcode, or where the job is said to be."""
    text = words.text
    for code in _BRACKET.finditer(text):
        if town := _BEFORE.search(text, max(0, code.start() - _REACH), code.start()):
            kind = "postcode" if code["postcode"] else "department"
            yield from _found(town.start(), code.end(), {"label": town["town"], kind: code[kind]}, "coded")
    for code in _POSTCODE.finditer(text):
        before = _BEFORE.search(text, max(0, code.start() - _REACH), code.start())
        if town := _AFTER.match(text, code.end()) or before:
            start, end = min(code.start(), town.start()), max(code.end(), town.end())
            yield from _found(start, end, {"label": town["town"], "postcode": code[0]}, "postcode")
    for _, based in all_cued(_BASED, text):
        yield from _found(*based.span(), {"label": based["town"]}, "based")


def _found(start: int, end: int, value: dict[str, str], kind: str) -> Iterator[Found]:
    first = folded(value["label"]).split(" ")[0]
    if first not in _NO_TOWN:
        yield Found("place", value, start, end, f"place.{kind}")
