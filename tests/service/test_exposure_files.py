"""Files of scores: every usual way to write one, and a clear complaint with its line for every other."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.errors import Invalid
from service.importers.scores_file import read_scores
from service.problems import in_language

SAME = [
    b"row,column,score\na,x,0.5\na,y,1\nb,x,-2\n",
    b"a,x,0.5\na,y,1\nb,x,-2\n",
    b"row;column;score\r\na;x;0,5\r\na;y;1\r\nb;x;-2\r\n",
    b"a\tx\t0,5\na\ty\t1\nb\tx\t-2",
    b'"a","x","0,5"\n"a","y","1"\n"b","x","-2"\n',
    b"\xef\xbb\xbfrow,column,score\na,x,.5\na,y,1.0\nb,x,-2e0\n",
    b"score;note;column;row\n0,5;n;x;a\n1;n;y;a\n-2;n;x;b\n",
    b"personne;offre;note\na;x;0.5\na;y;1\nb;x;-2\n",
    b"\n\na, x , 0.5\n\na,y,1\nb,x,-2\na,x,0.50\n",
    b'{"row": "a", "column": "x", "score": 0.5}\n{"row": "a", "column": "y", "score": 1}\n'
    b'{"row": "b", "column": "x", "score": -2}',
    b'[{"row": "a", "column": "x", "score": 0.5}, {"row": "a", "column": "y", "score": 1},'
    b' {"row": "b", "column": "x", "score": -2}]',
]


def read(tmp_path, raw):
    path = tmp_path / "scores.csv"
    path.write_bytes(raw)
    return read_scores(path)


def complaint(tmp_path, raw):
    with pytest.raises(Invalid) as error:
        read(tmp_path, raw)
    return str(error.value)


@pytest.mark.parametrize("raw", SAME)
def test_one_list_of_scores_in_many_ways(tmp_path, raw):
    found = read(tmp_path, raw)
    assert (found.rows, found.columns) == (["a", "b"], ["x", "y"])
    assert found.scores.toarray().tolist() == [[0.5, 1], [-2, 0]]
    assert found.scores.nnz == 3


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_names_keep_their_accents(tmp_path, encoding):
    raw = "row;column;score\nAimée;maçon à Élancourt;0,5\nZoé;pâtissière;0,25\n".encode(encoding)
    found = read(tmp_path, raw)
    assert found.rows == ["Aimée", "Zoé"]
    assert found.columns == ["maçon à Élancourt", "pâtissière"]


def test_a_stored_zero_is_a_pair(tmp_path):
    assert read(tmp_path, b"a,x,0\nb,y,1\n").scores.nnz == 2


@pytest.mark.parametrize(
    "words", ["row,column,score", "Ligne,Colonne,Score", "personne,offre,note", "candidate,opening,value"]
)
@pytest.mark.parametrize("order", [(0, 1, 2), (2, 0, 1), (1, 2, 0)])
def test_a_first_line_of_known_words_is_a_header_in_any_order(tmp_path, words, order):
    lines = [line.split(",") for line in (words, "a,x,0.5", "b,y,1")]
    found = read(tmp_path, "\n".join(",".join(line[at] for at in order) for line in lines).encode())
    assert (found.rows, found.columns, found.scores.data.tolist()) == (["a", "b"], ["x", "y"], [0.5, 1])
    assert found.header == tuple(words.split(",")[at] for at in order)


def test_a_first_line_with_a_score_is_a_pair_whatever_its_names(tmp_path):
    found = read(tmp_path, b"row,column,1\nligne,offre,2\n")
    assert (found.rows, found.columns, found.header) == (["ligne", "row"], ["column", "offre"], ())


@given(
    lines=st.dictionaries(st.tuples(st.sampled_from("abcd"), st.sampled_from("wxyz")), st.integers(0, 3), min_size=1),
    order=st.randoms(use_true_random=False),
)
def test_the_order_of_the_lines_changes_nothing(tmp_path_factory, lines, order):
    path, read_twice = tmp_path_factory.getbasetemp() / "any.csv", []
    told = [f"{row},{column},{score}\n" for (row, column), score in lines.items()]
    for _ in range(2):
        path.write_text("".join(told))
        read_twice.append(read_scores(path))
        order.shuffle(told)
    one, other = read_twice
    assert (
        (one.rows, one.columns) == (other.rows, other.columns) == tuple(map(sorted, map(set, zip(*lines, strict=True))))
    )
    assert (one.scores.data.tolist(), one.scores.indices.tolist()) == (
        other.scores.data.tolist(),
        other.scores.indices.tolist(),
    )


BAD = [
    (b"", "no score in it"),
    (b"row,column,score\n", "no score in it"),
    (b"row,column\na,x\n", "column score missing; found row, column"),
    (b"row,column,score,score\na,x,1,2\n", "column score missing"),
    (b"a,x,0.5\na,y,high\n", "line 2: number expected, found 'high'; mend that line"),
    (b"a,x,NC\na,y,1\n", "line 1: number expected, found 'NC'"),
    (b"personne,offre,NC\na,y,1\n", "line 1: number expected, found 'NC'"),
    (b"a,x,1_000\n", "line 1: number expected, found '1_000'"),
    (b"a,x,1 000\n", "line 1: number expected, found '1 000'"),
    ("a,x,１\n".encode(), "line 1: number expected"),
    (b"a,x,0x1\n", "line 1: number expected"),
    (b"a,x,1\nb,x,1e308\n", "line 2: 1e+308 is not between -1e+12 and 1e+12"),
    (b"a,x,-1e308\n", "line 1: -1e+308 is not between"),
    (b"a,x,1e999\n", "line 1: inf is not between"),
    (b"a\x1b[31m,x,1\n", "line 1: forbidden character U+001B"),
    (b"a,x\x7f,1\n", "line 1: forbidden character U+007F"),
    ("a‮b,x,1\n".encode(), "line 1: forbidden character U+202E"),
    (b'{"row": "a\\u0000", "column": "x", "score": 1}\n', "line 1: forbidden character U+0000"),
    (b'{"row": "a", "column": "\\ud800", "score": 1}\n', "line 1: forbidden character U+D800"),
    (b'{"row": "a", "column": "\\ufffe", "score": 1}\n', "line 1: forbidden character U+FFFE"),
    (b'"a\nb",x,1\n', "forbidden character U+000A"),
    (b"a,x,nan\n", "line 1: number expected, found 'nan'"),
    (b"a,x,1\nb,x,-inf\n", "line 2: number expected, found '-inf'"),
    (b"a,x,1\nb,x,\n", "line 2: the score is missing"),
    (b"a,x,1\n,x,1\n", "line 2: the row has no name"),
    (b"a,x,1\na,,1\n", "line 2: the column has no name"),
    (b"a,x,0,5\n", "line 1: 3 cells expected, 4 found"),
    (b"a,x,1\nb\nc,x,y\n", "line 2: 3 cells expected, 1 found; and 1 more lines"),
    (b"a,x,1\nb,x,1\na,x,2\n", "line 3: 'a' and 'x' have another score on line 1; keep one"),
    (b'{"row": "a", "column": "x"}\n', "line 1: the score is missing"),
    (b'{"row": "a", "column": "x", "score": NaN}\n', "line 1: "),
    (b'{"row": "a", "column": ["x"], "score": 1}\n', "line 1: the column has no name"),
    (b"a," + b"x" * 300 + b",1\n", "line 1: longer than 200 characters"),
    (b"PK\x03\x04", "save it as .csv"),
    (b"%PDF-1.7", "this is a PDF"),
]


@pytest.mark.parametrize(("raw", "said"), BAD)
def test_what_cannot_be_read_is_told_with_its_line_and_the_mend(tmp_path, raw, said):
    assert said in complaint(tmp_path, raw)


@pytest.mark.parametrize("raw", [raw for raw, _ in BAD])
def test_every_complaint_has_its_french(tmp_path, raw):
    english = complaint(tmp_path, raw)
    french = in_language(english, "fr")
    assert french != english
    assert not {"line", "the", "expected", "found", "missing"} & set(french.split())


@given(raw=st.one_of(st.binary(max_size=200), st.text("ab,;\t\n\"0.5-e{}:'", max_size=80).map(str.encode)))
def test_any_bytes_are_read_or_refused(tmp_path_factory, raw):
    path = tmp_path_factory.getbasetemp() / "any.csv"
    path.write_bytes(raw)
    try:
        found = read_scores(path)
    except Invalid:
        return
    assert found.scores.shape == (len(found.rows), len(found.columns))
