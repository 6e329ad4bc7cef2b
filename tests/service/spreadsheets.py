"""Spreadsheets as people make them: rows as lists, files as bytes, and what their columns should become."""

import csv
import io

from openpyxl import Workbook

from service.importers.foreign.targets import CANDIDATES, OPENINGS


def as_csv(rows, separator=";", encoding="utf-8"):
    buffer = io.StringIO(newline="")
    csv.writer(buffer, delimiter=separator).writerows(rows)
    return buffer.getvalue().encode(encoding)


def as_xlsx(*sheets):
    book = Workbook()
    book.remove(book.active)
    for number, rows in enumerate(sheets, start=1):
        sheet = book.create_sheet(f"Feuille {number}")
        for row in rows:
            sheet.append(row)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def row(*texts):
    """A row from texts with bars between the cells."""
    return "|".join(texts).split("|")


ADVISER = [
    ["Liste des jeunes suivis en 2025"],
    [],
    row(
        "NOM|Prénom|Date de naissance|Code postal|Ville|Tél.|Mail|Métier recherché|Permis B (oui/non)|Mobilité (km)",
        "Niveau|RQTH|Observations|Référent",
    ),
    row("NOM|Prénom|03/04/2001|78200|Mantes|0600000001|a@example.org|Cariste|oui|20 km|V|non|arrive tard|Une Autre"),
    row("NOMDEUX|Prénom|25/12/1999|78440|Issou|0600000002|b@example.org|ASH|non|30 min|CAP|oui||Une Autre"),
    ["TOTAL", "2"],
]
ADVISER_MAPPED = {
    "NOM": "personal.last_name", "Prénom": "personal.first_name", "Date de naissance": "personal.birth_date",
    "Code postal": "place.postcode", "Ville": "place.label", "Tél.": "personal.phone", "Mail": "personal.email",
    "Métier recherché": "wishes", "Permis B (oui/non)": "licences", "Mobilité (km)": "max_km", "Niveau": "education",
    "RQTH": "personal.rqth", "Observations": None, "Référent": None,
}  # fmt: skip
WISHES = [
    row(
        "NOM Prénom|Emploi souhaité 1|Emploi souhaité 2|Emploi souhaité 3|Dernier emploi|Expérience|Langues",
        "Disponible à partir du|Contrat souhaité|Temps plein/partiel|Compétences|QPV|BRSA|Sexe|Diplôme",
    ),
    row(
        "NOM Prénom|Cariste|Magasinier||Vendeuse|2 ans|anglais (B1), arabe|01/09/2025|CDI, CDD|temps plein|Word",
        "oui|non|F|Bac pro",
    ),
    row(
        "NOMDEUX Prénom|ASH||Aide-soignante|Caissier|6 mois|français|immédiate|Intérim|tps partiel|Excel|non|oui|H|CAP"
    ),
]
WISHES_MAPPED = {
    "NOM Prénom": "personal.name", "Emploi souhaité 1": "wishes", "Emploi souhaité 2": "wishes",
    "Emploi souhaité 3": "wishes", "Dernier emploi": "experience", "Expérience": "experience", "Langues": "languages",
    "Disponible à partir du": "start", "Contrat souhaité": "contracts", "Temps plein/partiel": "hours",
    "Compétences": "skills", "QPV": "personal.qpv", "BRSA": "personal.rsa", "Sexe": "personal.sex",
    "Diplôme": "education",
}  # fmt: skip
MISSPELT = [
    [
        "Prenom",
        "Metier recherhé",
        "Date de naisance",
        "Code postale",
        "Dsponibilité",
        "Langues parlés",
        "Contrats souhaités",
    ],
    ["Prénom", "Soudeur", "03/04/2001", "78200", "01/09/2025", "arabe", "CDI"],
    ["Prénomdeux", "Peintre", "25/12/1999", "78440", "15/09/2025", "anglais", "CDD"],
]
MISSPELT_MAPPED = dict(
    zip(
        MISSPELT[0],
        ("personal.first_name", "wishes", "personal.birth_date", "place.postcode", "start", "languages", "contracts"),
        strict=True,
    )
)
ENGLISH = [
    [
        "Full name",
        "Date of birth",
        "Postcode",
        "Town",
        "Desired job",
        "Driving licence",
        "Languages",
        "Available from",
        "Notes",
    ],
    ["Name Nobody", "2001-04-03", "78200", "Mantes", "Welder", "B", "English (B1), Arabic", "2025-09-01", "late"],
    ["Name Noone", "1999-12-25", "78440", "Issou", "Cook", "B, BE", "French", "2025-10-01", ""],
]
ENGLISH_MAPPED = dict(
    zip(
        ENGLISH[0],
        (
            "personal.name",
            "personal.birth_date",
            "place.postcode",
            "place.label",
            "wishes",
            "licences",
            "languages",
            "start",
            None,
        ),
        strict=True,
    )
)
NO_HEADER = [
    ["78200", "03/04/2001", "a@example.org", "06 00 00 00 01", "B", "CDI", "20 km", "Untel", "anglais, arabe"],
    ["78440", "25/12/1999", "b@example.org", "06 00 00 00 02", "B, BE", "CDD", "5 km", "Autre", "français"],
    ["78711", "13/01/1987", "c@example.org", "+33 6 00 00 00 03", "B", "CDI, CDD", "50km", "Encore", "espagnol"],
]
NO_HEADER_MAPPED = {
    "#1": "place.postcode", "#2": "personal.birth_date", "#3": "personal.email", "#4": "personal.phone",
    "#5": "licences", "#6": "contracts", "#7": "max_km", "#8": None, "#9": "languages",
}  # fmt: skip
HOLES = [
    ["", "Id", "", "Nom", "Métier", "Métier", "Vide", "CP"],
    ["", "A7", "", "NOM", "Cariste", "ASH", "", "78200"],
    ["", "A9", "", "NOMDEUX", "", "", "", "78440"],
]
HOLES_MAPPED = {
    "#1": None, "Id": "id", "#3": None, "Nom": "personal.last_name", "Métier": "wishes", "Métier (2)": "wishes",
    "Vide": None, "CP": "place.postcode",
}  # fmt: skip
LYING = [
    ["Nom", "Ville", "Contact", "Disponibilité", "Salaire", "N°"],
    ["NOM", "78200", "a@example.org", "le matin", "1 900 €", "1"],
    ["NOMDEUX", "78440", "b@example.org", "selon école", "12,50 €/h", "2"],
]
LYING_MAPPED = {
    "Nom": "personal.last_name", "Ville": "place.label", "Contact": None, "Disponibilité": None,
    "Salaire": "wage_floor", "N°": None,
}  # fmt: skip
COMPANY = [
    row(
        "Intitulé du poste|Entreprise|SIRET|Lieu|CP|Contrat|Durée hebdo|Salaire brut mensuel|Date de début|Nb postes",
        "Description|Horaires|Contact",
    ),
    row("Cariste|SARL Inventée|12345678901234|Mantes|78200|CDD 6 mois|35h|1 900 €|01/09/2025|2|Conduire|2x8|Une Autre"),
    row("Serveuse|SARL Inventée|12345678901234|Issou|78440|CDI|temps partiel|2000|15/09/2025|1|Servir|soir|Une Autre"),
]
COMPANY_MAPPED = {
    "Intitulé du poste": "title", "Entreprise": "company.name", "SIRET": "company.siret", "Lieu": "place.label",
    "CP": "place.postcode", "Contrat": "contract", "Durée hebdo": "hours", "Salaire brut mensuel": "wage",
    "Date de début": "start", "Nb postes": "positions", "Description": "description", "Horaires": "working_times",
    "Contact": None,
}  # fmt: skip
ENGLISH_JOBS = [
    [
        "Job title",
        "Company",
        "Location",
        "Contract type",
        "Hours per week",
        "Salary",
        "Start date",
        "Job description",
        "Email",
    ],
    ["Welder", "Invented Ltd", "Mantes", "permanent", "35", "2 000 €", "2025-09-01", "You weld", "a@example.org"],
    ["Cook", "Invented Ltd", "Issou", "temporary", "20h", "12 €", "2025-09-15", "You cook", "b@example.org"],
]
ENGLISH_JOBS_MAPPED = dict(
    zip(
        ENGLISH_JOBS[0],
        ("title", "company.name", "place.label", "contract", "hours", "wage", "start", "description", None),
        strict=True,
    )
)
JOBS_BY_CONTENTS = [
    ["12345678901234", "78200", "K1302", "CDI", "35h"],
    ["23456789012345", "78440", "N1101", "CDD", "temps plein"],
    ["34567890123456", "78711", "G1803", "CDI", "24h"],
]
JOBS_BY_CONTENTS_MAPPED = {
    "#1": "company.siret", "#2": "place.postcode", "#3": "occupation", "#4": "contract", "#5": "hours",
}  # fmt: skip

SPREADSHEETS = {
    "an adviser's list, cp1252 with semicolons": (as_csv(ADVISER, ";", "cp1252"), CANDIDATES, ADVISER_MAPPED),
    "the same as a workbook with other sheets": (
        as_xlsx([["Lisez-moi"]], ADVISER, [["x", "y"]]),
        CANDIDATES,
        ADVISER_MAPPED,
    ),
    "several wishes, utf-16 with tabs": (as_csv(WISHES, "\t", "utf-16"), CANDIDATES, WISHES_MAPPED),
    "the same, utf-16 without its mark": (as_csv(WISHES, "\t", "utf-16-le"), CANDIDATES, WISHES_MAPPED),
    "misspelt headers, utf-8 with a mark": (as_csv(MISSPELT, ",", "utf-8-sig"), CANDIDATES, MISSPELT_MAPPED),
    "English headers between bars": (as_csv(ENGLISH, "|"), CANDIDATES, ENGLISH_MAPPED),
    "no header": (as_csv(NO_HEADER), CANDIDATES, NO_HEADER_MAPPED),
    "blank columns and a header given twice": (as_csv(HOLES), CANDIDATES, HOLES_MAPPED),
    "headers that say little or lie": (as_csv(LYING), CANDIDATES, LYING_MAPPED),
    "a company's jobs": (as_xlsx(COMPANY), OPENINGS, COMPANY_MAPPED),
    "the same, cp1252": (as_csv(COMPANY, ";", "cp1252"), OPENINGS, COMPANY_MAPPED),
    "English jobs": (as_csv(ENGLISH_JOBS, ","), OPENINGS, ENGLISH_JOBS_MAPPED),
    "jobs without a header": (as_csv(JOBS_BY_CONTENTS, "|"), OPENINGS, JOBS_BY_CONTENTS_MAPPED),
}
