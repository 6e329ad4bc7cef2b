"""What an installation may set, read once from environment variables named VISAVIS_…."""

import os
from dataclasses import dataclass, fields

from service.errors import Invalid


@dataclass(frozen=True)
class Settings:
    """The settings of one installation, with the values that hold where nothing is set."""

    db: str = "sqlite:///visavis.db"  # a database URL: sqlite:///file or postgresql://user@host/name
    key: str = ""  # the file of secret keys; empty = beside the SQLite file, made at the first start
    url: str = "http://127.0.0.1:8000"  # the address that people see, for links in mails
    smtp: str = ""  # smtp://user:password@host:port; empty = mails wait in the outbox
    sender: str = "visavis@localhost"  # from whom mails come
    backup: int = 10  # minutes from one backup to the next: with the time that one takes, less than 15 are ever lost
    rate: int = 600  # requests a minute of one session or key
    rate_anonymous: int = 30  # and of one address where nobody has signed in


def read_settings() -> Settings:
    """Return the settings of this process; an empty variable counts as not set."""
    told = {field.name: os.environ.get(f"VISAVIS_{field.name.upper()}") for field in fields(Settings)}
    return Settings(**{name: _read(name, value) for name, value in told.items() if value})


def _read(name: str, value: str) -> str | int:
    if not isinstance(getattr(Settings, name), int):
        return value
    if not value.isdecimal() or int(value) < 1:
        raise Invalid(f"VISAVIS_{name.upper()}: a whole number from 1 is expected")
    return int(value)
