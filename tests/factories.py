"""A small made-up reference, gazetteer and market, and records to put in them."""

from collections.abc import Mapping
from pathlib import Path
from random import Random
from typing import Any

import numpy as np

from matching.codes import code_key, word_key
from matching.explain import explain_pairs
from matching.licences import permit_key
from matching.market import Market, candidate_table, joined, market_of, opening_table
from matching.model import Match
from matching.packing import place_key
from matching.places import Gazetteer
from matching.profiles import RankProfile
from matching.taxonomy import Reference
from tests.values import CANDIDATE_LISTS, CANDIDATE_VALUES, CERTIFICATES, LICENCES, OPENING_LISTS, OPENING_VALUES

Record = dict[str, Any]
ROOT = Path(__file__).parents[1]
PROFILE = RankProfile.from_json((ROOT / "service/profiles/opening.json").read_text(encoding="utf-8"))

_OCCUPATIONS = """
H2902 Chaudronnerie - tôlerie|H2902
H2911 Réalisation de structures métalliques|H2911
H2913 Soudage manuel|H2913
H2925 Soudage sur tuyauterie|H2913
J1501 Soins d'hygiène et de confort|J1501
J1506 Soins infirmiers généralistes|J1506
J1507 Soins infirmiers en bloc|J1506
J1512 Aide à domicile|J1501
K2202 Lavage de vitres|K2202
K2204 Nettoyage de locaux|K2204
K2209 Nettoyage en hôtellerie|K2204
K2306 Supervision d'entretien|K2306
"""
REGULATED = ("J1506", "J1507")
_TITLES = {  # the code of a title is 10000 + its place
    "H2902": ("Chaudronnier / Chaudronnière", "Tôlier / Tôlière"),
    "H2911": ("Charpentier / Charpentière métallique",),
    "H2913": ("Soudeur / Soudeuse", "Soudeur / Soudeuse TIG", "Soudeur / Soudeuse à l'arc"),
    "H2925": ("Soudeur-tuyauteur / Soudeuse-tuyauteuse",),
    "J1501": ("Aide-soignant / Aide-soignante", "Brancardier / Brancardière"),
    "J1506": ("Infirmier / Infirmière",),
    "J1507": ("Infirmier / Infirmière de bloc",),
    "J1512": ("Aide à domicile", "Auxiliaire de vie"),
    "K2202": ("Laveur / Laveuse de vitres",),
    "K2204": ("Agent / Agente de nettoyage", "Agent / Agente d'entretien", "Nettoyeur / Nettoyeuse de bureaux"),
    "K2209": ("Valet / Femme de chambre", "Lingier / Lingère"),
    "K2306": ("Chef / Cheffe d'équipe propreté",),
}
_GROUPS = {  # macro skill → its members; the code of a skill is 100000 + its place
    "Assembler des métaux": ("Souder à l'arc", "Souder TIG", "Braser", "Pointer une tôle", "Lire un plan", "Meuler"),
    "Former des métaux": ("Plier une tôle", "Cintrer un tube", "Tracer une découpe", "Oxycouper", "Cisailler"),
    "Nettoyer": ("Laver un sol", "Laver une vitre", "Doser un produit", "Trier du linge", "Faire un lit", "Vider"),
    "Soigner": ("Faire une toilette", "Aider un repas", "Poser un pansement", "Faire une piqûre", "Lever un patient"),
}
_ALONE = ("Travailler en équipe", "Tenir un planning", "Accueillir", "Conduire un véhicule")
_ASKS = {  # occupation → places in its group's members, the first two are core
    "H2902": (("Former des métaux", (0, 1, 2, 4)), ("Assembler des métaux", (4,))),
    "H2911": (("Former des métaux", (2, 3)), ("Assembler des métaux", (3, 4))),
    "H2913": (("Assembler des métaux", (0, 1, 3, 5)),),
    "H2925": (("Assembler des métaux", (1, 0, 4)), ("Former des métaux", (1,))),
    "J1501": (("Soigner", (0, 1, 4)),),
    "J1506": (("Soigner", (2, 3, 4)),),
    "J1507": (("Soigner", (3, 2)),),
    "J1512": (("Soigner", (1, 0)), ("Nettoyer", (0, 4))),
    "K2202": (("Nettoyer", (1, 2)),),
    "K2204": (("Nettoyer", (0, 2, 5)),),
    "K2209": (("Nettoyer", (4, 3, 0)),),
}
_MOBILITIES = (("H2913", "H2902", 1), ("H2913", "H2911", 2), ("J1512", "K2204", 1), ("K2204", "J1512", 3))
COMMUNES = {  # INSEE code → postcode, name, lat, lon, radius in km
    "78440": ("78130", "Les Mureaux", 48.9918, 1.9095, 1.5),
    "78401": ("78250", "Meulan-en-Yvelines", 49.0069, 1.9064, 1.0),
    "78029": ("78410", "Aubergenville", 48.9598, 1.8547, 1.2),
    "78498": ("78300", "Poissy", 48.9291, 2.0450, 1.8),
    "78361": ("78200", "Mantes-la-Jolie", 48.9906, 1.7171, 1.6),
    "78172": ("78700", "Conflans-Sainte-Honorine", 48.9992, 2.0947, 1.7),
    "78646": ("78000", "Versailles", 48.8014, 2.1301, 2.5),
    "75056": ("75001", "Paris", 48.8566, 2.3522, 0.0),
}
DEPARTMENTS = {"78": (48.8150, 1.8417, 38.0), "95": (49.0750, 2.1470, 30.0)}


def _reference() -> Reference:
    groups = {name: 100_000 + i for i, name in enumerate(_GROUPS)}
    skills = [(str(code), "macro", name, "") for name, code in groups.items()]
    for group, members in _GROUPS.items():
        skills += [
            (str(100_000 + len(skills) + i), "skill", name, str(groups[group])) for i, name in enumerate(members)
        ]
    skills += [(str(100_000 + len(skills) + i), "knowledge", name, "") for i, name in enumerate(_ALONE)]
    code_of_skill = {label: code for code, _, label, _ in skills}
    rows = [(line[:5], *line[6:].split("|")) for line in _OCCUPATIONS.strip().splitlines()]
    titles = [(label, code) for code, labels in _TITLES.items() for label in labels]
    asked = [
        (code, code_of_skill[_GROUPS[group][place]], n)
        for code, asks in _ASKS.items()
        for group, places in asks
        for n, place in enumerate(places)
    ]
    return Reference(
        occupations=[(code, label, parent, code in REGULATED) for code, label, parent in rows],
        titles=[(str(10_000 + i), label, label.split(" / ")[0], code) for i, (label, code) in enumerate(titles)],
        skills=skills,
        links=[(code, skill, n < 2) for code, skill, n in asked],
        mobilities=_MOBILITIES,
    )


def _gazetteer() -> Gazetteer:
    rows = {place_key("insee", code): place[2:] for code, place in COMMUNES.items()}
    rows |= {place_key("postcode", place[0]): (place[2], place[3], place[4] + 2) for place in COMMUNES.values()}
    rows |= {place_key("department", code): place for code, place in DEPARTMENTS.items()}
    keys = sorted(rows)
    lat, lon, radius = (np.array(column, np.float32) for column in zip(*(rows[key] for key in keys), strict=True))
    return Gazetteer(np.array(keys, np.uint64), lat, lon, radius)


REFERENCE = _reference()
GAZETTEER = _gazetteer()
SKILL = {label: code for code, _, label, _ in REFERENCE.skills}  # label → code
TITLE = {label: code for code, label, _, _ in REFERENCE.titles}
NAMES: dict[int, dict[str, str]] = {
    **{code_key(code): {"code": code, "label": label} for code, _, label, _ in REFERENCE.skills},
    **{
        word_key(skill["label"]): {"label": skill["label"]}
        for skill in (*CANDIDATE_LISTS["skills"], *OPENING_LISTS["skills"])
        if "label" in skill
    },
    **{permit_key("licences", code): {"list": "licences", "code": code} for code in LICENCES},
    **{permit_key("certificates", code): {"list": "certificates", "code": code} for code in CERTIFICATES},
}


def market(candidates: list[Record], openings: list[Record]) -> Market:
    """Return a market over the small reference; records without an id get c0, c1 … or o0, o1 …."""
    people = [{"id": f"c{i}"} | record for i, record in enumerate(candidates)]
    jobs = [{"id": f"o{i}"} | record for i, record in enumerate(openings)]
    return market_of(REFERENCE, GAZETTEER, people, jobs)


def match(candidate: Mapping[str, Any], opening: Mapping[str, Any], profile: RankProfile = PROFILE) -> Match:
    """Return the match of one candidate and one opening who are alone in their market."""
    alone = market([dict(candidate)], [dict(opening)])
    return explain_pairs(alone.candidates, alone.openings, alone.taxonomy, profile)[0]


def outside_match(candidate: Mapping[str, Any], opening: Mapping[str, Any], within: Market) -> Match:
    """Return the match of a candidate and an opening that need not be in the market."""
    within = joined(within, [{"id": "c"} | candidate], [{"id": "o"} | opening])
    tables = candidate_table({"id": "c"} | candidate, within), opening_table({"id": "o"} | opening, within)
    return explain_pairs(*tables, within.taxonomy, PROFILE)[0]


def drawn_candidates(n: int, seed: int) -> list[Record]:
    """Return candidates made of the values of values.py, the same for the same seed."""
    return _drawn("c", n, seed, CANDIDATE_VALUES, CANDIDATE_LISTS)


def drawn_openings(n: int, seed: int) -> list[Record]:
    """Return openings made of the values of values.py, the same for the same seed."""
    return _drawn("o", n, seed, OPENING_VALUES, OPENING_LISTS)


def _drawn(
    letter: str, n: int, seed: int, values: Mapping[str, list[Any]], lists: Mapping[str, list[Any]]
) -> list[Record]:
    draw = Random(seed)
    records = []
    for i in range(n):
        record: Record = {"id": f"{letter}{i:04d}"}
        record |= {name: draw.choice(options) for name, options in values.items() if draw.random() < 0.5}
        record |= {name: draw.choices(pool, k=draw.randrange(4)) for name, pool in lists.items() if draw.random() < 0.6}
        if "wish" in record:
            record["wish"] = [limit for limit in record["wish"] if limit not in record.get("must", [])]
        records.append(record)
    return records


def ids(market: Market, rows: Any) -> list[str]:
    """Return the names of the openings with those ids."""
    return [market.opening_ids[row] for row in rows]
