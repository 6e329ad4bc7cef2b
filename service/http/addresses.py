"""The addresses that the application answers: their templates, for counting, and their methods, for OPTIONS."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from fastapi.routing import iter_route_contexts
from starlette.routing import compile_path
from starlette.types import Scope


@dataclass(frozen=True)
class Addresses:
    """Every route of an application."""

    templates: dict[int, str]  # by the identity of the route that answers
    methods: tuple[tuple[re.Pattern[str], frozenset[str]], ...]

    def template(self, scope: Scope) -> str:
        """Return the template of the route that a request met, such as /api/v1/openings/{id}; "" for none."""
        return self.templates.get(id(scope.get("route")), "")

    def allow(self, path: str) -> str:
        """Return the methods of an address as the header Allow tells them."""
        found = {method for pattern, methods in self.methods if pattern.match(path) for method in methods}
        return ", ".join(sorted(found | {"OPTIONS"} | ({"HEAD"} if "GET" in found else set())))


def addresses_of(routes: Iterable[Any]) -> Addresses:
    """Return the addresses of an application's routes."""
    met = [route for route in iter_route_contexts(list(routes)) if route.path is not None]
    return Addresses(
        {id(route.original_route): str(route.path) for route in met},
        tuple((compile_path(str(route.path))[0], frozenset(route.methods or ())) for route in met),
    )
