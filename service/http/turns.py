"""Who waits: few rankings are worked out at a time in one process."""

from collections.abc import AsyncIterator
from typing import Final

from anyio import CapacityLimiter
from anyio.lowlevel import RunVar

AT_ONCE: Final = 2  # in one process: what takes nothing but its processor is done no sooner side by side
_GATE: Final[RunVar[CapacityLimiter]] = RunVar("rankings")


async def in_turn() -> AsyncIterator[None]:
    """Let few rankings be worked out at a time; the others wait without a thread, which quicker requests have."""
    gate = _GATE.get(None)
    if gate is None:
        gate = CapacityLimiter(AT_ONCE)
        _GATE.set(gate)
    async with gate:
        yield
