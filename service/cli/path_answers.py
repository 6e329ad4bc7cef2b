"""What the commands on pathways do: read what is given, open the store, call one use case, show the answer."""

from pathlib import Path
from typing import Any

from matching.eligibility import facts_asked
from matching.fields import Fault, FieldError, Text
from service import path_shapes
from service.catalogue import load_catalogue
from service.cli import path_screens, terminal
from service.cli.answers import day_of, opened, show
from service.demo.programmes import programmes as demo_programmes
from service.errors import Invalid
from service.i18n import name
from service.importers.programme_file import Programmes, parse, read_programmes
from service.importers.strict_json import decoded, printable, usable
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
    day, given, told = day_of("--on", on), _programmes(programmes), _facts(facts)
    if not to.strip():
        raise Invalid("--to: give the id of an opening or the code of an occupation")
    with opened(db) as store, store.read() as connection:
        catalogue = load_catalogue(connection)
        record = recommend.candidate_record(connection, candidate)
        found = pathways.paths_for(connection, record, to, catalogue, given.steps, told, day, score / 100)
        answer = {
            "candidate": candidate,
            "to": to,
            "on": day.isoformat(),
            **path_shapes.paths(connection, found, catalogue, language, given),
            "facts_not_asked": sorted(set(told) - {fact for step in given.steps for fact in facts_asked(step.rule)}),
        }
    show(as_json, answer, path_screens.paths, language)


def courses(
    top: int, on: str | None, programmes: str | None, score: int, as_json: bool, db: str | None, language: str
) -> None:
    """Show which courses give most people a place, one after the other."""
    day, given = day_of("--on", on), _programmes(programmes)
    with opened(db) as store, store.read() as connection, terminal.progress(as_json) as progress:
        catalogue = load_catalogue(connection)
        label = name("path", "course", language)
        found = pathways.cohort_of(
            connection,
            catalogue,
            given.steps,
            day,
            top,
            score / 100,
            lambda done, steps: progress(done, steps, label),
        )
        answer = {"on": day.isoformat(), **path_shapes.cohort(connection, found, catalogue, given, language)}
    show(as_json, answer, path_screens.courses, language)


def _programmes(given: str | None) -> Programmes:
    """Return the programmes of a file, those of the invented territory, or none."""
    if given is None:
        return Programmes()
    return parse(demo_programmes())[0] if given == "demo" else read_programmes(Path(given))


def _facts(given: str | None) -> dict[str, Any]:
    """Return the facts given as JSON; raise Invalid for anything but an object of values that rules compare."""
    if given is None:
        return {}
    try:
        raw = decoded(given)
    except ValueError:
        raw = None
    if not isinstance(raw, dict):
        raise Invalid("--facts: give a JSON object such as '{\"age\": 19}'")
    facts, faults = usable(raw)
    faults += [fault for name, value in facts.items() for fault in _fact_faults(name, value)]
    if faults:
        raise Invalid(f"--facts: {'; '.join(f'{field}: {reason}' for field, reason in faults)}")
    return facts


def _fact_faults(name: str, value: Any) -> list[Fault]:
    """Return what is wrong with one fact: it is a number, a text, yes or no, a list of these, or null for unknown."""
    try:
        Text().read(name, "")
        for each in value if isinstance(value, list) else [value]:
            if each is not None and not isinstance(each, bool):
                Text().read(each, "")
    except FieldError as error:
        return [(printable(name[:60]), error.faults[0][1])]
    return []
