"""What `meetup new` does: spreadsheets of people and hosts → the file of a meetup."""

import json
import shlex
import sys
from pathlib import Path
from typing import Any

from matching.fields import Field
from service.cli import terminal
from service.cli.answers import show
from service.cli.meetup_writing import write_meetup
from service.cli.terminal import console
from service.errors import Invalid
from service.exports import target_of
from service.i18n import name
from service.importers.meetup_file import fields as known
from service.importers.meetup_file import parse_meetup
from service.importers.meetup_file.guests import read_guests
from service.importers.strict_json import printable
from service.meetup_words import counted

Json = dict[str, Any]


def new(people: Path, hosts: Path, settings: Json, save: Path, as_json: bool, db: str | None, language: str) -> None:
    """Write the file of a meetup, ready to be planned."""
    target_of(save, people, hosts)
    document: Json = {key: value for key, value in settings.items() if value is not None}
    document["people"] = _guests(people, known.person(document["rounds"]), "J", language)
    document["hosts"] = _guests(hosts, known.host(document["rounds"]), "P", language)
    document |= {"must": [], "wish": [], "never": []}
    write_meetup(save, _valid(document))
    answer = {"people": len(document["people"]), "hosts": len(document["hosts"]), "saved": str(save)}
    show(as_json, answer | {"next": f"visavis meetup plan {shlex.quote(str(save))}"}, _shown, language)


def _guests(path: Path, fields: dict[str, Field], letter: str, language: str) -> list[Json]:
    records, problems = read_guests(path, fields, letter)
    for problem in problems:
        where = f"{printable(path.name)} · {name('read', 'line', language)} {problem.line} · {problem.field}"
        print(f"visavis: {where} · {terminal.reason_in(problem.reason, language)}", file=sys.stderr)
    if not all(problem.kept for problem in problems):
        raise Invalid(f"{printable(path.name)}: not read; mend the lines above")
    return records


def _valid(document: Json) -> Json:
    """Return a meetup that commands will accept; raise Invalid with the first thing that they would not."""
    _, problems = parse_meetup(json.dumps(document).encode())
    for problem in problems:
        told = f"{problem.field}: {problem.reason}"
        raise Invalid(f"the meetup cannot be read: {told}")
    return document


def _shown(answer: Json, language: str) -> None:
    told = (counted(answer[key], key, language) for key in ("people", "hosts"))
    console().print(name("meetup", "new", language).format(*told, answer["next"]), soft_wrap=True)
