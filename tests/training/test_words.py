"""Learning to read words from coded ads: near copies stay together, what is taught is learned, measures are right."""

import json
from dataclasses import replace

import numpy as np
import pytest
from openpyxl import Workbook

from matching.text.ads import read_ads
from matching.text.features import Ad
from matching.text.index import build_index
from matching.text.model import TextModel
from matching.text.titles import read_titles
from service.catalogue import default_profile
from service.cli.snapshot import snapshot
from service.db.base import open_store
from service.usecases.demonstration import load
from service.words import default_model
from tests.matching.text.trades import INDEX, MODEL, REFERENCE
from training import hidden, word_measures
from training.coded_ads import CodedAd, coded_ads
from training.dataset import read_snapshot
from training.hidden import hidden_rows
from training.link_measures import SHEET, link_rows
from training.word_measures import (
    Answer,
    agreement_row,
    answers,
    calibration_error,
    coverage_at,
    occupation_rows,
    official_row,
    skill_row,
)
from training.words import learn, lessons_of, sectors_of

USED = {code: [skill for occupation, skill, _ in REFERENCE.links if occupation == code] for code in INDEX.occupations}
TEXTS = dict(REFERENCE.texts)


def offer(number, code, title, description, **more):
    skills = [{"code": skill} for skill in USED[code]]
    named = {"id": f"{number:03}HAND", "intitule": title, "description": description, "romeCode": code}
    return named | {"competences": skills, "codeNAF": "25.11Z"} | more


def offers():
    """Seven ads of each trade: by its titles, by words that only its definition has, and one that tells nothing."""
    found = []
    for code in INDEX.occupations:
        labels = [row[1] for row in REFERENCE.titles if row[3] == code]
        words = TEXTS[code].rstrip(".").split()
        for turn in range(6):
            title = f"{labels[turn % len(labels)]} équipe {turn}" if turn % 2 else " ".join(words[turn : turn + 3])
            text = f"Annonce {len(found)}. {' '.join(words[turn % 3 :])} dans notre maison numéro {len(found) * 7}."
            found.append(offer(len(found), code, title if turn != 1 else labels[0], text))
        found.append(offer(len(found), code, "Poste à pourvoir", f"Annonce {len(found)} sans rien de plus."))
    return found


def written(path, rows):
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    return path


@pytest.fixture(scope="module", autouse=True)
def two_folds():
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(word_measures, "FOLDS", 2)
        yield


@pytest.fixture(scope="module")
def ads(tmp_path_factory):
    return coded_ads(written(tmp_path_factory.mktemp("ads") / "offers.jsonl", offers()))


@pytest.fixture(scope="module")
def lessons(ads):
    return lessons_of(ads, INDEX, {})


@pytest.fixture(scope="module")
def taught(lessons):
    return learn(lessons, INDEX, {})


@pytest.fixture(scope="module")
def found(lessons):
    return answers(lessons, INDEX, {})


def test_an_offer_becomes_an_ad_with_the_codes_that_it_was_given(tmp_path):
    machine = offer(2, "J1506", "Infirmière", "Soins.") | {"id": "190123"}
    rows = [offer(1, "H2913", "Soudeur", "Souder."), machine, offer(3, "H2913", "", "x"), {"id": "4", "intitule": "y"}]
    one, other = coded_ads(written(tmp_path / "o.jsonl", rows))
    assert (one.id, one.ad, one.occupation) == ("001HAND", Ad("Soudeur", "Souder.", "25.11Z"), "H2913")
    assert one.skills == set(USED["H2913"]) and one.by_hand and not other.by_hand


def test_near_copies_are_one_group_even_through_a_third_and_others_are_not(tmp_path):
    words = [f"mot{i}" for i in range(60)]
    texts = [words[:40], words[10:50], words[20:], [f"autre{i}" for i in range(40)], ["court"], ["bref"]]
    rows = [offer(i, "H2913", "Soudeur", " ".join(text)) for i, text in enumerate(texts)]
    groups = [ad.group for ad in coded_ads(written(tmp_path / "o.jsonl", rows))]
    assert groups == [0, 0, 0, 3, 4, 5]


def test_what_was_taught_is_recognised_better_than_by_chance_and_the_same_every_time(lessons, taught):
    assert learn(lessons, INDEX, {}) is not taught and learn(lessons, INDEX, {}).to_json() == taught.to_json()
    read = read_ads([ad.ad for ad in lessons.ads], INDEX, taught)
    right = [[o.code for o in r.occupations[:1]] == [ad.occupation] for r, ad in zip(read, lessons.ads, strict=True)]
    assert np.mean(right) > 0.8


def test_a_model_is_the_same_after_json(taught):
    again = TextModel.from_json(taught.to_json())
    assert again.to_json() == taught.to_json()
    assert list(read_titles(["soudeuse"], INDEX, again)) == list(read_titles(["soudeuse"], INDEX, taught))


def test_ads_coded_with_an_occupation_that_is_not_known_teach_nothing(ads, lessons):
    strange = replace(ads[0], occupation="Z9999")
    assert len(lessons_of([*ads, strange], INDEX, {}).ads) == len(lessons.ads) == len(ads)


def test_every_ad_is_read_once_by_a_model_that_saw_neither_it_nor_a_near_copy(lessons, taught, monkeypatch):
    learned_from = []
    monkeypatch.setattr(word_measures, "learn", lambda some, *rest: learned_from.append(set(some.group)) or taught)
    grouped = replace(lessons, group=np.arange(len(lessons.ads)) // 3)
    group = {ad.id: number for ad, number in zip(grouped.ads, grouped.group, strict=True)}
    order = [group[answer.ad.id] for answer in answers(grouped, INDEX, {})]
    assert sorted(order) == sorted(grouped.group.tolist()) and len(learned_from) == 2
    first = [number in learned_from[1] for number in order]  # read before the second model was learned
    assert first == sorted(first, reverse=True) and 0 < sum(first) < len(first)
    assert learned_from[0].isdisjoint(learned_from[1])


def test_the_rows_count_each_kind_of_ad_and_the_right_ones(found):
    board = replace(found[0], ad=replace(found[0].ad, id="1", by_hand=False))
    rows = {row["read"]: row for row in occupation_rows([*found, board], INDEX)}
    counted = {name.removesuffix(": ad"): row["ads"] for name, row in rows.items() if name.endswith(": ad")}
    assert counted["coded by partner boards"] == 1 and counted.pop("coded by hand") == len(found)
    assert sum(counted.values()) == len(found) + 1
    for row in rows.values():
        assert 0 <= row["first"] <= row["in 5"] <= row["in 10"] <= 1 and row["first"] <= row["family first"]
    assert rows["coded by hand, title not official: ad"]["first"] > 0.8


def test_calibration_error_is_the_gap_between_what_is_said_and_what_is_right():
    assert calibration_error([(0.75, True)] * 3 + [(0.75, False)]) == 0
    assert calibration_error([(0.95, False)] * 4) == pytest.approx(0.95)
    assert calibration_error([(1.0, True), (0.0, False)]) == 0
    assert np.isnan(calibration_error([]))


def test_coverage_is_the_largest_share_that_is_right_so_often():
    sure = [(0.9, True), (0.8, True), (0.7, False), (0.6, True), (0.5, False)]
    assert (coverage_at(sure, 1.0), coverage_at(sure, 0.75), coverage_at(sure, 0.5)) == (0.4, 0.8, 1.0)
    assert coverage_at([(0.9, False)], 0.9) == coverage_at([], 0.9) == 0


def test_skills_are_measured_on_the_ads_that_list_some(found):
    row = skill_row(found, INDEX)
    assert row["skills of"] == f"{len(found)} ads" and row["recall"] > 0.8
    assert row["precision"] <= row["highest precision"] <= 1
    assert row["precision"] <= row["precision, siblings half"] <= 1 and row["recall"] <= row["recall, siblings half"]
    silent = [replace(answer, ad=replace(answer.ad, skills=frozenset())) for answer in found]
    assert skill_row([*found, *silent], INDEX) == row


def test_agreement_is_counted_between_people_who_wrote_different_ads_under_one_title(ads):
    def coded(group, code, title="Chef", by_hand=True):
        return replace(ads[0], group=group, occupation=code, ad=Ad(title), by_hand=by_hand)

    told = [coded(0, "A"), coded(1, "A"), coded(2, "B"), coded(2, "B", "cheffe"), coded(3, "B", by_hand=False)]
    row = agreement_row([*told, coded(4, "A", "Maçon"), coded(5, "A", "Maçonne H/F")])
    assert row["titles of several ads coded by hand"] == 2
    assert row["same code"] == pytest.approx((1 / 5 + 1) / 2)
    assert np.isnan(agreement_row(told[:1])["same code"])


def test_official_titles_count_where_any_of_their_occupations_is_first():
    titles = ["Cheffe d'équipe", "Soudeur / Soudeuse", "zzz"]
    row = official_row(INDEX, zip(titles, read_titles(titles, INDEX, MODEL), strict=True))
    assert row == {"official titles": 3, "own occupation first": pytest.approx(2 / 3)}


def test_a_sector_makes_likelier_what_it_hires(tmp_path):
    rows = [
        "rome_id,naf_id,hirings",
        "H2913,2511Z,900",
        "H2913,8610Z,100",
        "J1506,2511Z,100",
        "J1506,8610Z,900",
        "A1,25,",
    ]
    (tmp_path / "h.csv").write_text("\n".join([*rows, "A1101,25,"]) + "\n", "utf-8-sig")
    found = sectors_of(tmp_path / "h.csv")
    assert set(found) == {"25", "86"}
    assert found["25"].get("H2913", 0) >= 0 > found["25"]["J1506"] and found["86"]["H2913"] < 0


def test_a_list_of_other_names_is_ranked_and_measured_beside_known_rankers(tmp_path):
    book = Workbook()
    sheet = book.active
    sheet.title = SHEET
    names = {"H2913": "Soudeurs et oxycoupeurs", "J1506": "Cadres infirmiers", "D1102": "Boulangers et pâtissiers"}
    for row in [("a", "b", "label", "parent"), *(("1", "2", name, code) for code, name in names.items())]:
        sheet.append(row)
    book.save(tmp_path / "isco.xlsx")
    rows = link_rows(tmp_path / "isco.xlsx", INDEX)
    assert len(rows) == 8 and len({row["link"] for row in rows}) == 2
    assert all(0 < row["mrr"] <= 1 for row in rows)
    ours = [row["mrr"] for row in rows if row["ranker"] == "visavis, with the reference"]
    assert ours[0] == 1.0 and ours[1] > 0.8


def test_openings_whose_codes_are_hidden_are_found_again_when_they_are_read(tmp_path, monkeypatch):
    with open_store(f"sqlite:///{tmp_path / 'demo.db'}") as store:
        load(store, lambda done, total, what: None)
        with store.read() as connection:
            (tmp_path / "market.json").write_text(json.dumps(snapshot(connection)), "utf-8")
    market = read_snapshot(tmp_path / "market.json")
    index = build_index(market.reference)
    texts = [Ad(o.get("title", ""), o.get("description", "")) for o in market.openings]
    read = read_ads(texts, index, default_model())
    known = [
        Answer(CodedAd(o["id"], ad, "", frozenset(), True, 0), r, [])
        for o, ad, r in zip(market.openings, texts, read, strict=True)
    ]
    monkeypatch.setattr(hidden, "SEEKERS", 15)
    monkeypatch.setattr(hidden, "TOLD", ("wish only",))
    rows = hidden_rows(market, known, default_profile())
    quality = {row["ranker"]: row["ndcg@10"] for row in rows}
    assert quality["codes hidden: wish only"] < 0.2 < 0.6 < quality["codes hidden, read: wish only"]
    assert quality["coded: wish only"] > 0.6
