"""Long inputs read on two processors: blocks of items in, answers out, in order and with little memory."""

import os
import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from itertools import chain, islice
from typing import Any

from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

ALONE = 4  # blocks that are read before it pays to start others
WORKERS = 2
AHEAD = 3 * WORKERS  # blocks under way

Read = Callable[[list[Any], Any], list[Any]]  # a function of a module, or a partial of one: items, tools → answers
_tools: Any = None  # of a worker: what every block needs, handed over once


def answers(read: Read, items: Iterable[Any], tools: Any, block: int) -> Iterator[Any]:
    """Yield the answer of `read` to each item, in their order; long inputs are shared among processes."""
    blocks = _blocks(items, block)
    for own in islice(blocks, ALONE if _processors() > 1 else None):
        yield from read(own, tools)
    if (more := next(blocks, None)) is not None:
        yield from _shared(read, chain([more], blocks), tools)


def _shared(read: Read, blocks: Iterable[list[Any]], tools: Any) -> Iterator[Any]:
    with ProcessPoolExecutor(WORKERS, initializer=_start, initargs=(tools,)) as pool:
        under_way: deque[Future[list[Any]]] = deque()
        for block in blocks:
            under_way.append(pool.submit(_work, read, block))
            if len(under_way) >= AHEAD:
                yield from under_way.popleft().result()
        while under_way:
            yield from under_way.popleft().result()


def _start(tools: Any) -> None:
    global _tools
    _tools = tools
    threadpool_limits(1)  # one processor each: more threads would only wait for each other
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent ends everything


def _work(read: Read, block: list[Any]) -> list[Any]:
    return read(block, _tools)


def _blocks(items: Iterable[Any], size: int) -> Iterator[list[Any]]:
    left = iter(items)
    while block := list(islice(left, size)):
        yield block


def _processors() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
