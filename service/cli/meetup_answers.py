"""What the commands of meetups do: read the file, call one use case, show and save the answer."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from service import meetup_shapes, shapes
from service.catalogue import load_catalogue
from service.cli import meetup_screens, terminal
from service.cli.answers import opened, show
from service.cli.meetup_day import changed_document
from service.cli.meetup_options import day_of
from service.cli.meetup_plan_file import read_made
from service.cli.meetup_writing import write_meetup
from service.errors import Conflict, Invalid, NotFound
from service.exports import target_of, write_json
from service.i18n import name
from service.importers.base import Problem
from service.importers.evidence import read_document
from service.importers.meetup_file import MeetupFile, parse_meetup
from service.importers.strict_json import printable
from service.printing import cards
from service.problems import in_language
from service.usecases import deciding, meetups
from service.usecases.deciding import Choices

Json = dict[str, Any]
SECONDS = 60.0  # for a plan, where neither the file nor the command says
REPLAN_SECONDS = 10.0


def plan(
    path: Path,
    preview: bool,
    seconds: float | None,
    save: Path | None,
    as_json: bool,
    quiet: bool,
    db: str | None,
    language: str,
) -> None:
    """Plan a meetup: the best plan that the time allows, or a good one at once."""
    _writable([save], path)
    file, choices = _scored(_read(path, language), db, language)
    limit = seconds or file.seconds or SECONDS
    with _why(file, as_json, language), terminal.progress(quiet or as_json) as bar:
        if preview:
            found = meetups.previewed(file.meetup)
        else:
            stage = name("meetup", "planning", language)
            found = meetups.planned(file.meetup, limit, lambda done, of: bar(done, of, stage))
    answer = _with_cards(meetup_shapes.plan(found, file, language), file, choices, db, language)
    _save(save, answer)
    show(as_json, answer, partial(meetup_screens.plan, file), language)


def check(path: Path, made: Path, as_json: bool, db: str | None, language: str) -> None:
    """Say what a plan breaks; a plan that breaks a firm rule is a conflict."""
    file = _read(path, language)
    answer = meetup_shapes.check(meetups.checked(file.meetup, read_made(made, file).seats), file, language)
    show(as_json, answer, meetup_screens.check, language)
    if not answer["ok"]:
        raise Conflict("the plan breaks rules that must hold; mend what is named above, or plan it again")


def replan(
    path: Path,
    made: Path,
    now: int,
    told: dict[str, list[str]],
    seconds: float | None,
    save: Path | None,
    save_meetup: Path | None,
    as_json: bool,
    db: str | None,
    language: str,
) -> None:
    """Plan again from a round on, with the fewest seats changed; the meetup of the day goes with the new plan."""
    _writable([save, save_meetup], path, made)
    file, choices = _scored(_read(path, language), db, language)
    day = day_of(now, told)
    planned, seats = file.meetup, read_made(made, file).seats
    file = replace(file, meetup=meetups.as_it_is(planned, day))
    with _why(file, as_json, language):
        found = meetups.replanned(file.meetup, seats, now, seconds or REPLAN_SECONDS)
    answer = _with_cards(meetup_shapes.replan(found, file, language), file, choices, db, language)
    _save(save, answer)
    if save_meetup:
        write_meetup(save_meetup, changed_document(read_document(path), file.scored, file.meetup, day))
    show(as_json, answer, partial(meetup_screens.replan, file), language)
    if save and not save_meetup and file.meetup.hosts != planned.hosts:
        print(f"visavis: {name('meetup', 'save_meetup', language)}", file=sys.stderr)


@contextmanager
def _why(file: MeetupFile, as_json: bool, language: str) -> Iterator[None]:
    """Where there is no plan, show the rules that together leave none before the error ends the command."""
    try:
        yield
    except meetups.Impossible as error:
        answer = meetup_shapes.impossible(error.cause, file, language)
        show(as_json, answer, meetup_screens.impossible, language)
        raise


def _read(path: Path, language: str) -> MeetupFile:
    """Return the meetup of a file; tell what is wrong with its lines, and raise Invalid when that forbids it."""
    file, problems = parse_meetup(path)
    for problem in problems:
        print(f"visavis: {_line(path, problem, language)}", file=sys.stderr)
    if file is None:
        raise Invalid(f"{printable(path.name)}: not planned; mend the lines above")
    return file


def _line(path: Path, problem: Problem, language: str) -> str:
    where = f"{printable(path.name)} · {name('read', 'line', language)} {problem.line} · {problem.field}"
    return f"{where} · {terminal.reason_in(problem.reason, language)}"


def _scored(file: MeetupFile, db: str | None, language: str) -> tuple[MeetupFile, Choices | None]:
    """Return the meetup with scores: those of the file, else of the engine, with what it knows, else all alike.

    The engine is asked where a database is named. In the one of this installation, people that it does not know are
    no error: nobody asked for it.
    """
    if file.scored or not (db or "VISAVIS_DB" in os.environ):
        return file, None
    try:
        return _by_engine(file, db)
    except NotFound as error:
        if db:
            raise
        told = f"{name('meetup', 'all_alike', language)} ({in_language(str(error), language)})"
        print(f"visavis: {told}", file=sys.stderr)
        return file, None


def _by_engine(file: MeetupFile, db: str | None) -> tuple[MeetupFile, Choices]:
    meetup = file.meetup
    with opened(db) as store, store.read() as connection:
        choices = deciding.meetup_scores(connection, load_catalogue(connection), meetup.people, meetup.hosts)
    return replace(file, meetup=meetups.scored(meetup, choices.grid.score, choices.grid.allowed)), choices


def _with_cards(answer: Json, file: MeetupFile, choices: Choices | None, db: str | None, language: str) -> Json:
    """Return the answer with why each two meet and what to ask first, where the engine knows both."""
    if choices is None:
        return answer
    person = {name: row for row, name in enumerate(file.meetup.people)}
    host = dict(zip(file.meetup.hosts, range(len(choices.counterpart_ids)), strict=False))  # not those of the day
    pairs = [(met["person"], met["host"]) for met in answer["meetings"] if met["host"] in host]
    matches = {pair: choices.match(person[pair[0]], host[pair[1]]) for pair in pairs}
    with opened(db) as store, store.read() as connection:
        named = shapes.words(connection, matches.values(), [], language)
    return answer | {"meetings": cards.on(answer["meetings"], person, matches, named, language)}


def _save(path: Path | None, answer: Json) -> None:
    if path:
        write_json(path, answer)


def _writable(targets: list[Path | None], *inputs: Path) -> None:
    """Raise Invalid, before anything is calculated, where two of these would be the same file."""
    written = [(path, target_of(path, *inputs)) for path in targets if path]
    for number, (path, target) in enumerate(written):
        if target in [other for _, other in written[:number]]:
            raise Invalid(f"{path.name}: this file would be written twice; give another name")
