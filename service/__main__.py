"""The command line `visavis`. Every command parses, calls one use case and shows; imports are lazy, so that
`visavis --help` answers at once."""

import codecs
import io
import sys
from collections.abc import Callable
from functools import partial
from typing import Annotated

import typer

from service.cli import (
    account_commands,
    assign_commands,
    exposure_commands,
    file_commands,
    import_commands,
    job_commands,
    keeping_commands,
    meetup_commands,
    path_commands,
    pool_commands,
    rank_commands,
    read_commands,
    serve_commands,
)
from service.cli.options import Db, Given, Lang, OneSource, said
from service.cli.running import BEFORE, run
from service.cli.serve_commands import Port, Workers

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    help=said(
        "Rapprocher les personnes qui cherchent du travail de celles qui peuvent en proposer, et dire pourquoi.",
        "Match people who look for work with those who can give it, and say why.",
    ),
)
take = typer.Typer(no_args_is_help=True, help=said("Écrire la base dans un fichier.", "Write the store to a file."))
app.add_typer(import_commands.bring, name="import")
app.add_typer(take, name="export")


@app.callback()
def options(db: Db = None, lang: Lang = None) -> None:
    """Keep the options given before the command."""
    BEFORE.update(db=db, lang=lang)


_command = partial(run, "commands")
Serving = Annotated[
    bool,
    typer.Option(
        "--serve",
        help=said(
            "démarrer le serveur de démonstration, avec un lien de connexion par rôle",
            "start the demonstration's server, with a sign-in link for each role",
        ),
    ),
]


@app.command(
    help=said("Charger le territoire de démonstration et montrer l’essentiel.", "Load and show the demonstration.")
)
def demo(serving: Serving = False, port: Port = 8000, workers: Workers = 1, db: Db = None, lang: Lang = None) -> None:
    """Load the demonstration territory and show the main job, in the terminal or as a service."""
    if serving:
        run("demo_serving", "serve", port, workers, db=db, lang=lang)
    else:
        run("demo_answers", "demo", db=db, lang=lang)


def _export(what: str) -> Callable[..., None]:
    """Return the command that writes one kind of record in our own format."""

    def write(path: Given, source: OneSource = None, db: Db = None, lang: Lang = None) -> None:
        _command("export", what, path, source, db=db, lang=lang)

    return write


for _name, _about in (
    ("candidates", said("Les personnes, sans leurs données sensibles.", "Candidates, no personal facts.")),
    ("openings", said("Les offres.", "Openings.")),
    ("sponsors", said("Les parrains et marraines.", "Sponsors.")),
):
    take.command(_name, help=_about)(_export(_name))


@take.command("market", help=said("Tout le marché, sans nommer personne (JSON).", "The whole market, nobody named."))
def export_market(path: Given, db: Db = None, lang: Lang = None) -> None:
    """Write what training and evaluation read."""
    _command("export_market", path, db=db, lang=lang)


file_commands.register(app, take)
rank_commands.register(app)
read_commands.register(app)
pool_commands.register(app)
path_commands.register(app)
exposure_commands.register(app)
assign_commands.register(app)
meetup_commands.register(app)
account_commands.register(app)
job_commands.register(app)
keeping_commands.register(app)
serve_commands.register(app)


def main() -> None:
    """Run the command line. What the terminal's encoding lacks is shown as plainly as it allows."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="visavis")
    app()


def _plainly(error: UnicodeError) -> tuple[str, int]:
    """Return what to write for characters that an encoding lacks: a space for a space, else a question mark."""
    assert isinstance(error, UnicodeEncodeError)
    wrong = error.object[error.start : error.end]
    return "".join(" " if character.isspace() else "?" for character in wrong), error.end


codecs.register_error("visavis", _plainly)


if __name__ == "__main__":
    main()
