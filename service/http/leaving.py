"""Whether this process is about to stop: then every answer asks its client for a new connection."""

import threading
from typing import Final

leaving: Final = threading.Event()
