"""What the OpenAPI document says once for all operations: problems, headers, and how one signs in."""

from typing import Any, Final

from service.api.problems import MEDIA_TYPE

Json = dict[str, Any]

_REQUEST: Final = "9f2c5d1e8b7a4c3f9d0e6a5b4c3d2e1f"

PROBLEM: Final[Json] = {
    "type": "object",
    "title": "Problem",
    "description": "Why something was refused, and what to do (RFC 9457).",
    "required": ["type", "title", "status", "detail", "instance", "code", "request_id", "errors"],
    "properties": {
        "type": {
            "type": "string",
            "format": "uri",
            "description": "the kind of problem: its code as a name",
            "examples": ["urn:visavis:problem:stale"],
        },
        "title": {
            "type": "string",
            "description": "what its status means, in the reader's language",
            "examples": ["it has changed meanwhile"],
        },
        "status": {"type": "integer", "description": "the status of the answer (HTTP)", "examples": [412]},
        "detail": {
            "type": "string",
            "description": "what is wrong and how to mend it, in the reader's language",
            "examples": ["this has changed since you read it: read it again"],
        },
        "instance": {
            "type": "string",
            "description": "the address that was asked for",
            "examples": ["/api/v1/openings/3f0c2b1e-8a4d-4c55-9b7e-2f6d1a0c9e88"],
        },
        "code": {"type": "string", "description": "the same problem has the same code, always", "examples": ["stale"]},
        "request_id": {"type": "string", "description": "names this request in our log", "examples": [_REQUEST]},
        "errors": {
            "type": "array",
            "description": "the fields that are at fault; empty where none is",
            "examples": [[{"field": "posts", "reason": "a whole number is expected"}]],
            "items": {
                "type": "object",
                "required": ["field", "reason"],
                "properties": {
                    "field": {
                        "type": "string",
                        "description": "where it stands, with points between the steps",
                        "examples": ["posts"],
                    },
                    "reason": {
                        "type": "string",
                        "description": "what is wrong with it, in the reader's language",
                        "examples": ["a whole number is expected"],
                    },
                },
            },
        },
    },
}
SECURITY: Final[Json] = {
    "session": {
        "type": "apiKey",
        "in": "cookie",
        "name": "__Host-visavis",
        "description": "a browser's session: set by POST /api/v1/session, HttpOnly, Secure, SameSite=Lax",
    },
    "csrf": {
        "type": "apiKey",
        "in": "header",
        "name": "X-CSRF-Token",
        "description": "with a session, each change sends the token that GET /api/v1/session returns",
    },
    "key": {
        "type": "http",
        "scheme": "bearer",
        "description": "a program's key, with the rights that it was given: Authorization: Bearer …",
    },
}


def _text(about: str, example: str, **more: Any) -> Json:
    return {"description": about, "schema": {"type": "string", **more}, "example": example}


HEADERS: Final[Json] = {
    "ETag": _text("the version that was read: send it back as If-Match to change it", '"3"'),
    "X-Request-Id": _text("names this request in our log: yours, if you sent one", _REQUEST),
    "Retry-After": {
        "description": "when to come again (seconds)",
        "schema": {"type": "integer", "minimum": 1},
        "example": 5,
    },
    "Content-Language": _text("the language of the texts for people: fr or en", "fr", enum=["fr", "en"]),
}
_KEY: Final = {"minLength": 1, "maxLength": 200, "pattern": "^[!-~]([ -~]*[!-~])?$"}
_KEY_ABOUT: Final = (
    "a text of your own, new for each thing you do: the same request sent again with it, within 48 hours, is not done "
    "again and gets the same answer; another request with it is refused (422 idempotency_key_reused). A request "
    "that was refused has left nothing behind and is judged anew"
)


def _header(name: str, about: str, example: str, required: bool = False, **more: Any) -> Json:
    return {"name": name, "in": "header", "required": required, **_text(about, example, **more)}


PARAMETERS: Final[Json] = {
    "Accept-Language": _header("Accept-Language", "the language of texts for people: fr (usual) or en", "fr"),
    "Idempotency-Key": _header("Idempotency-Key", _KEY_ABOUT, "2f6d1a0c", required=True, **_KEY),
    "Optional-Idempotency-Key": _header("Idempotency-Key", _KEY_ABOUT, "2f6d1a0c", **_KEY),
    "If-Match": _header(
        "If-Match", "the ETag of what you change", '"3"', required=True, pattern='^(W/)?"(0|[1-9][0-9]{0,8})"$'
    ),
    "If-None-Match": _header("If-None-Match", "the ETag of what you have: 304 while it is the latest", '"3"'),
}


def answer(about: str, *headers: str) -> Json:
    """Return an answer without a body."""
    told = {name: {"$ref": f"#/components/headers/{name}"} for name in ("X-Request-Id", *headers)}
    return {"description": about, "headers": told}


def _refusal(about: str, *headers: str) -> Json:
    content = {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
    return {**answer(about, "Content-Language", *headers), "content": content}


ANSWERS: Final[Json] = {
    "400": _refusal("the request cannot be read at all"),
    "401": _refusal("nobody has signed in, or not completely (second factor)"),
    "403": _refusal("your role, or your key, never allows this"),
    "404": _refusal("nothing has this identifier, or it is out of your reach: both look the same"),
    "409": _refusal("somebody else came first: a place taken, a step already made"),
    "412": _refusal("it has changed since you read it: read it again"),
    "413": _refusal("larger than this address reads (x-max-bytes)"),
    "415": _refusal("another format than this address reads"),
    "422": _refusal("a field is wrong (see errors), or the Idempotency-Key came with another request"),
    "428": _refusal("say which version you change: If-Match"),
    "429": _refusal("too many requests", "Retry-After"),
    "503": _refusal(
        "not available, or not confirmed (code not_confirmed): whether a change was kept is not known; send it again "
        "with the same Idempotency-Key",
        "Retry-After",
    ),
    "507": _refusal("the disk is full: nothing was kept"),
}
