"""What is written about the service's work: one JSON object a line, on standard output, with nothing personal in it.

No address as it was asked for (it holds identifiers), no query, no body, no name of an account, no text of an
unexpected error (the database's own quote what people wrote): the template of a route, and where in the code.
"""

import sys
import traceback
from typing import Any, Final

import structlog


def configure() -> None:
    """Make every line of this process such an object."""
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.JSONRenderer(),
        ],
        wrapper_class=structlog.make_filtering_bound_logger("info"),
        logger_factory=structlog.PrintLoggerFactory(sys.stdout),
        cache_logger_on_first_use=False,
    )


class Told:
    """What is told of requests; quiet until `listen` is called, so that tests and commands write nothing."""

    def __init__(self) -> None:
        self._log: Any = None

    def listen(self) -> None:
        """Write from now on."""
        configure()
        self._log = structlog.get_logger().bind()

    def request(self, method: str, route: str, status: int, seconds: float, request_id: str, role: str) -> None:
        """Write what became of a request."""
        if self._log:
            ms = round(seconds * 1000, 1)
            self._log.info(
                "request", method=method, route=route, status=status, ms=ms, request_id=request_id, role=role
            )

    def fault(self, error: BaseException, request_id: str, route: str) -> None:
        """Write where in the code an unexpected error arose, and of what type it is."""
        if self._log:
            frames = [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in _frames(error)]
            self._log.error("fault", type=_type(error), request_id=request_id, route=route, frames=frames)

    def event(self, what: str, **facts: Any) -> None:
        """Write something else that happened; `facts` hold nothing personal."""
        if self._log:
            self._log.info(what, **facts)


told: Final = Told()


def _frames(error: BaseException) -> traceback.StackSummary:
    return traceback.extract_tb(error.__traceback__)


def _type(error: BaseException) -> str:
    return f"{type(error).__module__}.{type(error).__qualname__}"
