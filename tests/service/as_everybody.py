"""A generated request as each of several people sends it: made ready once, and asked of the application itself."""

import asyncio
from collections.abc import Iterable, Mapping
from copy import copy
from typing import Any, Self
from urllib.parse import unquote, urlsplit

import requests
import schemathesis
from fastapi import FastAPI
from schemathesis.core.transport import Response

Message = dict[str, Any]


class Asking:
    """What asks an application in this thread, with no wire and no client between."""

    def __init__(self, app: FastAPI) -> None:
        self.app = app
        self.loop = asyncio.Runner()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.loop.close()

    def answers(
        self, case: schemathesis.Case, site: str, everybody: Iterable[tuple[Mapping[str, str], Mapping[str, str]]]
    ) -> list[Response]:
        """Return what is answered to the case with the headers and cookies of each of them, in turn."""
        ready = case.as_transport_kwargs(base_url=site)
        bare = requests.Request(**ready).prepare()
        return self.loop.run(self._in_turn([_as_sent(bare, *each) for each in everybody]))

    async def _in_turn(self, sent: list[requests.PreparedRequest]) -> list[Response]:
        return [await asyncio.create_task(_answer(self.app, each)) for each in sent]


def _as_sent(
    bare: requests.PreparedRequest, headers: Mapping[str, str], cookies: Mapping[str, str]
) -> requests.PreparedRequest:
    sent = copy(bare)
    sent.headers = bare.headers.copy()
    sent.headers.update(headers)
    kept = [bare.headers["cookie"]] if "cookie" in bare.headers else []
    if cookies:
        sent.headers["cookie"] = "; ".join([*kept, *(f"{name}={value}" for name, value in cookies.items())])
    return sent


async def _answer(app: FastAPI, sent: requests.PreparedRequest) -> Response:
    told: list[Message] = []
    body = sent.body.encode() if isinstance(sent.body, str) else sent.body or b""
    unread = iter([{"type": "http.request", "body": body}])

    async def receive() -> Message:
        return next(unread, None) or await asyncio.get_running_loop().create_future()  # and nobody hangs up

    async def send(message: Message) -> None:
        told.append(message)

    await app(_scope(sent), receive, send)
    start, *parts = told
    content = b"".join(part.get("body", b"") for part in parts)
    return Response(start["status"], _lists(start["headers"]), content, sent, elapsed=0, verify=True)


def _scope(sent: requests.PreparedRequest) -> dict[str, Any]:
    url = urlsplit(str(sent.url))
    headers = {"host": url.netloc, **sent.headers}
    return {
        "type": "http",
        "http_version": "1.1",
        "method": sent.method,
        "path": unquote(url.path),
        "raw_path": url.path.encode(),
        "root_path": "",
        "scheme": url.scheme,
        "query_string": url.query.encode(),
        "headers": [(name.lower().encode("latin-1"), str(value).encode("latin-1")) for name, value in headers.items()],
        "client": ("testclient", 50000),
        "server": (url.hostname, 443),
        "state": {},
    }


def _lists(raw: Iterable[tuple[bytes, bytes]]) -> dict[str, list[str]]:
    told: dict[str, list[str]] = {}
    for name, value in raw:
        told.setdefault(name.decode("latin-1"), []).append(value.decode("latin-1"))
    return told
