"""schema.org JobPosting, whatever shape its values have and wherever it stands; a hostile file ends with a reason."""

import json

import pytest

from matching.records import read_opening
from service.importers import job_posting
from service.importers.html_text import text_of_html
from tests.service.cli import answer
from tests.service.postings import OPENING, POSTING, page, parsed, record


def test_a_posting_becomes_an_opening():
    found = parsed(POSTING)
    assert found.rows == [(1, OPENING)] and found.problems == []
    assert read_opening(OPENING) == OPENING


@pytest.mark.parametrize(
    "source",
    [
        json.dumps([POSTING]),
        json.dumps({"@context": "https://schema.org", "@graph": [{"@type": "WebSite", "name": "x"}, POSTING]}),
        json.dumps({"@type": "ItemList", "itemListElement": [{"@type": "ListItem", "item": POSTING}]}),
        json.dumps(POSTING | {"@type": ["Thing", "http://schema.org/JobPosting"]}, indent=2),
        json.dumps({name: [value] for name, value in POSTING.items()}),
        page(json.dumps({"@type": "Organization"}), json.dumps(POSTING)).decode(),
        page("\n<!--\n" + json.dumps(POSTING) + "\n-->\n").decode(),
        "\ufeff" + page(json.dumps([POSTING, {"@type": "BreadcrumbList"}])).decode(),
    ],
)
def test_it_is_found_wherever_it_stands(source):
    assert [row for _, row in job_posting.parse(source.encode()).rows] == [OPENING]


def test_postings_of_json_lines_have_their_line_and_of_a_list_their_place():
    lines = f"{json.dumps(POSTING)}\n\n{{}}\n{json.dumps(POSTING | {'identifier': 'b'})}\n".encode()
    found = job_posting.parse(lines)
    assert [(number, row["id"]) for number, row in found.rows] == [(1, "ref-1"), (4, "b")]
    assert [(problem.line, problem.reason) for problem in found.problems] == [(3, "no JobPosting in it")]
    listed = parsed([{"@type": "WebSite"}, POSTING, POSTING])
    assert [number for number, _ in listed.rows] == [1]
    assert [problem.reason for problem in listed.problems] == ["'ref-1' was already given on line 1"]


def test_a_script_that_is_no_json_spoils_no_other():
    found = job_posting.parse(page("{bad", json.dumps(POSTING)))
    assert len(found.rows) == 1
    assert [problem.reason for problem in found.problems] == ["linked data that is no JSON, left out"]


@pytest.mark.parametrize(
    ("changes", "field", "expected"),
    [
        ({"identifier": "z-9"}, "id", "z-9"),
        ({"hiringOrganization": "Inventé"}, "company", {"name": "Inventé"}),
        ({"hiringOrganization": [{"name": "Inventé"}]}, "company", {"name": "Inventé"}),
        ({"jobLocation": "1 rue Haute, 78440 Gargenville"}, "place", {"postcode": "78440", "label": "Gargenville"}),
        ({"jobLocation": {"address": "Lyon"}}, "place", {"label": "Lyon"}),
        ({"jobLocation": {"name": "Lyon"}}, "place", {"label": "Lyon"}),
        ({"baseSalary": "1 900 € brut par mois"}, "wage", {"min": 1900, "max": 1900}),
        ({"baseSalary": {"value": {"value": 24000, "unitText": "YEAR"}}}, "wage", {"min": 2000, "max": 2000}),
        ({"baseSalary": {"value": {"value": "100", "unitText": "DAY"}}}, "wage", {"min": 2166.71, "max": 2166.71}),
        ({"baseSalary": {"value": {"value": 450, "unitText": "WEEK"}}}, "wage", {"min": 1950, "max": 1950}),
        ({"baseSalary": {"value": {"minValue": 2000, "unitText": "MONTH"}}}, "wage", {"min": 2000}),
        ({"employmentType": ["PART_TIME"], "workHours": "28h/semaine"}, "hours", {"min": 28, "max": 28}),
        ({"employmentType": "PART_TIME", "baseSalary": None}, "hours", {"max": 34}),
        ({"employmentType": "INTERN"}, "kind", "internship"),
        ({"employmentType": ["FULL_TIME", "CONTRACTOR"]}, "contract", "LIB"),
        ({"employmentType": "CDI"}, "contract", "CDI"),
        ({"employmentType": "Intérim"}, "contract", "MIS"),
        ({"employmentType": "Contrat d'apprentissage"}, "kind", "apprenticeship"),
        ({"experienceRequirements": "no requirements"}, "experience", {"months": 0}),
        ({"experienceRequirements": "2 ans d'expérience"}, "experience", {"months": 24}),
        ({"educationRequirements": "Bac+2"}, "education", {"level": 5}),
        ({"educationRequirements": [{"credentialCategory": "bachelor degree"}, "CAP"]}, "education", {"level": 3}),
        ({"skills": [{"@type": "DefinedTerm", "name": "Ranger"}]}, "skills", [{"label": "Ranger"}]),
        ({"jobDuration": "P1Y6M"}, "months", 18),
        ({"occupationalCategory": ["8344", {"codeValue": "N1105", "name": "x"}]}, "occupation", "N1105"),
    ],
)
def test_a_value_may_be_a_text_an_object_or_a_list(changes, field, expected):
    found, reasons = record(**changes)
    assert (found[field], reasons) == (expected, [])


def paid(value, unit=None, currency="EUR"):
    return {"baseSalary": {"currency": currency, "value": {"value": value, "unitText": unit}}}


@pytest.mark.parametrize(
    ("changes", "field", "reason"),
    [
        ({"jobLocation": ["Lyon", "Paris"]}, "place", "2 places: the first is kept"),
        ({"employmentType": "TEMPORARY"}, "contract", "TEMPORARY does not say which contract: left out"),
        ({"employmentType": "sur mesure"}, "contract", "unknown contract 'sur mesure', left out"),
        (paid(4000, "MONTH", "CHF"), "wage", "paid in 'CHF', not in euros: left out"),
        (paid(4000), "wage", "'4000': by the hour, the month or the year?, left out"),
        (paid(4, "MONTH"), "wage", "'4' is not between 300 and 30000 euros a month: left out"),
        (
            {"employmentType": "PART_TIME", **paid(900, "MONTH")},
            "wage",
            "paid for part time of unknown hours: left out",
        ),
        ({"educationRequirements": "l'école de la vie"}, "education", 'unknown level "l\'école de la vie", left out'),
    ],
)
def test_what_cannot_be_read_is_left_out_with_the_reason(changes, field, reason):
    found, reasons = record(**changes)
    assert reasons == [reason]
    assert field == "place" or field not in found


def test_a_foreign_postcode_is_no_french_one():
    abroad = {"address": {"addressLocality": "Ailleurs", "postalCode": "1000", "addressCountry": {"name": "BE"}}}
    found, reasons = record(jobLocation=abroad)
    assert found["place"] == {"label": "Ailleurs"}
    assert reasons == ["outside France: the postcode is left out"]


def test_only_who_knows_the_day_says_that_it_has_passed():
    assert parsed(POSTING).problems == parsed(POSTING, "2026-11-10").problems == []
    [problem] = parsed(POSTING, "2026-11-22").problems
    assert (problem.reason, problem.kept) == ("the last day to apply has passed: 2026-11-10", True)


def test_without_an_identifier_the_same_posting_has_always_the_same():
    bare = {name: value for name, value in POSTING.items() if name != "identifier"}
    ids = [parsed(value).rows[0][1]["id"] for value in (bare, dict(reversed(bare.items())), bare | {"title": "Autre"})]
    assert ids[0] == ids[1] != ids[2]
    by_address = [parsed(bare | {"url": "https://example.org/1", "title": title}) for title in ("a", "b")]
    assert by_address[0].rows[0][1]["id"] == by_address[1].rows[0][1]["id"]


def test_html_becomes_what_a_person_reads():
    assert text_of_html("<h2>Poste</h2><p>a<br/>b</p><script>x < y</script>c &lt; d") == "Poste\n\na\nb\nc < d"
    assert text_of_html("&lt;p&gt;R&amp;amp;D&lt;/p&gt;") == "R&D"
    assert text_of_html("R&D, 3 < 4\nligne") == "R&D, 3 < 4\nligne"


def test_several_files_are_one_import_and_a_bad_one_spoils_no_other(sqlite_url, tmp_path):
    (tmp_path / "a.html").write_bytes(page(json.dumps(POSTING)))
    (tmp_path / "b.json").write_text(json.dumps([POSTING, POSTING | {"identifier": "b"}]), "utf-8")
    (tmp_path / "c.pdf").write_bytes(b"%PDF-1.7")
    files = [tmp_path / name for name in ("a.html", "b.json", "c.pdf")]
    loaded = answer("import", "postings", *files, db=sqlite_url)
    assert loaded["tables"]["openings"]["added"] == 2
    refused = [(problem["file"], problem["reason"]) for problem in loaded["problems"] if not problem["kept"]]
    assert refused[0] == ("b.json", "'ref-1' was already given on line 1")
    assert refused[1][0] == "c.pdf" and "this is a PDF" in refused[1][1]
    assert any("has passed" in problem["reason"] for problem in loaded["problems"])
