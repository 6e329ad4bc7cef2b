"""Commands that load files: reference data, offers, records in our own format; the work is in the answers files."""

from collections.abc import Callable
from functools import partial

import typer

from service.cli.options import AsJson, ByHand, Complete, Db, DryRun, Given, Lang, Quiet, Several, Source, Yes, said
from service.cli.running import run

bring = typer.Typer(no_args_is_help=True, help=said("Charger un fichier dans la base.", "Load a file into the store."))


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
        run("commands", "import_reference", what, path, dry_run, as_json, quiet, db=db, lang=lang)

    return load


def _records(answer: Callable[..., None], own_source: str) -> Callable[..., None]:
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
        answer(path, source, complete, dry_run, as_json, quiet, db=db, lang=lang)

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


def _postings(
    paths: Several,
    source: Source = "postings",
    complete: Complete = False,
    dry_run: DryRun = False,
    as_json: AsJson = False,
    quiet: Quiet = False,
    db: Db = None,
    lang: Lang = None,
) -> None:
    run("file_answers", "import_postings", paths, source, complete, dry_run, as_json, quiet, db=db, lang=lang)


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
        _records(partial(run, "commands", "import_records", "offers"), "france-travail"),
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
        _records(partial(run, "commands", "import_records", "sponsors"), "own"),
        said("Des parrains et marraines (JSON, CSV, XLSX).", "Sponsors in our own format (JSON, CSV, XLSX)."),
    ),
    (
        "postings",
        _postings,
        said("Des offres schema.org JobPosting (JSON-LD, pages web).", "schema.org JobPosting (JSON-LD, web pages)."),
    ),
    (
        "partner",
        _records(partial(run, "file_answers", "import_partner"), "partner"),
        said("Le flux CSV d’un partenaire de France Travail.", "The CSV of a partner of France Travail."),
    ),
):
    bring.command(_name, help=_about)(_load)
