"""`visavis read`: titles, ads, CVs and any list of labels, understood and never saved."""

import json
import subprocess
import sys

import pytest

from service.usecases.reading import CODED
from tests.service.cli import ROOT, Done, call, refusal, spawn, write_lines
from tests.service.rome_files import release, write_folder

CV = """Prénom Nom
Né le 1er janvier 1990, marié, deux enfants

EXPÉRIENCE PROFESSIONNELLE
2019 - 2021 : Gardien de phare, Côte imaginaire
- Allumer une lampe

LANGUES
Anglais courant
"""


@pytest.fixture(scope="module")
def db(tmp_path_factory):
    """A store with a small reference, read by all tests of this file."""
    folder = tmp_path_factory.mktemp("read")
    url = f"sqlite:///{folder / 'visavis.db'}"
    assert call("import", "rome", write_folder(folder / "rome", release()), "--db", url).code == 0
    return url


def answers(*words, db, code=0):
    """The JSON lines that a command answers."""
    done = call("read", *words, "--json", "--db", db)
    assert done.code == code, done
    return [json.loads(line) for line in done.out.splitlines()], done.err


def text(path, *lines, encoding="utf-8"):
    path.write_bytes("".join(f"{line}\n" for line in lines).encode(encoding))
    return path


def test_a_title_gives_its_occupation_with_the_title_and_the_words_that_decided(db, tmp_path):
    found, err = answers("titles", text(tmp_path / "t.txt", "Gardienne de phare (H/F)"), db=db)
    best = found[0]["occupations"][0]
    assert found[0]["text"] == "Gardienne de phare (H/F)" and err == ""
    assert (best["code"], best["title_code"], best["because"]) == ("X1001", "1", ["Gardienne", "phare"])
    assert 0 < best["confidence"] <= 1 and best["title"] == "Gardien / Gardienne de phare"


def test_every_line_has_its_answer_and_what_is_unknown_has_none(db, tmp_path):
    found, _ = answers("titles", text(tmp_path / "t.txt", "souffleur de verre", "", "zzz qqq", "phare"), db=db)
    assert [item["text"] for item in found] == ["souffleur de verre", "", "zzz qqq", "phare"]
    assert found[0]["occupations"] and found[1]["occupations"] == found[2]["occupations"] == []


def test_other_encodings_and_ends_of_lines_are_read_alike(db, tmp_path):
    expected, _ = answers("titles", text(tmp_path / "a.txt", "maître verrier", "gardien"), db=db)
    for encoding in ("cp1252", "utf-16", "utf-8-sig"):
        assert answers("titles", text(tmp_path / "b.txt", "maître verrier\r", "gardien\r", encoding=encoding), db=db)[
            0
        ] == (expected)


def test_standard_input_is_read_where_there_is_no_file(db):
    for given in ([], ["-"]):
        done = subprocess.run(
            [sys.executable, "-m", "service", "read", "titles", *given, "--json", "--db", db],
            input=b"souffleur\n\ngardien\n",
            capture_output=True,
            cwd=ROOT,
            check=True,
        )
        lines = [json.loads(line) for line in done.stdout.decode().splitlines()]
        assert [line["text"] for line in lines] == ["souffleur", "", "gardien"]


def test_a_long_file_is_answered_in_order_and_as_a_short_one(db, tmp_path):
    lines = [f"gardien de phare {number}" if number % 7 else "" for number in range(1500)]
    path = text(tmp_path / "t.txt", *lines)
    found, _ = answers("titles", path, db=db)
    assert [item["text"] for item in found] == lines
    assert found[-1] == answers("titles", text(path, lines[-1]), db=db)[0][0]


@pytest.mark.parametrize(
    ("language", "unknown", "tie", "words"),
    [("fr", "je ne sais pas", "ex æquo", "mots décisifs"), ("en", "I don’t know", "tie", "words that decided")],
)
def test_the_terminal_says_how_sure_it_is_why_and_when_it_does_not_know(language, unknown, tie, words, tmp_path):
    db = f"sqlite:///{tmp_path / 'tie.db'}"
    twice = release(
        referentiel_appellation=[["3", "Veilleur", "Veilleur", c] for c in ("X1001",)]
        + [["4", "Veilleur", "Veilleur", "X1002"]]
    )
    call("import", "rome", write_folder(tmp_path / "rome", twice), "--db", db)
    path = text(tmp_path / "t.txt", "Veilleur", "zzz")
    out = call("read", "titles", path, "--lang", language, "--db", db).out
    assert unknown in out and tie in out and words in out and "%" in out


def test_without_reference_data_everything_is_unknown_and_said_so(sqlite_url, tmp_path):
    found, err = answers("titles", text(tmp_path / "t.txt", "soudeur"), db=sqlite_url)
    assert found == [{"text": "soudeur", "occupations": []}] and "import rome" in err


def test_files_that_are_no_text_are_refused(db, tmp_path):
    assert refusal("read", "titles", tmp_path / "absent.txt", db=db)[0] == 2
    (tmp_path / "t.xlsx").write_bytes(b"PK\x03\x04")
    assert "workbook" in refusal("read", "titles", tmp_path / "t.xlsx", db=db)[1]


OFFER = {
    "id": "A1",
    "intitule": "  Souffleur de verre H/F",
    "description": "\nCDI, 35 h par semaine. Allumer une lampe est exigé. Permis B exigé.",
    "romeCode": "X1001",
    "appellationlibelle": "Gardien / Gardienne de phare",
    "competences": [{"code": "20", "libelle": "Marées", "exigence": "E"}, {"code": "999", "libelle": "?"}],
}


def test_an_ad_gives_occupations_skills_and_facts_with_the_words_that_told_them(db, tmp_path):
    [ad], _ = answers("ads", write_lines(tmp_path / "o.jsonl", OFFER), "--blind", db=db)
    assert ad["id"] == "A1" and ad["occupations"][0]["code"] == "X1002"
    assert {fact["name"] for fact in ad["facts"]} >= {"contract", "hours", "licences"}
    for item in (*ad["facts"], *(skill for skill in ad["skills"] if skill["span"])):
        span = item["span"]
        whole = {"title": OFFER["intitule"], "description": OFFER["description"]}[span["field"]]
        assert whole[span["start"] : span["end"]] == span["text"]
    for items in (ad["occupations"], ad["skills"], ad["facts"]):
        sure = [item["confidence"] for item in items]
        assert sure == sorted(sure, reverse=True) and all(0 <= share <= 1 for share in sure)


def test_codes_that_came_with_an_ad_go_first_unless_blind(db, tmp_path):
    path = write_lines(tmp_path / "o.jsonl", OFFER)
    for language, because in (("fr", "codé dans l’offre"), ("en", "coded in the ad")):
        [ad], _ = answers("ads", path, "--lang", language, db=db)
        assert ad["occupations"][0] == {
            "code": "X1001",
            "title": "Gardien / Gardienne de phare",
            "title_code": "1",
            "confidence": 1.0,
            "because": [because],
        }
        first = {"code": "20", "label": "Marées", "requirement": "must", "confidence": 1.0, "span": None}
        assert ad["skills"][0] == first and CODED not in json.dumps(ad)
    codes = [item["code"] for item in ad["occupations"]]
    assert len(codes) == len(set(codes)) and "999" not in {skill["code"] for skill in ad["skills"]}


def test_blind_means_that_the_codes_change_nothing(db, tmp_path):
    bare = {name: OFFER[name] for name in ("id", "intitule", "description")}
    coded, plain = (write_lines(tmp_path / f"{n}.jsonl", offer) for n, offer in enumerate((OFFER, bare)))
    assert answers("ads", coded, "--blind", db=db)[0] == answers("ads", plain, "--blind", db=db)[0]


def test_a_bad_line_is_told_with_its_number_and_stops_no_other(db, tmp_path):
    path = write_lines(tmp_path / "o.jsonl", OFFER, "{broken", "[1]", {"id": "empty"}, {**OFFER, "id": "A2"})
    found, err = answers("ads", path, db=db)
    assert [ad["id"] for ad in found] == ["A1", "A2"]
    assert [line for line in (2, 3, 4) if f"line {line} " in err] == [2, 3, 4]


def test_the_answer_of_the_api_is_read_too(db, tmp_path):
    path = write_lines(tmp_path / "o.json", {"resultats": [OFFER, {**OFFER, "id": "A2"}]})
    assert [ad["id"] for ad in answers("ads", path, db=db)[0]] == ["A1", "A2"]


def test_only_a_file_of_which_nothing_can_be_read_is_an_error(db, tmp_path):
    done = call("read", "ads", write_lines(tmp_path / "o.jsonl", {"id": "x"}), "--db", db)
    assert done.code == 2 and done.out == ""
    assert answers("ads", text(tmp_path / "none.jsonl"), db=db) == ([], "")


@pytest.mark.parametrize("language", ["fr", "en"])
def test_ads_are_shown_in_the_terminal(db, tmp_path, language):
    done: Done = call("read", "ads", write_lines(tmp_path / "o.jsonl", OFFER), "--lang", language, "--db", db)
    assert done.code == 0 and ("codé dans l’offre" if language == "fr" else "coded in the ad") in done.out
    assert ("contrat" if language == "fr" else "contract") in done.out and "X1002" in done.out


def test_a_cv_gives_a_record_and_names_what_is_left_out_without_saying_it(db, tmp_path):
    path = tmp_path / "cv.txt"
    path.write_text(CV, "utf-8")
    [cv], err = answers("cv", path, db=db)
    assert cv["file"] == "cv.txt" and err == "" and cv["record"]["id"].startswith("cv-")
    assert {"birth", "family"} <= {item["matter"] for item in cv["left_out"]}
    assert cv["record"]["languages"][0]["code"] == "en"
    assert "1990" not in json.dumps(cv) and "Prénom" not in json.dumps(cv, ensure_ascii=False)
    assert {"field", "value", "why", "told"} == set(cv["confirm"][0]) if cv["confirm"] else True


def test_a_draft_can_be_imported_and_nothing_is_saved_before(db, tmp_path):
    (tmp_path / "cv.txt").write_text(CV, "utf-8")
    (tmp_path / "same.txt").write_text(CV, "utf-8")
    draft = tmp_path / "out.jsonl"
    done = call("read", "cv", tmp_path / "cv.txt", tmp_path / "same.txt", "--draft", draft, "--db", db)
    assert done.code == 0 and f"visavis import candidates {draft}" in done.out
    assert len(draft.read_text("utf-8").splitlines()) == 1
    done = call("import", "candidates", draft, "--dry-run", "--json", "--db", db)
    loaded = json.loads(done.out)
    assert loaded["tables"]["candidates"]["added"] == 1 and loaded["refused"] == 0


def test_a_bad_cv_stops_no_other_and_only_bad_ones_are_an_error(db, tmp_path):
    (tmp_path / "cv.txt").write_text(CV, "utf-8")
    found, err = answers("cv", tmp_path / "absent.pdf", tmp_path / "cv.txt", db=db)
    assert [cv["file"] for cv in found] == ["cv.txt"] and "absent.pdf" in err
    done = call("read", "cv", tmp_path / "absent.pdf", "--draft", tmp_path / "no.jsonl", "--db", db)
    assert done.code == 2 and not (tmp_path / "no.jsonl").exists()


def test_empty_profiles_stay_out_of_a_draft_and_what_failed_is_counted(db, tmp_path):
    (tmp_path / "cv.txt").write_text(CV, "utf-8")
    (tmp_path / "empty.txt").write_text("Bonjour\n", "utf-8")
    files, draft = [tmp_path / name for name in ("cv.txt", "empty.txt", "absent.pdf")], tmp_path / "out.jsonl"
    done = call("read", "cv", *files, "--draft", draft, "--lang", "en", "--db", db)
    assert done.code == 0 and len(draft.read_text("utf-8").splitlines()) == 1
    assert "not written: 1" in done.err and "could not be read: 1" in done.err
    done = call("read", "cv", files[1], "--draft", tmp_path / "no.jsonl", "--lang", "en", "--db", db)
    assert done.code == 0 and "import" not in done.out and not (tmp_path / "no.jsonl").exists()


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_cv_is_shown_in_the_terminal(db, tmp_path, language):
    (tmp_path / "cv.txt").write_text(CV, "utf-8")
    done = call("read", "cv", tmp_path / "cv.txt", "--lang", language, "--db", db)
    assert ("laissé de côté" if language == "fr" else "left out") in done.out
    assert ("Rien n’est enregistré" if language == "fr" else "Nothing is saved") in done.out


def test_labels_are_ranked_with_their_lines_and_concepts_by_their_best_label(sqlite_url, tmp_path):
    labels = text(tmp_path / "l.txt", "Tuyauteur industriel\tA1", "", "Vendeur\tB", "Soudeuse\tA1", "Vendeur")
    queries = text(tmp_path / "q.txt", "soudeuse", "", "vendeurs")
    found, err = answers("link", "--labels", labels, "--queries", queries, "--top", 3, db=sqlite_url)
    assert [(item["query"], item["line"]) for item in found] == [("soudeuse", 1), ("", 2), ("vendeurs", 3)]
    best = found[0]["labels"][0]
    assert (best["label"], best["line"], best["concept"]) == ("Soudeuse", 4, "A1") and err == ""
    assert [item["line"] for item in found[0]["labels"] if item.get("concept") == "A1"] == [4]
    assert found[1]["labels"] == []
    assert [(item["line"], item.get("concept")) for item in found[2]["labels"][:2]] == [(3, "B"), (5, None)]


def test_labels_are_ranked_with_reference_data_too(db, tmp_path):
    labels, queries = text(tmp_path / "l.txt", "Phare", "Verre"), text(tmp_path / "q.txt", "souffleur de verre")
    found, _ = answers("link", "--labels", labels, "--queries", queries, "--top", 1, db=db)
    assert [item["label"] for item in found[0]["labels"]] == ["Verre"]


def test_no_labels_or_no_queries_are_no_error(sqlite_url, tmp_path):
    some, none = text(tmp_path / "s.txt", "Vendeur"), text(tmp_path / "n.txt")
    assert answers("link", "--labels", none, "--queries", some, db=sqlite_url)[0] == [
        {"query": "Vendeur", "line": 1, "labels": []}
    ]
    assert answers("link", "--labels", some, "--queries", none, db=sqlite_url)[0] == []


def test_the_commands_explain_themselves():
    done = spawn("read", "--help")
    assert done.code == 0 and all(verb in done.out for verb in ("titles", "ads", "cv", "link"))
