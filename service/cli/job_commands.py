"""Commands for what runs by itself, and for who was seen by an account; the work is in job_answers.py."""

from functools import partial
from typing import Annotated

import typer

from service.cli.options import AsJson, Db, DryRun, Lang, Sure, said
from service.cli.running import run

jobs = typer.Typer(no_args_is_help=True, help=said("Ce qui se fait tout seul.", "What runs by itself."))
mail = typer.Typer(no_args_is_help=True, help=said("Les messages à envoyer.", "Messages to send."))
log = typer.Typer(no_args_is_help=True, help=said("Le journal des accès.", "The log of who saw what."))
_answer = partial(run, "job_answers")

Account = Annotated[str, typer.Option("--account", help=said("identifiant ou adresse du compte", "its id or address"))]
Since = Annotated[str, typer.Option("--since", help=said("depuis ce jour (2026-12-01)", "since that day (2026-12-01)"))]


def register(app: typer.Typer) -> None:
    """Add the commands to the command line."""
    for name, group in (("jobs", jobs), ("mail", mail), ("log", log)):
        app.add_typer(group, name=name)


@jobs.command("list", help=said("Les tâches et leurs dernières exécutions.", "The jobs and their last runs."))
def list_(as_json: AsJson = False, db: Db = None, lang: Lang = None) -> None:
    """List the last runs."""
    _answer("list_runs", as_json, db=db, lang=lang)


@jobs.command("run", help=said("Exécuter une tâche, ou toutes à leur heure.", "Run one job, or all at their times."))
def run_(
    name: Annotated[str | None, typer.Argument(help=said("une seule tâche", "one job only"))] = None,
    dry_run: DryRun = False,
    sure: Sure = False,
    as_json: AsJson = False,
    db: Db = None,
    lang: Lang = None,
) -> None:
    """Run one job now; without a name, run all at their times until stopped."""
    if name is None:
        _answer("work", db=db, lang=lang)
    else:
        _answer("run_jobs", (name,), dry_run, sure, as_json, db=db, lang=lang)


@jobs.command("nightly", help=said("Exécuter toutes les tâches de la nuit.", "Run all the jobs of a night."))
def nightly(
    dry_run: DryRun = False, sure: Sure = False, as_json: AsJson = False, db: Db = None, lang: Lang = None
) -> None:
    """Run the jobs of a night."""
    _answer("run_nightly", dry_run, sure, as_json, db=db, lang=lang)


@mail.command("send", help=said("Envoyer les messages en attente.", "Send the messages that wait."))
def send(dry_run: DryRun = False, as_json: AsJson = False, db: Db = None, lang: Lang = None) -> None:
    """Send what is due."""
    _answer("run_jobs", ("mail",), dry_run, False, as_json, db=db, lang=lang)


@log.command("seen", help=said("Qui un compte a vu ou modifié, depuis un jour.", "Whom an account saw, since a day."))
def seen(account: Account, since: Since, as_json: AsJson = False, db: Db = None, lang: Lang = None) -> None:
    """List whom an account has seen or changed."""
    _answer("seen", account, since, as_json, db=db, lang=lang)
