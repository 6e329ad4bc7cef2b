"""What a meetup can be, told from a few numbers before anybody has registered: arithmetic, no plan."""

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Foreseen:
    """How many meetings there can be; every number is the most that any plan reaches."""

    people: int
    hosts: int
    rounds: int
    most: int  # hosts that one person can meet
    seated: int  # people who meet somebody in one round
    waiting: int  # who do not
    empty: int  # seats that stay empty in one round
    meetings: int  # of all rounds together
    each: int  # that everybody can have at least
    minimum: int  # that everybody should have
    rounds_needed: int  # for that minimum; 0 where no number of rounds is enough
    minutes: int  # from the first round to the end of the last

    @property
    def is_enough(self) -> bool:
        """Whether everybody can have their minimum."""
        return self.each >= self.minimum

    def ends(self, start: str | None) -> str:
        """Return when the last round ends, "" where nobody knows when the first begins."""
        if not start:
            return ""
        begins = dt.datetime.combine(dt.date(2000, 1, 1), dt.time.fromisoformat(start))
        return (begins + dt.timedelta(minutes=self.minutes)).strftime("%H:%M")


def foreseen(
    people: int, hosts: int, rounds: int, seats: int, minimum: int, round_minutes: int, break_minutes: int
) -> Foreseen:
    """Return what can be; `seats` are those of all tables together, in one round."""
    most, seated = min(rounds, hosts), min(people, seats)
    meetings = min(seated * rounds, people * most)
    each = meetings // people
    needed = -(-people * minimum // seated) if minimum <= hosts else 0
    return Foreseen(
        people=people,
        hosts=hosts,
        rounds=rounds,
        most=most,
        seated=seated,
        waiting=people - seated,
        empty=seats - seated,
        meetings=meetings,
        each=each,
        minimum=minimum,
        rounds_needed=max(needed, minimum) if needed else 0,
        minutes=rounds * round_minutes + (rounds - 1) * break_minutes,
    )
