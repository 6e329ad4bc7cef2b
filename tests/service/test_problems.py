"""Every reason and every error has its French, whatever file of the sources it is written in."""

import ast
import csv
import errno
import io
import json
import os
import re
import tomllib
import zipfile
from collections.abc import Iterable, Iterator
from importlib.resources import files
from pathlib import Path
from string import Formatter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.errors import InvalidRecord
from matching.records import read_candidate
from service.errors import Invalid, ServiceError
from service.importers import communes, lists, offers, own, tension
from service.problems import in_language
from tests.service import hostile

ROOT = Path(__file__).parents[2]
MAKERS = {"FieldError", "Problem", "Wage", "Unusable", "ValueError"} | {
    c.__name__ for c in ServiceError.__subclasses__()
}
FRENCH = tomllib.loads(files("service").joinpath("locale", "problems_fr.toml").read_text("utf-8"))
WHOLE = ("error", "reason")
NOT_OURS = ("said", "kind")  # what Python says, and the names of its types
NARROW = "\u202f"


def bare(template):
    """The template with nothing in its holes, so that those of the sources and of the entries compare."""
    return "".join(
        plain.replace("{", "{{") + "{}" * (hole is not None) for plain, hole, *_ in Formatter().parse(template)
    )


class Texts:
    """The texts that one file gives people to read, as bare templates."""

    def __init__(self, tree: ast.Module) -> None:
        self.tree = tree
        self.constants = {
            statement.targets[0].id: statement.value
            for statement in tree.body
            if isinstance(statement, ast.Assign) and isinstance(statement.targets[0], ast.Name)
        }

    def given(self) -> Iterator[str]:
        """What makers of problems are called with, the last of a fault, the values of a table of texts."""
        for constant in self.constants.values():
            if isinstance(constant, ast.Dict):
                yield from self.sentences(constant.values)
        for function in (node for node in ast.walk(self.tree) if isinstance(node, ast.FunctionDef)):
            for node in ast.walk(function):
                if isinstance(node, ast.Call) and getattr(node.func, "id", "") in MAKERS:
                    yield from self.called(node, function)
                elif isinstance(node, ast.Tuple) and len(node.elts) in (2, 3):
                    yield from self.sentences(node.elts[-1:], function)
                elif isinstance(node, ast.Return):
                    yield from self.sentences([node.value], function)

    def called(self, call: ast.Call, function: ast.FunctionDef) -> Iterator[str]:
        given = call.args[2:3] if call.func.id == "Problem" else call.args
        named = [word.value for word in call.keywords if word.arg in ("reason", "complaint")]
        for node in [*given, *named]:
            yield from self.of(node, function)

    def sentences(self, nodes: Iterable[ast.expr | None], function: ast.FunctionDef | None = None) -> Iterator[str]:
        """Only what has a space and a word: codes and names of fields are not read by people."""
        found = (text for node in nodes for text in self.of(node, function))
        yield from (text for text in found if " " in text and re.search("[a-z]{2}", text))

    def of(self, node: ast.expr | None, function: ast.FunctionDef | None = None) -> Iterator[str]:
        """The texts that an expression may be, and those that it holds."""
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value:
            yield node.value.replace("{", "{{").replace("}", "}}")
        elif isinstance(node, ast.JoinedStr):
            yield "".join(self.piece(part) for part in node.values)
            held = [part.value for part in node.values if isinstance(part, ast.FormattedValue)]
            yield from self.sentences((value for value in held if not self.constant(value)), function)
        elif isinstance(node, ast.IfExp | ast.BoolOp):
            for choice in node.values if isinstance(node, ast.BoolOp) else (node.body, node.orelse):
                yield from self.of(choice, function)
        elif isinstance(node, ast.Name):
            yield from self.of(self.constant(node))
            for value in assigned(node.id, function):
                yield from self.of(value, function)

    def piece(self, part: ast.expr) -> str:
        if isinstance(part, ast.Constant):
            return str(part.value).replace("{", "{{").replace("}", "}}")
        constant = self.constant(part.value)
        return next(self.of(constant)) if constant else "{}"

    def constant(self, node: ast.expr) -> ast.expr | None:
        found = self.constants.get(node.id) if isinstance(node, ast.Name) else None
        return found if isinstance(found, ast.JoinedStr | ast.Constant) and any(self.of(found)) else None


def assigned(name: str, function: ast.FunctionDef | None) -> Iterator[ast.expr]:
    for node in ast.walk(function) if function else ():
        if isinstance(node, ast.Assign) and any(isinstance(to, ast.Name) and to.id == name for to in node.targets):
            yield node.value


def all_texts(tree: ast.Module) -> set[str]:
    texts = Texts(tree)
    return {
        text for node in ast.walk(tree) if isinstance(node, ast.Constant | ast.JoinedStr) for text in texts.of(node)
    }


TREES = {
    path.relative_to(ROOT).as_posix(): ast.parse(path.read_text("utf-8"))
    for layer in ("matching", "service")
    for path in sorted((ROOT / layer).rglob("*.py"))
}
SPEAKING = [name for name, tree in TREES.items() if any(Texts(tree).given())]
KNOWN = {bare(text) for texts in FRENCH.values() for text in texts}
JOINED = {"{} and {}", "{}: {}", "{}: line {} column {} (char {})"}  # by code of ours or of Python's, so written nowhere whole


def test_the_files_that_speak_are_found():
    assert {"matching/fields.py", "service/importers/lists.py", "service/db/refusals.py"} <= set(SPEAKING)
    assert sum(len(set(Texts(TREES[name]).given())) for name in SPEAKING) > 120


@pytest.mark.parametrize("source", SPEAKING)
def test_every_text_of_the_sources_has_its_french(source):
    assert {bare(text) for text in Texts(TREES[source]).given()} - KNOWN == set()


def test_every_french_text_still_has_its_source():
    written = {bare(text) for tree in TREES.values() for text in all_texts(tree)}
    ours = {bare(text) for heading, texts in FRENCH.items() if heading not in NOT_OURS for text in texts}
    assert ours - written - JOINED == set()


def holes(text):
    return sorted(hole for _, hole, *_ in Formatter().parse(text) if hole)


def filled(text, translation):
    """An English text with something in every hole, and what it says in French."""
    parts = {hole: (str(n), str(n)) for n, hole in enumerate(holes(text), start=3)}
    parts |= {hole: filled(*next(iter(FRENCH[hole].items()))) for hole in parts if hole in FRENCH}
    if "faults" in parts:
        parts["faults"] = ("id: missing; place.lat: given twice", "id : manquant ; place.lat : donné deux fois")
    return tuple(
        said.format_map({hole: pair[n] for hole, pair in parts.items()}) for n, said in enumerate((text, translation))
    )


@pytest.mark.parametrize(("text", "translation"), [pair for name in WHOLE for pair in FRENCH[name].items()])
def test_every_entry_is_found_by_its_own_text(text, translation):
    assert holes(text) == holes(translation)
    english, french = filled(text, translation)
    assert in_language(english, "fr").replace(NARROW, " ") == french
    assert in_language(english, "en") == english
    assert not re.search(r"\w'\w", translation), "a straight apostrophe"


ANCHORS = [
    ("missing", "manquant"),
    ("-1 is not between 0 and 20000", "-1 n’est pas entre 0 et 20000"),
    ("the number is not between 0 and 168", "le nombre n’est pas entre 0 et 168"),
    ("text expected, found a list", "il faut un texte, pas une liste"),
    ("text expected, found Decimal", "il faut un texte, pas Decimal"),
    ("number expected, found 'a list'", "il faut un nombre, pas 'a list'"),
    ("'fox is none of x' is none of CDI, CDD", "'fox is none of x' ne fait pas partie des valeurs possibles~: CDI, CDD"),
    ("number too large; ignored", "nombre trop grand~; laissé de côté"),
    ("not JSON at line 2 column 5 (Expecting value)", "ce n’est plus du JSON à la ligne 2, colonne 5 (il manque une valeur)"),
    ("'12 € net': net, not gross, left out", "'12 € net'~: net, et non brut, laissé de côté"),
    ("paid for 17.5 hours a week: counted for 35", "payé pour 17,5 h par semaine~: compté pour 35"),
    ("a.csv: larger than 200,000,000 bytes; split it into smaller files", "a.csv~: plus de 200~000~000 octets~; le découper en fichiers plus petits"),
    ("a.csv: cannot be read (No such file or directory); check the path", "a.csv~: lecture impossible (fichier ou dossier introuvable)~; vérifier le chemin"),
    ("nothing is called text in candidates", "rien ne s’appelle text dans candidates"),
    ("sqlite:///v.db: the database is damaged: put a backup in its place", "sqlite:///v.db~: la base est abîmée~: mettre une sauvegarde à sa place"),
    ("a.csv: 0 good rows and 1 bad ones: not the file that it should be; line 2: insee missing", "a.csv~: lignes bonnes~: 0, mauvaises~: 1~; ce n’est pas le fichier attendu~; ligne 2 · insee · manquant"),
    ("a text: of nobody knows whom", "a text: of nobody knows whom"),
    ("", ""),
]  # fmt: skip


@pytest.mark.parametrize(("english", "french"), ANCHORS)
def test_what_people_read(english, french):
    assert in_language(english, "fr") == french.replace("~", NARROW)


@given(st.text())
def test_any_text_comes_back_as_a_text_and_in_english_as_itself(text):
    assert isinstance(in_language(text, "fr"), str)
    assert in_language(text, "en") == text


@given(st.text(max_size=40))
def test_what_people_wrote_is_carried_over_unchanged(text):
    assert repr(text) in in_language(f"number expected, found {text!r}", "fr")
    assert repr(text) in in_language(f"{text!r} was already given on line 3", "fr")


ENGLISH = re.compile(r"\b(the|is|are|an?|not|no|of|than|and|or|at|expected|found|missing|left|out|unknown|given)\b")


def assert_french(texts):
    assert texts
    for text in texts:
        french = in_language(text, "fr")
        assert french != text
        assert not ENGLISH.search(re.sub(r"'[^']*'|is_\w+", "", french)), french


HOSTILE = hostile.lines_of(
    {"id": [], "max_km": -1, "start": "2026-02-30", "contracts": "CDX", "skills": {"label": "x"}, "hobby": 1},
    {
        "id": "a",
        "max_km": "far",
        "wage_floor": True,
        "education": 2.5,
        "place": {"lat": 91},
        "hours": {"min": 9, "max": 1},
    },
    {"id": "b\0", "must": "reach", "wish": ["reach"], "place": {"lat": 4}, "modes": ["x"] * 501, "languages": [None]},
    {"id": "c" * 65, "kinds": [None, 3], "hours": "|", "wishes": [{"requirement": "must"}], "licences": [1 << 70]},
    {"id": "d", "nom": ["x"], "qpv": "y\0", "hours": {}, "skills": [{"label": "x", "held": "perhaps"}]},
    '{"id": NaN, "max_km": 1e999, "start": 1e400, "wage_floor": 1234567890123456789012, "id": 2}',
    '{"id": "e", "skills": ' + hostile.nested(50) + "}",
    *("{", '{"id"}', '{"id" 3}', '{"id": }', '{"id": "x}', '{"id": 1} 2', '{"id": "\\q"}', '{"id": "\\u12"}', "3"),
    *({"id": f"f{number}"} for number in (*range(40), 1, 2)),
)
OFFER = {
    "id": 1, "description": "x" * 40_001, "lieuTravail": {"latitude": "0", "longitude": "0"}, "permis": ["Z9"],
    "langues": ["elfique"], "formations": [{"niveauLibelle": "??"}, 3], "typeContrat": "XYZ", "competences": [3],
    "dureeTravailLibelle": "99H", "salaire": {"libelle": "12 € net"}, "alternance": [], "entreprise": "x",
}  # fmt: skip
OFFERS = hostile.lines_of(OFFER, {"id": 2, "alternance": True, "intitule": []}, {"id": {}}, [1], "{")


@pytest.mark.parametrize("parsed", [own.parse_candidates(HOSTILE), own.parse_openings(HOSTILE), offers.parse(OFFERS)])
def test_no_reason_of_a_hostile_file_is_left_in_english(parsed):
    assert len({problem.reason for problem in parsed.problems}) > 10
    assert_french([problem.reason for problem in parsed.problems])


def test_no_reason_of_a_published_list_is_left_in_english():
    lines = ["01001;01400;A;46;5;;", "1;01400;A;46;5;;", "01002;1;B;46;5;;", "01003;01400;C;x;5;;", "01004;01400;D;99;5;;", "01001;01400;A;46;5;;", "01005;0", '01006;"0"1;E;46;5;;', "01007;01400;;46;5;;", "01008;\x001400;F;46;5;;"]  # fmt: skip
    rows = [f"{n:05};01000;X;46;5;;" for n in range(2000, 2060)]
    found = communes.parse("\n".join([";".join(communes.OURS), *lines, *rows]).encode(), "c.csv").problems
    header = (*tension.KEYS, *tension.AMOUNTS, *tension.CLASSES)
    bad = ["A;1;2024;x;1" + ";1" * 7, "B;1;2024;-1;1" + ";1" * 7, "C;1;99;1;1" + ";9" * 7, "D;1;2024;1;1" + ";1" * 7]
    found += tension.parse("\n".join([";".join(header), *bad]).encode(), "t.csv").problems
    assert_french([problem.reason for problem in [*found, *lists.listed(found * 30)]])


BAD_FILES = [
    b"numero;title\n1;x\n",
    b"id;id\n1;2\n",
    b"[1",
    b"%PDF-1.7",
    b"\x1f\x8b",
    hostile.cut_workbook(),
    b"PK\x03\x04",
]


@pytest.mark.parametrize("raw", BAD_FILES)
def test_no_error_of_a_file_is_left_in_english(raw):
    with pytest.raises(Invalid) as error:
        own.parse_openings(raw)
    assert_french(
        [re.sub("known are .*|connues sont .*", "", str(error.value))] if b"num" not in raw else [str(error.value)]
    )


def test_every_fault_of_a_change_is_said_in_french():
    with pytest.raises(InvalidRecord) as error:
        read_candidate({"max_km": "1; b: 2", "skills": [{"level": 9}], "a b": 1, "start": "x"})
    assert in_language(f"--with: {error.value}", "fr").replace(NARROW, " ") == "?"


def failures():
    """What Python says of broken JSON, CSV, numbers, files and archives, asked from Python itself."""
    for text in (
        "{",
        '{"a"',
        '{"a" 3}',
        '{"a":}',
        '["x',
        "[1 2]",
        "1 2",
        '"\\q"',
        '"\\u12"',
        '"\n"',
        '{"a": 1,}',
        "[1,]",
    ):
        with pytest.raises(ValueError) as error:
            json.loads(text)
        yield error.value.msg
    for text in ('"a"b', 'a,"b'):
        with pytest.raises(csv.Error) as error:
            list(csv.reader(io.StringIO(text), strict=True))
        yield str(error.value)
    with pytest.raises(ValueError) as error:
        float("x")
    yield str(error.value)
    with pytest.raises(zipfile.BadZipFile) as error:
        zipfile.ZipFile(io.BytesIO(b"x"))
    yield str(error.value)
    yield from map(
        os.strerror, (errno.ENOENT, errno.EACCES, errno.EISDIR, errno.ENOTDIR, errno.ENOSPC, errno.EROFS, errno.EIO)
    )


@pytest.mark.parametrize("message", list(failures()))
def test_what_python_says_of_a_failure_has_its_french(message):
    assert_french([message])
