"""The options and arguments that commands share, with their help in the language of the terminal."""

import os
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer


class Language(StrEnum):
    """The languages that answers come in."""

    FR = "fr"
    EN = "en"


def said(fr: str, en: str) -> str:
    """Return the help in the language of the terminal, French unless it is another."""
    chosen = os.environ.get("VISAVIS_LANG") or os.environ.get("LC_ALL") or os.environ.get("LANG") or ""
    return en if chosen.lower().startswith("en") else fr


Db = Annotated[
    str | None,
    typer.Option("--db", help=said("adresse de la base (ou VISAVIS_DB)", "URL of the database (or VISAVIS_DB)")),
]
Lang = Annotated[Language | None, typer.Option("--lang", help=said("langue des réponses", "language of the answers"))]
AsJson = Annotated[bool, typer.Option("--json", help=said("réponse en JSON documenté", "answer in documented JSON"))]
Top = Annotated[int, typer.Option("--top", min=1, max=1000, help=said("combien de lignes", "how many rows"))]
DryRun = Annotated[
    bool,
    typer.Option("--dry-run", help=said("dire ce qui changerait, sans rien écrire", "say what would change only")),
]
Quiet = Annotated[bool, typer.Option("--quiet", help=said("sans barre de progression", "no progress bar"))]
Complete = Annotated[
    bool,
    typer.Option(
        "--complete",
        help=said(
            "le fichier est complet : ce qui n’y est plus est retiré", "the file is complete: what it lacks is closed"
        ),
    ),
]
Yes = Annotated[
    bool,
    typer.Option("--yes", help=said("d’accord avec les colonnes proposées", "the proposed columns are right")),
]
ByHand = Annotated[
    Path | None,
    typer.Option("--map", help=said("ce que deviennent les colonnes (JSON)", "what the columns become (JSON)")),
]
Sure = Annotated[
    bool,
    typer.Option("--sure", help=said("l’horloge est juste, malgré la pause", "the clock is right, whatever the pause")),
]
Source = Annotated[str, typer.Option("--source", help=said("nom de la source des lignes", "name of the rows' source"))]
OneSource = Annotated[str | None, typer.Option("--source", help=said("une seule source", "one source only"))]
Given = Annotated[Path, typer.Argument(help=said("le fichier (ou le dossier)", "the file (or folder)"))]
Several = Annotated[list[Path], typer.Argument(help=said("les fichiers", "the files"))]
Candidate = Annotated[str, typer.Option("--candidate", help=said("identifiant de la personne", "id of the candidate"))]
With = Annotated[
    str | None,
    typer.Option(
        "--with",
        help=said(
            "et si ? un changement du profil, en JSON : '{\"max_km\": 30}'",
            "what if? a change of the profile, in JSON: '{\"max_km\": 30}'",
        ),
    ),
]
