"""Commands that read words: job titles, ads, CVs and any list of labels; the work is in read_answers.py."""

from pathlib import Path
from typing import Annotated

import typer

from service.cli.options import AsJson, Db, Given, Lang, Quiet, Several, Top, said
from service.cli.running import run

Lines = Annotated[
    Path | None,
    typer.Argument(
        help=said(
            "un libellé par ligne ; sans fichier, l’entrée standard", "one wording a line; else the standard input"
        )
    ),
]
Blind = Annotated[
    bool, typer.Option("--blind", help=said("ignorer les codes de l’offre", "ignore the codes that the ad has"))
]
Occupations = Annotated[
    int, typer.Option("--top", min=1, max=1000, help=said("combien de métiers au plus", "how many occupations at most"))
]
OccupationsAndSkills = Annotated[
    int,
    typer.Option(
        "--top",
        min=1,
        max=1000,
        help=said("combien de métiers et de compétences au plus", "how many occupations and skills at most"),
    ),
]
Draft = Annotated[
    Path | None,
    typer.Option(
        "--draft", help=said("où écrire les profils à relire (.jsonl)", "where to write the profiles (.jsonl)")
    ),
]
LabelFile = Annotated[
    Path,
    typer.Option(
        "--labels",
        help=said(
            "les libellés, un par ligne ; après une tabulation, leur concept", "labels, one a line; a tab, concept"
        ),
    ),
]
QueryFile = Annotated[
    Path, typer.Option("--queries", help=said("ce que l’on cherche, une par ligne", "one query a line"))
]


def register(app: typer.Typer) -> None:
    """Add the commands to the command line."""
    read = typer.Typer(
        no_args_is_help=True,
        help=said("Comprendre des mots, sans rien enregistrer.", "Understand words; nothing is saved."),
    )
    app.add_typer(read, name="read")
    read.command("titles", help=said("Des intitulés → des métiers.", "Job titles → occupations."))(titles)
    read.command("ads", help=said("Des offres → métiers, compétences, faits.", "Ads → occupations, skills, facts."))(
        ads
    )
    read.command("cv", help=said("Des CV → des profils à relire.", "CVs → profiles to read over."))(cv)
    read.command("link", help=said("Classer les libellés de toute liste.", "Rank the labels of any list."))(link)


def titles(
    path: Lines = None,
    top: Occupations = 5,
    as_json: AsJson = False,
    quiet: Quiet = False,
    db: Db = None,
    lang: Lang = None,
) -> None:
    """Read job titles."""
    run("read_answers", "titles", path, top, as_json, quiet, db=db, lang=lang)


def ads(
    path: Given,
    blind: Blind = False,
    top: OccupationsAndSkills = 10,
    as_json: AsJson = False,
    quiet: Quiet = False,
    db: Db = None,
    lang: Lang = None,
) -> None:
    """Read ads in the shape of France Travail's API."""
    run("read_answers", "ads", path, blind, top, as_json, quiet, db=db, lang=lang)


def cv(
    paths: Several,
    draft: Draft = None,
    as_json: AsJson = False,
    quiet: Quiet = False,
    db: Db = None,
    lang: Lang = None,
) -> None:
    """Read CVs."""
    run("read_answers", "cvs", paths, draft, as_json, quiet, db=db, lang=lang)


def link(
    labels: LabelFile,
    queries: QueryFile,
    top: Top = 10,
    as_json: AsJson = False,
    quiet: Quiet = False,
    db: Db = None,
    lang: Lang = None,
) -> None:
    """Rank labels for queries."""
    run("read_answers", "link", labels, queries, top, as_json, quiet, db=db, lang=lang)
