"""What the service refuses, typed once: every command and page turns these into an exit code or a status."""


class ServiceError(Exception):
    """The root of the service's errors; the text is for people and names the mend."""

    exit_code = 1


class NotFound(ServiceError):
    """Nothing has that identifier."""

    exit_code = 3


class Invalid(ServiceError):
    """Input that cannot be read or that contradicts itself."""

    exit_code = 2


class Conflict(ServiceError):
    """Somebody else changed the same thing, or holds the lock."""

    exit_code = 4


class Unavailable(ServiceError):
    """The database cannot be used as it is: missing, too new, unsafe, locked or full."""

    exit_code = 5
