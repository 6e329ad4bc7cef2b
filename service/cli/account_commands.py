"""Commands about accounts, for who runs the service: the work is in account_answers.py."""

from typing import Annotated

import typer

from service.cli.options import Db, Lang, said
from service.cli.running import run

Email = Annotated[str, typer.Argument(help=said("adresse du compte", "e-mail of the account"))]


def register(app: typer.Typer) -> None:
    """Add the commands to the command line."""
    account = typer.Typer(no_args_is_help=True, help=said("Les comptes.", "Accounts."))
    account.command(
        "administrator",
        help=said("Un lien pour créer un compte d’administration.", "A link that makes an administrator's account."),
    )(administrator)
    account.command("disable", help=said("Fermer un compte, tout de suite.", "Close an account at once."))(disable)
    app.add_typer(account, name="account")


def administrator(db: Db = None, lang: Lang = None) -> None:
    """Print a link that makes an administrator's account."""
    run("account_answers", "administrator", db=db, lang=lang)


def disable(email: Email, db: Db = None, lang: Lang = None) -> None:
    """Close an account."""
    run("account_answers", "disable", email, db=db, lang=lang)
