"""What a meetup prints: read back from the PDF, the workbook and the CSV as those who get them would."""

import csv
import json
import re

import openpyxl
import pypdfium2
import pytest

from service.importers.meetup_file import read_meetup
from service.importers.plan_file import read_plan
from service.printing import paper
from service.printing.questions import QUESTIONS, general_question
from service.printing.sheets import event_of, sheets_of
from tests.service.printed_meetups import MEETINGS, MEETUP, run, saved, written

PDFS = ("wall_by_name", "wall_by_round", "table_cards", "badges", "meeting_cards", "itineraries")
NAMES = {"J1": "Ada Martin", "J2": "Béa Noir", "J3": "Cléo Roux", "P1": "Hugo Blanc", "P2": "Inès Vert"}


@pytest.fixture(scope="module")
def printed(tmp_path_factory):
    folder = tmp_path_factory.mktemp("printed")
    done = run("print", *written(folder), "--to", folder / "out", "--json")
    assert (done.code, done.err) == (0, "")
    return folder / "out", json.loads(done.out)


def pages(path):
    document = pypdfium2.PdfDocument(path)
    texts = [page.get_textpage().get_text_bounded() for page in document]
    return [re.sub(r"\s+", " ", text) for text in texts]


def test_everything_is_there(printed):
    folder, answer = printed
    found = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    assert found == set(answer["files"])
    assert {f"{kind}.pdf" for kind in PDFS} | {"plan.json", "plan.csv", "plan.xlsx"} <= found
    assert {f"{part}" for name in NAMES for part in (f"itineraries/{name}.pdf", f"calendar/{name}.ics")} <= found
    assert answer["calendars"] == 5 and answer["sheets"] == sorted(NAMES) and answer["cancelled"] == []


@pytest.mark.parametrize("kind", PDFS)
def test_a_pdf_is_tagged_and_tells_its_language_and_title(printed, kind):
    raw = (printed[0] / f"{kind}.pdf").read_bytes()
    assert b"/Lang (fr)" in raw or b"/Lang(fr)" in raw
    assert b"pdfuaid:part" in raw and b"/MarkInfo" in raw
    assert "Jeunes et patrons" in pypdfium2.PdfDocument(raw).get_metadata_value("Title")


def test_the_wall_by_name_has_everybody_and_their_tables(printed):
    text = " ".join(pages(printed[0] / "wall_by_name.pdf"))
    assert "Ada Martin 1 – 2" in text and "Béa Noir 2 1 –" in text and "Hugo Blanc Boulangerie Blanc 1 1 1" in text
    assert "mardi 24 novembre 2026 · Salle des fêtes" in text


def test_the_wall_by_round_has_a_page_for_each_round_with_who_rests(printed):
    first, second, third = pages(printed[0] / "wall_by_round.pdf")
    assert "Tour 1 · 18:00" in first and "Hugo Blanc Boulangerie Blanc Ada Martin" in first and "Pause" in first
    assert "Tour 2 · 18:12" in second and "Tour 3 · 18:24" in third


def test_a_card_says_who_why_where_when_and_what_to_ask(printed):
    ada = pages(printed[0] / "meeting_cards.pdf")[0]
    for words in ("Tour 1 18:00", "Table 1", "Ada Martin – Hugo Blanc (Boulangerie Blanc)", "À 2 km du domicile."):
        assert words in ada
    assert "C’est le métier recherché." in ada and re.search(r"allumez-vous le four.\?", ada)
    assert ada.count("Pour commencer") == 2


def test_each_page_of_cards_is_of_one_person(printed):
    people = {NAMES[name] for name in ("J1", "J2", "J3")}
    found = [{name for name in people if name in page} for page in pages(printed[0] / "meeting_cards.pdf")]
    assert sorted(map(sorted, found)) == [[name] for name in sorted(people)]


@pytest.mark.parametrize("guest", NAMES)
def test_an_itinerary_names_nobody_but_those_who_are_met(printed, guest):
    met = {m["host"] if guest == m["person"] else m["person"] for m in MEETINGS if guest in (m["person"], m["host"])}
    [text] = pages(printed[0] / "itineraries" / f"{guest}.pdf")
    calendar = (printed[0] / "calendar" / f"{guest}.ics").read_text("utf-8").replace("\r\n ", "")
    for told in (text, calendar):
        assert {other for other, name in NAMES.items() if name in told} == met | {guest}


def test_a_badge_has_the_name_the_own_tables_and_no_other_name(printed):
    [text] = pages(printed[0] / "badges.pdf")
    assert "Ada Martin 18:00 Table 1 18:24 Table 2" in text
    assert all(text.count(name) == 1 for name in NAMES.values())


def test_the_code_of_a_badge_holds_no_more_than_is_printed(printed, monkeypatch):
    codes = []
    monkeypatch.setattr(paper, "code_of", lambda text: codes.append(text) or "")
    folder = printed[0].parent
    file = read_meetup(folder / "meetup.json")
    event = event_of(file, read_plan(folder / "plan.json").seats, "fr")
    paper.badges(event, sheets_of(event), "fr")
    assert codes[0] == "Ada Martin\n18:00 Table 1\n18:24 Table 2"
    assert codes[3] == "Hugo Blanc\nTable 1"


def test_the_workbook_and_the_csv_are_read_back(printed):
    book = openpyxl.load_workbook(printed[0] / "plan.xlsx")
    assert book.sheetnames == ["Tours", "Personnes", "Hôtes"]
    rounds, people, hosts = ([[cell.value for cell in row] for row in sheet.rows] for sheet in book)
    assert rounds[0] == ["Table", "Tour 1 18:00", "Tour 2 18:12", "Tour 3 18:24"]
    assert rounds[1] == ["1", "Hugo Blanc\n· Ada Martin", "Hugo Blanc\n· Béa Noir", "Hugo Blanc\n· Cléo Roux"]
    assert people[1][:3] == ["Ada Martin", "J1", "Table 1 · Hugo Blanc"]
    assert hosts[2][:3] == ["Inès Vert", "P2", "Table 2 · Béa Noir"]
    rows = list(csv.reader((printed[0] / "plan.csv").read_text("utf-8-sig").splitlines(), delimiter=";"))
    assert rows[1][:6] == ["1", "18:00", "1", "Ada Martin", "Hugo Blanc", "Boulangerie Blanc"]
    assert len(rows) == 1 + len(MEETINGS)


def test_no_cell_runs_as_a_formula(tmp_path):
    wrong = MEETUP | {"people": [{"id": "J1", "name": '=HYPERLINK("x")'}, {"id": "J2", "name": "#N/A"}, {"id": "J3"}]}
    done = run("print", *written(tmp_path, wrong), "--to", tmp_path / "out", "--quiet")
    assert done.code == 0
    book = openpyxl.load_workbook(tmp_path / "out" / "plan.xlsx")
    cells = [cell for sheet in book for row in sheet.rows for cell in row]
    assert all(cell.data_type in ("s", "n") and not str(cell.value).startswith("=") for cell in cells)
    assert "\"'=HYPERLINK" in (tmp_path / "out" / "plan.csv").read_text("utf-8-sig")


def test_a_character_that_no_font_has_is_a_question_mark(tmp_path):
    people = [{"id": "J1", "name": "😀 Zoé"}, {"id": "J2", "name": "Ђорђе Ωμέγα"}, {"id": "J3", "name": "#x $y$ *z*"}]
    assert run("print", *written(tmp_path, MEETUP | {"people": people}), "--to", tmp_path / "out").code == 0
    text = pages(tmp_path / "out" / "wall_by_name.pdf")[0]
    assert "? Zoé" in text and "Ђорђе Ωμέγα" in text and "#x $y$ *z*" in text


def test_two_of_one_name_are_told_apart(tmp_path):
    people = [{"id": "J1", "name": "Ada Martin"}, {"id": "J2", "name": "Ada Martin"}, {"id": "J3"}]
    run("print", *written(tmp_path, MEETUP | {"people": people}), "--to", tmp_path / "out")
    text = pages(tmp_path / "out" / "wall_by_name.pdf")[0]
    assert "Ada Martin (J1)" in text and "Ada Martin (J2)" in text


def test_a_meetup_without_times_is_printed_without_calendars(tmp_path):
    bare = {key: MEETUP[key] for key in ("rounds", "people", "hosts")}
    done = run("print", *written(tmp_path, bare), "--to", tmp_path / "out", "--json", language="en")
    assert json.loads(done.out)["calendars"] == 0 and not (tmp_path / "out" / "calendar").exists()
    assert "Round 1" in pages(tmp_path / "out" / "wall_by_round.pdf")[0]
    assert "Round 1 Table 1" in pages(tmp_path / "out" / "badges.pdf")[0]


def test_identifiers_that_no_file_can_be_called_still_get_their_files(tmp_path):
    people = [{"id": "../é"}, {"id": "a"}, {"id": "A"}]
    meetings = [{"round": n + 1, "person": one["id"], "host": "P1", "table": "A/1"} for n, one in enumerate(people)]
    meetup = {"rounds": 3, "people": people, "hosts": [{"id": "P1"}]}
    assert run("print", *written(tmp_path, meetup, meetings), "--to", tmp_path / "out").code == 0
    names = {path.name.casefold() for path in (tmp_path / "out" / "itineraries").iterdir()}
    assert len(names) == 4 and {path.name for path in tmp_path.iterdir()} == {"out", "meetup.json", "plan.json"}


def test_nobody_gets_one_question_twice():
    for language in ("fr", "en"):
        asked = {general_question(place, turn, language) for place in range(3) for turn in range(1, QUESTIONS + 1)}
        assert len(asked) == QUESTIONS
    assert len({general_question(5, turn, "fr") for turn in range(1, 9)}) == 8


@pytest.mark.slow
def test_a_hundred_people_and_eight_rounds_are_paginated_well(tmp_path):
    people = [{"id": f"J{n}", "name": f"Prénom{n} Nom-de-Famille{n}"} for n in range(1, 112)]
    hosts = [{"id": f"P{n}", "name": f"Hôte{n} Nom{n}", "seats": 3, "company": "Entreprise"} for n in range(1, 41)]
    meetings = [
        {"round": turn, "person": f"J{n + 1}", "host": f"P{table}", "table": table}
        for turn in range(1, 9)
        for n in range(111)
        for table in [(n + turn * 7) % 40 + 1]
    ]
    meetup = MEETUP | {"rounds": 8, "people": people, "hosts": hosts}
    meetup = {key: value for key, value in meetup.items() if key not in ("scores", "reasons", "questions")}
    assert run("print", *written(tmp_path, meetup, meetings), "--to", tmp_path / "out").code == 0
    count = {kind: len(pages(tmp_path / "out" / f"{kind}.pdf")) for kind in PDFS}
    assert count["table_cards"] == 20 and count["badges"] == 19 and count["meeting_cards"] == 111
    assert count["itineraries"] == 151 and count["wall_by_name"] <= 5 and count["wall_by_round"] <= 16
    for n, text in enumerate(pages(tmp_path / "out" / "meeting_cards.pdf")):
        assert text.count("Pour commencer") == 8, n


FAULTS = {
    '{"meetings": [{"round": 1, "person": "J9", "host": "P1", "table": 1}]}': r"meetings\[0\].person.*J9",
    '{"meetings": [{"round": 4, "person": "J1", "host": "P1", "table": 1}]}': r"meetings\[0\].round.*4",
    '{"meetings": [{"round": 1, "person": "J1", "host": "P1"}]}': r"meetings\[0\].table",
    '{"meetings": [{"round": "x", "person": "J1", "host": "P1", "table": 1}]}': r"meetings\[0\].round",
    '{"meetings": [{"round": 1, "person": "J1", "host": "P1", "table": "%s"}]}' % ("9" * 30): r"meetings\[0\].table",
    '{"meetings": 3}': "meetings",
    '{"total": 3}': "meetup plan",
    "[1, 2]": "meetup plan",
    "": "tour, personne|round, person",
    '{"meetings": [': "plan.json",
}


@pytest.mark.parametrize("text", FAULTS)
def test_a_plan_that_cannot_be_read_is_an_error_with_the_place(tmp_path, text):
    file, _ = written(tmp_path)
    done = run("print", file, saved(tmp_path / "plan.json", text), "--to", tmp_path / "out")
    assert done.code == 2 and done.out == "" and re.search(FAULTS[text], done.err)
    assert not (tmp_path / "out").exists()


def test_a_folder_with_other_things_is_left_alone(tmp_path):
    file, plan = written(tmp_path)
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "notes.txt").write_text("mine")
    done = run("print", file, plan, "--to", tmp_path / "out")
    assert done.code == 4 and "out" in done.err
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["notes.txt"]
    assert run("print", file, plan, "--to", file).code == 4
    assert run("print", file, plan, "--to", tmp_path / "no" / "such").code == 2


def test_only_changed_needs_to_know_what_was_sent_and_a_new_folder(tmp_path):
    file, plan = written(tmp_path)
    assert run("print", file, plan, "--to", tmp_path / "out", "--only", "changed").code == 2
    run("print", file, plan, "--to", tmp_path / "out")
    assert run("print", file, plan, "--to", tmp_path / "out", "--only", "changed").code == 4
    assert (tmp_path / "out" / "badges.pdf").exists()


def test_a_card_takes_reasons_and_question_from_the_plan_where_the_file_has_none(tmp_path):
    told = [met | {"why": ["Parce que le plan le dit."], "question": "Que dit le plan ?"} for met in MEETINGS]
    assert run("print", *written(tmp_path, meetings=told), "--to", tmp_path / "out").code == 0
    with (tmp_path / "out" / "plan.csv").open(encoding="utf-8-sig") as file:
        rows = {(row["Personne"], row["Hôte"]): row for row in csv.DictReader(file, delimiter=";")}
    own, other = rows["Ada Martin", "Hugo Blanc"], rows["Béa Noir", "Inès Vert"]
    assert own["Pourquoi"].startswith("C’est le métier recherché.") and "four" in own["Pour commencer"]
    assert (other["Pourquoi"], other["Pour commencer"]) == ("Parce que le plan le dit.", "Que dit le plan ?")


def test_a_plan_whose_reasons_cannot_be_read_is_refused_with_their_place(tmp_path):
    told = [MEETINGS[0] | {"why": [["?"]]}]
    done = run("print", *written(tmp_path, meetings=told), "--to", tmp_path / "out", language="en")
    assert done.code == 2 and "meetings[0].why[0]" in done.err
