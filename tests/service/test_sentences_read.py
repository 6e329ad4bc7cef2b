"""Sentences as a person reads them, in both languages."""

import re

import pytest

from service.i18n import LANGUAGES, sentence

SOUDER, PLAN, GAZ, POSTE, MEULER = (
    {"code": None, "label": label}
    for label in ("Souder à l'arc", "Lire un plan", "Couper au gaz", "Régler un poste", "Meuler")
)
CACES, PERMIS_B = {"code": "CACES R489 3", "label": "CACES R489 3"}, {"code": "B", "label": "B"}
ANGLAIS = {"language": {"code": "en", "label": "en"}, "level": "B1"}
ARABE = {"language": {"code": "ar", "label": "ar"}, "level": None}
FAR = {"km": 34.0, "slack_km": 0.0, "minutes": 137, "mode": "transit", "reach_km": 20.0, "max_km": 20.0}
NO_SKILLS = {name: [] for name in ("held_skills", "related_skills", "open_skills", "missing_skills")}
NO_PERMITS = {"held_permits": [], "missing_permits": [], "open_permits": []}
NO_RISE = {"best_title": None, "best_before": None, "best_after": None}

ANCHORS = [
    (
        "near_home",
        {"km": 4.2, "slack_km": 0.0, "minutes": 41, "mode": "transit"},
        "À 4,2 km du domicile à vol d’oiseau, environ 41 min en transports (estimation).",
        "4.2 km from home as the crow flies, about 41 min by public transport (estimate).",
    ),
    ("near_home", {"km": 0.0}, "À moins de 1 km du domicile.", "Less than 1 km from home."),
    (
        "place_approximate",
        {"km": 21.0, "slack_km": 9.0},
        "Distance du domicile : entre 12 et 30 km (lieu approximatif).",
        "Distance from home: between 12 and 30 km (approximate place).",
    ),
    (
        "distance_blocked",
        FAR | {"max_minutes": None},
        "L’offre est à 34 km, la limite est de 20 km : il faudrait accepter 34 km.",
        "The opening is 34 km away, the limit is 20 km: it would take accepting 34 km.",
    ),
    (
        "distance_blocked",
        FAR | {"km": 20.04, "max_minutes": None},
        "L’offre est à 20,1 km, la limite est de 20 km : il faudrait accepter 21 km.",
        "The opening is 20.1 km away, the limit is 20 km: it would take accepting 21 km.",
    ),
    (
        "distance_blocked",
        FAR | {"max_km": None, "max_minutes": 45.0},
        "L’offre est à environ 2 h 17 en transports (estimation), la limite est de 45 min : "
        "il faudrait accepter 2 h 20.",
        "The opening is about 2 h 17 away by public transport (estimate), the limit is 45 min: "
        "it would take accepting 2 h 20.",
    ),
    (
        "same_occupation",
        {"occupation": {"code": "H2913", "label": "Soudage manuel"}, "regulated": False},
        "C’est le métier recherché : « Soudage manuel ».",
        "This is the occupation wished for: “Soudage manuel”.",
    ),
    (
        "same_title",
        {"occupation": {"code": "J1506", "label": "Soins infirmiers"}, "regulated": True},
        "C’est exactement l’emploi recherché. Métier réglementé : le droit d’exercer est à vérifier.",
        "This is exactly the job wished for. Regulated occupation: the right to practise is to be checked.",
    ),
    (
        "contract_wanted",
        {"contract": "MIS"},
        "Le contrat proposé (mission d’intérim) est accepté par la personne.",
        "The contract offered (temporary agency work) is accepted by the person.",
    ),
    (
        "working_times_blocked",
        {"clashing_times": ["night", "sunday"], "refused_times": ["night", "sunday"]},
        "Une partie du travail a lieu la nuit et le dimanche, ce que la personne refuse : "
        "il faudrait l’accepter, ou d’autres horaires.",
        "Part of the work is done at night and on Sundays, which the person refuses: "
        "this would have to be accepted, or the times changed.",
    ),
    (
        "hours_fit",
        {"low": 35.0, "high": 36.5, "wanted_low": 30.0, "wanted_high": None},
        "La durée du travail convient : entre 35 h et 36 h 30 par semaine, "
        "pour un souhait de travailler au moins 30 h.",
        "The hours suit: between 35 hours and 36 h 30 a week, for a wish to work at least 30 hours.",
    ),
    (
        "wage_enough",
        {"wage_min": 1850.0, "wage_max": 2000.0, "floor": 1801.8},
        "Le salaire atteint le minimum souhaité (1 801,80 €) : entre 1 850 et 2 000 € brut par mois à temps plein.",
        "The wage reaches the minimum wished for (€1,801.80): between €1,850 and €2,000 gross a month for full time.",
    ),
    (
        "start_fits",
        {"day": "2027-01-12", "latest_day": None, "free_day": "2027-01-01"},
        "Le travail commence le 12 janvier 2027, la personne est disponible dès le 1er janvier 2027.",
        "The work starts on 12 January 2027, the person is free from 1 January 2027.",
    ),
    (
        "skills_match",
        NO_SKILLS
        | {"asked": 7, "held": 5, "must": 2, "must_held": 2}
        | {"held_skills": [SOUDER, PLAN, GAZ, POSTE, MEULER], "open_skills": [PLAN], "missing_skills": [GAZ]},
        "5 des 7 compétences demandées sont au profil : « Souder à l’arc », « Lire un plan », « Couper au gaz » "
        "et 2 autres. Rien d’indispensable ne manque. Pas encore acquise : « Couper au gaz ». "
        "À vérifier : « Lire un plan ».",
        "5 of the 7 skills asked are in the profile: “Souder à l’arc”, “Lire un plan”, “Couper au gaz” "
        "and 2 others. Nothing essential is missing. Not acquired yet: “Couper au gaz”. "
        "To be checked: “Lire un plan”.",
    ),
    (
        "skills_match",
        NO_SKILLS | {"asked": 9, "held": 1, "must": 0, "must_held": 0, "held_skills": [PLAN]},
        "1 des 9 compétences demandées est au profil : « Lire un plan ».",
        "1 of the 9 skills asked is in the profile: “Lire un plan”.",
    ),
    (
        "ask_skills_candidate",
        NO_SKILLS | {"open_skills": [SOUDER, PLAN, GAZ, MEULER]},
        "Demander à la personne ce qu’elle connaît ou sait faire : « Souder à l’arc », « Lire un plan » ou « Couper au "
        "gaz ».",
        "Ask the person what they know or can do: “Souder à l’arc”, “Lire un plan” or “Couper au gaz”.",
    ),
    (
        "experience_short",
        {"months": 18, "near_months": 6, "asked_months": 24},
        "Expérience demandée : 2 ans. Le profil en montre l’équivalent de 18 mois, métiers proches compris.",
        "Experience asked: 2 years. The profile shows the equivalent of 18 months, close occupations included.",
    ),
    (
        "experience_blocked",
        {"months": 12, "near_months": 9, "asked_months": 36},
        "Expérience exigée : 3 ans. Il faudrait encore 2 ans et 3 mois dans ce métier ou un métier qui y mène, "
        "ou l’accord de l’entreprise.",
        "Experience required: 3 years. It would take 2 years and 3 months more in this occupation or one that leads "
        "to it, or the company’s agreement.",
    ),
    (
        "education_short",
        {"level": 3, "asked_level": 4},
        "Niveau d’études demandé : bac. Niveau de la personne : CAP ou BEP.",
        "Level of education asked: upper secondary (bac). The person’s level: vocational certificate (CAP, BEP).",
    ),
    (
        "ask_languages_candidate",
        {"met_languages": [], "short_languages": [], "open_languages": [ANGLAIS, ARABE]},
        "Demander à la personne si elle parle anglais (B1) ou arabe, et à quel niveau.",
        "Ask the person whether they speak English (B1) or Arabic, and how well.",
    ),
    (
        "permits_unknown",
        NO_PERMITS | {"open_permits": [PERMIS_B, CACES]},
        "Permis ou certificats demandés, à vérifier : permis B et CACES R489 3.",
        "Licences or certificates asked, to be checked: B driving licence and CACES R489 3.",
    ),
    (
        "permits_blocked",
        NO_PERMITS | {"missing_permits": [PERMIS_B]},
        "Exigé et pas encore détenu : permis B. "
        "Il faudrait l’obtenir, ou que l’entreprise laisse le temps de le passer.",
        "Required and not held yet: B driving licence. It would have to be obtained, or the company allow time for it.",
    ),
    (
        "lever_km",
        {"from": 10, "to": 20, "more": 1} | NO_RISE,
        "En allant jusqu’à 20 km au lieu de 10 km : 1 offre de plus à portée.",
        "Going up to 20 km instead of 10 km: 1 more opening within reach.",
    ),
    (
        "lever_course",
        {
            "title": "Soudage",
            "start": "2027-01-12",
            "more": 3,
            "best_title": "Soudeur",
            "best_before": 61,
            "best_after": 84,
        },
        "Avec la formation « Soudage », qui commence le 12 janvier 2027 : 3 offres de plus à portée. "
        "L’offre « Soudeur » passerait de 61 à 84 sur 100.",
        "With the course “Soudage”, which starts on 12 January 2027: 3 more openings within reach. "
        "The opening “Soudeur” would rise from 61 to 84 out of 100.",
    ),
    (
        "removed_distance",
        {"count": 1200, "alone": 5, "unknown": 3},
        "Trop loin : 1 200, dont 5 pour cette seule raison. À vérifier : 3.",
        "Too far: 1,200, of which 5 for this reason alone. To be checked: 3.",
    ),
    (
        "removed_wage",
        {"count": 0, "alone": 0, "unknown": 7},
        "Salaire sous le minimum accepté : aucune. À vérifier : 7.",
        "Wage below the minimum accepted: none. To be checked: 7.",
    ),
]


@pytest.mark.parametrize(("code", "facts", "french", "english"), ANCHORS)
def test_a_person_reads_this(code, facts, french, english):
    plain = {language: re.sub("[\u202f\u00a0]", " ", sentence(code, facts, language)) for language in LANGUAGES}
    assert plain == {"fr": french, "en": english}
