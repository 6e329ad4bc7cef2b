"""Fields that records of several kinds share: occupations, places, languages, when somebody can meet."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from matching.enums import HelpKind, LanguageLevel, TimeZone, WeekParity
from matching.fields import Choice, Date, Field, FieldError, Flag, Group, Many, Number, Text
from matching.time_fields import Clock, Days, spoken_hours


def code_or_label(text: str) -> str:
    """Return which field of a skill a bare text is."""
    return "code" if re.fullmatch(r"\d{4,7}", text) else "label"


def title_or_code(text: str) -> str:
    """Return which field of an occupation a bare text is."""
    if re.fullmatch(r"[A-Z]\d{4}", text):
        return "occupation"
    return "title_code" if re.fullmatch(r"\d{4,7}", text) else "title"


def always(name: str) -> Callable[[str], str]:
    """Return what makes every bare text that field."""
    return lambda text: name


@dataclass(frozen=True)
class Checked(Group):
    """A group whose fields must also agree: `fault` tells what is wrong with them, or nothing."""

    fault: Callable[[Mapping[str, Any]], str | None] = lambda found: None

    def read(self, value: Any, where: str) -> dict[str, Any]:
        """Return the fields given, once they agree."""
        found = super().read(value, where)
        if wrong := self.fault(found):
            raise FieldError((where, wrong))
        return found


@dataclass(frozen=True)
class Window(Checked):
    """Hours of some days or of one day; a text without names is read as people write them."""

    def read(self, value: Any, where: str) -> dict[str, Any]:
        """Return the fields given, once they agree."""
        if isinstance(value, str) and "=" not in value:
            if (hours := spoken_hours(value)) is None:
                reason = (
                    f"no such hours: {value.strip()[:40]!r} (expected mardi et jeudi 12h-14h, tue 12:00-14:00 "
                    "or days=tue, thu|start=12:00|end=14:00)"
                )
                raise FieldError((where, reason))
            value = hours
        return super().read(value, where)


def _out_of_order(found: Mapping[str, Any]) -> str | None:
    return "until is before from" if found.get("from", "") > found.get("until", "~") else None


def _window_fault(found: Mapping[str, Any]) -> str | None:
    if ("days" in found) == ("date" in found):
        return "either days or a date is needed"
    if not {"start", "end"} <= found.keys():
        return "start and end are needed"
    if "date" in found and found.keys() & {"weeks", "from", "until"}:
        return "weeks, from and until go with days"
    return _out_of_order(found)


def _away_fault(found: Mapping[str, Any]) -> str | None:
    if "month" in found and len(found) > 1:
        return "either a month or from and until"
    return _out_of_order(found)


CODE: Final = Text("code in the reference data", 40)
LANGUAGE: Final = Text("a language code such as fr or en", 8, "[A-Za-z0-9-]{2,8}")
OCCUPATION: Final[dict[str, Field]] = {
    "title": Text("job title, as the reference data spell it or in everyday words"),
    "title_code": Text("code of the job title (OGR)", 40),
    "occupation": Text("code of the occupation (ROME)", 40),
}
PLACE: Final = Group(
    {
        "insee": Text("INSEE code of the commune", 5, "[0-9][0-9AB][0-9]{3}", padded=5),
        "postcode": Text("postcode", 10, padded=5),
        "label": Text("name of the place"),
        "department": Text("code of the department, when nothing nearer is known", 4),
        "lat": Number("latitude, degrees", -90, 90),
        "lon": Number("longitude, degrees", -180, 180),
        "radius_km": Number("how far from that point the place may be, in km", 0, 20_000),
    },
    bare=lambda text: "insee" if re.fullmatch("[0-9][0-9AB]?[0-9]{3}", text) else "label",
    about="where: a commune by its INSEE code, or a point",
)
COMPANY: Final[dict[str, Field]] = {
    "name": Text("name"),
    "siret": Text("SIRET", 14),
    "sector": Text("activity code (NAF)", 10),
}
SPOKEN: Final = Group(
    {"code": LANGUAGE, "level": Choice(LanguageLevel, "level, from A1 (beginner) to C2 (as at home)")},
    ("code",),
    always("code"),
)
SECTORS: Final = Text("the first digits of an activity code (NAF), such as 43 or 4322A", 6, r"\d\d\.?\d{0,2}[A-Z]?")
_RANGE: Final[dict[str, Field]] = {"from": Date("first day"), "until": Date("last day")}
PERIOD: Final = Checked(_RANGE, ("from", "until"), about="days from … until …, both included", fault=_out_of_order)
MEETING: Final[dict[str, Field]] = {  # when and how somebody can meet
    "availability": Many(
        Window(
            {
                "days": Days("mon, tue … sun"),
                "date": Date("one day only"),
                "start": Clock("from"),
                "end": Clock("to; not after start = on the next day"),
                "weeks": Choice(WeekParity, "odd or even weeks of the calendar (ISO); absent = every week"),
                **_RANGE,
            },
            fault=_window_fault,
        ),
        "when they can meet, every week or once; complete when given",
        100,
    ),
    "away": Many(
        Checked(
            {**_RANGE, "month": Number("every year in that month", 1, 12, whole=True)},
            ("from", "until", "month"),
            fault=_away_fault,
        ),
        "when they cannot, whatever their availability says",
        100,
    ),
    "timezone": Choice(TimeZone, "where those hours are told (Europe/Paris unless said)"),
    "remote": Flag("also meets by video"),
}
HELP: Final = Choice(HelpKind)
