"""Who follows whom, consents, sensitive statuses, notes, introductions, appointments."""

import sqlalchemy as sa
from alembic import op

revision = "v0007_following"
down_revision = "v0006_history"

PERSON, SPONSOR, OPENING = "candidates.public_id", "sponsors.public_id", "openings.public_id"


def upgrade() -> None:
    _caseloads()
    _introductions()
    _consents()
    _sealed()
    _sponsorships()
    _appointments()


def _caseloads() -> None:
    _table(
        "caseloads",
        _of("candidate", PERSON),
        _text("adviser"),
        _of("organisation", "organisations.id", None),
        *_times("starts_at"),
        *_times("ends_at", null=True),
        *map(_text, ("reason", "assigned_by")),
        _text("ended_by", null=True),
    )
    _index("caseloads", "adviser")
    op.create_index("ix_caseloads_candidate", "caseloads", ["candidate", "adviser", "organisation"])
    _once("uq_caseloads_in_force", "caseloads", ["candidate", "adviser", "organisation"], "ends_at IS NULL")


def _introductions() -> None:
    _table(
        "introductions",
        _of("candidate", PERSON),
        _of("opening", OPENING),
        _of("sponsor", SPONSOR, "SET NULL", null=True),
        _of("organisation", "organisations.id", None, null=True),
        _of("territory", "territories.id", None),
        _text("step"),
        _flag("open", sa.true()),
        _text("asked_by"),
        _flag("disputed", sa.false()),
        *_times("answer_due", null=True),
        *(_text(name, null=True) for name in ("pseudonym", "run")),
        *_times("created_at"),
        _text("created_by"),
        _version(),
    )
    _index("introductions", "opening")
    _index("introductions", "organisation")
    _once("uq_introductions_open_pair", "introductions", ["candidate", "opening"], "open")
    _table(
        "introduction_steps",
        _of("introduction", "introductions.id"),
        sa.Column("number", sa.Integer(), nullable=False),
        _text("step"),
        _text("side", null=True),
        sa.Column("day", sa.Date(), nullable=False),
        *_times("at"),
        *(_text(name, null=True) for name in ("account", "reason")),
        sa.Column("corrects", sa.Integer()),
        sa.UniqueConstraint("introduction", "number", name="uq_introduction_steps_introduction_number"),
        sa.CheckConstraint("step = 'unanswered' OR account IS NOT NULL", name="somebody"),
        sa.CheckConstraint("step NOT IN ('declined', 'not_presented') OR reason IS NOT NULL", name="reasoned"),
    )
    _seats("opening_posts", OPENING, "introductions.id")
    op.create_table(
        "contact_caps",
        sa.Column("organisation", sa.Text(), primary_key=True),
        sa.Column("monthly", sa.Integer()),
        _version(),
        sa.ForeignKeyConstraint(
            ["organisation"], ["organisations.id"], name="fk_contact_caps_organisation", ondelete="CASCADE"
        ),
    )


def _consents() -> None:
    proof = ("given_by", "channel", "text_version")
    _table("notices", _of("candidate", PERSON), *_times("given_at"), *map(_text, proof))
    _index("notices", "candidate")
    _table(
        "consents",
        _of("candidate", PERSON),
        _text("purpose"),
        _of("organisation", "organisations.id", None, null=True),
        _of("sponsor", SPONSOR, null=True),
        _of("introduction", "introductions.id", null=True),
        _text("detail", null=True),
        *_times("given_at"),
        *_times("expires_at", "withdrawn_at", null=True),
        _text("withdrawn_by", null=True),
        *map(_text, proof),
        *_times("seen_at", null=True),
    )
    op.create_index("ix_consents_candidate_purpose", "consents", ["candidate", "purpose"])
    _table(
        "sharings",
        _of("candidate", PERSON),
        _of("organisation", "organisations.id", None, null=True),
        _of("sponsor", SPONSOR, null=True),
        *map(_text, ("account", "what")),
        *_times("at"),
    )
    _index("sharings", "candidate")


def _sealed() -> None:
    _table(
        "statuses",
        _of("candidate", PERSON),
        _text("kind"),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("proof", sa.LargeBinary()),
        _of("consent", "consents.id", null=True),
        *_times("checked_at", null=True),
        _text("checked_by", null=True),
        *_times("recorded_at"),
        _text("recorded_by"),
        _version(),
        sa.UniqueConstraint("candidate", "kind", name="uq_statuses_candidate_kind"),
    )
    _table(
        "notes",
        _of("candidate", PERSON),
        _text("author"),
        _of("organisation", "organisations.id", None, null=True),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        *_times("written_at", "changed_at"),
        _version(),
    )
    _index("notes", "candidate")


def _sponsorships() -> None:
    _table(
        "sponsorships",
        _of("candidate", PERSON),
        _of("sponsor", SPONSOR),
        _of("territory", "territories.id", None),
        _text("step"),
        _flag("open", sa.true()),
        *(_text(name, null=True) for name in ("reason", "run", "outcome")),
        sa.Column("outcome_day", sa.Date()),
        *_times("created_at"),
        _text("created_by"),
        *_times("person_agreed_at", "sponsor_agreed_at", "ended_at", null=True),
        _text("changed_by"),
        _version(),
    )
    _index("sponsorships", "sponsor")
    _once("uq_sponsorships_open_pair", "sponsorships", ["candidate", "sponsor"], "open")
    _seats("sponsor_places", SPONSOR, "sponsorships.id")


def _appointments() -> None:
    _table(
        "appointments",
        _of("sponsorship", "sponsorships.id"),
        _of("sponsor", SPONSOR),
        _of("candidate", PERSON),
        *_times("starts_at", "ends_at"),
        *map(_text, ("place", "step", "booked_by", "changed_by")),
        _version(),
    )
    _index("appointments", "sponsorship")
    _seats("sponsor_quarters", SPONSOR, "appointments.id")
    _seats("person_quarters", PERSON, "appointments.id")


def _table(name: str, *columns: object) -> None:
    """Make a table with an id; a column that refers to another comes with where, and what its end does."""
    parts: list[object] = [sa.Column("id", sa.Text(), primary_key=True)]
    for column in columns:
        parts.append(column)
        if isinstance(column, sa.Column) and "refers" in column.info:
            to, end = column.info["refers"]
            constraint = f"fk_{name}_{column.name}"
            parts.append(sa.ForeignKeyConstraint([column.name], [to], name=constraint, ondelete=end))
    op.create_table(name, *parts)


def _seats(name: str, of: str, holder: str) -> None:
    op.create_table(
        name,
        sa.Column("of", sa.Text(), primary_key=True),
        sa.Column("number", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("holder", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["of"], [of], name=f"fk_{name}_of", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["holder"], [holder], name=f"fk_{name}_holder", ondelete="CASCADE"),
    )
    _index(name, "holder")


def _of(name: str, to: str, end: str | None = "CASCADE", null: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), nullable=null, info={"refers": (to, end)})


def _text(name: str, null: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), nullable=null)


def _times(*names: str, null: bool = False) -> list[sa.Column[object]]:
    return [sa.Column(name, sa.DateTime(timezone=True), nullable=null) for name in names]


def _flag(name: str, value: object) -> sa.Column[bool]:
    return sa.Column(name, sa.Boolean(), nullable=False, server_default=value)


def _version() -> sa.Column[int]:
    return sa.Column("version", sa.Integer(), nullable=False, server_default="1")


def _index(table: str, column: str) -> None:
    op.create_index(f"ix_{table}_{column}", table, [column])


def _once(name: str, table: str, columns: list[str], where: str) -> None:
    here = sa.text(where)
    op.create_index(name, table, columns, unique=True, sqlite_where=here, postgresql_where=here)
