"""Reads CV files in a process of its own, with limits on memory, time and files: run by sandbox.py, never imported."""

import json
import os
import sys
from pathlib import Path
from typing import IO, Any

sys.path.append(str(Path(__file__).parents[3]))  # started alone (-I): it knows the libraries, not this project

from service.errors import Invalid
from service.importers.documents.contents import contents_of
from service.importers.documents.sandbox import receive, send

MAX_MEMORY = 400_000_000  # bytes more than at the start
_MAX_REQUEST = 1 << 30  # the other side checks sizes
_MAX_OPEN = 64


def main(seconds: int) -> int:
    """Answer files until there are no more, or one took all the memory there is."""
    requests, replies = sys.stdin.buffer, _only_ours()
    _cap_memory()
    while (name := receive(requests, _MAX_REQUEST)) is not None:
        raw = receive(requests, _MAX_REQUEST) or b""
        _cap_time(seconds)
        reply = _reply(name.decode(), raw)
        send(replies, json.dumps(reply).encode())
        if reply.get("spent"):
            return 1
    return 0


def _reply(name: str, raw: bytes) -> dict[str, Any]:
    try:
        return {"result": contents_of(name, raw)}
    except Invalid as error:
        return {"problem": str(error)}
    except MemoryError:
        pass  # answered below, once what filled the memory is gone
    except RecursionError:
        return {"problem": f"{name}: nested too deeply to be a CV; save the document again as PDF or DOCX"}
    except Exception as error:
        return {"problem": f"{name}: a damaged file ({type(error).__name__}); save the document again as PDF or DOCX"}
    return {"problem": f"{name}: takes too much memory to read; save it again as a simple PDF or DOCX", "spent": True}


def _only_ours() -> IO[bytes]:
    """Return the pipe for replies, out of the way of libraries that print."""
    replies = os.fdopen(os.dup(1), "wb")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    return replies


def _cap_memory() -> None:
    if sys.platform == "win32":
        return
    import resource

    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (_MAX_OPEN, _MAX_OPEN))
    most = _memory() + MAX_MEMORY
    resource.setrlimit(resource.RLIMIT_AS, (most, most))


def _cap_time(seconds: int) -> None:
    """Let the processor work so long on the next file; this ends a child that nobody is left to stop."""
    if sys.platform == "win32":
        return
    import resource

    used = resource.getrusage(resource.RUSAGE_SELF)
    hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
    resource.setrlimit(resource.RLIMIT_CPU, (int(used.ru_utime + used.ru_stime) + seconds, hard))


def _memory() -> int:
    try:
        return int(Path("/proc/self/statm").read_text("ascii").split()[0]) * os.sysconf("SC_PAGE_SIZE")
    except OSError:
        return 200_000_000  # where nothing tells: about what it is


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1])))
