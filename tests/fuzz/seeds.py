"""Good documents in XML, packages, tables and texts, to begin from; nobody in them exists."""

import copy
import json
import zipfile
from io import BytesIO

from service.importers import tension
from tests.fuzz.edits import tree_of
from tests.fuzz.values import JOB, PERSON, POSTING
from tests.matching.text.cv_texts import ONE_PERSON, SAMPLES
from tests.service import cv_documents as made
from tests.service.spreadsheets import ADVISER, COMPANY, SPREADSHEETS, as_csv, as_xlsx

_BODY = """<document><body>
<p><pPr><pStyle val="Puce"/></pPr><r><t>Cariste</t><tab/><t>2019</t><br/></r></p>
<p><pPr><numPr><numId val="1"/></numPr></pPr><r><t>Charger</t><noBreakHyphen/><sym char="F0"/></r>
<del><r><delText>x</delText></r></del><ins><r><t>ajout</t></r></ins></p>
<tbl><tr><tc><p><r><t>2019</t></r></p></tc>
<sdt><sdtContent><tc><p><r><t>Soudeur</t></r></p><p><r><t>TIG</t></r></p></tc></sdtContent></sdt></tr></tbl>
<sdt><sdtPr/><sdtContent><p><r><t>Contrôle</t></r></p></sdtContent></sdt>
<p><r><AlternateContent><Choice><drawing><txbxContent><p><r><t>Boîte</t></r></p></txbxContent></drawing></Choice>
<Fallback><txbxContent><p><r><t>Boîte</t></r></p></txbxContent></Fallback></AlternateContent>
<instrText>PAGE</instrText></r></p>
<p><hyperlink><r><t>lien</t></r></hyperlink><ruby><rt><r><t>x</t></r></rt></ruby></p></body></document>"""
_STYLES = """<styles><style styleId="Puce"><name val="List Bullet"/><pPr><numPr/></pPr></style>
<style styleId="T"><name val="heading 1"/><pPr><numPr/></pPr></style></styles>"""
WORD = [
    {
        "[Content_Types].xml": tree_of(made.content_types()),
        "word/document.xml": tree_of(_BODY),
        "word/styles.xml": tree_of(_STYLES),
        "word/header1.xml": tree_of("<hdr><p><r><t>Page d'en-tête</t></r></p></hdr>"),
    }
]
_CONTENT = """<document-content><body><text><h outline-level="1">Cariste</h>
<p>2019<tab/>Soudeur<s c="3"/>TIG<line-break/>x<span>y</span><note>n</note><annotation><p>z</p></annotation>
<frame><text-box><p>Boîte</p></text-box></frame></p>
<list><list-item><p>Charger</p><list><list-item><p>Ranger</p></list-item></list></list-item></list>
<table><table-row><table-cell><p>2019</p></table-cell><table-cell><p>Soudeur</p><p>TIG</p></table-cell></table-row>
</table><section><p>Fin</p></section><tracked-changes/></text></body></document-content>"""
_ODT_STYLES = "<document-styles><master-page><header><p>En-tête</p></header></master-page></document-styles>"
ODT = [
    {
        "mimetype": "application/vnd.oasis.opendocument.text",
        "content.xml": tree_of(_CONTENT),
        "styles.xml": tree_of(_ODT_STYLES),
        "META-INF/manifest.xml": tree_of("<manifest><file-entry/></manifest>"),
    }
]
EUROPASS = [tree_of(made.PASSPORT), tree_of(made.CANDIDATE)]
OWN_TABLE = [
    b'id,title,skills,wage,place,hours\no1,Cariste,[{"label": 1}],1900-2100,78440,35\n',
    "id;wishes;licences;place.postcode;Prénom;max_km\nc1;cariste|magasinier;B;78130;Prénom;20\n".encode("cp1252"),
    json.dumps(PERSON).encode() + b"\n" + json.dumps(JOB).encode() + b"\n{\n",
]
_PARTNER = {
    "Par_ref_offre": "r1", "Par_nom": "PARTENAIRE", "Code_OGR": "11564", "Libelle_metier_OGR": "Cariste",
    "Desc_offre": "Conduire", "Type_contrat": "CDD", "Duree_contrat": "6 mois", "Duree_hebdo": "35",
    "Temps_travail": "Temps plein", "Code_commune": "78440", "Lieu": "Issou", "Salaire_min": "1900",
    "Salaire_max": "2100", "Type_salaire": "Mensuel", "Exp_exigee": "O", "Exp_duree": "12",
    "Permis": "B - Véhicule léger", "OST_poste_restant_nb": "2", "Date_creation": "01/11/2026",
    "Type_mouvement": "C", "NAF": "4941A", "SIRET": "12345678901234", "Competences": "Ranger|Charger",
    "Formation": "Bac", "Latitude": "48,9",
}  # fmt: skip
PARTNER = as_csv([list(_PARTNER), list(_PARTNER.values()), ["r2", *[""] * 18, "S"]], encoding="cp1252")
TABLES = [raw for raw, _, _ in SPREADSHEETS.values() if not raw.startswith(b"PK")]
TEXTS = [sample.text.format_map(ONE_PERSON).encode() for sample in SAMPLES]
AD = """URGENT – Cariste CACES 1-3-5 (H/F) – Gargenville
Notre société, leader depuis 1998, compte 40 salariés. Nous recherchons 2 caristes en CDI, temps plein 35h, en 2x8,
du lundi au vendredi. Salaire : 12,50 €/h brut, 1 900 à 2 100 € par mois. Permis B exigé, anglais B1 serait un plus.
Bac pro ou CAP, débutant accepté ou 2 ans d'expérience. Poste à pourvoir dès le 01/12/2026 à Issou (78440).
CDD de 6 mois possible.
""".encode()
OTHER_AD = """Stage ou alternance : aide-soignant.e de nuit
L'entreprise Inventé SARL recrute pour son client, en contrat d'apprentissage de 24 mois, 26 heures par semaine.
SMIC + primes, 25 à 30 K€ par an, 13e mois. Diplôme d'État obligatoire, Permis B souhaité, véhicule indispensable.
Vous travaillez les samedis et dimanches, de 21h à 6h. Anglais courant et arabe appréciés. Expérience : 1 an minimum.
Compétences requises :
- habilitation électrique B1V, SSIAP 1, FIMO
Prise de poste immédiate. Lieu : 78130 Les Mureaux. Deux postes.
""".encode()
TITLES = [b"URGENT - conducteur(trice) PL/SPL (H/F)", b"employe.e polyvalent-e, hotesse d'accueil et/ou vendeuse"]


def _parts_of(raw):
    with zipfile.ZipFile(BytesIO(raw)) as archive:
        return {name: tree_of(archive.read(name)) for name in archive.namelist()}


WORKBOOKS = [_parts_of(as_xlsx(ADVISER)), _parts_of(as_xlsx([["id", "title"], ["a", "Cariste"], [2, True]], COMPANY))]


LABELS = b"Cariste\nSoudeur / Soudeuse\nAide-soignant\n\nConductrice de chariots\nsoudeuse TIG\n"
LISTS = [
    b"insee,postcode,name,lat,lon,bassin,bassin_name\n78440,78130,Les Mureaux,48.99,1.9,1122,Mantes\n",
    b"#Code_commune_INSEE;Code_postal;Nom_de_la_commune;coordonnees_gps\n2A004;20000;AJACCIO;41.92,8.73\n",
    as_csv([[*tension.KEYS, *tension.AMOUNTS, *tension.CLASSES], ["N1101", "1122", "2025", "12,5", "", *"1234512"]]),
]
PAGE = b"<script type='application/ld+json'>" + json.dumps(POSTING).encode() + b"</script>"
DRAWN = b"BT /F 10 Tf 1 0 0 1 50 700 Tm (Cariste) Tj 0 -12 Td [(2) -50 (019)] TJ T* <41> Tj ET q 1 0 0 1 0 0 cm Q"
_FIELD = b"<< /Type /Annot /Subtype /Widget /FT /Tx /T (poste) /V (Soudeur TIG) /Rect [50 600 200 620] >>"
_FILE = b"<< /Type /Filespec /F (cv.xml) /UF (cv.xml) /EF << /F 11 0 R >> >>"
_FILES = "/Names << /EmbeddedFiles << /Names [(cv.xml) 10 0 R] >> >>"
_SIDES = [(x, 700 - 20 * line, f"{text} {line}") for line in range(8) for x, text in ((50, "gauche"), (320, "droite"))]
PDFS = [
    made.pdf(_SIDES),
    made.pdf([(50, 700, "Cariste"), (300, 700, "2019"), (50, 680, "Charger")], [(50, 700, "Page 2")]),
    made.pdf([(50, 700, "Poste voulu")], objects=[_FIELD], page="/Annots [10 0 R]"),
    made.pdf(
        [(50, 700, "x")], objects=[_FILE, made.stream(made.PASSPORT.encode(), "/Type /EmbeddedFile")], catalog=_FILES
    ),
]


def documents():
    """Files of each kind as their bytes."""
    texts = (made.PASSPORT, made.CANDIDATE, json.dumps(made.RESUME), SAMPLES[0].text)
    archives = (made.word(made.p("Cariste")), made.odt("<text:p>Cariste</text:p>"))
    return [*(text.encode() for text in texts), SAMPLES[0].text.encode("cp1252", "replace"), *archives]


def names_in(*documents):
    """Every name that some documents use, and every text without spaces: tags and keys."""
    found = {}
    waiting = list(copy.deepcopy(documents))
    while waiting:
        one = waiting.pop()
        if isinstance(one, dict):
            found |= dict.fromkeys(one)
            waiting += one.values()
        elif isinstance(one, list):
            found |= dict.fromkeys(part for part in one[:1] if isinstance(part, str) and part.isidentifier())
            waiting += one
    return sorted(found)
