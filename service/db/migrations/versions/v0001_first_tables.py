"""The first tables: reference data, openings, candidates, facts kept apart, the log of loads."""

import datetime as dt

import sqlalchemy as sa
from alembic import op

revision = "v0001_first_tables"
down_revision = None


def upgrade() -> None:
    _taxonomy()
    _taxonomy_links()
    _places()
    for name in ("openings", "candidates"):
        _documents(name)
    _personal()
    _imports()


def _taxonomy() -> None:
    op.create_table("domains", _code("code"), _text("label"))
    regulated: sa.Column[bool] = sa.Column("regulated", sa.Boolean())
    texts = map(_text, ("label", "parent", "domain", "domain_label"))
    op.create_table("occupations", _code("code"), *texts, regulated)
    op.create_table("titles", _code("code"), *map(_text, ("label", "short_label", "occupation")))
    op.create_table("skills", _code("code"), *map(_text, ("kind", "label", "macro", "category", "subcategory")))
    op.create_table("contexts", _code("code"), _text("label"), _text("type"))
    position = sa.Column("position", sa.Integer(), primary_key=True, autoincrement=False)
    op.create_table("occupation_texts", _code("occupation"), _code("kind"), position, _text("text"))


def _taxonomy_links() -> None:
    occupation = "occupation"
    op.create_table("occupation_items", _code(occupation), _code("item"), _text("core"), sqlite_with_rowid=False)
    op.create_table("occupation_contexts", _code(occupation), _code("context"), sqlite_with_rowid=False)
    rank = sa.Column("rank", sa.Integer(), nullable=False)
    op.create_table("mobilities", _code(occupation), _code("target"), rank, sqlite_with_rowid=False)


def _places() -> None:
    point = (sa.Column("lat", sa.Float()), sa.Column("lon", sa.Float()))
    texts = map(_text, ("basin", "basin_name"))
    op.create_table("communes", _code("insee"), _code("postcode"), _text("name"), *point, *texts)
    year = sa.Column("year", sa.Integer(), primary_key=True, autoincrement=False)
    numbers = (sa.Column("offers", sa.Float()), sa.Column("seekers", sa.Float()))
    names = (
        "tension",
        "hiring",
        "labour_lack",
        "unstable_jobs",
        "hard_conditions",
        "place_mismatch",
        "training_needed",
    )
    classes = (sa.Column(name, sa.Integer()) for name in names)
    op.create_table("tensions", _code("occupation"), _code("basin"), year, *numbers, *classes)


def _documents(name: str) -> None:
    op.create_table(
        name,
        sa.Column("id", sa.Integer(), primary_key=True),
        *map(_text, ("public_id", "source", "external_id")),
        sa.Column("open", sa.Boolean(), nullable=False, server_default=sa.true()),
        _time("created_at"),
        _time("updated_at"),
        sa.Column("row", sa.LargeBinary(), nullable=False),
        sa.Column("items", sa.LargeBinary(), nullable=False),
        sa.UniqueConstraint("public_id", name=f"uq_{name}_public_id"),
        sa.UniqueConstraint("external_id", "source", name=f"uq_{name}_external_id_source"),
    )
    op.create_table(
        f"{name}_records", _code("public_id"), _text("record"), _belongs(f"{name}_records", "public_id", name)
    )


def _personal() -> None:
    name = "personal_facts"
    op.create_table(name, _code("candidate"), _code("name"), _text("value"), _belongs(name, "candidate", "candidates"))


def _imports() -> None:
    texts = map(_text, ("kind", "source", "file", "sha256", "counts"))
    op.create_table("imports", sa.Column("id", sa.Integer(), primary_key=True), _time("at"), *texts)


def _code(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), primary_key=True)


def _text(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), nullable=False)


def _time(name: str) -> sa.Column[dt.datetime]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=False, server_default=sa.func.now())


def _belongs(name: str, column: str, owner: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{owner}.public_id"], name=f"fk_{name}_{column}", ondelete="CASCADE")
