"""Every parser meets the fuzzer's seeds and some mutations of them, always the same, without the fuzzer itself."""

from random import Random

import pytest

from tests.fuzz.edits import edited, tree_of, xml_of
from tests.fuzz.targets import TARGETS, Target, met
from tests.fuzz.words import TOKENS

MUTATIONS = 200
THROUGH_A_PROCESS = 4  # of a target that starts a process for each input


def mutated(random, target):
    """A seed with some edits of its document, or of its bytes: cut, copied, put in, changed."""
    seed = random.choice(target.seeds)
    if target.edits:
        return seed + random.randbytes(4 * random.randrange(1, 12))
    raw = bytearray(seed)
    for _ in range(random.randrange(1, 6)):
        start, end = sorted(random.randrange(len(raw) + 1) for _ in "ab")
        end = min(end, start + random.choice((1, 8, 200)))
        part = random.choice((b"", bytes(raw[start:end]) * 2, random.choice(TOKENS), random.randbytes(2)))
        raw[start:end] = part
    return bytes(raw)


@pytest.mark.parametrize("name", TARGETS)
def test_a_parser_returns_or_says_why_it_refuses(name):
    target, random = TARGETS[name], Random(name)
    count = THROUGH_A_PROCESS if target.starts_a_process else MUTATIONS
    for data in (b"", *(mutated(random, target) for _ in range(count))):
        try:
            met(name, data)
        except Exception as error:
            error.add_note(f"the bytes that it was given: {data!r}")
            raise


@pytest.mark.parametrize("name", TARGETS)
def test_every_seed_is_read(name):
    for seed in TARGETS[name].seeds:
        TARGETS[name].run(seed)


def test_an_error_that_no_user_should_see_is_not_taken_for_a_refusal(monkeypatch):
    monkeypatch.setitem(TARGETS, "broken", Target(lambda data: {}[data], [b""]))
    with pytest.raises(KeyError):
        met("broken", b"x")


def test_without_edits_a_document_stays_as_it_is_and_each_edit_changes_it():
    documents = [{"a": [1, "x"]}, tree_of('<a xmlns="n"><b c="d">e</b>f</a>')]
    assert edited(b"", documents, ["n"], ["w"]) == documents[0]
    assert xml_of(edited(b"\x01", documents, ["n"], ["w"])) == '<a><b c="d">e</b>f</a>'
    changed = {repr(edited(bytes([0, 0, 3, how, 2]), documents, ["n"], ["w"])) for how in range(8)}
    assert repr(documents[0]) not in changed and len(changed) == 8
    assert documents[0] == {"a": [1, "x"]}
