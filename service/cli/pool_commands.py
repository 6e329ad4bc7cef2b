"""The command that pools part-time openings into one job; the work is in pool_answers.py."""

from typing import Annotated

import typer

from service.cli.options import AsJson, Candidate, Db, Lang, Top, said
from service.cli.running import run

Hours = Annotated[
    float | None,
    typer.Option(
        "--hours",
        min=1,
        max=48,
        help=said("heures par semaine à atteindre (sinon celles du profil, sinon 35)", "hours a week to reach"),
    ),
]
Minor = Annotated[
    bool, typer.Option("--minor", help=said("moins de 18 ans : 35 h au plus, pas de nuit", "under 18: 35 h at most"))
]


def register(app: typer.Typer) -> None:
    """Add the command to the command line."""
    app.command(
        "pool",
        help=said(
            "Plusieurs temps partiels qui font un emploi pour une personne.", "Part-time openings that make one job."
        ),
    )(pool)


def pool(
    candidate: Candidate,
    top: Top = 5,
    hours: Hours = None,
    minor: Minor = False,
    as_json: AsJson = False,
    db: Db = None,
    lang: Lang = None,
) -> None:
    """Pool part-time openings for one candidate."""
    run("pool_answers", "pool", candidate, top, hours, minor, as_json, db=db, lang=lang)
