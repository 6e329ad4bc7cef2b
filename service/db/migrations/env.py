"""What Alembic runs for every command: the connection comes from the caller, with its transaction."""

from alembic import context

from service.db import documents, imports, mappings, personal, places, taxonomy, tension  # noqa: F401  (they fill `metadata`)
from service.db.base import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata)
context.run_migrations()
