"""What the codes of people's records are called in the reference data: jobs, skills and places, for pages to show."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection

from service.db import places, taxonomy

Labels = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class RecordNames:
    """Labels by code."""

    titles: Labels
    occupations: Labels
    skills: Labels
    places: Labels

    def job(self, entry: Mapping[str, Any]) -> str:
        """Return what a wish or an experience is called: the person's words, else the label of its code."""
        coded = self.titles.get(entry.get("title_code", "")) or self.occupations.get(entry.get("occupation", ""))
        return entry.get("title") or coded or entry.get("title_code") or entry.get("occupation") or ""

    def skill(self, entry: Mapping[str, Any]) -> str:
        """Return what a skill is called."""
        return self.skills.get(entry.get("code", "")) or entry.get("label") or entry.get("code") or ""

    def place(self, entry: Mapping[str, Any]) -> str:
        """Return what a place is called; "" where none is told."""
        return self.places.get(entry.get("insee", "")) or entry.get("label") or entry.get("postcode") or ""


def names_of(connection: Connection, records: Iterable[Mapping[str, Any]]) -> RecordNames:
    """Return what the codes of these records are called, as far as the reference data know them."""
    whole = list(records)
    jobs = [job for record in whole for part in ("wishes", "experience") for job in record.get(part, ())]
    skills = {skill["code"] for record in whole for skill in record.get("skills", ()) if "code" in skill}
    return RecordNames(
        taxonomy.labels(connection, "titles", {job["title_code"] for job in jobs if "title_code" in job}),
        taxonomy.labels(connection, "occupations", {job["occupation"] for job in jobs if "occupation" in job}),
        taxonomy.labels(connection, "items", skills),
        places.labels(connection, {record.get("place", {}).get("insee", "") for record in whole}),
    )
