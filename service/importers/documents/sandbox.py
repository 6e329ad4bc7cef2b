"""A child process in which the files of strangers are read: whatever happens there, this process goes on.

A frame is the length of a part in eight bytes and the part; a request is a name and its bytes, a reply one JSON value.
Nothing that the child sends is ever run: it is read as JSON, and never more than `MAX_REPLY` of it.
"""

import json
import os
import struct
import subprocess
import sys
import threading
from pathlib import Path
from typing import IO, Any

from service.errors import Invalid

MAX_SECONDS = 20.0
MAX_REPLY = 16_000_000  # bytes
_FILES_A_CHILD = 100  # then a new one: what a library may leak stays small
_ENVIRONMENT = ("PATH", "SYSTEMROOT", "LD_LIBRARY_PATH", "LANG")  # the addresses of databases are none of its business
_LENGTH = struct.Struct(">Q")


class Sandbox:
    """A child that reads files one after the other, replaced when it dies; for one thread at a time."""

    def __init__(self, program: Path, seconds: float = MAX_SECONDS) -> None:
        self._command = [sys.executable, "-I", str(program), str(int(seconds) + 1)]
        self._seconds = seconds
        self._child: subprocess.Popen[bytes] | None = None
        self._files = 0

    def __enter__(self) -> "Sandbox":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def read(self, name: str, raw: bytes) -> Any:
        """Return what the program makes of a file; raise Invalid with its reason, or with how the child ended."""
        child = self._ready()
        late = threading.Event()
        clock = threading.Timer(self._seconds, _stop, (child, late))
        clock.start()
        try:
            reply = _exchange(child, name, raw)
        finally:
            clock.cancel()
            clock.join()  # after this no late clock can stop the child over the next file
        if reply is None or late.is_set() or reply.get("spent"):
            self.close()
        if reply is not None and "result" in reply:
            return reply["result"]
        raise Invalid(str(reply["problem"]) if reply and "problem" in reply else _ending(name, late, self._seconds))

    def close(self) -> None:
        """End the child; the next file gets a new one."""
        child, self._child = self._child, None
        if child is not None:
            child.kill()
            child.communicate()

    def _ready(self) -> "subprocess.Popen[bytes]":
        self._files += 1
        if self._files > _FILES_A_CHILD or (self._child is not None and self._child.poll() is not None):
            self.close()
        if self._child is None:
            self._files = 1
            self._child = subprocess.Popen(
                self._command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env={name: os.environ[name] for name in _ENVIRONMENT if name in os.environ},
            )
        return self._child


def send(pipe: IO[bytes], *parts: bytes) -> None:
    """Write one frame for each part."""
    for part in parts:
        pipe.write(_LENGTH.pack(len(part)))
        pipe.write(part)
    pipe.flush()


def receive(pipe: IO[bytes], most: int) -> bytes | None:
    """Return the next part; None when the other side is gone or would send more than `most` bytes."""
    head = pipe.read(_LENGTH.size)
    if len(head) < _LENGTH.size or (length := _LENGTH.unpack(head)[0]) > most:
        return None
    part = pipe.read(length)
    return part if len(part) == length else None


def _exchange(child: "subprocess.Popen[bytes]", name: str, raw: bytes) -> dict[str, Any] | None:
    assert child.stdin is not None and child.stdout is not None
    try:
        send(child.stdin, name.encode("utf-8", "replace"), raw)
        reply = receive(child.stdout, MAX_REPLY)
        value = None if reply is None else json.loads(reply)
    except (OSError, ValueError, RecursionError):  # gone, or no longer itself
        return None
    return value if isinstance(value, dict) else None


def _stop(child: "subprocess.Popen[bytes]", late: threading.Event) -> None:
    late.set()
    child.kill()


def _ending(name: str, late: threading.Event, seconds: float) -> str:
    if late.is_set():
        return f"{name}: not read within {seconds:g} s; save the document as a simple PDF or DOCX"
    return f"{name}: reading it stopped the reader (damaged, or made to do so); save the document again as PDF or DOCX"
