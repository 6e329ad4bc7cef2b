"""Group commit: writes that arrive together share one transaction, and with it one wait for the disk.

The first to arrive does in its thread what all who wait have to do, one after the other; the others find theirs done
(D. J. DeWitt et al., "Implementation techniques for main memory database systems", SIGMOD 1984; D. Hendler et al.,
"Flat combining and the synchronization-parallelism tradeoff", SPAA 2010).
"""

import threading
import time
from collections import deque
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import Any, Final

from sqlalchemy import Connection

from service.errors import ServiceError

MOST: Final = 16  # writes in one group
SECONDS: Final = 0.02  # after which no further write joins: the first has waited long enough

Act = Callable[[Connection], Any]
Ahead = Callable[[Any], None]
Writing = Callable[[Ahead | None], AbstractContextManager[Connection]]  # a transaction, and what is done ahead of it


@dataclass(eq=False)
class _Wanted:
    act: Act
    ahead: Ahead | None
    is_done: bool = False
    value: Any = None
    error: BaseException | None = None
    woken: threading.Event = field(default_factory=threading.Event)  # it is done, or the next to lead


class _Spoilt(Exception):
    """An act failed in a way that may have undone more than itself."""


class Group:
    """The writes of one process into one database."""

    def __init__(self) -> None:
        self._inner = threading.Lock()
        self._is_led = False
        self._waiting: deque[_Wanted] = deque()

    def do(self, writing: Writing, act: Act, ahead: Ahead | None = None) -> Any:
        """Return what `act` returned, once that is committed; raise what it raised, or what kept it from being so.

        An act that raises a ServiceError is undone, and the others are not. After any other error all are undone, and
        each is done again in a transaction of its own: an act changes nothing but the database.
        """
        mine = _Wanted(act, ahead)
        with self._inner:
            self._waiting.append(mine)
            leads, self._is_led = not self._is_led, True
        if not leads:
            mine.woken.wait()
        if not mine.is_done:
            self._lead(writing)
        if mine.error:
            raise mine.error
        return mine.value

    def _lead(self, writing: Writing) -> None:
        """Do what waits, first of all what the caller wants, wake those whose turn it was, and let the next lead."""
        with self._inner:
            group = [self._waiting.popleft() for _ in range(min(MOST, len(self._waiting)))]
        done = _together(writing, group) if len(group) > 1 else _alone(writing, group)
        with self._inner:
            self._waiting.extendleft(reversed(group[done:]))
            self._is_led = bool(self._waiting)
            following = [self._waiting[0]] if self._waiting else []
        for each in (*following, *group[:done]):
            each.woken.set()


def _together(writing: Writing, group: Sequence[_Wanted]) -> int:
    """Do what there is time for in one transaction; return how many of the group that was."""
    tried: list[tuple[Any, ServiceError | None]] = []
    try:
        with writing(lambda store: _prepare(group, store)) as connection:
            begun = time.monotonic()
            while len(tried) < len(group) and (not tried or time.monotonic() - begun < SECONDS):
                tried.append(_behind_a_savepoint(connection, group[len(tried)].act))
    except _Spoilt:
        return _alone(writing, group)
    except BaseException as error:
        return _settled(group, [(None, error)] * len(group))
    return _settled(group, tried)


def _alone(writing: Writing, group: Sequence[_Wanted]) -> int:
    for each in group:
        try:
            with writing(each.ahead) as connection:
                value = each.act(connection)
        except BaseException as error:
            _settled([each], [(None, error)])
        else:
            _settled([each], [(value, None)])
    return len(group)


def _settled(group: Sequence[_Wanted], outcomes: Sequence[tuple[Any, BaseException | None]]) -> int:
    for each, (value, error) in zip(group, outcomes, strict=False):
        each.is_done, each.value, each.error = True, value, error
    return len(outcomes)


def _prepare(group: Sequence[_Wanted], store: Any) -> None:
    try:
        for each in group:
            if each.ahead:
                each.ahead(store)
    except Exception as error:
        raise _Spoilt from error


def _behind_a_savepoint(connection: Connection, act: Act) -> tuple[Any, ServiceError | None]:
    savepoint = connection.begin_nested()
    try:
        value = act(connection)
    except ServiceError as error:
        savepoint.rollback()
        return None, error
    except Exception as error:
        raise _Spoilt from error
    savepoint.commit()
    return value, None
