"""The bytes of a packed record: its fixed row of numbers, its coded items, and what their bits mean."""

import datetime as dt
from enum import IntEnum

import numpy as np

UNKNOWN = np.nan
EPOCH = dt.date(2020, 1, 1)  # day 0 of every date column


class ItemKind(IntEnum):
    """What an item of a record's lists is."""

    WISH_TITLE = 1
    WISH_OCCUPATION = 2
    SKILL = 3
    EXPERIENCE_TITLE = 4
    EXPERIENCE_OCCUPATION = 5
    LANGUAGE = 6
    PERMIT = 7
    READ_OCCUPATION = 8  # read in the text of an opening; amount = how sure, in 64ths
    READ_SKILL = 9
    COMPANY = 10
    AVAILABLE = 11  # key = a window of hours
    AWAY = 12  # key = a period
    TIMEZONE = 13  # key = 1 + place in TimeZone; there when availability is told
    HELP = 14  # key = bits of HelpKind
    REMOTE = 15  # flag = also meets by video
    SECTOR = 16  # key = its digits, amount = how many
    PAUSE = 17  # key = a period


class Given(IntEnum):
    """Bits of the lists that a candidate gave: what such a list lacks is not held."""

    LICENCES = 1
    CERTIFICATES = 2
    LANGUAGES = 4
    EXPERIENCE = 8


class Ask(IntEnum):
    """Bits of what an opening makes a must, item lists apart."""

    EXPERIENCE = 1
    EDUCATION = 2


ITEM = np.dtype([("kind", "u1"), ("flag", "u1"), ("amount", "<u2"), ("key", "<u8")])
PLACE = [
    ("lat", "<f4"),
    ("lon", "<f4"),
    ("radius_km", "<f4"),
    ("insee", "<u8"),
    ("postcode", "<u8"),
    ("department", "<u8"),
]
SPAN = [("hours_min", "<f4"), ("hours_max", "<f4"), ("start", "<f4"), ("education", "u1")]
CANDIDATE_ROW = np.dtype(
    [
        *PLACE,
        *SPAN,
        ("max_km", "<f4"),
        ("max_minutes", "<f4"),
        ("reach_km", "<f4"),
        ("wage_floor", "<f4"),
        ("modes", "u1"),
        ("kinds", "u1"),
        ("contracts", "<u2"),
        ("refuses", "<u2"),
        ("wishes", "u1"),  # bits of CandidateLimit that are wishes only
        ("given", "u1"),  # bits of Given
    ]
)
OPENING_ROW = np.dtype(
    [
        *PLACE,
        *SPAN,
        ("title", "<u8"),
        ("occupation", "<u8"),
        ("latest_start", "<f4"),
        ("wage_min", "<f4"),
        ("wage_max", "<f4"),
        ("experience", "<f4"),  # months
        ("months", "<f4"),
        ("positions", "<u2"),
        ("kind", "u1"),  # 1 + place in OpeningKind
        ("contract", "u1"),  # 1 + place in ContractType; 0 = unknown
        ("working_times", "<u2"),
        ("musts", "u1"),  # bits of Ask
    ]
)
SPONSOR_ROW = np.dtype(
    [
        *PLACE,
        ("max_km", "<f4"),
        ("capacity", "<f4"),
        ("followed", "<f4"),
        ("company", "<u8"),
    ]
)
