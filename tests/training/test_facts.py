"""How often facts read from texts are those that employers coded: counted on made offers, promised on real ones."""

import json

import pytest

from training.facts import by_kind, by_name, calibration_error, offers_of, shares, table


def offer(number, description, **coded):
    return {"id": f"T{number}", "intitule": "", "description": description, **coded}


@pytest.fixture
def offers(tmp_path):
    lines = [
        offer(1, "Poste en CDI.", typeContrat="CDI"),
        offer(2, "Poste en CDI.", typeContrat="CDD"),
        offer(3, "Une équipe.", typeContrat="CDD"),
        offer(4, "Permis B exigé. Permis C apprécié.", permis=[{"libelle": "B - Véhicule léger", "exigence": "E"}]),
    ]
    path = tmp_path / "offers.jsonl"
    path.write_text("\n".join(map(json.dumps, lines)), "utf-8")
    return offers_of(path)


def test_a_fact_counts_where_it_is_read_and_coded(offers):
    contract, licences = by_name(offers)["contract"], by_name(offers)["licences"]
    assert (contract.coded, contract.read, contract.both, contract.right) == (3, 2, 2, 1)
    assert (licences.coded, licences.read, licences.right) == (1, 2, 1)
    assert [read for _, read, _ in contract.wrong] == ["CDI"]


def test_a_way_of_reading_met_rarely_is_drawn_towards_the_others(offers):
    assert by_kind(offers)["contract.offered"].both == 2
    assert shares(offers)["contract.offered"] == pytest.approx((1 + 5 * 0.8) / 7, abs=0.01)


def test_the_table_has_each_fact_and_each_way_of_reading(offers):
    names = [row["fact"] for row in table(offers)]
    assert {"contract", "contract.offered", "licences.named"} <= set(names) and len(names) == len(set(names))


@pytest.mark.real_data
def test_on_real_offers_confidence_is_honest_and_most_facts_are_right(data_dir):
    offers = offers_of(data_dir / "offres" / "offres_france_travail.jsonl")
    assert calibration_error(offers) <= 0.05
    tallies = by_name(offers)
    least = {"contract": 0.88, "hours": 0.92, "kind": 0.9, "place": 0.85, "wage": 0.8, "education": 0.75, "months": 0.8}
    assert all(tallies[name].right >= share * tallies[name].both for name, share in least.items())
