"""The closed lists that the code branches on. Values are what files, JSON and locale keys hold."""

from enum import IntEnum, StrEnum
from functools import cache


class Evidence(IntEnum):
    """What is known of a rule: unknown is neither met nor not met."""

    NOT_MET = -1
    UNKNOWN = 0
    MET = 1


class Requirement(StrEnum):
    """How strongly one side asks for something."""

    MUST = "must"
    WISH = "wish"


class Side(StrEnum):
    """Whose view a score, a reason or a question belongs to."""

    CANDIDATE = "candidate"
    OPENING = "opening"
    SPONSOR = "sponsor"


class PairKind(StrEnum):
    """What a candidate is paired with, and so by which criteria."""

    OPENING = "opening"
    SPONSOR = "sponsor"  # followed for months
    MEETUP = "meetup"  # a few minutes at a table, on a day that is set


class OpeningKind(StrEnum):
    """What a company can offer; the order gives the bit in a candidate's accepted kinds."""

    JOB = "job"
    APPRENTICESHIP = "apprenticeship"
    INTERNSHIP = "internship"
    IMMERSION = "immersion"
    VISIT = "visit"
    TRAINING = "training"


class ContractType(StrEnum):
    """Contracts, by the codes used in French offers; the order gives the bit in a mask."""

    CDI = "CDI"
    CDD = "CDD"
    INTERIM = "MIS"
    SEASONAL = "SAI"
    INTEGRATION = "CDDI"
    APPRENTICESHIP = "APP"
    PROFESSIONALISATION = "PRO"
    SELF_EMPLOYED = "LIB"
    UNPAID = "STG"
    OTHER = "AUT"


class WorkingTime(StrEnum):
    """When the work is done; the order gives the bit in a mask."""

    DAY = "day"
    EARLY = "early"
    EVENING = "evening"
    NIGHT = "night"
    SATURDAY = "saturday"
    SUNDAY = "sunday"
    SHIFTS = "shifts"
    SPLIT = "split"
    ON_CALL = "on_call"


class TravelMode(StrEnum):
    """How a candidate travels; the order gives the bit in a mask."""

    WALK = "walk"
    BIKE = "bike"
    TRANSIT = "transit"
    CAR = "car"


class LanguageLevel(StrEnum):
    """The European scale (CEFR) from 1 = A1 to 6 = C2."""

    A1 = "A1"
    A2 = "A2"
    B1 = "B1"
    B2 = "B2"
    C1 = "C1"
    C2 = "C2"


class HelpKind(StrEnum):
    """What a sponsor can do; the order gives the bit in a mask."""

    NETWORK = "network"
    MOCK_INTERVIEW = "mock_interview"
    CV = "cv"
    PROJECT = "project"
    TRADE_DISCOVERY = "trade_discovery"


class Weekday(StrEnum):
    """Days, Monday first, as ISO 8601 counts them."""

    MON = "mon"
    TUE = "tue"
    WED = "wed"
    THU = "thu"
    FRI = "fri"
    SAT = "sat"
    SUN = "sun"


class WeekParity(StrEnum):
    """Every other week, by the number of the week in ISO 8601: after week 53 comes week 1, both odd."""

    ODD = "odd"
    EVEN = "even"


class TimeZone(StrEnum):
    """Where French territories are in time, by the names of the IANA database; new ones are appended."""

    PARIS = "Europe/Paris"
    GUADELOUPE = "America/Guadeloupe"
    MARTINIQUE = "America/Martinique"
    GUIANA = "America/Cayenne"
    REUNION = "Indian/Reunion"
    MAYOTTE = "Indian/Mayotte"
    MIQUELON = "America/Miquelon"
    SAINT_BARTHELEMY = "America/St_Barthelemy"
    SAINT_MARTIN = "America/Marigot"
    NEW_CALEDONIA = "Pacific/Noumea"
    WALLIS = "Pacific/Wallis"
    TAHITI = "Pacific/Tahiti"
    MARQUESAS = "Pacific/Marquesas"
    GAMBIER = "Pacific/Gambier"
    KERGUELEN = "Indian/Kerguelen"


class Criterion(StrEnum):
    """What a scorer or a filter judges."""

    OCCUPATION = "occupation"
    SKILLS = "skills"
    EXPERIENCE = "experience"
    DISTANCE = "distance"
    CONTRACT = "contract"
    HOURS = "hours"
    WORKING_TIMES = "working_times"
    WAGE = "wage"
    START = "start"
    PERMITS = "permits"
    LANGUAGES = "languages"
    EDUCATION = "education"
    KIND = "kind"
    TRADE = "trade"  # from here on: of sponsors
    WAY_IN = "way_in"
    HELP = "help"
    MEETING_PLACE = "meeting_place"
    COMMON_LANGUAGE = "common_language"
    AVAILABILITY = "availability"
    LOAD = "load"
    CAPACITY = "capacity"
    PAUSE = "pause"


@cache
def place_in(values: type[StrEnum], value: str) -> int:
    """Return the place of a value in its list: the bit of a mask, or the code of a column minus one."""
    return list(values).index(values(value))
