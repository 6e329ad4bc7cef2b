"""Twelve trades in our own words, small enough to see what any wording should give, and a model of plain weights."""

from matching.taxonomy import Reference
from matching.text.index import WordIndex, build_index
from matching.text.model import Judge, TextModel

_TRADES = """
D1102 Boulangerie|Boulanger / Boulangère|Tourier / Tourière
D1106 Vente en magasin|Vendeur / Vendeuse en boulangerie|Vendeur / Vendeuse de vêtements
H2913 Soudage manuel|Soudeur / Soudeuse|Soudeur / Soudeuse à l'arc
H2902 Chaudronnerie|Chaudronnier / Chaudronnière|Chef / Cheffe d'équipe
J1501 Soins d'hygiène et de confort|Aide-soignant / Aide-soignante
J1506 Soins infirmiers|Infirmier / Infirmière
K1302 Assistance à domicile|Aide à domicile|Auxiliaire de vie
K2204 Nettoyage de locaux|Agent / Agente de nettoyage|Chef / Cheffe d'équipe
M1607 Secrétariat|Secrétaire|Assistant / Assistante de direction
M1855 Développement informatique|Développeur / Développeuse informatique|Intégrateur / Intégratrice web
N1101 Conduite d'engins de manutention|Cariste|Conducteur / Conductrice de chariot élévateur
N4101 Transport routier|Conducteur / Conductrice de poids lourd|Chauffeur-livreur / Chauffeuse-livreuse
"""
_TEXTS = {
    "D1102": "Fabrique des pains et des viennoiseries. Pétrit la pâte, la façonne et la cuit au four.",
    "D1106": "Accueille les clients, les conseille, encaisse et réassortit les rayons du magasin.",
    "H2913": "Assemble des pièces de métal par fusion avec un poste à souder selon un plan.",
    "H2902": "Trace, découpe et forme des tôles pour en faire des cuves.",
    "J1501": "Aide les malades à se laver, à manger et à se lever, à l'hôpital ou en maison de retraite.",
    "J1506": "Donne les soins prescrits par un médecin, fait des piqûres et des pansements.",
    "K1302": "Aide des personnes âgées chez elles pour les repas, le ménage et les courses.",
    "K2204": "Lave les sols, vide les corbeilles et désinfecte des bureaux.",
    "M1607": "Tient l'agenda, frappe le courrier et répond au téléphone.",
    "M1855": "Écrit, essaie et corrige des logiciels et des sites.",
    "N1101": "Décharge des camions et range des palettes dans un entrepôt avec un chariot.",
    "N4101": "Transporte des marchandises sur la route avec un camion et tient son carnet de bord.",
}
_SKILLS = {  # label → occupations, the first in its core
    "Pétrir une pâte": ("D1102",),
    "Cuire des pains": ("D1102",),
    "Conseiller un client": ("D1106", "M1607"),
    "Encaisser un achat": ("D1106",),
    "Souder au TIG": ("H2913", "H2902"),
    "Lire un plan": ("H2913", "H2902"),
    "Plier une tôle": ("H2902",),
    "Faire une toilette": ("J1501", "K1302"),
    "Lever un patient": ("J1501", "J1506"),
    "Poser un pansement": ("J1506",),
    "Préparer un repas": ("K1302",),
    "Laver un sol": ("K2204", "K1302"),
    "Tenir un agenda": ("M1607",),
    "Écrire un programme": ("M1855",),
    "Ranger des palettes": ("N1101",),
    "Conduire un chariot élévateur": ("N1101",),
    "Conduire un camion": ("N4101",),
}
GROUPS = {"D": "Nourrir et vendre", "H": "Travailler le métal", "J": "Soigner", "K": "Entretenir", "M": "Bureau"}


def _reference() -> Reference:
    rows = [(line[:5], line[6:].split("|")) for line in _TRADES.strip().splitlines()]
    titles = [(code, label) for code, (_, *labels) in rows for label in labels]
    groups = [(str(90_000 + i), "macro", label, "") for i, label in enumerate(GROUPS.values())]
    skills = [(str(91_000 + i), "skill", label, "") for i, label in enumerate(_SKILLS)]
    return Reference(
        occupations=[(code, name, code, False) for code, (name, *_) in rows],
        titles=[(str(70_000 + i), label, label, code) for i, (code, label) in enumerate(titles)],
        skills=groups + skills,
        links=[
            (occupation, code, place == 0)
            for code, _, label, _ in skills
            for place, occupation in enumerate(_SKILLS[label])
        ],
        texts=list(_TEXTS.items()),
    )


REFERENCE = _reference()
SKILL = {label: code for code, _, label, _ in REFERENCE.skills}  # label → code
INDEX: WordIndex = build_index(REFERENCE)
EMPTY: WordIndex = build_index(Reference())
MODEL = TextModel(
    titles=Judge({"letters": 4.0, "words": 3.0, "together": 2.0, "sense": 2.0, "about": 3.0}),
    ads=Judge({"letters": 3.0, "words": 2.0, "together": 1.5, "sense": 1.0, "described": 2.0, "meant_most": 2.0}),
    skills=Judge({"always": -3.0, "near": 4.0, "usual": 2.0, "core": 1.0}),
)
