"""Commands that load files: reference data, offers, records in our own format; the work is in commands.py."""

from collections.abc import Callable
from functools import partial

import typer

from service.cli.options import AsJson, ByHand, Complete, Db, DryRun, Given, Lang, Quiet, Source, Yes, said
from service.cli.running import run

bring = typer.Typer(no_args_is_help=True, help=said("Charger un fichier dans la base.", "Load a file into the store."))
_command = partial(run, "commands")


def _reference(what: str) -> Callable[..., None]:
    """Return the command that loads one kind of reference data."""

    def load(
        path: Given,
        dry_run: DryRun = False,
        as_json: AsJson = False,
        quiet: Quiet = False,
        db: Db = None,
        lang: Lang = None,
    ) -> None:
        _command("import_reference", what, path, dry_run, as_json, quiet, db=db, lang=lang)

    return load


def _records(what: str, own_source: str) -> Callable[..., None]:
    """Return the command that loads records of one shape."""

    def load(
        path: Given,
        source: Source = own_source,
        complete: Complete = False,
        dry_run: DryRun = False,
        as_json: AsJson = False,
        quiet: Quiet = False,
        db: Db = None,
        lang: Lang = None,
    ) -> None:
        _command("import_records", what, path, source, complete, dry_run, as_json, quiet, db=db, lang=lang)

    return load


def _table(what: str) -> Callable[..., None]:
    """Return the command that loads records in our own format, or from anyone's spreadsheet."""

    def load(
        path: Given,
        source: Source = "own",
        complete: Complete = False,
        dry_run: DryRun = False,
        yes: Yes = False,
        by_hand: ByHand = None,
        as_json: AsJson = False,
        quiet: Quiet = False,
        db: Db = None,
        lang: Lang = None,
    ) -> None:
        given = (path, source, complete, dry_run, yes, by_hand, as_json, quiet)
        run("table_answers", "import_table", what, *given, db=db, lang=lang)

    return load


for _name, _load, _about in (
    (
        "rome",
        _reference("rome"),
        said("Le répertoire ROME 4 de France Travail (dossier ou zip).", "France Travail's ROME 4."),
    ),
    (
        "communes",
        _reference("communes"),
        said("Les communes et leurs coordonnées.", "The communes and where they are."),
    ),
    ("tension", _reference("tension"), said("Les tensions par métier et par bassin.", "Labour-market tension.")),
    (
        "offers",
        _records("offers", "france-travail"),
        said("Des offres de France Travail (API v2, JSON).", "France Travail offers (API v2, JSON)."),
    ),
    (
        "openings",
        _table("openings"),
        said("Des offres dans notre format (JSON, CSV, XLSX).", "Openings in our own format."),
    ),
    (
        "candidates",
        _table("candidates"),
        said("Des personnes dans notre format (JSON, CSV, XLSX).", "Candidates in our format."),
    ),
    (
        "sponsors",
        _records("sponsors", "own"),
        said("Des parrains et marraines (JSON, CSV, XLSX).", "Sponsors in our own format (JSON, CSV, XLSX)."),
    ),
):
    bring.command(_name, help=_about)(_load)
