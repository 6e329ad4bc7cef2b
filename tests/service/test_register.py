"""The register of personal data, held against the tables."""

import pytest
from sqlalchemy import Column, MetaData, Table, Text

import service.db.schema  # noqa: F401  (it fills `metadata`)
from service import jobs, register
from service.db.base import metadata
from service.permissions import matrix
from tests.service.cli import answer, call

QUESTIONS_NEVER_ASKED = [
    "nir",
    "ssn",
    "bank",
    "iban",
    "family",
    "marital",
    "children",
    "religion",
    "union",
    "politics",
    "pregnant",
    "photo",
    "housing",
]


def unknown(tables: MetaData) -> set[str]:
    """Every column that the register does not know, and every one that it knows and that does not exist."""
    told, nobody = register.declared()["tables"], set(register.declared()["technical"])
    here = {f"{table.name}.{column.name}" for table in tables.tables.values() for column in table.columns}
    known = {f"{table}.{column}" for table, row in told.items() for column in (*row["personal"], *row["technical"])}
    known |= {
        f"{table.name}.{column.name}" for table in tables.tables.values() if table.name in nobody for column in table.c
    }
    return here ^ known


def test_every_column_of_every_table_is_in_the_register():
    assert unknown(metadata) == set()
    assert set(register.declared()["technical"]) <= set(metadata.tables)
    n = sum(len(row["personal"]) for row in register.declared()["tables"].values())
    print(f"P1: {len(metadata.tables)} tables, {n} personal columns, 0 without an entry")


def test_a_new_column_would_be_missed():
    more = MetaData()
    for table in metadata.tables.values():
        table.to_metadata(more)
    Table("hobbies", more, Column("candidate", Text), Column("hobby", Text))
    more.tables["caseloads"].append_column(Column("nickname", Text))
    assert unknown(more) == {"hobbies.candidate", "hobbies.hobby", "caseloads.nickname"}


@pytest.mark.parametrize("table", register.declared()["tables"])
def test_every_entry_is_whole(table: str):
    told = register.declared()["tables"][table]
    assert set(told) == {"purpose", "basis", "kept", "resource", "personal", "technical"}
    assert not set(told["personal"]) & set(told["technical"]) and told["personal"]
    assert told["purpose"] in register.declared()["purposes"] and told["kept"] in register.rules()
    assert not told["resource"] or told["resource"] in matrix()


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_register_is_said_in_both_languages(language: str):
    text = register.as_text(language)
    assert all(f"## {table}\n" in text for table in register.declared()["tables"])
    assert "{" not in text


def test_each_rule_of_retention_is_kept_by_a_step_of_the_nightly_job():
    assert list(register.rules()) == list(jobs.FORGETTING)


def test_no_column_asks_what_must_never_be_asked():
    for table in metadata.tables.values():
        for column in table.columns:
            assert not set(column.name.split("_")) & set(QUESTIONS_NEVER_ASKED), f"{table.name}.{column.name}"


def test_the_register_is_printed(sqlite_url: str):
    assert len(answer("register", db=sqlite_url)["tables"]) == len(register.declared()["tables"])
    assert "# Registre des données personnelles" in call("register", "--lang", "fr", "--db", sqlite_url).out
