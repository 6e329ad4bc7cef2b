"""France Travail's labels as our codes: languages, levels of education, licences, contracts."""

import re

from matching.codes import plain

_LANGUAGES = """
af afrikaans|sq albanais|de allemand|am amharique|en anglais|ar arabe|ar arabe litteraire|ar arabe dialectal|hy armenien
az azeri|bm bambara|eu basque|bn bengali|ber berbere|be bielorusse|my birman|bs bosniaque|br breton|bg bulgare
km cambodgien|ca catalan|zh chinois|zh chinois mandarin|zh mandarin|yue cantonais|ko coreen|co corse|ht creole|hr croate
da danois|prs dari|es espagnol|eo esperanto|et estonien|fi finnois|nl flamand|fr francais|fy frison|gd gaelique
cy gallois|ka georgien|el grec|gu gujarati|he hebreu|hi hindi|hu hongrois|id indonesien|ga irlandais|is islandais
it italien|ja japonais|kab kabyle|kk kazakh|km khmer|ku kurde|lo laotien|lv letton|ln lingala|lt lituanien
lb luxembourgeois|mk macedonien|ms malais|mg malgache|dv maldivien|mt maltais|mr marathi|mo moldave|mn mongol
ne nepalais|nl neerlandais|nl hollandais|no norvegien|oc occitan|ur ourdou|uz ouzbek|ps pachto|ps pashto|pa pendjabi
pa punjabi
fa persan|fa farsi|ff peul|pl polonais|pt portugais|pt bresilien|rom romani|ro roumain|rn rundi|ru russe
sr serbe|sh serbo croate|si cingalais|sk slovaque|sl slovene|so somali|snk soninke|ses songhai|sv suedois|sw swahili
tl tagalog|tl philippin|ta tamoul|cs tcheque|ce tchetchene|te telougou|th thai|th thailandais|bo tibetain
ti tigrigna|ti tigrinya|tr turc|uk ukrainien|vi vietnamien|wo wolof|yi yiddish|fsl langue des signes|fsl lsf
fsl langue des signes francaise|fsl langage des signes|gsw alsacien|grc grec ancien|la latin
""".replace("\n", "|")
LANGUAGES = {label: code for code, _, label in (item.partition(" ") for item in _LANGUAGES.split("|")) if label}

LEVELS = {"afs": 1, "cp4": 2, "cfg": 2, "c3a": 2, "c12": 2, "nv5": 3, "nv4": 4, "nv3": 5, "nv2": 6, "nv1": 7}
_LEVEL_PATTERNS = (  # on plain labels; the first that is found counts
    (r"^aucune|^sans (formation|diplome)", 1),
    (r"\bdoctorat|\bbac 8", 8),
    (r"\bbac 5|\bmaster|\bingenieur", 7),
    (r"\bbac [34]|\blicence", 6),
    (r"\bbac 2|\bbts\b|\bdut\b|\bdeug\b", 5),
    (r"\b(4eme|3eme|2nde?|1ere) achevee|\bprimaire|\bbepc\b|\bcfg\b|\bbrevet des colleges|\bdnb\b", 2),
    (r"\bcap\b|\bbep\b", 3),
    (r"\bbac\b|\bbaccalaureat", 4),
)

_LICENCES = "AM A A1 A2 B B1 BE B96 C C1 CE C1E D D1 DE D1E T"
LICENCES = frozenset(_LICENCES.split())
_OLD_LICENCES = {"EB": "BE", "EC": "CE", "ED": "DE", "BSR": "AM"}
_LICENCE = re.compile(
    r"\s*(?:permis\s+)?(?:de conduire\s+)?([A-Z][A-Z0-9]{0,2})\s*(?:$|[-–(:,]|exig|souhait)", re.IGNORECASE
)

CONTRACTS = {
    "CDI": "CDI",
    "CDD": "CDD",
    "DDT": "CDD",
    "CDS": "SAI",
    "SAI": "SAI",
    "MIS": "MIS",
    "DIN": "MIS",
    "TTI": "CDDI",
    "DDI": "CDDI",
    "LIB": "LIB",
    "FRA": "LIB",
    "REP": "LIB",
    "CCE": "LIB",
}
_CONTRACT_PATTERNS = (
    (r"\binsertion\b", "CDDI"),
    (r"\binterim|\bmission\b|travail temporaire", "MIS"),
    (r"\bsaisonnier", "SAI"),
    (r"\bcdi\b|duree indeterminee", "CDI"),
    (r"\bcdd\b|duree determinee", "CDD"),
    (r"^profession |non salarie|franchise|reprise d entreprise", "LIB"),
)


def language_code(label: str) -> str | None:
    """Return the ISO 639 code of a language's French name (or of a code itself); None when it is not known."""
    words = plain(re.sub(r"\(.*?\)", "", label))
    return LANGUAGES.get(words) or (words if words in LANGUAGES.values() else None)


def language_slug(label: str) -> str:
    """Return a short code of our own for a language that nobody listed."""
    return plain(label).replace(" ", "")[:8]


def education_level(label: str) -> int | None:
    """Return the European level of a label or code such as "Bac+2 ou équivalents" or NV3; None when not known."""
    words = plain(label)
    if words in LEVELS:
        return LEVELS[words]
    return next((level for pattern, level in _LEVEL_PATTERNS if re.search(pattern, words)), None)


def licence_code(label: str) -> str | None:
    """Return the code that a label such as "B - Véhicule léger" begins with; None when it is no licence."""
    found = _LICENCE.match(label)
    code = found[1].upper() if found else ""
    code = _OLD_LICENCES.get(code, code)
    return code if code in LICENCES else None


def contract_of(kind: str, nature: str, label: str) -> str | None:
    """Return our contract code from France Travail's type, nature and label; None when they do not say."""
    words = plain(nature)
    if words == "e2" or "apprentissage" in words:
        return "APP"
    if words == "fs" or "professionnalisation" in words:
        return "PRO"
    if words == "i1" or "insertion par" in words:
        return "CDDI"
    known = CONTRACTS.get(kind.strip().upper())
    return known or next((code for pattern, code in _CONTRACT_PATTERNS if re.search(pattern, plain(label))), None)
