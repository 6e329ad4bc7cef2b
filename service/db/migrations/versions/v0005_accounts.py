"""Accounts, their roles, sessions, one-time links, codes and keys."""

import sqlalchemy as sa
from alembic import op

revision = "v0005_accounts"
down_revision = "v0004_territories"


def upgrade() -> None:
    _accounts()
    _memberships()
    _sessions()
    _links()
    _second_factors()
    _api_keys()
    _break_glass()


def _accounts() -> None:
    op.create_table(
        "accounts",
        _key("id"),
        sa.Column("email", sa.Text()),
        _text("name"),
        sa.Column("language", sa.Text(), nullable=False, server_default="fr"),
        sa.Column("password", sa.Text(), nullable=False, server_default=""),
        sa.Column("version", sa.Integer(), nullable=False, server_default="1"),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False, server_default=sa.func.now()),
        _time("disabled_at"),
        sa.UniqueConstraint("email", name="uq_accounts_email"),
    )


def _memberships() -> None:
    op.create_table(
        "memberships",
        _key("id"),
        *map(_text, ("account", "role", "territory")),
        *(sa.Column(name, sa.Text()) for name in ("organisation", "candidate", "sponsor")),
        _no("lead"),
        *(sa.Column(name, sa.Text()) for name in ("given_by", "approved_by")),
        _no("pending"),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        _time("ends_at"),
        _of("memberships", "account"),
        sa.ForeignKeyConstraint(["territory"], ["territories.id"], name="fk_memberships_territory"),
        sa.ForeignKeyConstraint(["organisation"], ["organisations.id"], name="fk_memberships_organisation"),
    )
    for name in ("account", "territory", "candidate", "sponsor"):
        op.create_index(f"ix_memberships_{name}", "memberships", [name])


def _sessions() -> None:
    op.create_table(
        "sessions",
        *(_key("id"), _text("digest"), _text("account"), _text("membership"), _no("complete")),
        sa.Column("agent", sa.Text(), nullable=False, server_default=""),
        *(sa.Column(name, sa.DateTime(timezone=True), nullable=False) for name in ("started_at", "seen_at")),
        _time("ended_at"),
        sa.UniqueConstraint("digest", name="uq_sessions_digest"),
        *(_of("sessions", "account"), _of("sessions", "membership")),
    )
    op.create_index("ix_sessions_account", "sessions", ["account"])
    op.create_table("clock", _key("id"), sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False))


def _links() -> None:
    op.create_table(
        "links",
        *(_key("digest"), _text("purpose"), _text("account"), sa.Column("membership", sa.Text())),
        *(sa.Column(name, sa.DateTime(timezone=True), nullable=False) for name in ("made_at", "expires_at")),
        _time("used_at"),
        *(_of("links", "account"), _of("links", "membership")),
    )
    op.create_index("ix_links_account", "links", ["account"])


def _second_factors() -> None:
    op.create_table(
        "second_factors",
        _key("account"),
        sa.Column("secret", sa.LargeBinary(), nullable=False),
        _time("confirmed_at"),
        sa.Column("last_step", sa.BigInteger(), nullable=False, server_default="0"),
        sa.Column("failures", sa.Integer(), nullable=False, server_default="0"),
        _time("paused_until"),
        _of("second_factors", "account"),
    )
    op.create_table(
        "recovery_codes", _key("digest"), _text("account"), _time("used_at"), _of("recovery_codes", "account")
    )
    op.create_index("ix_recovery_codes_account", "recovery_codes", ["account"])


def _api_keys() -> None:
    op.create_table(
        "api_keys",
        _key("id"),
        *map(_text, ("digest", "name", "membership", "scopes", "made_by")),
        *(sa.Column(name, sa.DateTime(timezone=True), nullable=False) for name in ("made_at", "expires_at")),
        *(_time("revoked_at"), _time("used_at")),
        sa.UniqueConstraint("digest", name="uq_api_keys_digest"),
        _of("api_keys", "membership"),
    )
    op.create_index("ix_api_keys_membership", "api_keys", ["membership"])


def _break_glass() -> None:
    op.create_table(
        "break_glass",
        _key("id"),
        *map(_text, ("account", "candidate", "territory", "reason")),
        *(sa.Column(name, sa.DateTime(timezone=True), nullable=False) for name in ("starts_at", "ends_at")),
        _of("break_glass", "account"),
        sa.ForeignKeyConstraint(
            ["candidate"], ["candidates.public_id"], name="fk_break_glass_candidate", ondelete="CASCADE"
        ),
    )
    op.create_index("ix_break_glass_account", "break_glass", ["account"])


def _key(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), primary_key=True)


def _text(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), nullable=False)


def _time(name: str) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True))


def _no(name: str) -> sa.Column[bool]:
    return sa.Column(name, sa.Boolean(), nullable=False, server_default=sa.false())


def _of(table: str, name: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([name], [f"{name}s.id"], name=f"fk_{table}_{name}", ondelete="CASCADE")
