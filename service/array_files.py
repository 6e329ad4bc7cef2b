"""Dataclasses of arrays as one file (.npz, uncompressed), and back. Nothing in it can run: no pickle."""

import secrets
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import fields, is_dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any, TypeVar, get_origin, get_type_hints

import numpy as np
from numpy.lib.npyio import NpzFile
from numpy.typing import NDArray
from scipy import sparse

Arrays = Mapping[str, NDArray[Any]]
Value = TypeVar("Value")
_UNREADABLE = (OSError, ValueError, KeyError, TypeError, IndexError, EOFError, zipfile.BadZipFile)
_ROOT = "value"
_SPARSE = (sparse.csr_matrix, sparse.csc_matrix)


def write_file(path: Path, value: Any) -> bool:
    """Write the file, whole or not at all, and return whether it could be; two processes at once do no harm."""
    new = path.with_name(f"{path.name}.{secrets.token_hex(4)}.new")
    try:
        with new.open("xb") as file:
            np.savez(file, **arrays_of(value))
        new.replace(path)
    except OSError:
        with suppress(OSError):
            new.unlink(missing_ok=True)
        return False
    return True


def read_file(path: Path, kind: type[Value]) -> Value | None:
    """Return what is in a file; None where there is none, where it is broken or where it is something else."""
    try:
        if not path.is_file():
            return None
        with path.open("rb") as file, NpzFile(file, allow_pickle=False) as found:
            return value_of(kind, found)
    except _UNREADABLE:
        return None


def arrays_of(value: Any) -> dict[str, NDArray[Any]]:
    """Return everything in a value as named arrays; texts become bytes and where each ends, in characters."""
    return dict(_packed(value, _ROOT))


def value_of(kind: type[Value], arrays: Arrays) -> Value:
    """Return the value that such arrays hold; raise KeyError or ValueError where they hold none."""
    found: Value = _unpacked(kind, _ROOT, arrays)
    return found


def _packed(value: Any, name: str) -> Iterator[tuple[str, NDArray[Any]]]:
    if is_dataclass(value):
        for part in fields(value):
            yield from _packed(getattr(value, part.name), f"{name}.{part.name}")
    elif isinstance(value, tuple):
        yield f"{name}.text", np.frombuffer("".join(value).encode(), np.uint8)
        yield f"{name}.ends", np.cumsum([len(text) for text in value], dtype=np.int64)
    elif sparse.issparse(value):
        for part_name in ("data", "indices", "indptr"):
            yield f"{name}.{part_name}", getattr(value, part_name)
        yield f"{name}.shape", np.array(value.shape)
    else:
        yield name, value


def _unpacked(kind: Any, name: str, arrays: Arrays) -> Any:
    if is_dataclass(kind):
        hints = get_type_hints(kind)
        return kind(*(_unpacked(hints[part.name], f"{name}.{part.name}", arrays) for part in fields(kind)))
    if get_origin(kind) is tuple:
        return _texts(arrays[f"{name}.text"], arrays[f"{name}.ends"])
    if kind in _SPARSE:
        parts = tuple(arrays[f"{name}.{part}"] for part in ("data", "indices", "indptr"))
        return kind(parts, shape=tuple(arrays[f"{name}.shape"].tolist()), copy=False)
    return arrays[name]


def _texts(raw: NDArray[np.uint8], ends: NDArray[np.int64]) -> tuple[str, ...]:
    whole, places = raw.tobytes().decode(), [0, *ends.tolist()]
    if places[-1] != len(whole):
        raise ValueError(ends)
    return tuple(whole[start:end] for start, end in pairwise(places))
