"""The territory's meetup: an evening for 111 of its candidates with 40 of its sponsors, in the file that people write.

It gives no score: the engine's are taken from the store that holds the territory.
"""

from random import Random

from service.demo.draws import one_of, some_of, told
from service.demo.reference import Row, read_file

PEOPLE, HOSTS, ROUNDS = 111, 40, 8
_WISHED = 10  # who ask for one and the same host: more than a table of one seat can have in all rounds
Pair = tuple[str, str]


def draw_meetup(rng: Random, candidates: list[Row], sponsors: list[Row]) -> Row:
    """Return the meetup as its file has it; those come who told what they look for."""
    people = some_of(rng, [row["id"] for row in candidates if "wishes" in row], PEOPLE, PEOPLE)
    hosts = [_host(rng, sponsor) for sponsor in some_of(rng, sponsors, HOSTS, HOSTS)]
    asked, words = _asked(rng, people, hosts), read_file("phrases.toml")["meetup"]
    return {
        "title": words["title"],
        "place": "Les Mureaux",
        "date": "2026-12-10",
        "start": "18:00",
        "round_minutes": 10,
        "break_minutes": 2,
        "rounds": ROUNDS,
        "min_meetings": 5,
        "aims": ["minimum", "wishes", "total"],
        "people": [{"id": name, **_presence(rng, 0.2)} for name in people],
        "hosts": hosts,
        **{kind: [list(pair) for pair in pairs] for kind, pairs in asked.items()},
        "reasons": [[*pair, words[kind]] for kind, pairs in asked.items() for pair in pairs],
    }


def _host(rng: Random, sponsor: Row) -> Row:
    seats = one_of(rng, {1: 0.3, 2: 0.35, 3: 0.2, 4: 0.15})
    company = {"company": sponsor["company"]["name"]} if "company" in sponsor else {}
    return {"id": sponsor["id"], "seats": seats, **company, **_presence(rng, 0.1)}


def _presence(rng: Random, share: float) -> Row:
    """Return the rounds that somebody misses: some come late, some leave early, some are called away."""
    if not told(rng, share):
        return {}
    return rng.choice([{"from": rng.randint(2, 3)}, {"until": rng.randint(5, 7)}, {"away": [rng.randint(2, 7)]}])


def _asked(rng: Random, people: list[str], hosts: list[Row]) -> dict[str, list[Pair]]:
    """Return the pairs that must meet, that wish to and that never shall.

    One host is wished by more people than can come, and one wish is of two who never shall meet.
    """
    names = [host["id"] for host in hosts]
    wanted = rng.choice([host["id"] for host in hosts if host["seats"] == 1])
    drawn = rng.sample(people, 5 + _WISHED + 12 + 5)
    must, many, some, never = drawn[:5], drawn[5 : 5 + _WISHED], drawn[5 + _WISHED : -5], drawn[-5:]
    others = [name for name in names if name != wanted]
    pairs = {
        "must": list(zip(must, rng.sample(others, len(must)), strict=True)),
        "wish": [(name, wanted) for name in many] + [(name, rng.choice(others)) for name in some],
        "never": [(name, rng.choice(others)) for name in never],
    }
    pairs["wish"].append(pairs["never"][0])
    return pairs
