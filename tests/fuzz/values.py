"""Good documents in JSON, as full as may be; nobody in them exists."""

EUROPASS_JSON = [
    {
        "SkillsPassport": {
            "LearnerInfo": {
                "Identification": {
                    "ContactInfo": {"Address": {"Contact": {"PostalCode": "78130", "Municipality": "Issou"}}}
                },
                "Headline": {"Description": {"Label": "Cariste"}},
                "WorkExperience": [
                    {"Period": {"From": {"Year": 2019, "Month": 3}, "Current": True}, "Position": {"Label": "Cariste"}}
                ],
                "Education": [{"Title": "Bac pro", "Level": {"Code": "4"}, "Period": {"To": {"Year": 2010}}}],
                "Skills": {
                    "Linguistic": {
                        "ForeignLanguage": [{"Description": {"Code": "en"}, "ProficiencyLevel": {"Reading": "B2"}}]
                    },
                    "Driving": {"Description": ["B", "BE"]},
                    "Computer": {"Description": "<p>Excel</p>"},
                },
            }
        }
    }
]
POSTING = {
    "@context": "https://schema.org/",
    "@graph": [
        {
            "@type": ["JobPosting"],
            "title": "Cariste (H/F)",
            "description": "<p>Conduire &amp; ranger</p><ul><li>un</li></ul>",
            "responsibilities": "Charger",
            "identifier": {"@type": "PropertyValue", "value": "ref-1"},
            "url": "https://example.org/1",
            "datePosted": "2026-11-01T08:00:00Z",
            "validThrough": "2026-11-10",
            "jobStartDate": "2026-12-01",
            "jobDuration": "P6M",
            "employmentType": ["FULL_TIME", "TEMPORARY"],
            "hiringOrganization": {"name": "Inventé SARL", "identifier": "12345678901234", "taxID": "x"},
            "industry": [{"termCode": "49.41A"}],
            "jobLocation": [
                {
                    "address": {"addressLocality": "Issou", "postalCode": "78440", "addressCountry": "FR"},
                    "geo": {"latitude": "48.98", "longitude": 1.8},
                    "identifier": {"name": "INSEE", "value": "78314"},
                }
            ],
            "baseSalary": {"currency": "EUR", "value": {"minValue": 12.5, "maxValue": "14,00", "unitText": "HOUR"}},
            "experienceRequirements": {"monthsOfExperience": 12},
            "educationRequirements": {"credentialCategory": "high school"},
            "skills": ["Conduite, rangement", {"termCode": "120130", "inDefinedTermSet": "ROME", "name": "Ranger"}],
            "qualifications": ["Permis B", {"credentialCategory": "certificate", "name": "CACES R489 3"}],
            "occupationalCategory": {"codeValue": "N1101", "inCodeSet": "ROME"},
            "relevantOccupation": {"termCode": "11564", "inDefinedTermSet": "OGR"},
            "workHours": "35h, du lundi au vendredi",
            "totalJobOpenings": "2",
        }
    ],
}
OFFER = {
    "id": "200ABCD",
    "intitule": "Soudeur H/F",
    "description": "Vous soudez.",
    "dateCreation": "2026-03-01T10:00:00.000Z",
    "romeCode": "H2913",
    "appellationlibelle": "Soudeur / Soudeuse",
    "typeContrat": "CDD",
    "typeContratLibelle": "Contrat à durée déterminée - 6 Mois",
    "natureContrat": "Contrat travail",
    "alternance": False,
    "experienceExige": "E",
    "experienceLibelle": "2 An(s)",
    "nombrePostes": 2,
    "codeNAF": "25.11Z",
    "dureeTravailLibelle": "35H/semaine Travail en journée",
    "dureeTravailLibelleConverti": "Temps plein",
    "lieuTravail": {
        "libelle": "78 - Issou",
        "latitude": 48.98,
        "longitude": 1.8,
        "codePostal": "78440",
        "commune": "78314",
    },
    "entreprise": {"nom": "Inventé SARL", "siret": "12345678901234"},
    "salaire": {"libelle": "Mensuel de 1923.00 Euros sur 12 mois", "commentaire": "primes"},
    "contexteTravail": {"horaires": ["35H/semaine"], "conditionsExercice": ["Travail de nuit"]},
    "competences": [{"code": "120130", "libelle": "Ranger", "exigence": "E"}],
    "langues": [{"libelle": "Anglais", "exigence": "S"}],
    "permis": [{"libelle": "B - Véhicule léger", "exigence": "E"}],
    "formations": [{"niveauLibelle": "Bac ou équivalent", "exigence": "S", "libelle": "Soudage"}],
}
OFFERS = [OFFER, {"resultats": [OFFER, OFFER | {"id": "2"}]}]
PERSON = {
    "id": "c1",
    "wishes": [{"occupation": "N1105"}, {"title": "Cariste de nuit", "requirement": "wish"}],
    "skills": [{"code": "120130", "level": 3}, {"label": "Souder", "held": False}],
    "experience": [{"title_code": "11564", "months": 18}],
    "education": 3,
    "languages": [{"code": "fr", "level": "B2"}],
    "licences": [{"code": "B"}],
    "certificates": [{"code": "CACES R489 3"}],
    "place": {"insee": "78440", "postcode": "78440"},
    "max_km": 20,
    "contracts": ["CDI", "MIS"],
    "start": "2026-12-01",
    "first_name": "Prénom",
    "birth_date": "1990-01-02",
}
JOB = {
    "id": "o1",
    "title": "Cariste",
    "occupation": "N1101",
    "company": {"name": "Inventé SARL", "siret": "12345678901234"},
    "place": {"postcode": "78440", "lat": 48.98, "lon": 1.8},
    "skills": [{"label": "Conduire", "requirement": "must"}],
    "languages": [{"code": "fr", "level": "B1", "requirement": "wish"}],
    "contract": "CDI",
    "hours": {"min": 35},
    "wage": {"min": 1900, "max": 2100},
    "positions": 2,
    "start": "2026-12-01",
}
OWN = [[PERSON, JOB], PERSON, JOB]
