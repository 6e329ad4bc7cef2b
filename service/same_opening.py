"""Whether two openings may be one and the same: same company, alike titles, same place."""

import re
from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from matching.codes import plain
from matching.geo import distance_km, unit_vectors
from matching.records import Record
from matching.text.similarity import cells_around, titles_alike

Agreement = tuple[str, dict[str, int]]  # a code of [names.duplicate], and its numbers
Points = Mapping[str, tuple[float, float]]  # INSEE code → latitude, longitude

TITLES_ALIKE = 0.8
NEAR_KM = 5.0
_FORMS = """
sa sas sasu sarl eurl eirl ei sci scm scp snc scop scic sca selarl gie gaec earl ste societe ets etablissement
etablissements cie compagnie association asso
"""
_LEGAL_FORMS = frozenset(_FORMS.split())


@dataclass(frozen=True, slots=True)
class Job:
    """What tells one opening from another, as far as it is known."""

    title: str = ""
    title_code: str = ""
    kind: str = "job"
    company: str = ""  # as company_words gives it
    siren: str = ""
    places: frozenset[str] = frozenset()  # codes, or the name where there is none
    point: tuple[float, float] | None = None


def job_of(record: Record, labels: Mapping[str, str], points: Points) -> Job:
    """Return what is known of an opening; a title that is only a code is worded by `labels`."""
    place, company = record.get("place", {}), record.get("company", {})
    code = record.get("title_code", "")
    siret = company.get("siret", "")
    codes = [f"{name} {place[name]}" for name in ("insee", "postcode") if name in place]
    return Job(
        record.get("title") or labels.get(code) or labels.get(record.get("occupation", ""), ""),
        code,
        record.get("kind", "job"),
        company_words(company.get("name", "")),
        siret[:9] if len(siret) == 14 else "",
        frozenset(codes or ([plain(place["label"])] if "label" in place else [])),
        (place["lat"], place["lon"]) if "lat" in place else points.get(place.get("insee", "")),
    )


def company_words(company: str) -> str:
    """Return a company's name without case, accents, points and legal form."""
    joined = re.sub(r"\b(\w)\.(?=\w\b)", r"\1", company)  # S.A.R.L.
    words = plain(joined).split()
    return " ".join([word for word in words if word not in _LEGAL_FORMS] or words)


def agreements(left: Job, right: Job) -> list[Agreement]:
    """Return what agrees, when it is enough to take both for one opening; nothing when it is not."""
    if left.kind != right.kind or not (place := _place(left, right)):
        return []
    if left.siren and left.siren == right.siren:
        company = "same_siren"
    elif left.company and left.company == right.company:
        company = "same_company"
    else:
        return []
    return [(company, {}), title, place] if (title := _title(left, right)) else []


def keys_of(job: Job) -> Iterator[Hashable]:
    """Yield keys of which two openings with enough in common share at least one."""
    companies = [("siren", job.siren)] if job.siren else []
    companies += [("name", job.company)] if job.company else []
    places: list[Hashable] = [*job.places]
    places += cells_around(*job.point, NEAR_KM) if job.point else []
    yield from ((company, place) for company in companies for place in places)


def _title(left: Job, right: Job) -> Agreement | None:
    """Compare the words; codes only where one of the openings has no words."""
    if not (left.title and right.title):
        return ("same_title", {}) if left.title_code and left.title_code == right.title_code else None
    alike = titles_alike(left.title, right.title)
    if alike < TITLES_ALIKE:
        return None
    return ("similar_titles", {"percent": int(100 * alike)}) if alike < 1 else ("same_title", {})


def _place(left: Job, right: Job) -> Agreement | None:
    if left.places & right.places:
        return "same_place", {}
    if left.point is None or right.point is None:
        return None
    here, there = (unit_vectors(*(np.array([degrees]) for degrees in job.point)) for job in (left, right) if job.point)
    km = float(distance_km(here, there)[0])
    return ("near_place", {"km": max(1, round(km))}) if km < NEAR_KM else None
