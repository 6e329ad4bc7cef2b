"""Two people, three sponsors and the job that makes one of these a way in."""

PLACE = {"lat": 48.99, "lon": 1.91}
WELDER = {
    "id": "C1",
    "wishes": [{"occupation": "H2913"}],
    "languages": [{"code": "fr", "level": "B2"}],
    "place": PLACE,
    "max_km": 15,
    "help": ["network"],
    "availability": [{"days": ["tue", "thu"], "start": "12:00", "end": "14:00"}],
}
SILENT = {"id": "C2", "wishes": [{"occupation": "H2913"}]}
SPONSORS = [
    {
        "id": "P1",
        "occupations": [{"occupation": "H2913"}],
        "company": {"name": "Chaudronnerie Exemple"},
        "help": ["network", "cv"],
        "languages": [{"code": "fr"}],
        "place": PLACE,
        "capacity": 2,
        "followed": 0,
        "availability": [{"days": ["tue"], "start": "12:00", "end": "14:00", "weeks": "even"}],
        "away": [{"from": "2026-12-08", "until": "2026-12-09"}],
    },
    {"id": "P2", "occupations": [{"occupation": "H2913"}], "capacity": 1, "followed": 1},
    {"id": "P3", "availability": [{"days": ["sun"], "start": "09:00", "end": "11:00"}], "remote": True},
]
JOB = {"id": "O1", "occupation": "H2913", "company": {"name": "Chaudronnerie Exemple"}, "place": PLACE}
