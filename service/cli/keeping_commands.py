"""Commands that keep the store and what people may ask of it; the work is in keeping_answers.py."""

from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from service.cli.options import AsJson, Db, DryRun, Given, Lang, Sure, said
from service.cli.running import run

_answer = partial(run, "keeping_answers")

Folder = Annotated[
    Path | None,
    typer.Argument(
        help=said("le dossier (sinon : « backups », à côté des clés)", "the folder (else: backups, beside the keys)")
    ),
]
Backup = Annotated[
    Path | None, typer.Argument(help=said("une sauvegarde (sinon : la base)", "a backup (else: the store)"))
]
Replace = Annotated[
    bool, typer.Option("--replace", help=said("remplacer ce que contient la base", "replace what the store holds"))
]
Person = Annotated[str, typer.Argument(help=said("identifiant de la personne", "id of the person"))]
Yes = Annotated[bool, typer.Option("--yes", help=said("sans demander encore", "ask no more"))]


class Kind(StrEnum):
    """Who may be erased."""

    CANDIDATES = "candidates"
    SPONSORS = "sponsors"
    ACCOUNTS = "accounts"


Who = Annotated[Kind, typer.Option("--kind", help=said("qui c’est", "what they are"))]


def register(app: typer.Typer) -> None:
    """Add the commands to the command line."""
    for name, command, fr, en in (
        (
            "backup",
            backup,
            "Sauvegarder la base, chiffrée, pendant qu’elle sert.",
            "Back the store up, sealed, in use.",
        ),
        ("restore", restore, "Remettre une sauvegarde.", "Put a backup back."),
        ("verify", verify, "Prouver une sauvegarde, ou la base.", "Prove a backup, or the store."),
        ("retention", retention, "Effacer ce qui a fait son temps.", "Let go of what has had its time."),
        ("erase", erase, "Effacer une personne partout.", "Erase somebody everywhere."),
        ("give", give, "Remettre à une personne toutes ses données.", "Give somebody all their data."),
        ("register", fields, "Le registre des données personnelles.", "The register of personal data."),
    ):
        app.command(name, help=said(fr, en))(command)


def backup(folder: Folder = None, as_json: AsJson = False, db: Db = None, lang: Lang = None) -> None:
    """Back the store up."""
    _answer("back_up", folder, as_json, db=db, lang=lang)


def restore(path: Given, replace: Replace = False, as_json: AsJson = False, db: Db = None, lang: Lang = None) -> None:
    """Put a backup back."""
    _answer("restore", path, replace, as_json, db=db, lang=lang)


def verify(path: Backup = None, as_json: AsJson = False, db: Db = None, lang: Lang = None) -> None:
    """Prove a backup or the store."""
    _answer("verify", path, as_json, db=db, lang=lang)


def retention(
    dry_run: DryRun = False, sure: Sure = False, as_json: AsJson = False, db: Db = None, lang: Lang = None
) -> None:
    """Keep the rules of retention."""
    _answer("retain", dry_run, sure, as_json, db=db, lang=lang)


def erase(person: Person, kind: Who = Kind.CANDIDATES, yes: Yes = False, db: Db = None, lang: Lang = None) -> None:
    """Erase somebody."""
    if not yes:
        typer.confirm(said("Effacer cette personne partout ?", "Erase this person everywhere?"), abort=True)
    _answer("erase", kind.value, person, db=db, lang=lang)


def give(person: Person, path: Given, db: Db = None, lang: Lang = None) -> None:
    """Write all data of somebody to a file."""
    _answer("give", person, path, db=db, lang=lang)


def fields(as_json: AsJson = False, db: Db = None, lang: Lang = None) -> None:
    """Print the register."""
    _answer("print_register", as_json, db=db, lang=lang)
