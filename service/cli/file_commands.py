"""Commands for files in the formats of others, and for what they may bring twice; the work is in file_answers.py."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from service.cli.options import AsJson, Candidate, Complete, Db, DryRun, Given, Lang, OneSource, Quiet, Source, said
from service.cli.running import run

Several = Annotated[list[Path], typer.Argument(help=said("les fichiers", "the files"))]


class Kind(StrEnum):
    """What may be there twice."""

    CANDIDATES = "candidates"
    OPENINGS = "openings"


Twice = Annotated[Kind, typer.Argument(help=said("personnes ou offres", "people or openings"))]


def register(app: typer.Typer, bring: typer.Typer, take: typer.Typer) -> None:
    """Add the commands to the command line."""
    bring.command(
        "postings",
        help=said(
            "Des offres schema.org JobPosting (JSON-LD, pages web).", "schema.org JobPosting (JSON-LD, web pages)."
        ),
    )(import_postings)
    bring.command(
        "partner",
        help=said("Le flux CSV d’un partenaire de France Travail.", "The CSV of a partner of France Travail."),
    )(import_partner)
    take.command("resume", help=said("Une personne en JSON Resume, sans son nom.", "A candidate as JSON Resume."))(
        export_resume
    )
    take.command("postings", help=said("Les offres en schema.org JobPosting.", "Openings as schema.org JobPosting."))(
        export_postings
    )
    app.command("duplicates", help=said("Ce qui est peut-être en double.", "What may be there twice."))(duplicates)


def import_postings(
    paths: Several,
    source: Source = "postings",
    complete: Complete = False,
    dry_run: DryRun = False,
    as_json: AsJson = False,
    quiet: Quiet = False,
    db: Db = None,
    lang: Lang = None,
) -> None:
    """Load schema.org job postings."""
    run("file_answers", "import_postings", paths, source, complete, dry_run, as_json, quiet, db=db, lang=lang)


def import_partner(
    path: Given,
    source: Source = "partner",
    complete: Complete = False,
    dry_run: DryRun = False,
    as_json: AsJson = False,
    quiet: Quiet = False,
    db: Db = None,
    lang: Lang = None,
) -> None:
    """Load a partner's flow."""
    run("file_answers", "import_partner", path, source, complete, dry_run, as_json, quiet, db=db, lang=lang)


def export_resume(path: Given, candidate: Candidate, db: Db = None, lang: Lang = None) -> None:
    """Write one candidate as a JSON Resume."""
    run("file_answers", "export_resume", path, candidate, db=db, lang=lang)


def export_postings(path: Given, source: OneSource = None, db: Db = None, lang: Lang = None) -> None:
    """Write the openings as JSON-LD, one a line."""
    run("file_answers", "export_postings", path, source, db=db, lang=lang)


def duplicates(what: Twice, as_json: AsJson = False, db: Db = None, lang: Lang = None) -> None:
    """Show pairs that may be one."""
    run("file_answers", "show_duplicates", what.value, as_json, db=db, lang=lang)
