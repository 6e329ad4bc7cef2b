"""The territory's training courses, hand-written; only who gives them and where is drawn."""

from random import Random

from service.demo.draws import told
from service.demo.reference import Commune, Row, read_file

SCHOOL = "Centre de formation"


def draw_courses(rng: Random, companies: list[Row], communes: tuple[Commune, ...]) -> list[Row]:
    """Return the courses as openings: they ask little, take several people and bring what `gives` lists."""
    schools = [company for company in companies if company["activity"] == SCHOOL]
    places = {commune.row["insee"]: commune.place for commune in communes}
    return [_course(rng, course, rng.choice(schools), places) for course in read_file("courses.toml")["courses"]]


def _course(rng: Random, course: Row, school: Row, places: dict[str, Row]) -> Row:
    opening = {
        "kind": "training",
        "title_code": course.get("title_code"),
        "title": course.get("title"),
        "description": f"{course['about']} {course['more']}",
        "company": {"name": school["name"], "sector": school["sector"]},
        "place": places[course["insee"]],
        "licences": [{"code": course["licence_asked"], "requirement": "must"}] if "licence_asked" in course else None,
        "months": course["months"],
        "hours": {"min": 35, "max": 35} if told(rng, 0.8) else None,
        "working_times": ["day"] if told(rng, 0.8) else None,
        "start": course["start"],
        "positions": course["positions"],
        "gives": _gives(course),
        "published": "2026-11-02",
    }
    return {name: value for name, value in opening.items() if value is not None}


def _gives(course: Row) -> Row:
    kinds = ("skills", "licences", "certificates")
    return {kind: [{"code": code} for code in course[kind]] for kind in kinds if kind in course}
