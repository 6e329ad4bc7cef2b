"""What the service refuses, typed once: every command and page turns these into an exit code or a status."""


class ServiceError(Exception):
    """The root of the service's errors; the text is for people and names the mend."""

    exit_code = 1
    status = 500
    code = "error"  # stable, for programs; a raise may name a narrower one

    def __init__(self, text: str, code: str | None = None) -> None:
        super().__init__(text)
        self.code = code or type(self).code


class NotFound(ServiceError):
    """Nothing has that identifier, as far as the one who asks may know."""

    exit_code = 3
    status = 404
    code = "not_found"


class Invalid(ServiceError):
    """Input that cannot be read or that contradicts itself; `faults` are (field, reason), if fields are at fault."""

    exit_code = 2
    status = 422
    code = "invalid"

    def __init__(self, text: str, code: str | None = None, faults: tuple[tuple[str, str], ...] = ()) -> None:
        super().__init__(text, code)
        self.faults = faults


class Conflict(ServiceError):
    """Somebody else changed the same thing, holds the lock, or has taken the place."""

    exit_code = 4
    status = 409
    code = "conflict"


class Unavailable(ServiceError):
    """The database cannot be used as it is: missing, too new, unsafe, locked or full."""

    exit_code = 5
    status = 503
    code = "unavailable"


class Unauthenticated(ServiceError):
    """Nobody has signed in, or not completely."""

    exit_code = 6
    status = 401
    code = "sign_in"


class Forbidden(ServiceError):
    """That role may never do this."""

    exit_code = 6
    status = 403
    code = "forbidden"


class Stale(ServiceError):
    """What was to be changed has changed since it was read."""

    exit_code = 4
    status = 412
    code = "stale"


class TooMany(ServiceError):
    """Too many requests in a short time; `seconds` says when to come again."""

    exit_code = 4
    status = 429
    code = "too_many"

    def __init__(self, text: str, seconds: int) -> None:
        super().__init__(text)
        self.seconds = seconds


class PreconditionRequired(ServiceError):
    """A change must say which version it changes."""

    exit_code = 2
    status = 428
    code = "precondition_required"
