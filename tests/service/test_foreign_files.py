"""Rows of anyone's spreadsheet as ours: what is personal apart, lines passed over, identifiers that stay."""

from hypothesis import given, settings
from hypothesis import strategies as st

from matching.records import CANDIDATE, OPENING, faults_of
from service.importers.foreign.columns import Rule, propose
from service.importers.foreign.columns import given as by_hand
from service.importers.foreign.headers import means_something
from service.importers.foreign.rows import rows_of
from service.importers.foreign.tables import Table, table_of
from service.importers.foreign.targets import CANDIDATES, KINDS, OPENINGS
from tests.service.spreadsheets import ADVISER, COMPANY, WISHES, as_csv, as_xlsx


def test_the_order_of_a_column_is_said_and_followed():
    header = ["Nom", "Date de naissance", "Disponible le"]
    american = as_csv([header, ["NOM", "12/25/1999", "09/01/2025"], ["NOMDEUX", "04/03/2001", "09/15/2025"]])
    parsed = loaded(american)
    rows = [row for _, row in parsed.rows]
    assert [row["personal"]["birth_date"] for row in rows] == ["1999-12-25", "2001-04-03"]
    assert [row["record"]["start"] for row in rows] == ["2025-09-01", "2025-09-15"]
    doubtful = loaded(as_csv([header, ["NOM", "25/12/1999", "09/01/2025"]]))
    assert doubtful.rows[0][1]["record"]["start"] == "2025-01-09"
    assert [problem.field for problem in doubtful.problems if "day or month" in problem.reason] == ["Disponible le"]


def loaded(raw, kind=CANDIDATES, key=b"key"):
    table = table_of(raw, lambda header: means_something(header, kind))
    return rows_of(table, propose(table, kind), kind, key)


def test_a_whole_row_arrives_with_what_is_personal_apart():
    ((line, row), *_) = loaded(as_csv(WISHES)).rows
    assert line == 2
    assert row["personal"] == {"name": "NOM Prénom", "qpv": "oui", "rsa": "non", "sex": "F"}
    del row["record"]["id"]
    assert row["record"] == {
        "wishes": [{"title": "Cariste"}, {"title": "Magasinier"}],
        "skills": [{"label": "Word"}],
        "experience": [{"title": "Vendeuse", "months": 24}],
        "education": 4,
        "languages": [{"code": "en", "level": "B1"}, {"code": "ar"}],
        "contracts": ["CDI", "CDD"],
        "hours": {"min": 35},
        "start": "2025-09-01",
    }


def test_whom_to_call_is_no_skill_that_an_opening_asks():
    parsed = loaded(as_csv([["Intitulé", "Compétences"], ["Cariste", "Excel, 06 12 34 56 79, a@x.org"]]), OPENINGS)
    assert parsed.rows[0][1]["skills"] == [{"label": "Excel"}]
    assert ("Compétences", "personal, left out") in {(problem.field, problem.reason) for problem in parsed.problems}


def test_a_companys_row_arrives_whole():
    ((_, row), *_) = loaded(as_xlsx(COMPANY), OPENINGS).rows
    assert row | {"id": ""} == {
        "id": "",
        "title": "Cariste",
        "description": "Conduire",
        "company": {"name": "SARL Inventée", "siret": "12345678901234"},
        "place": {"postcode": "78200", "label": "Mantes"},
        "contract": "CDD",
        "months": 6,
        "hours": {"min": 35, "max": 35},
        "working_times": ["shifts"],
        "start": "2025-09-01",
        "wage": {"min": 1900, "max": 1900},
        "positions": 2,
    }


def test_a_wage_for_few_hours_is_counted_for_full_time():
    rows = [["Intitulé", "Durée hebdo", "Salaire brut"], ["ASH", "17h30", "1 000 € par mois"], ["ASH", "20h", "13 €/h"]]
    parsed = loaded(as_csv(rows), OPENINGS)
    assert [row["wage"]["min"] for _, row in parsed.rows] == [2000, 1971.71]
    assert [p.line for p in parsed.problems if "counted for 35" in p.reason] == [2]


def test_titles_totals_notes_and_repeated_headers_are_passed_over_and_said():
    rows = [*ADVISER[:4], ADVISER[2], ["Groupe 2"], ADVISER[4], ["", "Total", "2"]]
    parsed = loaded(as_csv(rows))
    assert len(parsed.rows) == 2
    assert [problem.line for problem in parsed.problems if problem.field == "line"] == [1, 5, 6, 8]
    assert all(problem.kept for problem in parsed.problems)


def test_a_cell_that_cannot_be_read_is_left_out_and_the_row_stays():
    parsed = loaded(
        as_csv([["Nom", "CP", "Permis"], ["NOM", "78200", "B"], ["NOMDEUX", "???", "B"], ["NOMTROIS", "78440", "B"]])
    )
    assert [row["record"].get("place") for _, row in parsed.rows] == [
        {"postcode": "78200"},
        None,
        {"postcode": "78440"},
    ]
    assert [(p.line, p.field, p.kept) for p in parsed.problems if p.line == 3] == [(3, "CP", True)]


def test_a_line_that_is_no_csv_is_named_and_the_others_load():
    raw = as_csv(ADVISER[2:5]) + b'NOMTROIS;"Pr\xc3\xa9nom"x;;;;;;;;;;;;\r\n'
    parsed = loaded(raw)
    assert len(parsed.rows) == 2
    assert [problem.line for problem in parsed.problems if not problem.kept] == [4]


def test_texts_with_lines_inside_keep_them_and_rows_their_line():
    parsed = loaded(
        as_csv([["Intitulé", "Description"], ["Cariste", 'Une ligne\nune autre; et "une" autre'], ["ASH", "x"]]),
        OPENINGS,
    )
    assert [line for line, _ in parsed.rows] == [2, 4]
    assert parsed.rows[0][1]["description"] == 'Une ligne\nune autre; et "une" autre'


def test_an_identifier_made_stays_the_same_while_the_person_does():
    header = ["Nom", "Prénom", "Date de naissance", "Mail", "Métier recherché"]

    def made(*cells, key=b"key"):
        return loaded(as_csv([header, [*cells], ["AUTRE", "Autre", "25/12/1987", "z@example.org", "x"]]), key=key).rows[
            0
        ][1]["record"]["id"]

    first = made("NOM", "Prénom", "25/03/2001", "a@example.org", "Cariste")
    assert made("Nom", "PRENOM", "2001-03-25", "b@example.org", "ASH") == first
    assert made("NOM", "Prénom", "26/03/2001", "a@example.org", "Cariste") != first
    assert made("NOM", "Prénom", "", "a@example.org", "x") == made("AUTRENOM", "", "", "A@example.org", "y")
    assert made("NOM", "Prénom", "25/03/2001", "a@example.org", "Cariste", key=b"other") != first


CELLS = st.one_of(
    st.text(max_size=30),
    st.sampled_from(
        [
            "oui",
            "non",
            "x",
            "B,C",
            "CDI",
            "35h",
            "12,50€/h",
            "1900",
            "20km",
            "99999999999999999999",
            "01/13/25",
            "45901",
            "=",
            ";",
            ",/",
            "\\",
            "²½",
            "١٢٣",
            "-1",
            "1e999",
        ]
    ),
    st.from_regex(r"[0-9 ,./€hk%-]{0,16}", fullmatch=True),
)
TARGETS = {
    "candidates": """wishes experience education languages licences certificates skills place.postcode place.label
        place.insee place.department place.lat max_km max_minutes modes contracts hours start refuses wage_floor id
        kinds personal.birth_date personal.name""",
    "openings": """title occupation description company.siret company.sector contract months hours working_times wage
        wage.min wage.max start positions experience education place.label id""",
}


@settings(max_examples=200)
@given(data=st.data(), kind=st.sampled_from([*KINDS.values()]), header=st.text(max_size=20))
def test_whatever_the_cells_hold_every_row_that_is_made_is_one_of_ours(data, kind, header):
    names = data.draw(st.lists(st.sampled_from(TARGETS[kind.name].split()), min_size=1, max_size=6))
    rows = data.draw(st.lists(st.lists(CELLS, min_size=1, max_size=6), max_size=4))
    table = Table(1, tuple(f"{header}{place}" for place in range(len(names))), list(enumerate(rows, start=2)))
    columns = by_hand(table, kind, dict(zip(table.names, names, strict=True)), Rule.HAND)
    parsed = rows_of(table, columns, kind, b"key")
    fields = CANDIDATE if kind is CANDIDATES else OPENING
    for _, row in parsed.rows:
        record = row.get("record", row)
        assert faults_of(record, fields) == (record, [])
    assert rows_of(table, columns, kind, b"key") == parsed
