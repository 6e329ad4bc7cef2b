"""A CV's text with what a reader should find in it, and two invented people who may have written it."""

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
