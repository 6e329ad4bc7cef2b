"""What leaves as JSON Resume or JobPosting is valid, tells only what the record does, and comes back."""

import csv
import html
import json
import re

import pytest

from matching.records import CANDIDATE, read_candidate, read_opening
from service.demo import territory
from service.export_job_posting import posting_of
from service.export_json_resume import resume_of
from service.exports import write_json
from service.importers import job_posting
from service.importers.cv_files import read_document
from service.importers.resumes import json_resume
from tests.service.cli import answer, call, write_lines

RESUME = {  # JSON Resume 1.0: the fields of each part
    "basics": "name label image email phone url summary location profiles",
    "work": "name location description position url startDate endDate summary highlights",
    "volunteer": "organization position url startDate endDate summary highlights",
    "education": "institution url area studyType startDate endDate score courses",
    "awards": "title date awarder summary",
    "certificates": "name date url issuer",
    "publications": "name publisher releaseDate url summary",
    "skills": "name level keywords",
    "languages": "language fluency",
    "interests": "name keywords",
    "references": "name reference",
    "projects": "name description highlights keywords startDate endDate url roles entity type",
    "meta": "canonical version lastModified visavis",
}
LOCATION = "address postalCode city countryCode region"
GOOGLE_TYPES = {"FULL_TIME", "PART_TIME", "CONTRACTOR", "TEMPORARY", "INTERN", "VOLUNTEER", "PER_DIEM", "OTHER"}
POSTING = """applicantLocationRequirements applicationContact baseSalary datePosted directApply educationRequirements
eligibilityToWorkRequirement employerOverview employmentType employmentUnit estimatedSalary experienceInPlaceOfEducation
experienceRequirements hiringOrganization incentiveCompensation industry jobBenefits jobDuration jobImmediateStart
jobLocation jobLocationType jobStartDate occupationalCategory physicalRequirement qualifications relevantOccupation
responsibilities salaryCurrency securityClearanceRequirement sensoryRequirement skills specialCommitments title
totalJobOpenings validThrough workHours additionalType alternateName description disambiguatingDescription identifier
image mainEntityOfPage name potentialAction sameAs subjectOf url @context @type"""
LABELS = {"N1105": "Magasinage", "11564": "Cariste", "120130": "Ranger des palettes", "78440": "Gargenville"}
PERSON = {
    "id": "c1",
    "wishes": [{"occupation": "N1105"}, {"title": "Cariste de nuit", "requirement": "wish"}],
    "skills": [{"code": "120130", "level": 3}, {"label": "Compter"}, {"label": "Souder", "held": False}],
    "experience": [{"title_code": "11564", "months": 18}],
    "education": 3,
    "languages": [{"code": "fr", "level": "B2"}, {"code": "ar"}],
    "licences": [{"code": "B"}],
    "certificates": [{"code": "CACES R489 3"}],
    "place": {"insee": "78440", "postcode": "78440"},
    "max_km": 20,
    "contracts": ["CDI", "MIS"],
    "start": "2026-12-01",
}
JOB = {
    "id": "o1",
    "kind": "job",
    "title": "Cariste & magasinier",
    "title_code": "11564",
    "occupation": "N1105",
    "description": "Ranger <vite> & bien :\n- palettes\n- colis\n\nBonne humeur.",
    "company": {"name": "Inventé SARL", "siret": "12345678900011", "sector": "52.10B"},
    "place": {"insee": "78440", "postcode": "78440", "label": "Gargenville", "lat": 48.98, "lon": 1.8},
    "skills": [{"code": "120130", "label": "Ranger des palettes"}, {"label": "Compter"}],
    "experience": {"months": 12},
    "education": {"level": 4},
    "licences": [{"code": "B"}],
    "certificates": [{"code": "CACES R489 3"}],
    "months": 6,
    "hours": {"min": 35, "max": 39},
    "working_times": ["early", "saturday", "shifts"],
    "start": "2026-12-01",
    "wage": {"min": 1900, "max": 2100.5},
    "positions": 2,
    "published": "2026-11-01",
}
CARRIED = "id title occupation place experience education licences certificates start positions published"


def parsed(*postings):
    found = job_posting.parse("\n".join(map(json.dumps, postings)).encode())
    said = {re.sub(r"\d+ hours", "n hours", problem.reason) for problem in found.problems}
    assert said <= {"TEMPORARY does not say which contract: left out", "paid for n hours a week: counted for 35"}
    return [row for _, row in found.rows]


def test_a_resume_tells_in_words_what_others_read():
    resume = resume_of(read_candidate(PERSON), LABELS, "fr")
    assert resume["basics"]["label"] == "Magasinage / Cariste de nuit"
    assert resume["basics"]["location"] == {"postalCode": "78440", "city": "Gargenville", "countryCode": "FR"}
    assert resume["work"] == [{"position": "Cariste"}]
    assert resume["skills"] == [{"name": "Ranger des palettes", "level": "Advanced"}, {"name": "Compter"}]
    assert resume["languages"] == [{"language": "français", "fluency": "B2"}, {"language": "arabe"}]
    assert "Souder" not in json.dumps({part: resume[part] for part in resume if part != "meta"})


def test_a_resume_holds_the_whole_record_for_us():
    record = read_candidate(PERSON)
    assert read_candidate(resume_of(record, LABELS, "fr")["meta"]["visavis"]) == record


@pytest.mark.parametrize("record", [{"id": "x"}, PERSON, *territory().candidates[:20]], ids=lambda record: record["id"])
def test_a_resume_that_we_wrote_gives_back_the_record_as_it_was(record, tmp_path):
    canonical = read_candidate({name: value for name, value in record.items() if name in CANDIDATE})
    write_json(tmp_path / "cv.json", resume_of(canonical, LABELS, "fr"))
    found = read_document(tmp_path / "cv.json")
    assert (found.record, found.problems) == (canonical, ())


def test_what_somebody_changed_in_our_record_is_read_with_suspicion():
    resume = resume_of(read_candidate(PERSON), LABELS, "fr")
    resume["meta"]["visavis"] |= {"max_km": "loin", "colour": "red", "birth_date": "2001-02-03", "id": "c2"}
    record, problems = json_resume.record_of(resume)
    assert record == {**read_candidate({name: PERSON[name] for name in PERSON if name != "max_km"}), "id": "c2"}
    assert {problem.field for problem in problems} == {"meta.visavis.max_km", "meta.visavis.colour"}
    assert all(problem.kept for problem in problems) and "2001" not in str(problems)
    assert json_resume.record_of({"meta": {"visavis": {"max_km": 3}}})[0] is None


def test_a_resume_is_read_again_as_any_other():
    resume, _, problems = json_resume.resume_of(resume_of(read_candidate(PERSON), LABELS, "fr"))
    facts = [(fact.name, fact.value) for fact in resume.facts]
    assert problems == []
    assert resume.headline == "Magasinage / Cariste de nuit"
    assert [job.title for job in resume.jobs] == ["Cariste"]
    assert {"Ranger des palettes", "Compter"} <= {label for label, _ in resume.skills}
    assert ("languages", {"code": "fr", "level": "B2"}) in facts and ("education", 3) in facts
    assert ("licences", {"code": "B"}) in facts


@pytest.mark.parametrize("record", [{"id": "x"}, PERSON, *territory().candidates[:60]], ids=lambda record: record["id"])
def test_every_resume_has_only_the_fields_of_the_format(record):
    canonical = read_candidate({name: value for name, value in record.items() if name in CANDIDATE})
    resume = resume_of(canonical, {}, "fr")
    for part, value in resume.items():
        for entry in value if isinstance(value, list) else [value]:
            assert entry and set(entry) <= set(RESUME[part].split()), part
    assert set(resume.get("basics", {}).get("location", {})) <= set(LOCATION.split())


def test_a_posting_comes_back_as_the_record_that_it_was():
    record = read_opening(JOB)
    [again] = parsed(posting_of(record, "own", LABELS))
    assert again == {name: value for name, value in record.items() if name != "kind"}


def carried(value):
    """What a posting can carry of a field: no musts."""
    if isinstance(value, list):
        return [carried(entry) for entry in value]
    return {part: own for part, own in value.items() if part != "requirement"} if isinstance(value, dict) else value


def test_the_demonstrations_openings_come_back_with_all_that_a_posting_can_carry():
    records = [read_opening(record) for record in territory().openings]
    records = [record for record in records if record.get("kind", "job") == "job"]
    again = {row["id"]: row for row in parsed(*(posting_of(record, "demo", {}) for record in records))}
    assert len(again) == len(records) > 50
    for record in records:
        for name in CARRIED.split():
            assert again[record["id"]].get(name) == carried(record.get(name)), (record["id"], name)
        if "wage" in record:
            assert again[record["id"]]["wage"] == pytest.approx(record["wage"], abs=0.02)


@pytest.mark.parametrize("record", [{"id": "x"}, JOB, *territory().openings], ids=lambda record: record["id"])
def test_every_posting_has_only_the_fields_of_the_vocabulary_and_nothing_empty(record):
    posting = posting_of(read_opening(record), "own", {})
    assert set(posting) <= set(POSTING.split())
    assert set(posting.get("employmentType", [])) <= GOOGLE_TYPES
    assert not re.search(r'""|\[\]|\{\}|null|None', json.dumps(posting))


def test_a_posting_invents_nothing():
    assert posting_of(read_opening({"id": "x"}), "own", {}) == {
        "@context": "https://schema.org",
        "@type": "JobPosting",
        "identifier": {"@type": "PropertyValue", "name": "own", "value": "x"},
    }
    told = posting_of(read_opening({"id": "x", "place": {"label": "Lyon"}, "contract": "CDI"}), "own", {})
    assert "addressCountry" not in json.dumps(told) and "employmentType" not in told


def test_part_time_pays_its_part_and_comes_back_as_the_whole():
    record = read_opening({"id": "x", "hours": {"min": 28, "max": 28}, "wage": {"min": 2000, "max": 2000}})
    posting = posting_of(record, "own", {})
    assert posting["baseSalary"]["value"]["value"] == 1600
    assert posting["employmentType"] == ["PART_TIME"]
    found = job_posting.parse(json.dumps(posting).encode())
    assert found.rows[0][1]["wage"] == {"min": 2000, "max": 2000}
    assert [problem.reason for problem in found.problems] == ["paid for 28 hours a week: counted for 35"]


def test_a_description_is_html_that_runs_nothing():
    posting = posting_of(read_opening(JOB | {"description": "<script>alert(1)</script> a < b & c"}), "own", {})
    assert "<script" not in posting["description"]
    assert html.unescape(posting["description"]) == "<p><script>alert(1)</script> a < b & c</p>"
    assert parsed(posting)[0]["description"] == "<script>alert(1)</script> a < b & c"


def test_the_commands_write_what_the_commands_read(sqlite_url, tmp_path):
    people = write_lines(tmp_path / "people.jsonl", PERSON | {"nom": "CANARI", "email": "canari@example.org"})
    answer("import", "candidates", people, db=sqlite_url)
    answer(
        "import",
        "openings",
        write_lines(tmp_path / "jobs.jsonl", JOB, JOB | {"id": "v", "kind": "visit"}),
        db=sqlite_url,
    )
    assert call("export", "resume", tmp_path / "one.json", "--candidate", "c1", "--db", sqlite_url).code == 0
    assert call("export", "postings", tmp_path / "out.jsonl", "--db", sqlite_url).code == 0
    written = (tmp_path / "one.json").read_text("utf-8")
    assert "meta" in json.loads(written) and "canari" not in written.casefold()
    loaded = answer("import", "postings", tmp_path / "out.jsonl", "--source", "back", db=sqlite_url)
    assert loaded["tables"]["openings"]["added"] == 1  # a visit is no job to post
    assert "looks like 'o1', kept: compare them" in [problem["reason"] for problem in loaded["problems"]]


FORMULAS = [
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "＝1",
    "＋1",
    "－1",
    "＠A",
    '=HYPERLINK("x")',
    "%0A-1",
    "'=1",
]


@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
def test_no_export_of_ours_lets_a_spreadsheet_run_what_a_stranger_wrote(sqlite_url, tmp_path, suffix):
    records = [{"id": f"f{number}", "title": text, "company": {"name": text}} for number, text in enumerate(FORMULAS)]
    answer("import", "openings", write_lines(tmp_path / "in.jsonl", *records), db=sqlite_url)
    out = tmp_path / f"out{suffix}"
    assert call("export", "openings", out, "--db", sqlite_url).code == 0
    if suffix == ".csv":
        cells = [cell for row in csv.reader(out.read_text("utf-8-sig").splitlines(), delimiter=";") for cell in row]
        assert not [cell for cell in cells if cell[:1] in set("=+-@\t\r＝＋－＠")]
    again = answer("import", "openings", out, db=sqlite_url)
    assert again["tables"]["openings"] == {"added": 0, "changed": 0, "gone": 0, "same": len(FORMULAS)}
