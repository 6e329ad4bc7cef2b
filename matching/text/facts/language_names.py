"""Languages by their names in French, as ISO 639 codes."""

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


def language_code(label: str) -> str | None:
    """Return the ISO 639 code of a language's French name (or of a code itself); None when it is not known."""
    words = plain(re.sub(r"\(.*?\)", "", label))
    return LANGUAGES.get(words) or (words if words in LANGUAGES.values() else None)


def language_slug(label: str) -> str:
    """Return a short code of our own for a language that nobody listed."""
    return plain(label).replace(" ", "")[:8]
