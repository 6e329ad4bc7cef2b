"""What the commands about accounts do: open the store, call one use case, say what was done."""

import datetime as dt

from service.cli.answers import opened
from service.db.territories import HOME
from service.i18n import sentence
from service.settings import read_settings
from service.tokens import address
from service.usecases import accounts, administering


def administrator(db: str | None, language: str) -> None:
    """Print a link that makes an administrator's account."""
    with opened(db) as store, store.write() as connection:
        token = administering.new_administrator(connection, HOME, dt.datetime.now(dt.UTC))
    print(sentence("administrator_link", {"url": address(read_settings().url, token)}, language))


def disable(email: str, db: str | None, language: str) -> None:
    """Close an account and end its sessions."""
    with opened(db) as store, store.write() as connection:
        accounts.disable_by_email(connection, email, dt.datetime.now(dt.UTC))
    print(sentence("account_closed", {}, language))
