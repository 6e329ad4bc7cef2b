"""Commands on pathways: from a candidate to a target, and which courses to open; the work is in path_answers.py."""

from typing import Annotated

import typer

from service.cli.options import AsJson, Candidate, Db, Lang, Top, said
from service.cli.running import run

To = Annotated[
    str,
    typer.Option("--to", help=said("identifiant de l’offre visée, ou code ROME", "id of an opening, or a ROME code")),
]
On = Annotated[
    str | None,
    typer.Option("--on", metavar="DATE", help=said("à partir de ce jour (aujourd’hui sinon)", "from that day (today)")),
]
ProgrammeFile = Annotated[
    str | None,
    typer.Option(
        "--programmes",
        metavar="FILE",
        help=said(
            "fichier de programmes (TOML ou JSON) ; « demo » pour ceux du territoire fictif",
            "file of programmes (TOML or JSON); 'demo' for those of the invented territory",
        ),
    ),
]
Facts = Annotated[
    str | None,
    typer.Option(
        "--facts",
        help=said(
            "ce que demandent les règles des programmes, en JSON : '{\"age\": 19}' ; rien n’en est gardé",
            "what the programmes' rules ask, in JSON: '{\"age\": 19}'; nothing of it is kept",
        ),
    ),
]
Least = Annotated[
    int,
    typer.Option("--score", min=0, max=100, help=said("score à partir duquel le but est atteint", "score to reach")),
]


def register(app: typer.Typer) -> None:
    """Add the commands to the command line."""
    app.command(
        "path",
        help=said(
            "Le parcours d’une personne vers une offre ou un métier : étapes, dates, places.",
            "A candidate's pathway to an opening or a trade: steps, dates, seats.",
        ),
    )(path)
    app.command(
        "courses",
        help=said("Quelles formations ouvrir : pour qui, pour quelles offres.", "Which courses to open, and for whom."),
    )(courses)


def path(
    candidate: Candidate,
    to: To,
    on: On = None,
    programmes: ProgrammeFile = None,
    facts: Facts = None,
    score: Least = 50,
    as_json: AsJson = False,
    db: Db = None,
    lang: Lang = None,
) -> None:
    """Show the earliest and the surest pathway."""
    run("path_answers", "path", candidate, to, on, programmes, facts, score, as_json, db=db, lang=lang)


def courses(
    top: Top = 10,
    on: On = None,
    programmes: ProgrammeFile = None,
    score: Least = 50,
    as_json: AsJson = False,
    db: Db = None,
    lang: Lang = None,
) -> None:
    """Show which courses to open next."""
    run("path_answers", "courses", top, on, programmes, score, as_json, db=db, lang=lang)
