"""What the territory's candidates told of meeting a sponsor: when, how, for what help; many told nothing yet."""

from random import Random

from matching.enums import HelpKind
from service.demo.draws import one_of, some_of, told
from service.demo.reference import Row

_HELP = [kind.value for kind in HelpKind]
_WORKDAYS = ["mon", "tue", "wed", "thu", "fri"]
_WHEN: tuple[tuple[list[Row], float], ...] = (
    ([{"days": _WORKDAYS, "start": "09:00", "end": "17:00"}], 24),
    ([{"days": ["mon", "tue", "thu", "fri"], "start": "09:15", "end": "16:00"}], 18),  # while children are at school
    ([{"days": _WORKDAYS, "start": "17:30", "end": "20:30"}], 16),
    ([{"days": ["tue", "thu"], "start": "12:00", "end": "14:00"}], 9),
    ([{"days": ["wed"], "start": "14:00", "end": "18:00"}, {"days": ["sat"], "start": "09:00", "end": "12:30"}], 12),
    ([{"days": ["mon", "thu"], "start": "18:00", "end": "20:00", "weeks": "odd"}], 7),
    ([{"days": _WORKDAYS, "start": "09:00", "end": "18:00", "from": "2027-01-11"}], 6),  # after a course
    ([{"days": ["sun"], "start": "10:00", "end": "12:00"}], 8),
)
_CHRISTMAS = {"from": "2026-12-19", "until": "2027-01-03"}


def draw_meetings(rng: Random, candidates: list[Row]) -> list[Row]:
    """Return what each candidate told of meeting; nothing of those who told no wish either."""
    drawn = [_meeting(rng) for _ in candidates]
    return [meeting if "wishes" in row else {} for row, meeting in zip(candidates, drawn, strict=True)]


def _meeting(rng: Random) -> Row:
    when, weights = zip(*_WHEN, strict=True)
    availability = [dict(window) for window in rng.choices(when, weights)[0]]
    drawn: list[tuple[float, Row]] = [
        (0.6, {"help": some_of(rng, _HELP, 1, 3)}),
        (0.55, {"availability": availability}),
        (0.12, {"away": [dict(_CHRISTMAS)]}),
        (0.5, {"remote": one_of(rng, {True: 0.6, False: 0.4})}),
    ]
    return {name: value for share, facts in drawn if told(rng, share) for name, value in facts.items()}
