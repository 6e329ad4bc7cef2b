"""Commands that plan a meetup, check a plan and plan again on the day; the work is in meetup_answers.py."""

from pathlib import Path
from typing import Annotated

import typer

from service.cli import meetup_new_commands, meetup_paper_commands
from service.cli.meetup_paper_commands import FILE, PLAN
from service.cli.options import AsJson, Db, Lang, Quiet, said
from service.cli.running import run

NewFile = Annotated[Path, typer.Argument(help=said("où écrire la rencontre (.json)", "where to write the meetup"))]
Preview = Annotated[
    bool,
    typer.Option("--preview", help=said("un bon plan aussitôt, sans preuve", "a good plan at once, no proof")),
]
Seconds = Annotated[
    float | None,
    typer.Option("--time-limit", min=0.1, max=3600, help=said("secondes de calcul au plus", "seconds at the most")),
]
Save = Annotated[Path | None, typer.Option("--save", help=said("où écrire le plan (.json)", "where to write the plan"))]
Now = Annotated[
    int, typer.Option("--now", min=1, max=100, help=said("le prochain tour, à partir de 1", "the next round, from 1"))
]
Absent = Annotated[
    list[str] | None,
    typer.Option(
        "--absent",
        help=said(
            "absence de toute la journée ; pour un départ en cours de soirée : --leaving",
            "absent the whole day; during the evening use --leaving",
        ),
    ),
]
Late = Annotated[
    list[str] | None, typer.Option("--late", help=said("ID:TOUR, son premier tour", "ID:ROUND, the first one attended"))
]
Leaving = Annotated[
    list[str] | None,
    typer.Option("--leaving", help=said("ID:TOUR, le premier tour manqué", "ID:ROUND, the first one missed")),
]
Host = Annotated[
    list[str] | None, typer.Option("--host", help=said("ID:PLACES, un hôte de plus", "ID:SEATS, an extra host"))
]
SaveMeetup = Annotated[
    Path | None,
    typer.Option(
        "--save-meetup",
        help=said("où écrire la rencontre du jour, pour print et after", "where to write the meetup of the day"),
    ),
]


def register(app: typer.Typer) -> None:
    """Add the commands to the command line."""
    meetup = typer.Typer(
        no_args_is_help=True,
        help=said("Rencontres : qui voit qui, quand, où.", "Meetups: who meets whom, when, where."),
    )
    app.add_typer(meetup, name="meetup")
    meetup_new_commands.register(meetup)
    meetup.command("plan", help=said("Le meilleur plan, prouvé.", "The best plan, proven."))(plan)
    meetup.command("check", help=said("Ce qu’un plan enfreint.", "What a plan breaks."))(check)
    meetup.command("replan", help=said("Le jour même : changer le moins de places.", "On the day: fewest changes."))(
        replan
    )
    meetup_paper_commands.register(meetup)
    meetup.command(
        "demo", help=said("Écrire la rencontre de la démonstration.", "Write the meetup of the demonstration.")
    )(demo)


def plan(
    file: FILE,
    preview: Preview = False,
    seconds: Seconds = None,
    save: Save = None,
    as_json: AsJson = False,
    quiet: Quiet = False,
    db: Db = None,
    lang: Lang = None,
) -> None:
    """Plan a meetup."""
    run("meetup_answers", "plan", file, preview, seconds, save, as_json, quiet, db=db, lang=lang)


def check(file: FILE, plan: PLAN, as_json: AsJson = False, lang: Lang = None) -> None:
    """Check a plan against the rules of its meetup."""
    run("meetup_answers", "check", file, plan, as_json, db=None, lang=lang)


def replan(
    file: FILE,
    plan: PLAN,
    now: Now,
    absent: Absent = None,
    late: Late = None,
    leaving: Leaving = None,
    host: Host = None,
    seconds: Seconds = None,
    save: Save = None,
    save_meetup: SaveMeetup = None,
    as_json: AsJson = False,
    db: Db = None,
    lang: Lang = None,
) -> None:
    """Plan again on the day."""
    told = {"absent": absent or [], "late": late or [], "leaving": leaving or [], "host": host or []}
    run("meetup_answers", "replan", file, plan, now, told, seconds, save, save_meetup, as_json, db=db, lang=lang)


def demo(file: NewFile, lang: Lang = None) -> None:
    """Write the meetup of the demonstration territory, to plan it oneself."""
    run("demo_answers", "write_meetup", file, db=None, lang=lang)
