"""The commands that assign a cohort: people to sponsors, people to openings; the work is in assign_answers.py."""

from pathlib import Path
from typing import Annotated

import typer

from service.cli.options import AsJson, Db, Lang, said
from service.cli.running import run

Asked = Annotated[
    Path | None,
    typer.Argument(
        help=said(
            "ce qui est demandé, en JSON : people, places, scores, must, never, aims, weights (tout est facultatif)",
            "what is asked, in JSON: people, places, scores, must, never, aims, weights (all optional)",
        )
    ),
]
Out = Annotated[
    Path | None,
    typer.Option("--out", help=said("où écrire les paires (.csv, .xlsx, .json)", "where to write the pairs")),
]


def register(app: typer.Typer) -> None:
    """Add the commands to the command line."""
    assign = typer.Typer(
        no_args_is_help=True,
        help=said("Décider pour tout le monde à la fois.", "Decide for everybody at once."),
    )
    app.add_typer(assign, name="assign")
    assign.command("sponsors", help=said("Qui suit qui, selon les places.", "Who follows whom, as seats allow."))(
        sponsors
    )
    assign.command("openings", help=said("Qui pour quel poste.", "Who for which post."))(openings)


def sponsors(path: Asked = None, out: Out = None, as_json: AsJson = False, db: Db = None, lang: Lang = None) -> None:
    """Assign people to sponsors."""
    run("assign_answers", "sponsors", path, out, as_json, db=db, lang=lang)


def openings(path: Asked = None, out: Out = None, as_json: AsJson = False, db: Db = None, lang: Lang = None) -> None:
    """Assign people to openings."""
    run("assign_answers", "openings", path, out, as_json, db=db, lang=lang)
