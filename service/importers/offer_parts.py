"""The parts of a France Travail offer, each turned into fields of our opening record."""

import re
from collections.abc import Callable, Mapping
from itertools import chain
from typing import Any

from matching.codes import plain
from matching.fields import Fault
from matching.records import LONGEST_DESCRIPTION
from matching.text.facts import hours as weekly
from matching.text.facts import wage_labels as wages
from matching.text.facts.contract_labels import contract_of
from matching.text.facts.durations import months_in
from matching.text.facts.education_labels import education_level
from matching.text.facts.language_names import language_code, language_slug
from matching.text.facts.licences import licence_code
from matching.text.facts.working_times import working_times
from service.importers.mending import Part
from service.importers.shapes import Leaf

Offer = dict[str, Any]  # of the shape below


_LABEL = {"code": Leaf.TEXT, "libelle": Leaf.TEXT, "exigence": Leaf.TEXT}
_TEXTS = """id intitule description dateCreation romeCode romeLibelle appellationlibelle typeContrat typeContratLibelle
natureContrat experienceExige experienceLibelle nombrePostes codeNAF secteurActivite dureeTravailLibelle
dureeTravailLibelleConverti complementExercice conditionExercice"""
SHAPE: dict[str, Any] = {
    **dict.fromkeys(_TEXTS.split(), Leaf.TEXT),
    "alternance": Leaf.FLAG,
    "lieuTravail": dict.fromkeys(("libelle", "latitude", "longitude", "codePostal", "commune"), Leaf.TEXT),
    "entreprise": {"nom": Leaf.TEXT, "siret": Leaf.TEXT},
    "salaire": [{"libelle": Leaf.TEXT, "commentaire": Leaf.TEXT}],
    "contexteTravail": {"horaires": Leaf.TEXTS, "conditionsExercice": Leaf.TEXTS},
    "competences": [_LABEL],
    "qualitesProfessionnelles": [_LABEL],
    "langues": [_LABEL],
    "permis": [_LABEL],
    "formations": [{"niveauLibelle": Leaf.TEXT, "exigence": Leaf.TEXT, "libelle": Leaf.TEXT}],
}


def _words(offer: Offer) -> Part:
    title = offer.get("appellationlibelle") or offer.get("intitule") or offer.get("romeLibelle")
    text = "\n\n".join(offer[name] for name in ("intitule", "description") if name in offer)
    faults = []
    if len(text) > LONGEST_DESCRIPTION:
        text, faults = text[:LONGEST_DESCRIPTION], [("description", f"cut at {LONGEST_DESCRIPTION} characters")]
    return {
        "title": title,
        "occupation": offer.get("romeCode"),
        "description": text,
        "published": offer.get("dateCreation", "")[:10],
        "positions": offer.get("nombrePostes"),
    }, faults


def _company(offer: Offer) -> Part:
    company = offer.get("entreprise", {})
    siret = re.sub(r"\s", "", company.get("siret", ""))
    facts = {
        "name": company.get("nom"),
        "siret": siret.zfill(14) if siret.isdecimal() else siret,  # a number loses its zeros
        "sector": offer.get("codeNAF") or offer.get("secteurActivite"),
    }
    return {"company": {name: fact for name, fact in facts.items() if fact}}, []


def _place(offer: Offer) -> Part:
    place = offer.get("lieuTravail", {})
    department, label = _label(place.get("libelle", ""))
    insee, postcode = (place.get(name, "").zfill(5) if name in place else None for name in ("commune", "codePostal"))
    point, faults = _point(place)
    found = {"insee": insee, "postcode": postcode, "label": label, **point}
    if not (insee or postcode or point):
        found["department"] = department
    return {"place": {name: value for name, value in found.items() if value}}, faults


def _label(libelle: str) -> tuple[str | None, str]:
    found = re.fullmatch(r"\s*(\d{2,3}|2[AB])\s*-\s*(.+)", libelle, re.DOTALL)
    return (found[1], found[2].strip()) if found else (None, libelle)


def _point(place: Mapping[str, str]) -> Part:
    given = [place[name].replace(",", ".") for name in ("latitude", "longitude") if name in place]
    try:
        lat, lon = map(float, given)
    except ValueError:
        return {}, [("place", "latitude and longitude that are no point: left out")] if given else []
    if (lat, lon) == (0, 0) or not (abs(lat) <= 90 and abs(lon) <= 180):
        return {}, [("place", f"{lat:g}, {lon:g} is no place to work: left out")]
    return {"lat": lat, "lon": lon}, []


def _requirement(item: Mapping[str, str], default: str | None = None) -> dict[str, str]:
    asked = {"E": "must", "S": "wish"}.get(item.get("exigence", "").upper(), default)
    return {"requirement": asked} if asked else {}


def _skills(offer: Offer) -> Part:
    asked: list[tuple[dict[str, str], str | None]] = [(item, None) for item in offer.get("competences", [])]
    asked += [
        ({"libelle": item["libelle"]}, "wish")
        for item in offer.get("qualitesProfessionnelles", [])
        if "libelle" in item
    ]
    found = []
    for item, default in asked:
        skill = {"code": item.get("code"), "label": item.get("libelle"), **_requirement(item, default)}
        found.append({name: value for name, value in skill.items() if value})
    return {"skills": _strongest([skill for skill in found if "code" in skill or "label" in skill])}, []


def _strongest(items: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return each item once, with must where it is asked both ways."""
    kept: dict[str, dict[str, Any]] = {}
    for item in items:
        key = item.get("code") or plain(item["label"])
        if key not in kept or item.get("requirement") == "must":
            kept[key] = item
    return list(kept.values())


def _languages(offer: Offer) -> Part:
    found, faults = [], []
    for item in offer.get("langues", []):
        if not (label := item.get("libelle") or item.get("code")):
            continue
        code = language_code(label)
        if code is None:
            code = language_slug(label)
            faults.append(("languages", f"unknown language {label[:40]!r}, kept as {code!r}"))
        found.append({"code": code, **_requirement(item)})
    return {"languages": _strongest([item for item in found if item["code"]])}, faults


def _licences(offer: Offer) -> Part:
    found, faults = [], []
    for item in offer.get("permis", []):
        if code := licence_code(item.get("libelle", "")):
            found.append({"code": code, **_requirement(item)})
        else:
            faults.append(("licences", f"unknown licence {item.get('libelle', '')[:40]!r}, left out"))
    return {"licences": _strongest(found)}, faults


def _education(offer: Offer) -> Part:
    asked = offer.get("formations", [])
    said = [label for item in asked if (label := item.get("niveauLibelle") or item.get("libelle"))]
    levels = [level for label in said if (level := education_level(label))]
    faults = [("education", f"unknown level {label[:40]!r}, left out") for label in said if not education_level(label)]
    if not levels:
        return {}, faults
    all_must = all(_requirement(item) == {"requirement": "must"} for item in asked)
    return {"education": {"level": min(levels), "requirement": "must" if all_must else "wish"}}, faults


def _experience(offer: Offer) -> Part:
    label = offer.get("experienceLibelle", "")
    exigence = offer.get("experienceExige", "").upper()[:1]
    if exigence == "D" or (not exigence and plain(label).startswith("debutant")):
        return {"experience": {"months": 0, "requirement": "wish"}}, []
    months = months_in(label)
    if months is None:
        return {}, []
    return {"experience": {"months": months, **_requirement({"exigence": exigence if months else "S"})}}, []


def _contract(offer: Offer) -> Part:
    kind, nature = offer.get("typeContrat", ""), offer.get("natureContrat", "")
    label = offer.get("typeContratLibelle", "")
    contract = contract_of(kind, nature, label)
    found: dict[str, Any] = {"contract": contract, "months": None if contract == "CDI" else months_in(label)}
    if contract in ("APP", "PRO"):
        found["kind"] = "apprenticeship"
    elif offer.get("alternance"):
        found |= {"kind": "apprenticeship", "contract": None}
        return found, [("contract", f"work-study, but {nature[:40]!r} does not say which contract: left out")]
    faults = [("contract", f"unknown contract {kind[:40]!r}, left out")] if kind and not contract else []
    return found, faults


def _hours_and_wage(offer: Offer) -> Part:
    """Read them together: a monthly wage for part time is turned into one for full time."""
    hours, faults = _hours(offer)
    found = [wages.wage_in(item[name]) for item in offer.get("salaire", []) for name in item if name != "code"]
    wage = next((wage for wage in found if wage.span), wages.Wage({}))
    span, worked = wage.span, hours.get("max", weekly.FULL_TIME)
    if span and wage.per != "hour" and worked < weekly.FULL_TIME:
        span = wages.for_full_time(wage, worked)
        faults.append(("wage", f"paid for {worked:g} hours a week: counted for {weekly.FULL_TIME}"))
    if not span:
        faults += [("wage", wage.complaint) for wage in found if wage.complaint]
    return {"hours": hours, "wage": span}, faults


def _hours(offer: Offer) -> tuple[dict[str, float], list[Fault]]:
    context = offer.get("contexteTravail", {}).get("horaires", [])
    full_or_part = [text for text in [offer.get("dureeTravailLibelleConverti")] if text]
    texts = [text for text in [offer.get("dureeTravailLibelle")] if text]
    for hours, complaint in map(weekly.weekly_hours, chain(texts, context, full_or_part)):
        if hours or complaint:
            return hours, [("hours", complaint)] if complaint else []
    return {}, []


def _working_times(offer: Offer) -> Part:
    context = offer.get("contexteTravail", {})
    single = [offer.get(name, "") for name in ("dureeTravailLibelle", "complementExercice", "conditionExercice")]
    texts = chain(single, context.get("horaires", []), context.get("conditionsExercice", []))
    return {"working_times": working_times(texts)}, []


PARTS: tuple[Callable[[Offer], Part], ...] = (
    _words,
    _company,
    _place,
    _skills,
    _languages,
    _licences,
    _education,
    _experience,
    _contract,
    _hours_and_wage,
    _working_times,
)
