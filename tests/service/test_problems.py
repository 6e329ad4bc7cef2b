"""Every reason and every error has its French, in whatever file of the sources it is written."""

import ast
import errno
import os
import re
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from string import Formatter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.errors import Invalid, ServiceError
from service.i18n import read_locale
from service.importers import communes, offers, own, tension
from service.problems import in_language
from tests.service import hostile

ROOT = Path(__file__).parents[2]
FRENCH = read_locale("problems_fr")
NOT_OURS = ("said", "kind", "sure")  # what Python says, the names of its types, and its percentages
JOINED = {"{} and {}", "{}"}  # written nowhere as a whole
ERRORS = {error.__name__ for error in ServiceError.__subclasses__()}
MAKERS = ERRORS | {"FieldError", "Problem", "Wage", "Unusable", "ValueError"}
HOLES = {None: "{}", "r": "{!r}"}


def bare(template):
    """The template without the names of its holes, so that those of the sources and of the entries compare."""
    return "".join(escaped(plain) + HOLES[how] * bool(hole) for plain, hole, _, how in Formatter().parse(template))


def escaped(text):
    return text.replace("{", "{{").replace("}", "}}")


class Texts:
    """The texts that one file gives people to read, as bare templates."""

    def __init__(self, tree: ast.Module) -> None:
        self.tree = tree
        pairs = [(s.targets[0], s.value) for s in tree.body if isinstance(s, ast.Assign)]
        self.constants = {to.id: value for to, value in pairs if isinstance(to, ast.Name)}

    def for_people(self) -> Iterator[str]:
        """What problems and errors are made of, the last part of tuples (faults), and the values of tables."""
        for table in (value for value in self.constants.values() if isinstance(value, ast.Dict)):
            yield from self.sentences(table.values)
        for form in (node for node in ast.walk(self.tree) if called(node) == "Text" and len(node.args) == 3):
            yield from self.of(form.args[0])  # what a text must look like
        for function in (node for node in ast.walk(self.tree) if isinstance(node, ast.FunctionDef)):
            for node in ast.walk(function):
                if called(node) in MAKERS:
                    whole = (
                        slice(2, 3)
                        if called(node) == "Problem"
                        else slice(1)
                        if called(node) in ERRORS
                        else slice(None)
                    )
                    named = [word.value for word in node.keywords if word.arg != "code"]
                    for part in (*node.args[whole], *named):
                        yield from self.of(part, function)
                elif isinstance(node, ast.Tuple) and len(node.elts) in (2, 3):
                    yield from self.sentences(node.elts[-1:], function)
                elif isinstance(node, ast.Return):
                    yield from self.sentences([node.value], function)

    def sentences(self, nodes: Iterable[ast.expr | None], function: ast.FunctionDef | None = None) -> Iterator[str]:
        """Only what has a space and a word: codes, names of fields and patterns are not read by people."""
        found = (text for node in nodes for text in self.of(node, function))
        yield from (text for text in found if " " in text and re.search("[a-z]{2}", text) and not set(text) & {*"|\\<"})

    def of(self, node: ast.expr | None, function: ast.FunctionDef | None = None) -> Iterator[str]:
        """The texts that an expression may be, and those that its holes hold."""
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value:
            yield escaped(node.value)
        elif isinstance(node, ast.JoinedStr):
            yield "".join(self.piece(part) for part in node.values)
            held = [part.value for part in node.values if isinstance(part, ast.FormattedValue)]
            yield from self.sentences((value for value in held if not self.constant(value)), function)
        elif isinstance(node, ast.IfExp | ast.BoolOp):
            for choice in node.values if isinstance(node, ast.BoolOp) else (node.body, node.orelse):
                yield from self.of(choice, function)
        elif isinstance(node, ast.Name):
            for value in (self.constant(node), *assigned(node.id, function)):
                yield from self.of(value)

    def piece(self, part: ast.expr) -> str:
        if isinstance(part, ast.Constant):
            return escaped(part.value)
        constant = self.constant(part.value)
        return next(self.of(constant)) if constant else HOLES["r" if part.conversion == ord("r") else None]

    def constant(self, node: ast.expr) -> ast.expr | None:
        found = self.constants.get(node.id) if isinstance(node, ast.Name) else None
        return found if isinstance(found, ast.JoinedStr | ast.Constant) and any(self.of(found)) else None


def called(node: ast.AST) -> str:
    return getattr(node.func, "id", "") if isinstance(node, ast.Call) else ""


def assigned(name: str, function: ast.FunctionDef | None) -> list[ast.expr]:
    nodes = ast.walk(function) if function else ()
    return [n.value for n in nodes if isinstance(n, ast.Assign) and name in [getattr(to, "id", "") for to in n.targets]]


@cache
def sources() -> dict[str, Texts]:
    paths = [path for layer in ("matching", "service") for path in sorted((ROOT / layer).rglob("*.py"))]
    return {path.relative_to(ROOT).as_posix(): Texts(ast.parse(path.read_text("utf-8"))) for path in paths}


@cache
def spoken() -> dict[str, set[str]]:
    """What each source that speaks gives people to read."""
    return {name: said for name, texts in sources().items() if (said := set(texts.for_people()))}


def test_the_files_that_speak_are_found():
    assert {"matching/fields.py", "service/importers/lists.py", "service/db/refusals.py"} <= set(spoken())
    assert sum(map(len, spoken().values())) > 120


def test_every_text_of_the_sources_has_its_french():
    known = {bare(text) for texts in FRENCH.values() for text in texts}
    assert {name: unknown for name, said in spoken().items() if (unknown := said - known)} == {}


def test_every_french_text_still_has_its_source():
    nodes = [(texts, node) for texts in sources().values() for node in ast.walk(texts.tree)]
    written = {text for texts, node in nodes if not isinstance(node, ast.Name) for text in texts.of(node)}
    ours = {bare(text) for heading, texts in FRENCH.items() if heading not in NOT_OURS for text in texts}
    assert ours - written - JOINED == set()


def holes(text):
    return sorted({hole for _, hole, *_ in Formatter().parse(text) if hole})


def filled(text, french):
    """An English text with something in every hole, and what it says in French."""
    parts = {hole: (str(n), str(n)) for n, hole in enumerate(holes(text), start=3)}
    parts |= dict.fromkeys(re.findall(r"{(\w+)!r}", text), ("'a'", "'a'"))
    parts |= {hole: filled(*next(iter(FRENCH[hole].items()))) for hole in parts if hole in FRENCH}
    parts |= {hole: ("id: missing", "id : manquant") for hole in parts if hole == "faults"}
    english, said = ({hole: pair[n] for hole, pair in parts.items()} for n in (0, 1))
    return text.replace("!r}", "}").format_map(english), french.format_map(said)


@pytest.mark.parametrize(("text", "french"), [pair for name in ("error", "reason") for pair in FRENCH[name].items()])
def test_every_entry_is_found_by_its_own_text(text, french):
    assert holes(text) == holes(french)
    english, said = filled(text, french)
    assert in_language(english, "fr").replace("\u202f", " ") == said
    assert in_language(english, "en") == english
    assert not re.search(r"\w'\w", french), "a straight apostrophe"


ANCHORS = """
-1 is not between 0 and 20000 => -1 n’est pas entre 0 et 20000
the number is not between 0 and 168 => le nombre n’est pas entre 0 et 168
text expected, found a list => il faut un texte, pas une liste
number expected, found 'a list' => il faut un nombre, pas 'a list'
'fox is none of x' is none of CDI, CDD => 'fox is none of x' ne fait pas partie des valeurs possibles~: CDI, CDD
number too large; ignored => nombre trop grand~; laissé de côté
not JSON at line 2 column 5 (Expecting value) => ce n’est plus du JSON à la ligne 2, colonne 5 (il manque une valeur)
'12 € net': net, not gross, left out => '12 € net'~: net, et non brut, laissé de côté
paid for 17.5 hours a week: counted for 35 => payé pour 17,5 h par semaine~: compté pour 35
a.csv: larger than 200,000,000 bytes; split it into smaller files
 => a.csv~: plus de 200~000~000 octets~; le découper en fichiers plus petits
a.csv: cannot be read (No such file or directory); check the path
 => a.csv~: lecture impossible (fichier ou dossier introuvable)~; vérifier le chemin
nothing is called text in candidates => aucune personne ne porte l’identifiant text
read in the text: Phare (X1001), sure to 46%
 => lu dans le texte~: «~Phare~» (X1001), confiance~: 46~%
sqlite:///v.db: the database is damaged: put a backup in its place
 => sqlite:///v.db~: la base est abîmée~: mettre une sauvegarde à sa place
a.csv: 0 good rows and 1 bad ones: not the file that it should be; line 2: insee missing
 => a.csv~: lignes bonnes~: 0, mauvaises~: 1~; ce n’est pas le fichier attendu~; ligne 2 · insee · manquant
with: id: missing; a b: unknown field; max_km: number expected, found '1; b: 2'; start: given twice
 => with~: id~: manquant~; a b~: champ inconnu~; max_km~: il faut un nombre, pas '1; b: 2'~; start~: donné deux fois
a text: nobody knows whose; and so on => a text: nobody knows whose; and so on
"""
PAIRS = re.findall(r"(.+?)\s+=> (.*)", ANCHORS.replace("~", "\u202f"))


@pytest.mark.parametrize(("english", "french"), PAIRS)
def test_what_people_read(english, french):
    assert in_language(english, "fr") == french


@given(st.text())
def test_any_text_comes_back_as_a_text_and_what_people_wrote_unchanged(text):
    assert isinstance(in_language(text, "fr"), str)
    assert in_language(f"number expected, found {text!r}", "fr") == f"il faut un nombre, pas {text!r}"
    assert in_language(f"{text!r} was already given on line 3", "fr") == f"{text!r} a déjà été donné à la ligne 3"


SMALL = "the is are an not no of than and or at expected found missing left given unknown"


def assert_french(texts):
    """None of them is left as it is, and no small English word is left outside what people wrote."""
    said = {text: in_language(text, "fr") for text in texts}
    small = {text: set(re.sub(r"'[^']*'", "", french).split()) & set(SMALL.split()) for text, french in said.items()}
    assert said
    assert {text: french for text, french in said.items() if french == text or small[text]} == {}


HOSTILE = hostile.lines_of(
    {"id": [], "max_km": -1, "start": "2026-02-30", "contracts": "CDX", "skills": {"label": "x"}, "hobby": 1},
    {"id": "a", "max_km": "far", "wage_floor": True, "education": 2.5, "place": {"lat": 91}, "wage": "min=9|max=1"},
    {"id": "b\0", "must": "reach", "wish": ["reach"], "place": {"lat": 4}, "modes": ["x"] * 501, "languages": ["?"]},
    {"id": "c" * 65, "kinds": [None, 3], "hours": "|", "wishes": [{"requirement": "must"}], "licences": [1 << 70]},
    {"id": "d", "nom": ["x"], "qpv": "y\0", "hours": {"mean": 1}, "skills": [{"label": "x", "held": "perhaps"}]},
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
PLACES = f"""{";".join(communes.OURS)}
02000;01000;X;46;5;;|02001;01000;X;46;5;;|02002;01000;X;46;5;;|02003;01000;X;46;5;;|02003;01000;X;46;5;;
1;01400;A;46;5;;|01002;1;B;46;5;;|01003;01400;C;x;5;;|01004;01400;D;99;5;;|01005;0|01006;"0"1;E;46;5;;|01007;01400;;46;5;;
"""
BASINS = f"""{";".join(tension.KEYS + tension.AMOUNTS + tension.CLASSES)}
A;1;2024;x;1;1;1;1;1;1;1;1|A;2;2024;-1;1;1;1;1;1;1;1;1|A;3;99;1;1;1;1;1;1;1;1;1|A;4;2024;1;1;1;1;1;1;1;1;1
"""
PARSED = [
    own.parse_candidates(HOSTILE),
    own.parse_openings(HOSTILE),
    offers.parse(OFFERS),
    communes.parse(PLACES.replace("|", "\n").encode(), "communes.csv"),
    tension.parse(BASINS.replace("|", "\n").encode(), "tension.csv"),
]


@pytest.mark.parametrize("parsed", PARSED)
def test_no_reason_of_a_hostile_file_is_left_in_english(parsed):
    assert_french({problem.reason for problem in parsed.problems})


BAD_FILES = [b"title\n1\n", b"id;id\n1;2\n", b"[1", b"%PDF-1.7", b"\x1f\x8b", hostile.cut_workbook(), b"PK\x03\x04"]


@pytest.mark.parametrize("raw", BAD_FILES)
def test_no_error_of_a_bad_file_is_left_in_english(raw):
    with pytest.raises(Invalid) as error:
        own.parse_openings(raw)
    assert_french([str(error.value)])


def test_the_usual_failures_of_a_disk_are_said_in_french():
    usual = (errno.ENOENT, errno.EACCES, errno.EISDIR, errno.ENOTDIR, errno.ENOSPC, errno.EROFS, errno.EIO)
    assert_french([f"a.csv: cannot be written ({os.strerror(number)}); check the folder" for number in usual])


def test_a_day_in_an_error_is_worded():
    said = in_language("day: too early, this can be said from 2027-11-22 on", "fr")
    assert said.replace("\xa0", " ").endswith("à partir du 22 novembre 2027")
