"""What is written about the service's work: one JSON object a line, on standard output, with nothing personal in it.

No address as it was asked for (it holds identifiers), no query, no body, no name of an account, no text of an
unexpected error (the database's own quote what people wrote): the template of a route, and where in the code.
"""

import traceback
from typing import Any, Final, TextIO

import structlog

_STEPS: Final = [
    structlog.processors.add_log_level,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    structlog.processors.JSONRenderer(),
]


class Told:
    """What is told of requests; nothing until a server says where to write it: tests and commands are quiet."""

    def __init__(self) -> None:
        self._log: Any = None

    def write_to(self, file: TextIO | None) -> None:
        """Write to that file from now on; to none if there is none."""
        raw = structlog.PrintLogger(file) if file else None
        self._log = raw and structlog.wrap_logger(raw, _STEPS, structlog.make_filtering_bound_logger("info")).bind()

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
