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


BAD = [
    (b"", "no score in it"),
    (b"row,column,score\n", "no score in it"),
    (b"row,column\na,x\n", "column score missing; found row, column"),
    (b"row,column,score,score\na,x,1,2\n", "column score missing"),
    (b"a,x,0.5\na,y,high\n", "line 2: number expected, found 'high'; mend that line"),
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
