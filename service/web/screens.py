"""Every group of screens there is: a file or folder of this layer with a `router` is one."""

import importlib
import pkgutil
from collections.abc import Iterator

from fastapi import APIRouter

import service.web


def routers() -> Iterator[APIRouter]:
    """Yield the router of each group, in the order of their names."""
    for found in pkgutil.iter_modules(service.web.__path__, f"{service.web.__name__}."):
        router = getattr(importlib.import_module(found.name), "router", None)
        if router is not None:
            yield router
