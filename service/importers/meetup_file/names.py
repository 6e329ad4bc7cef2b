"""The names of a meetup: what everybody is called on paper, and whom a name means in a plan made by hand."""

from collections import Counter
from collections.abc import Iterable

from service.importers.meetup_file.building import MeetupFile
from service.importers.meetup_file.seats_csv import Seat


def printed_names(file: MeetupFile) -> dict[str, str]:
    """Return what everybody is called on paper; where two have one name, the identifier tells them apart."""
    told = {name: file.labels.get(name, name) for name in (*file.meetup.people, *file.meetup.hosts)}
    times = Counter(told.values())
    return {name: text if times[text] == 1 else f"{text} ({name})" for name, text in told.items()}


def identified(file: MeetupFile, seats: Iterable[Seat]) -> list[Seat]:
    """Return seats with identifiers where they have the names of paper; a text that is neither stays as it is."""
    named = {text.casefold(): name for name, text in printed_names(file).items()}
    known = {*file.meetup.people, *file.meetup.hosts}

    def who(told: str) -> str:
        return told if told in known else named.get(told.casefold(), told)

    return [(turn, who(person), who(host), table) for turn, person, host, table in seats]
