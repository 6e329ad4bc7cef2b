"""What every command begins and ends with: the store that is asked for, and the answer as JSON or in the terminal."""

import datetime as dt
import json
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from matching.fields import Date, FieldError
from service import shapes
from service.cli import terminal
from service.db.base import Store, open_store
from service.errors import Invalid
from service.importers.base import summary
from service.settings import read_settings
from service.usecases.loading import Loaded

Json = dict[str, Any]


@contextmanager
def opened(db: str | None) -> Iterator[Store]:
    """Yield the store at a URL, or else that of this installation."""
    with open_store(db or read_settings().db) as store:
        yield store


def show(as_json: bool, answer: Mapping[str, Any], table: Callable[[Json, str], None], language: str) -> None:
    """Print an answer as JSON, or hand it to what shows it in the terminal."""
    if as_json:
        json.dump(answer, sys.stdout, ensure_ascii=False, indent=1, allow_nan=False)
        print()
    else:
        table(dict(answer), language)


def day_of(option: str, told: str | None) -> dt.date:
    """Return the day that an option gives, else today; raise Invalid, naming the option, for what is no date."""
    if told is None:
        return dt.date.today()
    try:
        return dt.date.fromisoformat(Date().read(told, option))
    except FieldError as error:
        raise Invalid(f"{option}: {error.faults[0][1]}") from None


def loaded(what: str, found: Loaded, dry_run: bool) -> Json:
    """Return what the load of one file changed, and the problems with its lines."""
    counts = summary(found.problems)
    return shapes.loaded({what: found.difference}, found.problems, counts["refused"], counts["remarks"], dry_run)


def show_loaded(what: str, found: Loaded, dry_run: bool, as_json: bool, language: str) -> None:
    """Print what the load of one file changed."""
    show(as_json, loaded(what, found, dry_run), terminal.loaded, language)
