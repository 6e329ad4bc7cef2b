"""What an installation may set, read once from environment variables named VISAVIS_…."""

import os
from dataclasses import dataclass


@dataclass(frozen=True)
class Settings:
    """The settings of one installation, with the values that hold where nothing is set."""

    db: str = "sqlite:///visavis.db"  # a database URL: sqlite:///file or postgresql://user@host/name


def read_settings() -> Settings:
    """Return the settings of this process; an empty variable counts as not set."""
    return Settings(db=os.environ.get("VISAVIS_DB") or Settings.db)
