"""Who may import whom and call what, and what no table or record may hold. Where it fails, mend the import."""

import ast
import sys
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

import matching
from matching.fields import Group, Many
from matching.records import CANDIDATE, OPENING
from matching.sponsor_record import SPONSOR

ROOT = Path(__file__).parents[1]
IMPURE = """
asyncio ctypes email ftplib getpass glob http importlib io locale logging mmap multiprocessing os pathlib pickle random
sched secrets select shelve shutil signal smtplib socket sqlite3 ssl subprocess sys tempfile threading time urllib uuid
"""
CALCULATE = {"numpy", "scipy", "sklearn", "rapidfuzz", "ortools", "Stemmer", "matching"}
FORBIDDEN_CALLS = {"open", "print", "input", "eval", "exec", "now", "today", "utcnow", "default_rng", "getenv"}
WEB = {"fastapi", "starlette", "flask", "uvicorn", "typer", "rich"}
VERBS = {
    "explain_pairs",
    "levers",
    "diagnose",
    "build_market",
    "market_of",
    "rank_openings",
    "rank_candidates",
    "rank_sponsors",
    "reachable",
    "score_grid",
    "with_ways_in",
}
CALLERS = ("service/usecases/", "service/catalogue.py", "service/__main__.py", "training/")
SHARED = {  # what files of one layer may import from each other; a folder in it counts as one file
    "service/importers": {
        *("base", "html_text", "lists", "mending", "offer_parts", "personal", "reading", "shapes", "sheets"),
        "strict_json",
    },
    "service/api": {"calls", "entrance", "faults", "fields", "problems", "shapes", "sign_in"},
    "service/db": {
        "alike",
        "base",
        "changes",
        "document_tables",
        "history",
        "locks",
        "paging",
        "rows",
        "scoping",
        "seats",
        "territories",
        "times",
        "versioned",
    },
    "service/web": {"done", "forms", "navigation", "pages", "rendering"},
    "service/usecases": {
        "leading",  # what follows from a step of an introduction, wherever it comes from
        *("ranking", "recommend", "sponsoring", "suggesting"),  # what ranks, for commands and routes
        "working",  # long work beside the pages, whatever it is
    },
}
STORES = ("group", "migrate", "postgresql", "refusals", "sqlite")
SIGNED_IN = ("accounts", "api_keys", "memberships", "second_factors", "sessions")
EXCEPTIONS = {  # (file, what it imports of its own layer): each with its reason
    *(("service/usecases/applying.py", part) for part in ("looking", "uploads")),  # beside the pages, as at once
    *(("service/usecases/looking.py", part) for part in ("loading", "mapping")),  # understood as any file
    *(("service/usecases/uploads.py", part) for part in ("loading", "looking", "mapping", "statuses")),  # then kept
    *(("service/db/addressees.py", part) for part in ("accounts", "memberships", "personal")),  # whom a message goes to
    ("service/db/audit_log.py", "audit"),  # reads what that one writes, and nobody may change
    *(("service/importers/cv_files.py", part) for part in ("documents", "resumes")),  # one door, a folder behind it
    ("service/importers/job_posting.py", "posting"),  # likewise
    *(("service/db/base.py", part) for part in STORES),  # what opens a store
    *(("service/usecases/demonstration.py", part) for part in ("loading", "understanding")),  # loaded as any file
    *(("service/db/subjects.py", part) for part in SIGNED_IN),  # all that one request asks, in one query
    ("service/db/api_keys.py", "memberships"),  # a key's territory is that of its role
    ("service/db/people.py", "personal"),  # lists people by the names that it keeps
    ("service/db/followed.py", "personal"),  # likewise those whom somebody follows
    ("service/usecases/my_day.py", "follow_ups"),  # what is due is what reminders tell of
    ("service/usecases/cvs.py", "reading"),  # a CV is read in one way, for commands and pages
    ("service/db/dump.py", "migrate"),  # a backup is of one step, and a restore starts at it
    ("service/db/erasure.py", "refusals"),  # overwrites outside a transaction
    *((f"service/usecases/{part}.py", "erasing") for part in ("keeping", "retaining")),  # both erase, in one way
    ("service/usecases/loading.py", "duplicates"),  # a load says in its own diff what looks like something there
    *(("service/usecases/evenings.py", part) for part in ("deciding", "meetups")),  # planned as from a file
    *(("service/usecases/planning.py", part) for part in ("evenings", "meetups")),  # the same plan, followed by pages
    *(("service/usecases/adjusting.py", part) for part in ("evenings", "meetups")),  # checked and kept as any plan
    *(("service/usecases/seat_moves.py", part) for part in ("adjusting", "meetups")),  # of what is adjusted
    *(("service/usecases/recomputing.py", part) for part in ("adjusting", "evenings", "meetups", "planning")),
    *(("service/usecases/playing.py", part) for part in ("evenings", "gatherings", "meetups")),  # on the day as before
    *(("service/usecases/replanning.py", part) for part in ("evenings", "meetups", "planning", "playing")),  # likewise
    ("service/usecases/on_paper.py", "evenings"),  # why two meet is what the plan was scored by
    ("service/usecases/inviting.py", "on_paper"),  # what is sent is what is printed
    *(("service/usecases/attending.py", part) for part in ("after_meetup", "evenings", "going_on")),  # of page or file
    ("service/usecases/seating.py", "gatherings"),  # a host who comes by an offer is registered as any other
    *(("service/usecases/guest_lists.py", part) for part in ("gatherings", "seating")),  # one or many, in one way
    ("service/importers/guest_list.py", "meetup_file"),  # a list of guests may be the file of a meetup
    ("service/usecases/going_on.py", "sponsorships"),  # what interest leads to begins as any other
    ("service/db/dump.py", "schema"),  # a dump holds all tables, whoever asks for it
    ("service/db/exported.py", "personal"),  # people by name, as in lists
    ("service/usecases/loading.py", "understanding"),  # and what it understood of words without codes
    *(("service/usecases/weekly.py", part) for part in ("introducing", "suggesting")),  # counts what those show
    ("service/usecases/removing.py", "inhabiting"),  # takes away what that one put there
}
WHOLE = {"service/db/schema.py"}  # a list of all files, for those who need every table
HOLD_THE_STORE = {"health"}  # asks whether it answers
ALLOWED_SQL = {"Connection", "Table"}  # use cases hand both on to db; they write no SQL
SENSITIVE = """
sex gender age birth birthday birthdate birthplace firstname lastname surname forename nationality origin ethnicity race
photo picture portrait address street qpv rsa rqth refugee asylum religion faith family marital children pregnant health
disability handicap illness phone mobile email mail ssn nir union politics orientation
"""


def _files(folder: str) -> list[Path]:
    return sorted(path for path in (ROOT / folder).rglob("*.py") if "migrations" not in path.parts)


def _place(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@cache
def _imports(path: Path) -> frozenset[tuple[str, str]]:
    """Return (module, name) of everything that a file imports, wherever in it."""
    found = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found += [(alias.name, "") for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{_place(path)}: relative import"
            found += [(node.module or "", alias.name) for alias in node.names]
    return frozenset(found)


def _modules(path: Path) -> set[str]:
    return {module for module, _ in _imports(path)} | {f"{module}.{name}" for module, name in _imports(path)}


def _reaches(path: Path, package: str) -> bool:
    return any(module == package or module.startswith(f"{package}.") for module in _modules(path))


every_engine_file = pytest.mark.parametrize("path", _files("matching"), ids=_place)


@every_engine_file
def test_the_engine_imports_only_what_calculates(path: Path) -> None:
    roots = {module.split(".")[0] for module, _ in _imports(path)}
    assert roots <= (set(sys.stdlib_module_names) - set(IMPURE.split())) | CALCULATE


@every_engine_file
def test_the_engine_reads_no_file_no_clock_and_draws_nothing(path: Path) -> None:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call):
            called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            assert called not in FORBIDDEN_CALLS, f"{_place(path)}:{node.lineno}"
        assert not (isinstance(node, ast.Attribute) and node.attr == "random"), f"{_place(path)}:{node.lineno}"


def test_use_cases_know_no_sql_and_no_screen() -> None:
    for path in _files("service/usecases"):
        assert not {module.split(".")[0] for module, _ in _imports(path)} & WEB, _place(path)
        for module, name in _imports(path):
            assert not module.startswith("sqlalchemy") or name in ALLOWED_SQL, f"{_place(path)}: {module}.{name}"


def test_endpoints_leave_the_database_to_use_cases() -> None:
    for layer, may in (("service/api", SHARED["service/api"] | HOLD_THE_STORE), ("service/web", set())):
        for path in _files(layer):
            if _own_name(path, layer) not in may:
                assert not _reaches(path, "service.db"), _place(path)


def test_the_lower_layers_do_not_know_the_upper_ones() -> None:
    for layer, above in (
        (
            "service/db",
            [
                *("service.usecases", "service.importers", "service.demo", "service.catalogue", "service.api"),
                "service.web",
            ],
        ),
        ("service/importers", ["service.usecases", "service.db", "service.demo", "service.catalogue", "sqlalchemy"]),
        ("service/demo", ["service.usecases", "service.db", "service.importers", "sqlalchemy"]),
        (
            "service/usecases",
            ["service.cli", "service.api", "service.web", "service.shapes", "service.__main__"],
        ),
        ("service/api", ["service.web", "service.importers", "service.demo", "service.cli", "typer"]),
        ("service", ["training"]),
        ("training", ["service.db", "service.usecases", "service.catalogue", "sqlalchemy"]),
    ):
        for path in _files(layer):
            assert not [name for name in above if _reaches(path, name)], _place(path)


@pytest.mark.parametrize("layer", SHARED)
def test_files_of_one_layer_do_not_import_each_other(layer: str) -> None:
    package = layer.replace("/", ".")
    names = {_own_name(path, layer) for path in _files(layer)}
    for path in (path for path in _files(layer) if _place(path) not in WHOLE):
        others = names - SHARED[layer] - {_own_name(path, layer)}
        met = {name for name in others if _reaches(path, f"{package}.{name}")}
        allowed = {name for place, name in EXCEPTIONS if place == _place(path)}
        assert met <= allowed, _place(path)


def _own_name(path: Path, layer: str) -> str:
    """Return what others of a layer would import a file as: its name, or that of the folder that it is in."""
    return path.relative_to(ROOT / layer).parts[0].removesuffix(".py")


def test_every_shared_part_still_exists() -> None:
    for layer, shared in SHARED.items():
        assert shared <= {_own_name(path, layer) for path in _files(layer)}, layer


def test_every_exception_is_still_needed() -> None:
    for place, name in EXCEPTIONS:
        package = place.rsplit("/", 1)[0].replace("/", ".")
        assert _reaches(ROOT / place, f"{package}.{name}"), (place, name)


def test_only_use_cases_the_catalogue_and_training_call_the_engines_verbs() -> None:
    for path in [*_files("service"), *_files("training")]:
        if not _place(path).startswith(CALLERS):
            called = {name for module, name in _imports(path) if module.split(".")[0] == "matching"}
            assert not called & VERBS, _place(path)


def test_the_public_names_are_sorted_and_exist() -> None:
    assert matching.__all__ == sorted(matching.__all__)
    assert len(set(matching.__all__)) == len(matching.__all__)
    assert all(hasattr(matching, name) for name in matching.__all__)


def test_no_column_and_no_field_describes_the_person() -> None:
    for path in _files("matching"):
        module = import_module(_place(path).removesuffix(".py").removesuffix("/__init__").replace("/", "."))
        for kind in vars(module).values():
            if isinstance(kind, type) and is_dataclass(kind):
                named = {field.name for field in fields(kind)}
                assert not {part for name in named for part in name.split("_")} & set(SENSITIVE.split()), kind
    for name in [*_keys(CANDIDATE, ""), *_keys(OPENING, ""), *_keys(SPONSOR, "")]:
        assert not set(name.replace(".", "_").split("_")) & set(SENSITIVE.split()), name
        assert not name.endswith("name") or name == "company.name", name


def _keys(record: Any, prefix: str) -> Iterator[str]:
    for name, field in record.items():
        yield f"{prefix}{name}"
        inner = field.item if isinstance(field, Many) else field
        if isinstance(inner, Group):
            yield from _keys(inner.fields, f"{prefix}{name}.")
