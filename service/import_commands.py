"""Commands that load files: reference data, offers, records in our own format; the work is in commands.py."""

from functools import partial

import typer

from service.options import AsJson, ByHand, Complete, Db, DryRun, Given, Lang, Quiet, Source, Yes, said
from service.running import run

bring = typer.Typer(no_args_is_help=True, help=said("Charger un fichier dans la base.", "Load a file into the store."))
_command = partial(run, "commands")


@bring.command(
    "rome", help=said("Le répertoire ROME 4 de France Travail (dossier ou zip).", "France Travail's ROME 4.")
)
def import_rome(
    path: Given,
    dry_run: DryRun = False,
    as_json: AsJson = False,
    quiet: Quiet = False,
    db: Db = None,
    lang: Lang = None,
) -> None:
    """Load occupations, titles, skills and their links."""
    _command("import_reference", "rome", path, dry_run, as_json, quiet, db=db, lang=lang)


@bring.command("communes", help=said("Les communes et leurs coordonnées.", "The communes and where they are."))
def import_communes(
    path: Given,
    dry_run: DryRun = False,
    as_json: AsJson = False,
    quiet: Quiet = False,
    db: Db = None,
    lang: Lang = None,
) -> None:
    """Load the communes."""
    _command("import_reference", "communes", path, dry_run, as_json, quiet, db=db, lang=lang)


@bring.command("tension", help=said("Les tensions par métier et par bassin.", "Labour-market tension."))
def import_tension(
    path: Given,
    dry_run: DryRun = False,
    as_json: AsJson = False,
    quiet: Quiet = False,
    db: Db = None,
    lang: Lang = None,
) -> None:
    """Load labour-market tension."""
    _command("import_reference", "tension", path, dry_run, as_json, quiet, db=db, lang=lang)


@bring.command(
    "offers", help=said("Des offres de France Travail (API v2, JSON).", "France Travail offers (API v2, JSON).")
)
def import_offers(
    path: Given,
    source: Source = "france-travail",
    complete: Complete = False,
    dry_run: DryRun = False,
    as_json: AsJson = False,
    quiet: Quiet = False,
    db: Db = None,
    lang: Lang = None,
) -> None:
    """Load offers in the shape of France Travail's API."""
    _command("import_records", "offers", path, source, complete, dry_run, as_json, quiet, db=db, lang=lang)


@bring.command("openings", help=said("Des offres dans notre format (JSON, CSV, XLSX).", "Openings in our own format."))
def import_openings(
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
    """Load openings in our own format."""
    given = (path, source, complete, dry_run, yes, by_hand, as_json, quiet)
    run("table_answers", "import_table", "openings", *given, db=db, lang=lang)


@bring.command(
    "candidates", help=said("Des personnes dans notre format (JSON, CSV, XLSX).", "Candidates in our format.")
)
def import_candidates(
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
    """Load candidates in our own format."""
    given = (path, source, complete, dry_run, yes, by_hand, as_json, quiet)
    run("table_answers", "import_table", "candidates", *given, db=db, lang=lang)
