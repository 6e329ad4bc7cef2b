"""Six more invented French CVs: capitals, gaps, columns, a CV without dates, two languages."""

from tests.matching.text.cv_sample import Sample

CAPITALS_WITHOUT_ACCENTS = Sample(
    """CURRICULUM VITAE
{capital_name}
{street}
78520 LIMAY
TEL {phone}
{marital_capitals}
EXPERIENCES PROFESSIONNELLES
DEPUIS 2021 PLONGEUR AU RESTAURANT EXEMPLE
DE JUIN 2019 A AOUT 2020 COMMIS DE CUISINE CHEZ BRASSERIE EXEMPLE
FEV. 2018 - DEC. 2018 EMPLOYE POLYVALENT, CANTINE EXEMPLE
FORMATIONS
2017 TITRE PROFESSIONNEL CUISINIER, AFPA
LANGUES
FRANCAIS COURANT, ARABE LANGUE MATERNELLE
LOISIRS
CUISINE, {capital_belief}
""",
    (
        ("PLONGEUR", "2021", "now"),
        ("COMMIS DE CUISINE", "2019-06", "2020-08"),
        ("EMPLOYE POLYVALENT", "2018-02", "2018-12"),
    ),
    languages=("fr", "ar"),
    postcode="78520",
)

GAPS_AND_INTERIM = Sample(
    """{name}
Maçon
{street}, 78130 Les Mureaux
N° sécurité sociale : {social_number}
N° de permis : {licence_number}

Expériences
2022 - aujourd'hui  Maçon (missions d'intérim), Agence Exemple
2020 - 2022  {gap}
2015 - 2019  Maçon coffreur, Bâtiment Exemple
2014 (6 mois)  Manœuvre, Chantier Exemple
2010 - 2013  {mandate}

Formation
2010  BEP Gros œuvre

Permis B, permis C
{record}
{military}
""",
    (("Maçon", "2022", "now"), ("Maçon coffreur", "2015", "2019"), ("Manœuvre", "2014", "2014")),
    headline="Maçon",
    licences=("B", "C"),
    postcode="78130",
)

TWO_COLUMNS_FLATTENED = Sample(
    """{name}
Préparatrice de commandes
CONTACT   EXPÉRIENCES PROFESSIONNELLES
{phone}
{email}
PROFIL
Dynamique et ponctuelle
Janv. 2022 - Actuel : Préparatrice de commandes - Plateforme Exemple
Picking et filmage de palettes
COMPÉTENCES
Scanner, filmeuse
Mars 2020 - Déc. 2021 : Agent de tri - Centre de tri Exemple
LANGUES
Français
{age}
FORMATION
2019 - Bac professionnel Logistique - Lycée Exemple
""",
    (("Préparatrice de commandes", "2022-01", "now"), ("Agent de tri", "2020-03", "2021-12")),
    ("Scanner", "filmeuse"),
    "Préparatrice de commandes",
    (),
    ("fr",),
)

CHILD_CARE = Sample(
    """{titled_name}
Née le {birth_day}
Adresse : {street} 78711 Mantes-la-Ville
{photo}
Auxiliaire de crèche
PROFIL
{mother}. Patiente, je souhaite travailler auprès des enfants.
EXPÉRIENCE
09/2021 à ce jour   Auxiliaire de crèche   Crèche Exemple
Accueil des familles, soins d'hygiène, jeux d'éveil
01/09/2019 au 31/08/2021   Assistante maternelle   À domicile
Garde de 3 enfants
2018   Stagiaire petite enfance   École Exemple
FORMATION
2018 CAP Accompagnant éducatif petite enfance
BÉNÉVOLAT
2019-2020 {volunteering}
LOISIRS
Lecture, {belief}
""",
    (
        ("Auxiliaire de crèche", "2021-09", "now"),
        ("Assistante maternelle", "2019-09", "2021-08"),
        ("Stagiaire petite enfance", "2018", "2018"),
    ),
    headline="Auxiliaire de crèche",
    postcode="78711",
)

TOLD_WITHOUT_DATES = Sample(
    """{name}
{links}
Poste recherché : agent polyvalent de restauration
Expérience professionnelle :
Serveuse – Restaurant Exemple
Plongeuse – Cantine Exemple
Formation :
Niveau CAP Cuisine
Savoir-faire :
Mise en place de la salle / Encaissement / Plonge
{nationality_line}
""",
    (("Serveuse", "", ""), ("Plongeuse", "", "")),
    ("Mise en place de la salle", "Encaissement", "Plonge"),
    "agent polyvalent de restauration",
)

ENGLISH_AND_FRENCH = Sample(
    """{name}
WAREHOUSE WORKER
{email} | {phone}
Date of birth: {birth_day}
Nationality: {nationality}

WORK EXPERIENCE
Warehouse Worker, Example Ltd
March 2019 to Current
Loading trucks

Kitchen Assistant, Example Hotel
June 2017 to February 2019
Dishwashing

EDUCATION
High School Diploma, 2016

SKILLS
Forklift driving, stock control

LANGUAGES
English (B2), French (A2)
""",
    (("Warehouse Worker", "2019-03", "now"), ("Kitchen Assistant", "2017-06", "2019-02")),
    ("Forklift driving", "stock control"),
    "WAREHOUSE WORKER",
    (),
    ("en", "fr"),
)
