"""The personas that a public service wrote for its own product, as candidates: fictional people, real situations."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import json5

from matching.records import Record, read_candidate

EDUCATION = {
    "NO_DEGREE": 2,
    "CAP_BEP": 3,
    "BAC_BACPRO": 4,
    "BTS_DUT_DEUG": 5,
    "LICENCE_MAITRISE": 6,
    "DEA_DESS_MASTER_PHD": 7,
}
CONTRACTS = {"CDI": "CDI", "INTERIM": "MIS", "CDD_LESS_EQUAL_3_MONTHS": "CDD", "CDD_OVER_3_MONTHS": "CDD"}
MONTHS = {"INTERN": 3, "JUNIOR": 12, "INTERMEDIARY": 48, "SENIOR": 84, "EXPERT": 132, "CARREER": 132}
MOST_A_MONTH = 8000  # a wish above is for a year
REACH_KM = {"CITY": 20, "DEPARTEMENT": 50, "REGION": 120}  # a country or the world is no limit


def read_personas(path: Path) -> list[Record]:
    """Return the personas that wish a job, in the order of the file; raise OSError or ValueError for another file."""
    personas = json5.loads(path.read_text("utf-8"))
    return [_record(name, raw) for name, raw in personas.items() if _project(raw).get("targetJob")]


def _record(name: str, persona: Mapping[str, Any]) -> Record:
    user, project = persona.get("user", {}), _project(persona)
    job, city = project["targetJob"], project.get("city", {})
    occupation = job.get("jobGroup", {}).get("romeId")
    kinds = project.get("employmentTypes", [])
    raw: dict[str, Any] = {
        "id": name,
        "wishes": [{"title": job.get("name"), "title_code": job.get("codeOgr"), "occupation": occupation}],
        "education": EDUCATION.get(user.get("highestDegree")),
        "place": {"insee": city["cityId"], "label": city.get("name")} if len(city.get("cityId", "")) == 5 else None,
        "max_km": REACH_KM.get(project.get("areaType")),
        "contracts": sorted({CONTRACTS[kind] for kind in kinds if kind in CONTRACTS}) or None,
        "wage_floor": _month(float(project.get("minSalary", 0))),
        "wish": ["wage_floor", "contracts"],
    }
    if project.get("seniority") in MONTHS and project.get("previousJobSimilarity") != "NEVER_DONE":
        raw["experience"] = [{"occupation": occupation, "months": MONTHS[project["seniority"]]}]
    if user.get("hasCarDrivingLicense") in ("TRUE", "FALSE"):
        raw["licences"] = [{"code": "B"}] if user["hasCarDrivingLicense"] == "TRUE" else []
    return read_candidate(raw)


def _month(wage: float) -> int | None:
    """Return a wage as euros a month: the personas mix years and months."""
    return round(wage / 12 if wage > MOST_A_MONTH else wage) or None


def _project(persona: Mapping[str, Any]) -> Mapping[str, Any]:
    found: Mapping[str, Any] = persona.get("project") or next(iter(persona.get("projects", [])), {})
    return found
