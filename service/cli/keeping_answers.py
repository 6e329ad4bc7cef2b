"""What the commands do that keep the store, erase somebody, and give somebody their data."""

import datetime as dt
from pathlib import Path
from typing import Any

from service import jobs, register
from service.backups.folder import marks_beside, whole
from service.cli.answers import show
from service.cli.installation import installed
from service.db import audit
from service.db.dump import Told
from service.errors import Unavailable
from service.given_file import as_json, given_zip
from service.i18n import name, sentence
from service.keys import key_file
from service.permissions import NOBODY
from service.usecases import erasing, giving, keeping

Json = dict[str, Any]


def back_up(folder: Path | None, as_json: bool, db: str | None, language: str) -> None:
    """Write a backup and say where it is."""
    with installed(db) as services:
        made = keeping.back_up(services.store, services.keys, folder or jobs.backups(services), services.now())
    pruned = [path.name for path in made.pruned]
    answer = {"file": str(made.path), "bytes": made.size, "pruned": pruned, **_told(made.told)}
    show(as_json, answer, _print_backup, language)


def restore(path: Path, replace: bool, as_json: bool, db: str | None, language: str) -> None:
    """Put a backup back and say what came."""
    with installed(db) as services:
        marks = marks_beside(key_file(services.settings))
        done = keeping.restore(services.store, services.keys, path, marks, services.now(), replace)
    show(as_json, {**_told(done.told), "erased": done.erased}, _print_restored, language)


def verify(path: Path | None, as_json: bool, db: str | None, language: str) -> None:
    """Prove a backup, or the store; raise Unavailable for a store that is not sound."""
    with installed(db) as services:
        if path is not None:
            told = keeping.check_file(path, services.keys)
            show(as_json, _told(told), _print_whole, language)
            return
        wrong = keeping.check_store(services.store, services.keys)
    if wrong:
        raise Unavailable(
            f"the store is not sound: {', '.join(wrong)}; keep it as it is, and put a backup in its place"
        )
    show(as_json, {"faults": []}, _print_sound, language)


def retain(dry_run: bool, sure: bool, as_json: bool, db: str | None, language: str) -> None:
    """Keep the rules of retention, or say what they would do."""
    with installed(db) as services:
        result = jobs.run(services, "forgetting", dry_run, sure)
    rules = [{**register.rule(rule, language), "count": count} for rule, count in result.done.items()]
    show(as_json, {"dry_run": dry_run, "rules": rules, "errors": result.errors}, _print_rules, language)


def erase(kind: str, person: str, db: str | None, language: str) -> None:
    """Erase somebody everywhere."""
    with installed(db) as services:
        now = services.now()
        with services.store.write() as connection:
            erasing.erase(connection, services.keys, kind, person, now)
            audit.record(connection, NOBODY, "right:W", [], "", "erased by command", "erasure", now)
        erasing.finish(services.store, marks_beside(key_file(services.settings)))
    print(sentence("person_erased", {}, language))


def give(person: str, path: Path, db: str | None, language: str) -> None:
    """Write all data of somebody to a new file."""
    with installed(db) as services:
        now = services.now()
        with services.store.write() as connection:
            given = giving.give(connection, services.keys, person, now)
            audit.record(connection, NOBODY, "identity:X", [person], "", "given by command", "", now)
    with whole(path) as file:
        file.write(given_zip(as_json(given), language))
    print(sentence("data_given", {"rows": sum(map(len, given["tables"].values())), "file": path.name}, language))


def print_register(as_json: bool, db: str | None, language: str) -> None:
    """Print the register of personal data."""
    show(as_json, {"tables": register.tables(language)}, lambda answer, _: print(register.as_text(language)), language)


def _told(told: Told) -> Json:
    rows = {table: counted[0] for table, counted in told.tables.items()}
    return {"at": told.at, "step": told.step, "rows": sum(rows.values()), "tables": rows, "log": told.log}


def _facts(answer: Json) -> Json:
    at = dt.datetime.fromisoformat(answer["at"])
    number, last = answer["log"]
    return {
        **answer,
        "number": number,
        "hash": last[:16],
        "day": at.date(),
        "time": f"{at.astimezone(dt.UTC):%H:%M:%S}",
    }


def _print_backup(answer: Json, language: str) -> None:
    print(sentence("backup_made", _facts(answer), language))


def _print_whole(answer: Json, language: str) -> None:
    print(sentence("backup_whole", _facts(answer), language))


def _print_restored(answer: Json, language: str) -> None:
    print(sentence("backup_restored", _facts(answer), language))


def _print_sound(_: Json, language: str) -> None:
    print(sentence("store_sound", {}, language))


def _print_rules(answer: Json, language: str) -> None:
    for rule in answer["rules"]:
        print(f"{rule['count']:>6}  {rule['about']} ({rule['kept']})")
    for rule, code in answer["errors"].items():
        print(f"     !  {rule}: {code}")
    print(name("retention", "would" if answer["dry_run"] else "done", language))
