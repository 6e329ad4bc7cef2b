"""Commands for what a meetup prints and sends, and for what follows it; the work is in meetup_paper_answers.py."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from service.cli.options import AsJson, Lang, Quiet, said
from service.cli.running import run


class Only(StrEnum):
    """What is printed of a plan."""

    ALL = "all"
    CHANGED = "changed"


FILE = Annotated[Path, typer.Argument(help=said("la rencontre (JSON)", "the meetup (JSON)"))]
PLAN = Annotated[
    Path,
    typer.Argument(
        help=said(
            "un plan enregistré (JSON), ou un CSV tour,personne,hôte,table",
            "a saved plan (JSON), or a CSV with round,person,host,table",
        )
    ),
]
ANSWERS = Annotated[
    Path,
    typer.Argument(
        help=said(
            "les réponses (JSON, CSV, XLSX) : person, host, round, met, person_interest, host_interest, absent",
            "the answers (JSON, CSV, XLSX): person, host, round, met, person_interest, host_interest, absent",
        )
    ),
]
To = Annotated[Path, typer.Option("--to", help=said("le dossier à écrire", "the folder to write"))]
Previous = Annotated[
    Path | None,
    typer.Option(
        "--previous",
        help=said("le plan déjà envoyé (plan.json de son dossier)", "the plan that was sent (plan.json of its folder)"),
    ),
]
OnlyThese = Annotated[
    Only, typer.Option("--only", help=said("tout, ou seulement ce qui a changé", "everything, or only what changed"))
]
Out = Annotated[
    Path | None,
    typer.Option("--out", help=said("où écrire les mises en relation (.csv)", "where to write introductions (.csv)")),
]
Save = Annotated[
    Path, typer.Option("--save", help=said("où écrire la nouvelle rencontre", "where to write the new meetup"))
]


def register(meetup: typer.Typer) -> None:
    """Add the commands to those of meetups."""
    meetup.command("print", help=said("Feuilles, badges, invitations d’un plan.", "A plan's sheets and calendars."))(
        print_plan
    )
    meetup.command("after", help=said("Ce qui suit : qui a rencontré qui, qui veut continuer.", "What follows."))(after)
    meetup.command(
        "rerank",
        help=said(
            "Les tours suivants à la lumière des premières réponses ; le fichier est pour l’organisation seule.",
            "Later rounds, by first answers; the file is for the organiser alone.",
        ),
    )(rerank)


def print_plan(
    file: FILE,
    plan: PLAN,
    to: To,
    previous: Previous = None,
    only: OnlyThese = Only.ALL,
    as_json: AsJson = False,
    quiet: Quiet = False,
    lang: Lang = None,
) -> None:
    """Write all that a plan becomes."""
    changed = only is Only.CHANGED
    run("meetup_paper_answers", "print_plan", file, plan, to, previous, changed, as_json, quiet, db=None, lang=lang)


def after(
    file: FILE, plan: PLAN, answers: ANSWERS, out: Out = None, as_json: AsJson = False, lang: Lang = None
) -> None:
    """Tell how a meetup went and who is introduced to whom."""
    run("meetup_paper_answers", "after", file, plan, answers, out, as_json, db=None, lang=lang)


def rerank(file: FILE, plan: PLAN, answers: ANSWERS, save: Save, as_json: AsJson = False, lang: Lang = None) -> None:
    """Write the meetup with new scores for the rounds that are left."""
    run("meetup_paper_answers", "rerank", file, plan, answers, save, as_json, db=None, lang=lang)
