"""Seekers made of official titles and skills, near real communes where such work is offered."""

from collections import defaultdict
from collections.abc import Callable

import numpy as np

from matching.geo import distance_km, unit_vectors
from matching.records import Record
from training.dataset import Snapshot

NEAR_KM = 15.0
REACHES = (10, 20, 30, 50)
SKILLS = 8

# what a seeker tells: from all to nearly nothing
TOLD: dict[str, Callable[[Record], Record]] = {
    "wish and skills": lambda seeker: seeker,
    "wish only": lambda seeker: _without(seeker, "skills"),
    "title in words": lambda seeker: {**seeker, "wishes": [{"title": seeker["wishes"][0]["title"]}]},
    "skills only": lambda seeker: _without(seeker, "wishes"),
    "experience only": lambda seeker: _without(
        {**seeker, "experience": [{"occupation": seeker["wishes"][0]["occupation"], "months": 24}]}, "wishes", "skills"
    ),
}


def make_seekers(snapshot: Snapshot, n: int, seed: int) -> list[Record]:
    """Return n seekers: an official title of an occupation on offer, some of its skills, a commune near an offer."""
    rng = np.random.default_rng(seed)
    titles, skills = _by_occupation(snapshot)
    places = [row for row in snapshot.communes if row[2] is not None]
    xyz = unit_vectors(np.array([row[2] for row in places], float), np.array([row[3] for row in places], float))
    offered = [opening for opening in snapshot.openings if titles.get(opening.get("occupation", ""))]
    offered = [opening for opening in offered if "lat" in opening.get("place", {})]
    seekers = []
    for number in range(n):
        opening = offered[rng.integers(len(offered))]
        code, label = titles[opening["occupation"]][rng.integers(len(titles[opening["occupation"]]))]
        known = skills[opening["occupation"]]
        chosen = rng.choice(len(known), min(SKILLS, len(known)), replace=False) if known else []
        here = unit_vectors(np.array([opening["place"]["lat"]], float), np.array([opening["place"]["lon"]], float))
        near = np.flatnonzero(distance_km(here, xyz) <= NEAR_KM)
        home = places[rng.choice(near)] if len(near) else None
        seekers.append(
            {
                "id": f"S{number:05d}",
                "wishes": [{"title": label, "title_code": code, "occupation": opening["occupation"]}],
                "skills": [{"code": known[i]} for i in chosen],
                "place": {"insee": home[0]} if home else opening["place"],
                "max_km": int(rng.choice(REACHES)),
            }
        )
    return seekers


def _by_occupation(snapshot: Snapshot) -> tuple[dict[str, list[tuple[str, str]]], dict[str, list[str]]]:
    titles: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for code, label, _, occupation in snapshot.reference.titles:
        titles[occupation].append((code, label))
    skills: dict[str, list[str]] = defaultdict(list)
    for occupation, code, _ in snapshot.reference.links:
        skills[occupation].append(code)
    return titles, skills


def _without(seeker: Record, *names: str) -> Record:
    return {name: value for name, value in seeker.items() if name not in names}
