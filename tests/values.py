"""What records in tests are made of: values that a field may take, usual, odd and unknown to the reference."""

from typing import Any

from matching.enums import ContractType, OpeningKind, TravelMode, WorkingTime
from matching.records import CandidateLimit

LICENCES = ("B", "C", "CE", "A1", "D")
CERTIFICATES = ("CACES R489 3", "SST", "B1V", "BR")
_OCCUPATIONS = ("H2913", "H2925", "H2902", "H2911", "K2204", "K2209", "J1501", "J1506", "J1512", "H2999", "Z9999", "M")
_TITLES = ("10003", "10004", "10014", "10015", "10008", "99999", "123456")
_WORDS = ("soudeur", "Soudeuse TIG", "AGENT DE NETTOYAGE", "Auxiliaire de vie", "Dresseur de nuages", "aide-soignante")
_PUBLISHED = (0, 2, 4, 5, 6, 8, 10, 15, 16, 17, 19, 21, 23, 26)
_SKILLS = (*(str(100_000 + place) for place in _PUBLISHED), "999999", "R-17")
_SKILL_WORDS = ("Souder à l'arc", "souder tig", "Laver un sol", "Parler aux plantes", "œuvrer; la nuit")
_LANGUAGES = ("fr", "FR", "en", "ar", "xx")

_WISHES: list[dict[str, Any]] = [
    *({"occupation": code} for code in _OCCUPATIONS),
    *({"title_code": code} for code in _TITLES),
    *({"title": words} for words in _WORDS),
    {"title": "Soudeur TIG", "occupation": "H2913"},
    {"title_code": "10003", "occupation": "K2204"},
]
_PLACES: list[dict[str, Any]] = [
    {"insee": "78440"},
    {"insee": "78401"},
    {"insee": "78646", "radius_km": 4},
    {"insee": "75056"},
    {"insee": "99999"},
    {"insee": "99999", "postcode": "78300"},
    {"postcode": "78200"},
    {"department": "78"},
    {"department": "971"},
    {"lat": 48.9918, "lon": 1.9095},
    {"lat": 49.05, "lon": 1.95, "radius_km": 6.5},
    {"lat": 48.95, "lon": 1.85},
    {"lat": -21.1, "lon": 55.5},
    {"label": "chez ma tante"},
]
_HOURS: list[dict[str, Any]] = [{"min": 35, "max": 35}, {"min": 20}, {"max": 24}, {"min": 10, "max": 17.5}, {"min": 30}]
CANDIDATE_VALUES: dict[str, list[Any]] = {
    "education": [1, 2, 3, 4, 5, 7, 8],
    "place": _PLACES,
    "max_km": [0, 3, 10, 20.5, 40, 200],
    "max_minutes": [0, 10, 30, 45, 90],
    "hours": _HOURS,
    "start": ["2026-09-01", "2026-12-01", "2027-01-15", "2027-09-01"],
    "wage_floor": [0, 900, 1700, 1801.84, 2500],
}
CANDIDATE_LISTS: dict[str, list[Any]] = {
    "wishes": [*_WISHES, *({**wish, "requirement": "must"} for wish in _WISHES[::4])],
    "skills": [
        *({"code": code} for code in _SKILLS),
        *({"code": code, "held": False} for code in _SKILLS),
        *({"code": code, "level": level} for code in _SKILLS[1:6] for level in (1, 2, 4)),
        *({"label": words} for words in _SKILL_WORDS),
        {"label": "Parler aux plantes", "held": False},
    ],
    "experience": [{**wish, "months": months} for wish in _WISHES for months in (1, 5.5, 14, 60)],
    "languages": [{"code": code, **level} for code in _LANGUAGES for level in ({}, {"level": "A2"}, {"level": "C1"})],
    "licences": [{"code": code} for code in LICENCES],
    "certificates": [{"code": code} for code in CERTIFICATES],
    "modes": list(TravelMode),
    "contracts": list(ContractType)[:6],
    "refuses": list(WorkingTime),
    "kinds": list(OpeningKind),
    "must": list(CandidateLimit)[:3],
    "wish": list(CandidateLimit),
}
_ASK: list[dict[str, Any]] = [{}, {"requirement": "must"}, {"requirement": "wish"}]
OPENING_VALUES: dict[str, list[Any]] = {
    "kind": [*OpeningKind, "job", "job", "job"],
    "title": list(_WORDS),
    "title_code": list(_TITLES),
    "occupation": list(_OCCUPATIONS),
    "place": _PLACES,
    "experience": [{"months": months, **ask} for months in (0, 6, 12, 36) for ask in _ASK],
    "education": [{"level": level, **ask} for level in (1, 3, 4, 6) for ask in _ASK],
    "contract": list(ContractType)[:7],
    "months": [6, 12],
    "hours": [*_HOURS, {"min": 17.5, "max": 20}],
    "start": ["2026-09-01", "2026-11-15", "2027-01-04"],
    "latest_start": ["2027-01-04", "2027-03-31"],
    "wage": [{"min": 1650}, {"max": 1801.84}, {"min": 1801.84, "max": 2100}, {"min": 2600, "max": 2600}, {"max": 850}],
    "positions": [1, 3],
}
OPENING_LISTS: dict[str, list[Any]] = {
    "skills": [
        *({"code": code, **ask} for code in _SKILLS for ask in _ASK),
        *({"code": code, "level": 3} for code in _SKILLS[1:6]),
        *({"label": words} for words in _SKILL_WORDS),
    ],
    "languages": [
        {"code": code, "level": level, **ask} for code in _LANGUAGES for level in ("A2", "B2") for ask in _ASK
    ],
    "licences": [{"code": code, **ask} for code in LICENCES for ask in _ASK],
    "certificates": [{"code": code, **ask} for code in CERTIFICATES for ask in _ASK],
    "working_times": list(WorkingTime),
}
