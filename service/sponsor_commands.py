"""Commands for files of sponsors; those that rank them stand in rank_commands.py."""

import typer

from service.options import AsJson, Complete, Db, DryRun, Given, Lang, OneSource, Quiet, Source, said
from service.running import run


def register(bring: typer.Typer, take: typer.Typer) -> None:
    """Add the commands to the command line."""
    bring.command(
        "sponsors",
        help=said("Des parrains et marraines (JSON, CSV, XLSX).", "Sponsors in our own format (JSON, CSV, XLSX)."),
    )(import_sponsors)
    take.command("sponsors", help=said("Les parrains et marraines.", "Sponsors."))(export_sponsors)


def import_sponsors(
    path: Given,
    source: Source = "own",
    complete: Complete = False,
    dry_run: DryRun = False,
    as_json: AsJson = False,
    quiet: Quiet = False,
    db: Db = None,
    lang: Lang = None,
) -> None:
    """Load sponsors in our own format."""
    run("commands", "import_records", "sponsors", path, source, complete, dry_run, as_json, quiet, db=db, lang=lang)


def export_sponsors(path: Given, source: OneSource = None, db: Db = None, lang: Lang = None) -> None:
    """Write the sponsors in our own format."""
    run("commands", "export", "sponsors", path, source, db=db, lang=lang)
