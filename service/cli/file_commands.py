"""Commands that write in the formats of others, and show what came twice; the work is in file_answers.py."""

from enum import StrEnum
from typing import Annotated

import typer

from service.cli.options import AsJson, Candidate, Db, Given, Lang, OneSource, said
from service.cli.running import run


class Kind(StrEnum):
    """What may be there twice."""

    CANDIDATES = "candidates"
    OPENINGS = "openings"


Twice = Annotated[Kind, typer.Argument(help=said("personnes ou offres", "people or openings"))]


def register(app: typer.Typer, take: typer.Typer) -> None:
    """Add the commands to the command line."""
    take.command("resume", help=said("Une personne en JSON Resume, sans son nom.", "A candidate as JSON Resume."))(
        export_resume
    )
    take.command("postings", help=said("Les offres en schema.org JobPosting.", "Openings as schema.org JobPosting."))(
        export_postings
    )
    app.command("duplicates", help=said("Ce qui est peut-être en double.", "What may be there twice."))(duplicates)


def export_resume(path: Given, candidate: Candidate, db: Db = None, lang: Lang = None) -> None:
    """Write one candidate as a JSON Resume."""
    run("file_answers", "export_resume", path, candidate, db=db, lang=lang)


def export_postings(path: Given, source: OneSource = None, db: Db = None, lang: Lang = None) -> None:
    """Write the openings as JSON-LD, one a line."""
    run("file_answers", "export_postings", path, source, db=db, lang=lang)


def duplicates(what: Twice, as_json: AsJson = False, db: Db = None, lang: Lang = None) -> None:
    """Show pairs that may be one."""
    run("file_answers", "show_duplicates", what.value, as_json, db=db, lang=lang)
