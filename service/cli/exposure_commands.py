"""The command that makes lists for everybody at once without crowding; the work is in exposure_answers.py."""

from pathlib import Path
from typing import Annotated, Literal

import typer

from service.cli.options import AsJson, Db, Lang, Top, said
from service.cli.running import run

MOST = 1_000_000  # lists that an opening may be asked to be on

ScoreFile = Annotated[
    Path | None,
    typer.Argument(help=said("les scores : row,column,score par ligne", "the scores: row,column,score on each line")),
]
OfStore = Annotated[
    bool,
    typer.Option("--openings", help=said("les personnes et les offres de la base", "the database's people and jobs")),
]
Method = Annotated[
    Literal["prices", "capped", "matching"],
    typer.Option(
        "--method",
        help=said(
            "prices (par défaut) : les offres trop montrées coûtent plus ; capped : un plafond par offre ; "
            "matching : appariement des deux côtés",
            "prices (default): openings shown too much cost more; capped: at most so many lists an opening; "
            "matching: both sides' matching",
        ),
    ),
]
MaxLoss = Annotated[
    float | None,
    typer.Option(
        "--max-loss",
        min=0,
        max=1,
        help=said(
            "ce que chaque place d’une liste peut perdre de son score (0.1 ; 1 pour --front)",
            "share of its score any place may lose (0.1; 1 for --front)",
        ),
    ),
]
Alpha = Annotated[
    float | None,
    typer.Option(
        "--alpha", min=0, max=1000, help=said("force des prix (0 : aucun effet)", "strength of prices (0: no effect)")
    ),
]
CapOption = Annotated[
    int | None,
    typer.Option(
        "--cap", min=1, max=MOST, help=said("listes par offre, au plus", "lists that an opening is on, at most")
    ),
]
Floor = Annotated[
    int | None,
    typer.Option(
        "--floor", min=0, max=MOST, help=said("listes par offre, au moins", "lists that an opening is on, at least")
    ),
]
Out = Annotated[
    Path | None,
    typer.Option("--out", help=said("où écrire les listes (.csv, .jsonl, .xlsx)", "where to write the lists")),
]
Front = Annotated[
    bool,
    typer.Option("--front", help=said("montrer aussi d’autres forces de prix", "also show other strengths of prices")),
]


def register(app: typer.Typer) -> None:
    """Add the command to the command line."""
    app.command(
        "exposure",
        help=said(
            "Des listes pour tout le monde, sans envoyer tout le monde vers les mêmes offres.",
            "Lists for everybody that do not send all to the same openings.",
        ),
    )(exposure)


def exposure(
    path: ScoreFile = None,
    openings: OfStore = False,
    top: Top = 10,
    method: Method = "prices",
    max_loss: MaxLoss = None,
    alpha: Alpha = None,
    cap: CapOption = None,
    floor: Floor = None,
    out: Out = None,
    front: Front = False,
    as_json: AsJson = False,
    db: Db = None,
    lang: Lang = None,
) -> None:
    """Make lists that crowd less."""
    knobs = {"top": top, "max_loss": max_loss, "alpha": alpha, "cap": cap, "floor": floor}
    run("exposure_answers", "exposure", path, openings, method, knobs, out, front, as_json, db=db, lang=lang)
