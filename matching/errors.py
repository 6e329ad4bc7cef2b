"""What the engine refuses: broken calls only; an empty result is a result."""


class MatchingError(Exception):
    """The root of the engine's own errors."""


class InvalidTable(MatchingError):
    """Columns that do not belong together, or a table of the wrong length."""


class InvalidProfile(MatchingError):
    """A RankProfile that names an unknown criterion or gives it no reason or no weight."""


class InvalidRecord(MatchingError):
    """A candidate or opening that does not keep the documented format."""

    def __init__(self, problems: list[tuple[str, str]]) -> None:
        self.problems = problems  # (field, reason) pairs, in the order of the fields
        super().__init__("; ".join(f"{field}: {reason}" for field, reason in problems))


class Infeasible(MatchingError):
    """No plan keeps the hard rules."""


class Unfound(MatchingError):
    """Time ended before a plan that keeps the hard rules was found, or proved not to exist."""
