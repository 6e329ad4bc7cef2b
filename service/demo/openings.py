"""The territory's openings: what each trade offers, told as unevenly as real companies tell it."""

import datetime as dt
from dataclasses import dataclass
from random import Random
from typing import Any

from service.demo.asked import draw_asked
from service.demo.courses import draw_courses
from service.demo.draws import a_monday, one_of, some_of, told
from service.demo.reference import Commune, Reference, Row, read_file
from service.demo.terms import draw_terms

PUBLISHED = dt.date(2026, 10, 12)
FIRST_MONDAY = dt.date(2026, 12, 7)
AGENCY, INTEGRATION = "Agence d’intérim", "Chantier d’insertion"
_EMPLOYERS = {"MIS": AGENCY, "CDDI": INTEGRATION}  # who alone may sign these contracts


@dataclass(frozen=True, slots=True)
class _Scene:
    """What every opening is drawn from."""

    companies: list[Row]
    communes: tuple[Commune, ...]
    settings: dict[str, list[str]]
    phrases: Row


def draw_openings(
    rng: Random, reference: Reference, companies: list[Row], communes: tuple[Commune, ...]
) -> list[dict[str, Any]]:
    """Return the openings of every kind, mixed; their ids follow that order."""
    settings = {house["name"]: house["settings"] for house in reference.houses}
    scene = _Scene(companies, communes, settings, read_file("phrases.toml"))
    found = [_opening(rng, trade, kind, scene) for trade in reference.trades for kind in _kinds(trade)]
    found += draw_courses(rng, companies, communes)
    rng.shuffle(found)
    return [{"id": f"O{number:03d}", **opening} for number, opening in enumerate(found, start=1)]


def _kinds(trade: Row) -> list[str]:
    return [kind for kind, count in trade.get("offers", {}).items() for _ in range(count)]


def _opening(rng: Random, trade: Row, kind: str, scene: _Scene) -> Row:
    contract = _contract(rng, trade, kind)
    company = _company(rng, trade, contract, scene.companies)
    named, asked = _named(rng, trade), draw_asked(rng, trade, kind)
    sentences = _sentences(rng, trade, kind, scene.settings[company["activity"]], scene.phrases)
    if asked.get("experience") == {"months": 0}:
        sentences.append(scene.phrases["beginners"])
    return {
        "kind": kind,
        **named,
        "description": " ".join(sentences),
        "company": {"name": company["name"], "sector": company["sector"]},
        **_place(rng, company, scene.communes),
        **asked,
        **draw_terms(rng, trade, kind, contract),
        **_dates(rng, kind),
    }


def _contract(rng: Random, trade: Row, kind: str) -> str | None:
    if kind == "job":
        return str(rng.choice(trade["contracts"]))
    if kind == "apprenticeship":
        return one_of(rng, {"APP": 0.75, "PRO": 0.25})
    return None if kind == "visit" else "STG"


def _company(rng: Random, trade: Row, contract: str | None, companies: list[Row]) -> Row:
    employers = [_EMPLOYERS[contract]] if contract in _EMPLOYERS else trade["at"]
    return rng.choice([company for company in companies if company["activity"] in employers])


def _named(rng: Random, trade: Row) -> Row:
    code, label = rng.choice(list(trade["titles"].items()))
    named = {
        "code": {"title_code": code},
        "words": {"title": label},
        "both": {"title": label, "occupation": trade["code"]},
        "occupation": {"occupation": trade["code"]},
    }
    return named[one_of(rng, {"code": 6, "words": 2, "both": 2, "occupation": 1.5})]


def _sentences(rng: Random, trade: Row, kind: str, settings: list[str], phrases: Row) -> list[str]:
    about = [rng.choice(phrases["opening"]["visit"])] if kind == "visit" else _tasks(rng, trade["tasks"])
    return [*about, rng.choice(settings), *some_of(rng, phrases["closing"][kind], 0, 1)]


def _tasks(rng: Random, tasks: list[str]) -> list[str]:
    return tasks[:2] if told(rng, 0.65) else tasks[:1]


def _place(rng: Random, company: Row, communes: tuple[Commune, ...]) -> Row:
    """Temporary and integration work is done at a client's, the rest at the company's or near it."""
    place = dict(company["place"])
    if company["activity"] in (AGENCY, INTEGRATION):
        place = rng.choices(communes, [commune.firms for commune in communes])[0].place
    how = one_of(rng, {"point": 70, "commune": 16, "words": 9, "department": 3, "nothing": 2})
    if how == "point":
        near = {name: round(place[name] + rng.uniform(-0.008, 0.008), 3) for name in ("lat", "lon")}
        return {"place": place | near}
    kept = {"commune": ("insee", "postcode", "label"), "words": ("label",)}.get(how, ())
    if how == "department":
        return {"place": {"department": place["insee"][:2]}}
    return {"place": {name: place[name] for name in kept}} if kept else {}


def _dates(rng: Random, kind: str) -> Row:
    published = {"published": (PUBLISHED + dt.timedelta(days=rng.randrange(40))).isoformat()}
    monday = dt.date.fromisoformat(a_monday(rng, FIRST_MONDAY, 14))
    if kind == "visit":
        return {"start": (monday + dt.timedelta(days=rng.randrange(5))).isoformat()} | published
    if not told(rng, 0.6):
        return published
    later = monday + dt.timedelta(weeks=rng.randint(2, 6))
    latest = {"latest_start": later.isoformat()} if told(rng, 0.25) else {}
    return {"start": monday.isoformat()} | latest | published
