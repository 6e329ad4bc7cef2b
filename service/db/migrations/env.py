"""What Alembic runs for every command: the connection comes from the caller, with its transaction."""

from alembic import context

import service.db.schema  # noqa: F401  (it fills `metadata`)
from service.db.base import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata)
context.run_migrations()
