"""What an installation may set, read once from environment variables named VISAVIS_…."""

from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """The settings of one installation, with the values that hold where nothing is set."""

    model_config = SettingsConfigDict(env_prefix="VISAVIS_", env_ignore_empty=True, frozen=True, extra="ignore")

    db: str = "sqlite:///visavis.db"  # a database URL: sqlite:///file or postgresql://user@host/name
