"""What the cells of anyone's spreadsheet say: yes and no, dates in both orders, amounts with their units, lists."""

import pytest

from service.importers.foreign.converters import birth_date, read_cell
from service.importers.foreign.dates import Order, date_in, order_of
from service.importers.foreign.reads import Column

ANCHORS = """
licences | oui = licences: [B], partial: [licences]
licences | ✓ = licences: [B], partial: [licences]
licences | non = licences: []
licences | B, BE = licences: [B, BE]
licences | Permis B et C = licences: [B, C]
licences | SPL = licences: [CE]
contracts | CDI ou CDD = contracts: [CDI, CDD]
contracts | Intérim = contracts: [MIS]
contracts | peu importe =
hours | tps partiel = hours: {max: 34}
hours | Temps plein = hours: {min: 35}
hours | 24 à 30h = hours: {min: 24, max: 30}
hours | temps plein ou partiel =
max_km | 20 km = max_km: 20
max_km | 30 min = max_minutes: 30
max_km | 1h30 = max_minutes: 90
education | niveau V = education: 3
education | Bac pro = education: 4
education | BTS = education: 5
languages | anglais (B1), arabe = languages: [{code: en, level: B1}, ar]
wage_floor | 1 900 € = wage_floor: 1900
wage_floor | 12,50 €/h = wage_floor: 1895.87
wage_floor | 25 k€ = wage_floor: 2083.33
start | 01/09/25 = start: 2025-09-01
start | 1er septembre 2025 = start: 2025-09-01
start | 45901 = start: 2025-09-01
start | dès que possible =
place.label | 78200 Mantes = place: {label: Mantes, postcode: 78200}
place.label | 75 - Paris = place: {label: Paris, department: 75}
place.postcode | 1000 = place: {postcode: 01000}
wishes | Vendeur/vendeuse ; ASH, cariste = wishes: [Vendeur/vendeuse, ASH, cariste]
wishes | K1302 = wishes: [K1302]
experience | Cariste (2 ans), ASH 6 mois = experience: [{title: Cariste, months: 24}, {title: ASH, months: 6}]
"""


def plainly(value):
    """A value in the notation of the anchors; of an entry with one field, only what it holds."""
    if isinstance(value, dict) and len(value) == 1 and next(iter(value)) in ("title", "occupation", "code"):
        return next(iter(value.values()))
    if isinstance(value, dict):
        return "{" + ", ".join(f"{name}: {plainly(part)}" for name, part in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(plainly, value)) + "]"
    return f"{value:.10g}" if isinstance(value, float) else str(value)


@pytest.mark.parametrize("line", ANCHORS.strip().splitlines())
def test_what_a_cell_says(line):
    asked, _, expected = line.partition(" =")
    target, _, cell = asked.partition(" | ")
    found, wrong = read_cell(cell, target, Column())
    said = ", ".join(f"{name}: {plainly(value)}" for name, value in found.items())
    assert (said, wrong) == (expected.strip(), "")


def test_a_yes_means_the_licence_and_the_language_that_the_header_names():
    assert read_cell("oui", "licences", Column("Permis C (oui/non)"))[0]["licences"] == [{"code": "C"}]
    assert read_cell("B1", "languages", Column("Niveau de français"))[0]["languages"] == [{"code": "fr", "level": "B1"}]


@pytest.mark.parametrize(
    ("cells", "order"),
    [
        (["13/01/2025", "02/03/2025"], Order.DAY_FIRST),
        (["01/13/2025", "02/03/2025"], Order.MONTH_FIRST),
        (["01/02/2025", "02/03/2025"], Order.EITHER),
        (["13/01/2025", "01/13/2025"], Order.MIXED),
        (["2025-09-01", "05/05/2025"], Order.DAY_FIRST),
    ],
)
def test_a_whole_column_tells_whether_the_day_or_the_month_comes_first(cells, order):
    assert order_of(cells) is order


def test_years_of_two_digits_lie_in_the_past_for_births():
    assert [birth_date(f"01/02/{year}", Order.DAY_FIRST)[:4] for year in ("05", "19", "20", "99")] == [
        "2005",
        "2019",
        "1920",
        "1999",
    ]
    assert date_in("01/02/26", Order.DAY_FIRST, 2079) == "2026-02-01"
