"""How far something long is, to whoever wants to hear of it."""

from collections.abc import Callable

Progress = Callable[[int, int, str], None]  # done, in all, of what


def quiet(done: int, whole: int, what: str) -> None:
    """Hear how far it is, and say nothing."""
