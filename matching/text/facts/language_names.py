"""Languages by their names in French and English, as ISO 639 codes."""

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
_ENGLISH = """
fr french|en english|de german|es spanish|it italian|pt portuguese|ar arabic|nl dutch|pl polish|ro romanian|ru russian
tr turkish|uk ukrainian|zh chinese|zh mandarin|ja japanese|ko korean|hi hindi|ur urdu|bn bengali|fa persian|he hebrew
el greek|sv swedish|no norwegian|da danish|fi finnish|cs czech|sk slovak|hu hungarian|bg bulgarian|sr serbian
hr croatian|sq albanian|hy armenian|ka georgian|vi vietnamese|th thai|ta tamil|sw swahili|ber berber|ku kurdish
ps pashto
""".replace("\n", "|")


def _by_name(listed: str) -> dict[str, str]:
    return {label: code for code, _, label in (item.partition(" ") for item in listed.split("|")) if label}


LANGUAGES = _by_name(_LANGUAGES)
ENGLISH_NAMES = _by_name(_ENGLISH)
_CODES = frozenset(LANGUAGES.values())


def language_code(label: str) -> str | None:
    """Return the ISO 639 code of a language's French or English name, or of a code itself; None for another word."""
    words = plain(re.sub(r"\(.*?\)", "", label))
    return LANGUAGES.get(words) or ENGLISH_NAMES.get(words) or (words if words in _CODES else None)


def language_slug(label: str) -> str:
    """Return a short code of our own for a language that nobody listed."""
    return plain(label).replace(" ", "")[:8]
