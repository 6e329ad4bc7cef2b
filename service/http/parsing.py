"""What is answered to bytes that are no HTTP request: no route, no language and no name of theirs is known."""

import secrets
from typing import Final

import orjson
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from service.http.headers import ALWAYS
from service.problems import in_language

TITLE: Final = "this request cannot be read"
DETAIL: Final = "the request cannot be read: check how it is written"


class Parser(HttpToolsProtocol):
    """Reads requests as uvicorn does, and refuses what is none as all else is refused: a problem, with our headers."""

    def send_400_response(self, msg: str) -> None:
        """Refuse, and close the connection; `msg` is of the parser and for nobody else."""
        name = secrets.token_hex(16)
        body = {
            "type": "urn:visavis:problem:malformed",
            "title": in_language(TITLE, "fr"),
            "status": 400,
            "detail": in_language(DETAIL, "fr"),
            "instance": "",
            "code": "malformed",
            "request_id": name,
            "errors": [],
        }
        raw = orjson.dumps(body)
        headers = [
            *ALWAYS,
            (b"content-security-policy", b"default-src 'none'; frame-ancestors 'none'"),
            (b"cache-control", b"no-store"),
            (b"x-request-id", name.encode()),
            (b"content-type", b"application/problem+json"),
            (b"content-language", b"fr"),
            (b"content-length", str(len(raw)).encode()),
            (b"connection", b"close"),
        ]
        lines = (b"HTTP/1.1 400 Bad Request", *(b": ".join(header) for header in headers), b"", raw)
        self.transport.write(b"\r\n".join(lines))
        self.transport.close()
