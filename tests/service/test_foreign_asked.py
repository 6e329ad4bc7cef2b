"""How strongly the cells of a list of openings ask for licences and certificates, and cells that say nothing."""

import pytest

from service.importers.foreign.converters import read_cell
from service.importers.foreign.headers import targets_of
from service.importers.foreign.reads import Column
from service.importers.foreign.targets import CANDIDATES


@pytest.mark.parametrize(
    ("header", "cell", "asked"),
    [
        ("Permis demandé", "B souhaité", {"B": "wish"}),
        ("Permis souhaité", "B", {"B": "wish"}),
        ("Permis", "B", {"B": None}),
        ("Permis", "B exigé, C souhaité", {"B": None, "C": "wish"}),
        ("Permis", "A ou B", {"A": "wish", "B": "wish"}),
        ("Permis C", "souhaité", {"C": "wish"}),
        ("Permis C", "exigé", {"C": None}),
    ],
)
def test_a_licence_of_an_opening_is_asked_as_the_cell_or_its_header_says(header, cell, asked):
    found, wrong = read_cell(cell, "licences", Column(header, kind="openings"))
    assert ({item["code"]: item.get("requirement") for item in found["licences"]}, wrong) == (asked, "")


def test_a_licence_that_is_not_asked_is_none():
    assert read_cell("non exigé", "licences", Column("Permis B", kind="openings")) == ({}, "")


def test_the_words_that_ask_are_no_part_of_a_certificate():
    found, _ = read_cell("3 (souhaité)", "certificates", Column("CACES", kind="openings"))
    assert found["certificates"] == [{"code": "CACES 3", "requirement": "wish"}]


@pytest.mark.parametrize("cell", ["?", "ne sait pas", "néant", "aucun"])
def test_a_wish_that_nobody_knows_is_an_empty_cell(cell):
    assert read_cell(cell, "wishes", Column()) == ({}, "")


def test_wishes_between_which_a_cell_says_or_are_several():
    found, _ = read_cell("Cariste ou ASH, vendeur", "wishes", Column())
    assert [wish["title"] for wish in found["wishes"]] == ["Cariste", "ASH", "vendeur"]


@pytest.mark.parametrize("header", ["Dispo à partir du", "Disponibilité", "Dispo"])
def test_when_somebody_is_free_is_the_first_day(header):
    assert targets_of(header, CANDIDATES)[0][0] == "start"
