"""The documented format of a sponsor: somebody in work, or who has been, who opens doors for candidates."""

from collections.abc import Mapping
from typing import Any

from matching.fields import Field, Group, Many, Number, Text
from matching.record_parts import COMPANY, HELP, MEETING, OCCUPATION, PERIOD, PLACE, SECTORS, SPOKEN, title_or_code
from matching.records import Record, read_record

SPONSOR: dict[str, Field] = {
    "id": Text("your own identifier, unique in the source", 64),
    "occupations": Many(Group(OCCUPATION, tuple(OCCUPATION), title_or_code), "jobs known from inside"),
    "sectors": Many(SECTORS, "sectors known from inside"),
    "company": Group(COMPANY, about="where they work"),
    "help": Many(HELP, "what help they offer"),
    "languages": Many(SPOKEN, "all languages spoken, French included"),
    "place": PLACE,
    "max_km": Number("how far they travel to meet, as the crow flies, in km", 0, 20_000),
    "capacity": Number("how many people they follow at most", 0, 1_000, whole=True),
    "followed": Number("how many they follow now", 0, 1_000, whole=True),
    "pauses": Many(PERIOD, "when they take nobody new; without until = for good", 100),
    **MEETING,
}


def read_sponsor(raw: Mapping[str, Any]) -> Record:
    """Return the canonical record; raise InvalidRecord with every field at fault."""
    return read_record(raw, SPONSOR)
