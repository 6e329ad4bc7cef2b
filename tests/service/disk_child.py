"""What processes do whose disk is watched or made to fail: commit, and tell each commit that was acknowledged."""

import sys

from sqlalchemy import select

from service.db import imports, sqlite
from service.db.base import open_store
from service.errors import ServiceError


def commit(url: str, times: int) -> None:
    """Commit so many times, one line of the log each."""
    with open_store(url) as store:
        print("ready", flush=True)
        for number in range(times):
            try:
                with store.write() as connection:
                    imports.record(connection, "test", str(number), "f" * 2000, "", {})
                print(f"kept {number}", flush=True)
            except ServiceError as error:
                print(f"refused {number} {type(error).__name__}: {error}", flush=True)
        with store.read() as connection:
            print(f"rows {len(list(connection.execute(select(imports.imports.c.id))))}", flush=True)


if __name__ == "__main__":
    address, count, *relaxed = sys.argv[1:]
    if relaxed:  # the guard switched off
        sqlite.PRAGMAS = tuple(p.replace("FULL", "NORMAL") for p in sqlite.PRAGMAS)
    commit(address, int(count))
