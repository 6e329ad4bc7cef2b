"""Synthetic markets drawn from the real occupations, skills and communes, as large as wanted."""

from collections.abc import Callable
from pathlib import Path

import numpy as np

from matching.layout import CANDIDATE_ROW, OPENING_ROW
from matching.market import Market, Packed, build_market
from matching.packing import pack_candidate, pack_opening, place_key
from matching.places import gazetteer_of
from matching.records import Record, read_candidate, read_opening
from matching.taxonomy import Reference
from service.importers import archive, communes, rome

TEMPLATES = 20_000  # different records; beyond that many, only the place differs


def real_reference(data: Path) -> Reference:
    """Return the occupations and skills of the ROME release in the data folder."""
    tables = rome.parse(archive.read_files(next(data.glob("rome_v4*")), rome.NAME)).tables
    skills = {row[0] for row in tables["skills"]}
    return Reference(
        [(code, label, parent, bool(regulated)) for code, label, parent, _, _, regulated in tables["occupations"]],
        [tuple(row) for row in tables["titles"]],
        [row[:4] for row in tables["skills"]],
        [(row[0], row[1], row[2] != "") for row in tables["occupation_items"] if row[1] in skills],
        [tuple(row) for row in tables["mobilities"]],
    )


def real_communes(data: Path) -> list[tuple[str, str, float | None, float | None]]:
    """Return the communes that have coordinates."""
    path = data / "geo" / "communes.csv"
    rows = communes.parse(path.read_bytes(), path.name).rows
    return [(row[0], row[1], row[3], row[4]) for row in rows if row[3] is not None]


def synthetic_market(data: Path, n_candidates: int, n_openings: int, seed: int = 0) -> tuple[Market, Packed]:
    """Return a market, and its openings as the store would hand them over."""
    reference, places = real_reference(data), real_communes(data)
    rng = np.random.default_rng(seed)
    by_occupation: dict[str, list[str]] = {}
    for occupation, skill, _ in reference.links:
        by_occupation.setdefault(occupation, []).append(skill)
    people = [pack_candidate(read_candidate(_candidate(rng, reference, by_occupation))) for _ in range(TEMPLATES)]
    jobs = [pack_opening(read_opening(_opening(rng, reference, by_occupation))) for _ in range(TEMPLATES)]
    insee = np.array([place_key("insee", row[0]) for row in places], dtype=np.uint64)
    packed = [
        _spread(rng, templates, dtype, n, insee, letter)
        for templates, dtype, n, letter in (
            (people, CANDIDATE_ROW, n_candidates, "C"),
            (jobs, OPENING_ROW, n_openings, "O"),
        )
    ]
    return build_market(reference, gazetteer_of(places), *packed), packed[1]


def synthetic_records(
    data: Path, n_candidates: int, n_openings: int, seed: int = 0
) -> tuple[list[Record], list[Record]]:
    """Return the records of people and openings of one region, so that most are within somebody's reach."""
    reference = real_reference(data)
    insee = [row[0] for row in real_communes(data) if row[0][:2] in ("75", "77", "78", "91", "92", "93", "94", "95")]
    rng = np.random.default_rng(seed)
    by_occupation: dict[str, list[str]] = {}
    for occupation, skill, _ in reference.links:
        by_occupation.setdefault(occupation, []).append(skill)

    def drawn(make: Callable[..., Record], n: int, letter: str) -> list[Record]:
        return [
            make(rng, reference, by_occupation)
            | {"id": f"{letter}{number:06d}", "place": {"insee": str(rng.choice(insee))}}
            for number in range(n)
        ]

    return drawn(_candidate, n_candidates, "C"), drawn(_opening, n_openings, "O")


def _spread(
    rng: np.random.Generator,
    templates: list[tuple[bytes, bytes]],
    dtype: np.dtype,
    n: int,
    insee: np.ndarray,
    letter: str,
) -> Packed:
    chosen = rng.integers(len(templates), size=n)
    rows = np.frombuffer(b"".join(row for row, _ in templates), dtype=dtype)[chosen]
    rows["insee"] = insee[rng.integers(len(insee), size=n)]
    flat = rows.tobytes()
    size = dtype.itemsize
    return Packed(
        [f"{letter}{number:07d}" for number in range(n)],
        [flat[start : start + size] for start in range(0, len(flat), size)],
        [templates[i][1] for i in chosen],
    )


def _opening(rng: np.random.Generator, reference: Reference, skills: dict[str, list[str]]) -> Record:
    code, _, _, occupation = reference.titles[rng.integers(len(reference.titles))]
    record: Record = {"id": "x", "title_code": code, "occupation": occupation, "place": {"insee": "78440"}}
    known = skills.get(occupation, [])
    if known and rng.random() < 0.7:
        chosen = rng.choice(len(known), min(len(known), int(rng.integers(4, 16))), replace=False)
        record["skills"] = [{"code": known[i], "requirement": _ask(rng, 0.2)} for i in chosen]
    _maybe(
        rng, record, 0.9, "contract", lambda: str(rng.choice(["CDI", "CDD", "MIS", "SAI"], p=[0.6, 0.2, 0.18, 0.02]))
    )
    _maybe(rng, record, 0.5, "hours", lambda: {"min": int(rng.choice([20, 28, 35, 39]))})
    _maybe(rng, record, 0.5, "wage", lambda: {"min": 1800 + 50 * int(rng.integers(30))})
    _maybe(
        rng,
        record,
        0.9,
        "experience",
        lambda: {"months": int(rng.choice([0, 0, 12, 24])), "requirement": _ask(rng, 0.5)},
    )
    _maybe(rng, record, 0.15, "licences", lambda: [{"code": str(rng.choice(["B", "C", "CE"], p=[0.8, 0.1, 0.1]))}])
    _maybe(rng, record, 0.4, "working_times", lambda: ["day"] if rng.random() < 0.7 else ["night", "shifts"])
    _maybe(rng, record, 0.15, "education", lambda: {"level": int(rng.integers(3, 8)), "requirement": _ask(rng, 0.5)})
    _maybe(rng, record, 0.05, "languages", lambda: [{"code": "en", "requirement": _ask(rng, 0.5)}])
    return record


def _candidate(rng: np.random.Generator, reference: Reference, skills: dict[str, list[str]]) -> Record:
    code, _, _, occupation = reference.titles[rng.integers(len(reference.titles))]
    record: Record = {
        "id": "x",
        "wishes": [{"title_code": code, "occupation": occupation}],
        "place": {"insee": "78440"},
    }
    known = skills.get(occupation, [])
    if known and rng.random() < 0.8:
        chosen = rng.choice(len(known), min(len(known), int(rng.integers(2, 12))), replace=False)
        record["skills"] = [{"code": known[i]} for i in chosen]
    _maybe(rng, record, 0.9, "max_km", lambda: int(rng.choice([5, 10, 20, 30, 50])))
    _maybe(rng, record, 0.5, "contracts", lambda: ["CDI", "CDD"])
    _maybe(rng, record, 0.6, "licences", lambda: [{"code": "B"}] if rng.random() < 0.6 else [])
    _maybe(rng, record, 0.6, "experience", lambda: [{"occupation": occupation, "months": int(rng.integers(1, 90))}])
    _maybe(rng, record, 0.4, "wage_floor", lambda: 1800)
    _maybe(rng, record, 0.3, "refuses", lambda: ["night"])
    _maybe(rng, record, 0.7, "education", lambda: int(rng.integers(2, 7)))
    return record


def _maybe(rng: np.random.Generator, record: Record, chance: float, name: str, make) -> None:  # type: ignore[no-untyped-def]
    if rng.random() < chance:
        record[name] = make()


def _ask(rng: np.random.Generator, must: float) -> str:
    return "must" if rng.random() < must else "wish"
