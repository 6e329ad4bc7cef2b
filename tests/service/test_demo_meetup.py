"""The demonstration's meetup: a valid file about the territory's own people, with rules that bind."""

import json
from collections import Counter

import pytest

from service.demo import territory
from service.importers.meetup_file import parse_meetup


@pytest.mark.parametrize("seed", [78440, 0, 1, 2])
def test_the_meetup_is_a_file_without_fault_of_people_and_sponsors_of_the_territory(seed):
    drawn = territory(seed)
    file, problems = parse_meetup(json.dumps(drawn.meetup).encode())
    assert file is not None and problems == [] and not file.scored
    assert (len(file.meetup.people), len(file.meetup.hosts), file.meetup.rounds) == (111, 40, 8)
    wishing = {row["id"] for row in drawn.candidates if "wishes" in row}
    assert wishing >= set(file.meetup.people)
    assert {row["id"] for row in drawn.sponsors} >= set(file.meetup.hosts)
    assert set(file.meetup.seats.tolist()) == {1, 2, 3, 4}
    assert not file.meetup.person_free.all() and not file.meetup.host_free.all()


def test_the_meetup_asks_for_more_than_can_be_and_says_why_each_pair_is_asked_for():
    meetup = territory().meetup
    asked = {kind: [tuple(pair) for pair in meetup[kind]] for kind in ("must", "wish", "never")}
    wished = Counter(host for _, host in asked["wish"]).most_common(1)[0]
    seats = {host["id"]: host["seats"] for host in meetup["hosts"]}
    assert wished[1] > meetup["rounds"] * seats[wished[0]]
    assert set(asked["wish"]) & set(asked["never"])
    explained = {(person, host) for person, host, text in meetup["reasons"] if text}
    assert explained == {pair for pairs in asked.values() for pair in pairs}
