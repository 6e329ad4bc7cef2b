"""The register of personal data: what stands in register.toml, joined with retention.toml and the matrix of rights."""

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

from service.i18n import name
from service.permissions import about, matrix

Entry = dict[str, Any]


@cache
def declared() -> dict[str, Any]:
    """Return register.toml."""
    return _read("register.toml")


@cache
def rules() -> dict[str, Any]:
    """Return retention.toml: each rule by the name of the step that keeps it."""
    return _read("retention.toml")


def rule(code: str, language: str) -> Entry:
    """Return a rule of retention in a language; raise KeyError for one that is not declared."""
    told = rules()[code]
    return {"rule": code, "about": told["about"][language], "kept": told["kept"][language], "source": told["source"]}


def tables(language: str) -> list[Entry]:
    """Return each table with personal data: what for, on which basis, how long, who sees it, which columns."""
    return [_entry(table, told, language) for table, told in declared()["tables"].items()]


def as_text(language: str) -> str:
    """Return the register as Markdown, for people."""
    said = {code: name("register", code, language) for code in ("purpose", "basis", "kept", "roles", "columns")}
    lines = [f"# {name('register', 'title', language)}"]
    for entry in tables(language):
        roles = ", ".join(entry["roles"]) or name("register", "nobody", language)
        lines += ["", f"## {entry['table']}", ""]
        values = {**entry, "roles": roles, "columns": ", ".join(entry["columns"])}
        lines += [f"- {label}{' ' if language == 'fr' else ''}: {values[code]}" for code, label in said.items()]
    lines += ["", f"## {name('register', 'technical', language)}", "", ", ".join(declared()["technical"])]
    return "\n".join(lines)


def _entry(table: str, told: Entry, language: str) -> Entry:
    resource = told["resource"]
    return {
        "table": table,
        "purpose": declared()["purposes"][told["purpose"]][language],
        "basis": name("basis", told["basis"], language),
        "kept": rule(told["kept"], language)["kept"],
        "resource": about()[resource][language] if resource else "",
        "roles": [str(role) for role, rights in matrix()[resource].items() if rights] if resource else [],
        "columns": told["personal"],
    }


def _read(file: str) -> dict[str, Any]:
    return tomllib.loads(files("service").joinpath(file).read_text("utf-8"))
