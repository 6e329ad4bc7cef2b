"""The log of who saw or changed what, answers by idempotency key, messages to send, erased people."""

import sqlalchemy as sa
from alembic import op

revision = "v0008_trust"
down_revision = "v0007_following"

START = "0" * 64
KEPT = "the log is only added to"


def upgrade() -> None:
    """Make the tables."""
    _audit()
    _only_added()
    _answers()
    _outbox()
    _jobs()
    _uploads()
    _tombstones()


def _audit() -> None:
    texts = ("account", "role", "organisation", "territory", "action", "request", "reason", "tags", "hash")
    op.create_table(
        "audit",
        sa.Column("seq", sa.BigInteger(), primary_key=True, autoincrement=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in texts),
    )
    op.create_index("ix_audit_account", "audit", ["account", "seq"])
    op.create_index("ix_audit_organisation", "audit", ["organisation", "seq"])
    op.create_table(
        "audit_objects",
        sa.Column("object", sa.Text(), primary_key=True),
        sa.Column("seq", sa.BigInteger(), primary_key=True, autoincrement=False),
    )
    op.create_index("ix_audit_objects_seq", "audit_objects", ["seq"])
    op.create_table(
        "pseudonyms",
        sa.Column("id", sa.Text(), primary_key=True),
        sa.Column("pseudonym", sa.Text(), nullable=False),
        sa.Column("salt", sa.Text(), nullable=False, server_default=""),
        sa.UniqueConstraint("pseudonym", name="uq_pseudonyms_pseudonym"),
    )
    ends = op.create_table(
        "audit_ends",
        sa.Column("name", sa.Text(), primary_key=True),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("hash", sa.Text(), nullable=False),
    )
    op.bulk_insert(ends, [{"name": name, "seq": 0, "hash": START} for name in ("first", "last")])
    op.create_table(
        "audit_seals",
        sa.Column("seq", sa.BigInteger(), primary_key=True, autoincrement=False),
        sa.Column("seal", sa.Text(), nullable=False),
    )


def _only_added() -> None:
    """Let the database itself refuse to change the log, and to delete more than its purged beginning."""
    purged = "OLD.seq <= (SELECT seq FROM audit_ends WHERE name = 'first')"
    if op.get_bind().dialect.name == "sqlite":
        refuse = f"BEGIN SELECT RAISE(ABORT, '{KEPT}'); END"
        op.execute(f"CREATE TRIGGER pseudonyms_kept BEFORE UPDATE ON pseudonyms {refuse}")
        for table in ("audit", "audit_objects"):
            op.execute(f"CREATE TRIGGER {table}_kept BEFORE UPDATE ON {table} {refuse}")
            op.execute(f"CREATE TRIGGER {table}_held BEFORE DELETE ON {table} WHEN NOT ({purged}) {refuse}")
        return
    op.execute(
        "CREATE OR REPLACE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"IF TG_OP = 'DELETE' THEN IF {purged} THEN RETURN OLD; END IF; END IF; "
        f"RAISE EXCEPTION '{KEPT}'; END $$"
    )
    refuse = "FOR EACH ROW EXECUTE FUNCTION audit_refuse()"
    op.execute(f"CREATE TRIGGER pseudonyms_kept BEFORE UPDATE ON pseudonyms {refuse}")
    for table in ("audit", "audit_objects"):
        op.execute(f"CREATE TRIGGER {table}_kept BEFORE UPDATE OR DELETE ON {table} {refuse}")
        op.execute(
            f"CREATE TRIGGER {table}_whole BEFORE TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse()"
        )


def _answers() -> None:
    op.create_table(
        "answers",
        sa.Column("account", sa.Text(), primary_key=True),
        sa.Column("key", sa.Text(), primary_key=True),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("status", sa.Integer(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("kept_at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_index("ix_answers_kept_at", "answers", ["kept_at"])


def _outbox() -> None:
    op.create_table(
        "outbox",
        sa.Column("id", sa.Text(), primary_key=True),
        sa.Column("template", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("about", sa.Text()),
        sa.Column("recipient", sa.Text(), nullable=False),
        sa.Column("sealed", sa.LargeBinary()),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False, server_default=sa.func.now()),
        sa.Column("due_at", sa.DateTime(timezone=True)),
        sa.Column("leased_until", sa.DateTime(timezone=True)),
        sa.Column("tries", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("error", sa.Text(), nullable=False, server_default=""),
        sa.Column("sent_at", sa.DateTime(timezone=True)),
        sa.Column("failed_at", sa.DateTime(timezone=True)),
    )
    op.create_index("ix_outbox_about", "outbox", ["about"])
    op.create_index("ix_outbox_recipient", "outbox", ["recipient"])
    op.create_index("ix_outbox_waiting", "outbox", ["sent_at", "failed_at", "due_at"])


def _uploads() -> None:
    op.create_table(
        "uploads",
        *(sa.Column(name, sa.Text(), primary_key=name == "id", nullable=False) for name in ("id", "account")),
        sa.Column("territory", sa.Text(), nullable=False),
        sa.Column("organisation", sa.Text()),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("kind", "source", "suffix")),
        *(sa.Column(name, sa.LargeBinary()) for name in ("content", "undo")),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        *(sa.Column(name, sa.DateTime(timezone=True)) for name in ("applied_at", "undone_at")),
        sa.Column("version", sa.Integer(), nullable=False, server_default="1"),
    )
    op.create_index("ix_uploads_territory", "uploads", ["territory", "created_at"])


def _jobs() -> None:
    op.create_table(
        "reminders",
        sa.Column("what", sa.Text(), primary_key=True),
        sa.Column("about", sa.Text(), primary_key=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_table(
        "job_runs",
        sa.Column("id", sa.Text(), primary_key=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True)),
        sa.Column("result", sa.Text(), nullable=False, server_default=""),
        sa.Column("error", sa.Text(), nullable=False, server_default=""),
    )
    op.create_index("ix_job_runs_name", "job_runs", ["name", "started_at"])


def _tombstones() -> None:
    op.create_table(
        "tombstones",
        sa.Column("digest", sa.Text(), primary_key=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_table(
        "rights_requests",
        sa.Column("id", sa.Text(), primary_key=True),
        sa.Column("territory", sa.Text(), nullable=False),
        *(sa.Column(name, sa.Text()) for name in ("candidate", "sponsor")),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False, server_default=""),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("asked_by", sa.Text()),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False, server_default=""),
        sa.Column("answered_at", sa.DateTime(timezone=True)),
        sa.Column("answered_by", sa.Text()),
        sa.Column("version", sa.Integer(), nullable=False, server_default="1"),
    )
    for name in ("territory", "candidate", "sponsor"):
        op.create_index(f"ix_rights_requests_{name}", "rights_requests", [name])
    op.create_table(
        "tallies",
        *(sa.Column(name, sa.Text(), primary_key=True) for name in ("territory", "what", "code", "month")),
        sa.Column("count", sa.Integer(), nullable=False),
    )
    op.create_table(
        "account_activity",
        sa.Column("account", sa.Text(), primary_key=True),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
    )
