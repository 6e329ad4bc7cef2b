"""What an installation may set, read once from environment variables named VISAVIS_…."""

import os
from dataclasses import dataclass, fields


@dataclass(frozen=True)
class Settings:
    """The settings of one installation, with the values that hold where nothing is set."""

    db: str = "sqlite:///visavis.db"  # a database URL: sqlite:///file or postgresql://user@host/name
    key: str = ""  # the file of secret keys; empty = beside the SQLite file, made at the first start
    url: str = "http://127.0.0.1:8000"  # the address that people see, for links in mails
    smtp: str = ""  # smtp://user:password@host:port; empty = mails wait in the outbox
    sender: str = "visavis@localhost"  # from whom mails come


def read_settings() -> Settings:
    """Return the settings of this process; an empty variable counts as not set."""
    told = {field.name: os.environ.get(f"VISAVIS_{field.name.upper()}") for field in fields(Settings)}
    return Settings(**{name: value for name, value in told.items() if value})
