"""Runs one command of the command line: an error of ours becomes a sentence and its exit code."""

import sys
from importlib import import_module
from typing import Any

import typer

from service.cli.options import Language, said

BEFORE: dict[str, Any] = {}  # options given before the command


def run(module: str, name: str, *arguments: Any, db: str | None, lang: Language | None) -> None:
    """Call a function of a module, imported only now so that `visavis --help` answers at once."""
    from service.errors import ServiceError
    from service.problems import in_language

    language = str(lang or BEFORE.get("lang") or said("fr", "en"))
    try:
        getattr(import_module(f"service.cli.{module}"), name)(*arguments, db=db or BEFORE.get("db"), language=language)
    except ServiceError as error:
        print(f"visavis: {in_language(' '.join(str(error).split()), language)}", file=sys.stderr)
        raise typer.Exit(error.exit_code) from None
