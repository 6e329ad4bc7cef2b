"""Small meetups with their plans, and the commands after planning, called in this process."""

import json
from pathlib import Path

from tests.service.cli import Done, call

MEETUP = {
    "rounds": 3,
    "people": [{"id": "J1", "name": "Ada Martin"}, {"id": "J2", "name": "Béa Noir"}, {"id": "J3", "name": "Cléo Roux"}],
    "hosts": [
        {"id": "P1", "name": "Hugo Blanc", "company": "Boulangerie Blanc"},
        {"id": "P2", "name": "Inès Vert", "company": "Garage Vert"},
    ],
    "scores": [["J1", "P1", 0.9], ["J1", "P2", 0.4], ["J2", "P1", 0.5], ["J2", "P2", 0.7], ["J3", "P1", 0.2]],
    "reasons": [["J1", "P1", "C’est le métier recherché."], ["J1", "P1", "À 2 km du domicile."]],
    "questions": [["J1", "P1", "À quelle heure allumez-vous le four ?"]],
    "title": "Jeunes et patrons",
    "place": "Salle des fêtes",
    "date": "2026-11-24",
    "start": "18:00",
    "round_minutes": 10,
    "break_minutes": 2,
}
MEETINGS = [
    {"round": 1, "person": "J1", "host": "P1", "table": 1},
    {"round": 1, "person": "J2", "host": "P2", "table": 2},
    {"round": 2, "person": "J2", "host": "P1", "table": 1},
    {"round": 2, "person": "J3", "host": "P2", "table": 2},
    {"round": 3, "person": "J3", "host": "P1", "table": 1},
    {"round": 3, "person": "J1", "host": "P2", "table": 2},
]


ANSWERS = [
    {"person": "J1", "host": "P1", "round": 1, "person_interest": True, "host_interest": True},
    {"person": "J2", "host": "P2", "round": 1, "person_interest": True, "host_interest": False},
    {"person": "J2", "host": "P1", "round": 2, "met": True, "host_interest": True},
    {"person": "J3", "host": "P2", "round": 2, "absent": "person"},
    {"person": "J3", "host": "P1", "round": 3, "met": False},
]


def run(*words: object, language: str = "fr") -> Done:
    """Run a command of meetups."""
    return call("meetup", *words, "--lang", language)


def saved(path: Path, value: object) -> Path:
    """Write a JSON file."""
    path.write_text(value if isinstance(value, str) else json.dumps(value, ensure_ascii=False), "utf-8")
    return path


def written(folder: Path, meetup: object = None, meetings: object = None) -> tuple[Path, Path]:
    """Write a meetup and its plan; those of this file where nothing else is given."""
    plan = {"meetings": MEETINGS if meetings is None else meetings, "total": 3.1}
    return saved(folder / "meetup.json", meetup or MEETUP), saved(folder / "plan.json", plan)
