"""The command that makes the file of a meetup from spreadsheets; the work is in meetup_new_answers.py."""

from pathlib import Path
from typing import Annotated

import typer

from service.cli.options import AsJson, Lang, said
from service.cli.running import run

People = Annotated[
    Path,
    typer.Option(
        "--people",
        help=said(
            "les personnes (CSV, XLSX) : id, nom, prénom, arrive, part, minimum",
            "the people (CSV, XLSX): id, name, from, until, min_meetings",
        ),
    ),
]
Hosts = Annotated[
    Path,
    typer.Option(
        "--hosts",
        help=said(
            "les hôtes (CSV, XLSX) : id, nom, entreprise, places, arrive, part",
            "the hosts (CSV, XLSX): id, name, company, seats, from, until",
        ),
    ),
]
Rounds = Annotated[int, typer.Option("--rounds", min=1, max=100, help=said("combien de tours", "how many rounds"))]
Minutes = Annotated[
    int, typer.Option("--minutes", min=1, max=600, help=said("durée d’un tour", "length of a round, in minutes"))
]
Minimum = Annotated[
    int,
    typer.Option("--minimum", min=0, max=100, help=said("rencontres pour chaque personne au moins", "meetings each")),
]
Title = Annotated[str | None, typer.Option("--title", help=said("titre imprimé", "title that is printed"))]
Place = Annotated[str | None, typer.Option("--place", help=said("lieu imprimé", "place that is printed"))]
Date = Annotated[str | None, typer.Option("--date", help=said("jour, comme 2026-12-03", "day, such as 2026-12-03"))]
Start = Annotated[str | None, typer.Option("--start", help=said("début, comme 18:00", "start, such as 18:00"))]
Save = Annotated[Path, typer.Option("--save", help=said("où écrire la rencontre (.json)", "where to write the meetup"))]


def register(meetup: typer.Typer) -> None:
    """Add the command to those of meetups."""
    meetup.command(
        "new", help=said("Le fichier d’une rencontre, depuis vos tableurs.", "A meetup's file, from spreadsheets.")
    )(new)


def new(
    people: People,
    hosts: Hosts,
    save: Save,
    rounds: Rounds = 6,
    minutes: Minutes = 10,
    minimum: Minimum = 0,
    title: Title = None,
    place: Place = None,
    date: Date = None,
    start: Start = None,
    as_json: AsJson = False,
    lang: Lang = None,
) -> None:
    """Make the file of a meetup."""
    settings = {"title": title, "place": place, "date": date, "start": start, "rounds": rounds}
    settings |= {"round_minutes": minutes, "min_meetings": minimum}
    run("meetup_new_answers", "new", people, hosts, settings, save, as_json, db=None, lang=lang)
