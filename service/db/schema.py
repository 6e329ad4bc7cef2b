"""All tables: importing this file fills `metadata`."""

from service.db import (  # noqa: F401
    changes,
    documents,
    imports,
    mappings,
    organisations,
    personal,
    places,
    taxonomy,
    tension,
    territories,
)
