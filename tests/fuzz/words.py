"""Words, numbers and signs that parsers trip over: put into good documents, and the dictionary of the fuzzer."""

import re

_WORDS = """
|a|é|œ|İ|ß|ﬁ|ǅ|٣|²|½|Ⅷ|\u0301|\u200b|\u202e|\ud7ff|\U0001f600|\x00|\x1f|\x85|\u2028|\ufeff|\ufffe|\xa0|\u2212|\uff11
<p>|</p>|<li>|&amp;|&#0;|&#x110000;|&#xD800;
<!--|-->|<![CDATA[|<script>|]]>|%s|{0}|'|"|\\|;|,|\t|\r|-|–|•|·|/|(|)|[|]|:|=|@|#
0|1|-1|00|1e309|99999999999999999999|12,50|1 900,50|1\u202f900 €|0.1.2|NaN|Infinity|true|null|78130|2A004|97411|00000
2026|2026-02-30|2026-13|0000-00-00|9999-12-31|31/12/1999|12/31/99|29/02/2023|mars 2021|depuis 2019|à ce jour|P1Y2M
PT0S|10 ans|6 à 12 mois|1 900 €|1\u202f900 € brut|de suite|de 25 à 30 K€ par an|40 k€|2000 € net|12,50 €/h brut
mensuel|annuel|CDI|CDD 6 mois|intérim|CDI de 35 h|temps partiel|35h|35H00|0h|999999999999 h
Horaire de 12,50 à 11,00 Euros|Mensuel de 1923.00 Euros sur 12 mois|Cariste (H/F)|employé(e)|conducteur/trice|H/F/X
TIG/MIG|CACES R489 1-3-5|CACES|permis B|permis C et CE|bac+2|Niveau V|CAP|anglais B2|arabe : courant|exigé
serait un plus|débutant accepté|2 ans d'expérience|78 - Gargenville|06 12 34 56 78|a@example.org
Née le 12/03/1990 à Exempleville|32 ans|mariée, 2 enfants|RQTH|EXPÉRIENCES PROFESSIONNELLES|FORMATION|LANGUES
COMPÉTENCES|2 x 8|2x8|nuit|week-end|lundi au vendredi|dès que possible|10 postes|dix postes|=cmd()|+33|N1101|11564
123456789|A*|x y z|HOUR|MONTH|FULL_TIME|JobPosting|EUR|fr|FR|C2|native|present|oui|non|x|✓|30 km|1h30|20 min|QPV|BRSA
F|M.
"""
_LONG = ("x" * 70, "9" * 400, "é" * 300, "1 an et " * 40, "- " * 200, "x\n" * 100)
WORDS = [*re.split(r"[|\n]", _WORDS.strip("\n")), "|", "\n", "\r\n", *_LONG]
TOKENS = [*(word.encode() for word in WORDS if word), b"\xff\xfe", b"\xef\xbb\xbf", b"\x80", b"\xe9", b"PK\x03\x04"]
