"""Twelve invented French CVs in as many layouts; what is personal in them stands in braces, to be changed at will."""

from dataclasses import dataclass

Told = tuple[str, str, str]  # title, first month, last month ("now" for a job still held)


@dataclass(frozen=True)
class Sample:
    """A CV's text and what a reader should find in it."""

    text: str
    jobs: tuple[Told, ...]
    skills: tuple[str, ...] = ()
    headline: str = ""
    licences: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    postcode: str = ""


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

ONE_PERSON = {
    "name": "Prénom NOM",
    "capital_name": "NOM PRENOM",
    "titled_name": "Mme Prénom NOM",
    "street": "12 rue de l'Exemple",
    "phone": "06 12 34 56 78",
    "email": "prenom.nom@exemple.fr",
    "age": "32 ans",
    "birth": "Née le 12/03/1990 à Exempleville",
    "birth_day": "12/03/1990",
    "family": "Mariée, 2 enfants",
    "marital_capitals": "CELIBATAIRE",
    "nationality": "française",
    "nationality_piece": "Nationalité française",
    "nationality_line": "Nationalité : portugaise",
    "belief": "chorale de la paroisse",
    "capital_belief": "MEMBRE DE L'EGLISE EVANGELIQUE",
    "health": "RQTH jusqu'en 2027",
    "benefits": "Bénéficiaire du RSA",
    "hobby": "Militant CGT",
    "social_number": "2 90 03 78 123 456 78",
    "licence_number": "123456789012",
    "gap": "Congé parental",
    "mandate": "Délégué syndical CFDT",
    "record": "Casier judiciaire vierge",
    "military": "Service militaire effectué",
    "photo": "[Photo]",
    "mother": "Mère de 3 enfants",
    "volunteering": "Catéchisme à la paroisse",
    "links": "linkedin.com/in/prenom-nom",
}
ANOTHER_PERSON = {
    "name": "Xyléna TRUCMUCHE-BIDULE",
    "capital_name": "TRUCMUCHE XYLENA",
    "titled_name": "Mlle Xyléna Trucmuche",
    "street": "3 bis avenue du Modèle, bâtiment C",
    "phone": "+33 (0)7.98.76.54.32",
    "email": "xylena_trucmuche78@courrier.example",
    "age": "Âge : 58 ans",
    "birth": "Né en 1965 à Modèleville (Algérie)",
    "birth_day": "1er avril 1968",
    "family": "Célibataire sans enfant",
    "marital_capitals": "DIVORCEE, 4 ENFANTS",
    "nationality": "malienne",
    "nationality_piece": "De nationalité algérienne",
    "nationality_line": "Titre de séjour valable",
    "belief": "scoutisme",
    "capital_belief": "PRIERE A LA MOSQUEE",
    "health": "Travailleur handicapé",
    "benefits": "Allocataire de l'ASS",
    "hobby": "Syndiquée, parti socialiste",
    "social_number": "168049935212345",
    "licence_number": "99AB123456",
    "gap": "Arrêt maladie",
    "mandate": "Représentante syndicale FO",
    "record": "Casier judiciaire : bulletin n° 3",
    "military": "JAPD effectuée",
    "photo": "Photo",
    "mother": "Père de famille",
    "volunteering": "Cours de Coran, mosquée",
    "links": "www.facebook.com/trucmuche",
}
