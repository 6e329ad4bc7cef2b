"""What the commands on pathways do: read what is given, open the store, call one use case, show the answer."""

import datetime as dt
import json
from pathlib import Path
from typing import Any

from matching.fields import Date, FieldError
from service import path_screens, path_shapes
from service.answers import opened, show
from service.catalogue import load_catalogue
from service.demo.programmes import programmes as demo_programmes
from service.errors import Invalid
from service.importers.programme_file import Programmes, parse, read_programmes
from service.usecases import pathways, recommend


def path(
    candidate: str,
    to: str,
    on: str | None,
    programmes: str | None,
    facts: str | None,
    score: int,
    as_json: bool,
    db: str | None,
    language: str,
) -> None:
    """Show the earliest and the surest pathway of a candidate to an opening or an occupation."""
    day, given, told = _day(on), _programmes(programmes), _facts(facts)
    with opened(db) as store, store.read() as connection:
        catalogue = load_catalogue(connection)
        record = recommend.candidate_record(connection, candidate)
        found = pathways.paths_for(connection, record, to, catalogue, given.steps, told, day, score / 100)
        answer = {
            "candidate": candidate,
            "to": to,
            "on": day.isoformat(),
            **path_shapes.paths(connection, found, catalogue, given, language),
        }
    show(as_json, answer, path_screens.paths, language)


def courses(
    top: int, on: str | None, programmes: str | None, score: int, as_json: bool, db: str | None, language: str
) -> None:
    """Show which courses give most people a place, one after the other."""
    day, given = _day(on), _programmes(programmes)
    with opened(db) as store, store.read() as connection:
        catalogue = load_catalogue(connection)
        found = pathways.cohort_of(connection, catalogue, given.steps, day, top, score / 100)
        answer = {"on": day.isoformat(), **path_shapes.cohort(connection, found, catalogue, given, language)}
    show(as_json, answer, path_screens.courses, language)


def _day(on: str | None) -> dt.date:
    """Return the day that is asked for, else today; raise Invalid for what is no date."""
    if on is None:
        return dt.date.today()
    try:
        return dt.date.fromisoformat(Date().read(on, "--on"))
    except FieldError as error:
        raise Invalid(f"--on: {error.faults[0][1]}") from None


def _programmes(given: str | None) -> Programmes:
    """Return the programmes of a file, those of the invented territory, or none."""
    if given is None:
        return Programmes()
    return parse(demo_programmes())[0] if given == "demo" else read_programmes(Path(given))


def _facts(given: str | None) -> dict[str, Any]:
    """Return the facts given as JSON; raise Invalid for anything but an object."""
    try:
        facts = {} if given is None else json.loads(given)
    except (ValueError, RecursionError):
        facts = None
    if not isinstance(facts, dict):
        raise Invalid("--facts: give a JSON object such as '{\"age\": 19}'")
    return facts
