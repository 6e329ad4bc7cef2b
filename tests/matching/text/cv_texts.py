"""Twelve invented French CVs in as many layouts; what is personal in them stands in braces, to be changed at will."""

from tests.matching.text.cv_sample import ANOTHER_PERSON, ONE_PERSON, Sample
from tests.matching.text.more_cv_texts import (
    CAPITALS_WITHOUT_ACCENTS,
    CHILD_CARE,
    ENGLISH_AND_FRENCH,
    GAPS_AND_INTERIM,
    TOLD_WITHOUT_DATES,
    TWO_COLUMNS_FLATTENED,
)

__all__ = ["ANOTHER_PERSON", "ONE_PERSON", "Sample"]

CHRONOLOGICAL = Sample(
    """{name}
{street}
78130 Les Mureaux
{phone}
{email}
{age}
{birth}
{family}
Permis B

CARISTE

EXPÉRIENCES PROFESSIONNELLES
Depuis mars 2021 : Cariste – Entrepôt Exemple, Gargenville (78)
• Chargement et déchargement de camions
• Inventaire et préparation de commandes
2018 - 2021 : Préparateur de commandes – Logistique Exemple
• Préparation à la voix
De septembre 2016 à juin 2017 : Manutentionnaire (intérim) – Agence Exemple

FORMATION
2016 : CACES R489 catégories 1, 3 et 5
2015 : CAP Opérateur logistique, Lycée Exemple

COMPÉTENCES
Gestion des stocks, conduite de chariots, utilisation d'un PDA

LANGUES
Français : langue maternelle
Portugais : courant

CENTRES D'INTÉRÊT
Football, {belief}
""",
    (
        ("Cariste", "2021-03", "now"),
        ("Préparateur de commandes", "2018", "2021"),
        ("Manutentionnaire", "2016-09", "2017-06"),
    ),
    ("Gestion des stocks", "conduite de chariots", "utilisation d'un PDA"),
    "CARISTE",
    ("B",),
    ("fr", "pt"),
    "78130",
)

DATES_ON_THE_RIGHT = Sample(
    """Nom : {name}
Adresse : {street}, 78200 Mantes-la-Jolie
Tél. : {phone} - Mail : {email}
Nationalité : {nationality}
Situation familiale : {family}

Recherche un poste d'aide à domicile

Parcours professionnel

Aide à domicile, Association Exemple          03/2018 – 06/2020
- Aide à la toilette et aux repas
- Entretien du logement
Auxiliaire de vie, Maison de retraite Exemple          09/2020 – aujourd'hui
Garde d'enfants          sept. 2015 – juil. 2017

Diplômes
Diplôme d'État d'Accompagnant Éducatif et Social          2018

Compétences
Aide à la mobilité ; Préparation des repas ; Discrétion

Permis : B
""",
    (
        ("Aide à domicile", "2018-03", "2020-06"),
        ("Auxiliaire de vie", "2020-09", "now"),
        ("Garde d'enfants", "2015-09", "2017-07"),
    ),
    ("Aide à la mobilité", "Préparation des repas", "Discrétion"),
    "aide à domicile",
    ("B",),
    (),
    "78200",
)

DATES_ON_THEIR_OWN_LINE = Sample(
    """{name}
{birth} | {nationality_piece} | {family}
{street} 78440 Gargenville

Expérience professionnelle

2019 - 2021
Agent d'entretien
Société Exemple, Les Mureaux
Nettoyage de bureaux et de sanitaires
Utilisation de l'autolaveuse

Octobre 2017 à décembre 2018
Femme de chambre
Hôtel Exemple

Été 2017
Plongeuse
Restaurant Exemple

Formations
2016
CAP Agent de propreté et d'hygiène
CFA Exemple
""",
    (
        ("Agent d'entretien", "2019", "2021"),
        ("Femme de chambre", "2017-10", "2018-12"),
        ("Plongeuse", "2017-07", "2017-08"),
    ),
    postcode="78440",
)

TITLE_ABOVE = Sample(
    """{name}
SOUDEUR TIG
{email} / {phone}
{health}

EXPERIENCE

Soudeur TIG/MIG
Chaudronnerie Exemple | Avril 2019 - Présent
Soudage de tuyauteries inox
Lecture de plans

Soudeur semi-automatique
Métallerie Exemple | Janvier 2016 - Mars 2019
Assemblage de structures

Apprenti chaudronnier
Atelier Exemple | Septembre 2013 - Juin 2015

FORMATION

CAP Réalisation en chaudronnerie industrielle
CFA Exemple | 2013 - 2015

HABILITATIONS
Licence de soudage 141

{hobby}
""",
    (
        ("Soudeur TIG", "2019-04", "now"),
        ("Soudeur semi-automatique", "2016-01", "2019-03"),
        ("Apprenti chaudronnier", "2013-09", "2015-06"),
    ),
    headline="SOUDEUR TIG",
)

BY_SKILL = Sample(
    """{name}
{age}, {family}
Objectif : Agent de service hospitalier (ASH)

MES COMPÉTENCES
Hygiène et entretien
- Bionettoyage des chambres
- Protocoles de désinfection
Relation aux patients
- Écoute et discrétion

EXPÉRIENCES
- ASH, EHPAD Exemple, 2 ans
- Agent d'entretien, Mairie d'Exemple, 18 mois
- Bénévole, Association Exemple (2014)

{benefits}
{health}
""",
    (("ASH", "", ""), ("Agent d'entretien", "", ""), ("Bénévole", "2014", "2014")),
    ("Bionettoyage des chambres", "Protocoles de désinfection", "Écoute et discrétion"),
    "Agent de service hospitalier",
)

NO_HEADINGS = Sample(
    """{name}
{street} - 78130 Les Mureaux
{phone}
{age}
2020-2022 Vendeuse en boulangerie, Boulangerie Exemple
2017-2019 Caissière, Supermarché Exemple
2016 Stage de vente, Magasin Exemple
2015 CAP Vente
Anglais : notions
Permis B et véhicule
""",
    (("Vendeuse en boulangerie", "2020", "2022"), ("Caissière", "2017", "2019")),
    licences=("B",),
    languages=("en",),
    postcode="78130",
)

SAMPLES = (
    CHRONOLOGICAL,
    DATES_ON_THE_RIGHT,
    DATES_ON_THEIR_OWN_LINE,
    TITLE_ABOVE,
    BY_SKILL,
    NO_HEADINGS,
    CAPITALS_WITHOUT_ACCENTS,
    GAPS_AND_INTERIM,
    TWO_COLUMNS_FLATTENED,
    CHILD_CARE,
    TOLD_WITHOUT_DATES,
    ENGLISH_AND_FRENCH,
)
