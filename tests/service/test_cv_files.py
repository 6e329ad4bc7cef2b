"""CV files of every kind become text in reading order, or the parts of a CV; what is personal stays outside."""

import pytest

from service.errors import Invalid
from service.importers.cv_files import read_document, read_documents
from tests.service import cv_documents as made


def text_of(raw):
    return read_document(raw).text


def lines_of(raw):
    return text_of(raw).splitlines()


LEFT = ["EXPERIENCE", "Cariste", "Quai de chargement", "Soudeur", "Atelier de Mantes"]
RIGHT = ["COMPETENCES", "Gerbage en hauteur", "Lecture de plans", "Anglais", "Informatique"]


def columns(by_row):
    left = [(50, 700 - 14 * row, text) for row, text in enumerate(LEFT)]
    right = [(330, 700 - 14 * row, text) for row, text in enumerate(RIGHT)]
    return [word for pair in zip(left, right, strict=True) for word in pair] if by_row else left + right


@pytest.mark.parametrize("by_row", [True, False])
def test_two_columns_are_read_one_after_the_other_however_they_were_drawn(by_row):
    across = [(50, 760, "Une phrase qui prend toute la largeur de la page, au-dessus des deux colonnes du CV entier")]
    assert lines_of(made.pdf(across + columns(by_row))) == [across[0][2], *LEFT, *RIGHT]


def test_three_columns_are_read_one_after_the_other():
    rows = [(50 + 180 * column, 700 - 14 * row, f"mot{column}{row}") for row in range(8) for column in range(3)]
    assert lines_of(made.pdf(rows)) == [f"mot{column}{row}" for column in range(3) for row in range(8)]


def test_dates_stay_on_the_line_of_what_they_date():
    jobs = [(2010 + n, f"Poste {'abcdef'[n]} chez un employeur") for n in range(6)]
    rows = [
        word for n, (year, job) in enumerate(jobs) for word in [(50, 700 - 14 * n, str(year)), (200, 700 - 14 * n, job)]
    ]
    assert lines_of(made.pdf(rows)) == [f"{year} {job}" for year, job in jobs]


def test_labels_stay_before_what_they_are_about():
    rows = []
    for n, label in enumerate(["Langues", "Informatique", "Loisirs", "Permis", "Divers"]):
        rows += [
            (50, 700 - 60 * n, label),
            (200, 700 - 60 * n, f"un {n}"),
            (200, 686 - 60 * n, f"deux {n}"),
            (200, 672 - 60 * n, "trois"),
        ]
    assert lines_of(made.pdf(rows))[:4] == ["Langues un 0", "deux 0", "trois", "Informatique un 1"]


def test_headers_and_footers_are_read_once_and_page_numbers_never():
    pages = [
        [(50, 800, "Curriculum vitae"), *((50, 700 - 14 * n, f"ligne {'abcdefgh'[n]}{'xyz'[page]}") for n in range(8)),
         (50, 40, f"Page {page + 1} / 3")] for page in range(3)
    ]  # fmt: skip
    lines = lines_of(made.pdf(*pages))
    assert lines.count("Curriculum vitae") == 1 and lines[0] == "Curriculum vitae"
    assert not any("Page" in line for line in lines) and len(lines) == 25


def test_ligatures_become_letters_and_words_cut_at_the_end_of_a_line_whole():
    assert text_of(made.pdf([(50, 700, "Certi\1cat de \2ux"), (50, 686, "manu-"), (50, 672, "tention")])) in (
        "Certificat de flux\nmanutention"
    )


def test_words_drawn_without_spaces_are_parted_and_letters_drawn_apart_are_not():
    drawn = b"BT /F 10 Tf 1 0 0 1 50 700 Tm [(Chef) -180 (de) -180 (cuisine)] TJ 3 Tc 1 0 0 1 50 680 Tm (GRAND) Tj ET"
    assert lines_of(made.pdf(drawn)) == ["Chef de cuisine", "GRAND"]


def test_what_was_filled_in_a_form_is_read():
    field = b"<< /Type /Annot /Subtype /Widget /FT /Tx /T (poste) /V (Soudeur TIG) /Rect [50 600 200 620] >>"
    raw = made.pdf([(50, 700, "Poste voulu")], objects=[field], page="/Annots [10 0 R]")
    assert lines_of(raw) == ["Poste voulu", "Soudeur TIG"]


def test_a_pdf_that_carries_its_europass_is_read_from_that():
    names = "/Names << /EmbeddedFiles << /Names [(cv.xml) 10 0 R] >> >>"
    spec = b"<< /Type /Filespec /F (cv.xml) /UF (cv.xml) /EF << /F 11 0 R >> >>"
    objects = [spec, made.stream(made.PASSPORT.encode(), "/Type /EmbeddedFile")]
    read = read_document(made.pdf([(50, 700, "Cariste")], objects=objects, catalog=names))
    assert read.resume and read.resume.headline == "Cariste"


def test_a_word_document_keeps_the_order_of_paragraphs_tables_boxes_and_controls():
    listed = "<numPr><numId val='1'/></numPr>"
    row = f"<tr><tc>{made.p('2019-2021')}</tc><tc>{made.p('Cariste')}</tc></tr>"
    wide = f"<tr><tc>{made.p('gauche 1')}{made.p('gauche 2')}</tc><tc>{made.p('droite')}</tc></tr>"
    box = f"<p><r><t>Avant</t><drawing><txbxContent>{made.p('Dans la boîte')}</txbxContent></drawing></r></p>"
    control = f"<sdt><sdtPr/><sdtContent>{made.p('Contrôlé')}</sdtContent></sdt>"
    gone = "<p><del><r><delText>ôté</delText></r></del><r><t>un</t><tab/><t>deux</t><br/><t>trois</t></r></p>"
    body = made.p("Titre") + made.p("Permis B", listed) + f"<tbl>{row}{wide}</tbl>" + box + control + gone
    raw = made.word(body, header1=("hdr", made.p("En-tête")))
    expected = "En-tête|Titre|- Permis B|2019-2021\tCariste|gauche 1|gauche 2|droite|Avant|Dans la boîte|Contrôlé"
    assert lines_of(raw) == [*expected.split("|"), "un\tdeux", "trois"]


def test_items_by_their_style_are_items_and_numbered_headings_are_not():
    listed = "<pPr><numPr><numId val='1'/></numPr></pPr>"
    named = {"A": "List Bullet", "B": "heading 1"}
    styles = "".join(f"<style styleId='{code}'><name val='{name}'/>{listed}</style>" for code, name in named.items())
    body = made.p("Item", "<pStyle val='A'/>") + made.p("Titre", "<pStyle val='B'/>")
    assert lines_of(made.word(body, styles=("styles", styles))) == ["- Item", "Titre"]


def test_an_odt_keeps_the_order_of_paragraphs_lists_tables_and_frames():
    body = (
        "<text:h>Expérience</text:h>"
        "<text:p>De<text:s text:c='999999999'/>nuit<text:tab/>2020<text:note>x</text:note></text:p>"
        "<text:list><text:list-item><text:p>Permis B</text:p></text:list-item></text:list>"
        "<table:table><table:table-row><table:table-cell><text:p>2019</text:p></table:table-cell>"
        "<table:table-cell><text:p>Cariste</text:p></table:table-cell></table:table-row></table:table>"
        "<text:p><draw:frame><draw:text-box><text:p>Boîte</text:p></draw:text-box></draw:frame></text:p>"
    )
    assert [line for line in lines_of(made.odt(body)) if line] == [
        "Expérience", "De nuit\t2020", "- Permis B", "2019\tCariste", "Boîte",
    ]  # fmt: skip


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le"])
def test_text_is_read_in_any_usual_encoding(encoding):
    assert lines_of("Maçon à l’œuvre\r\n• Été\u00a02020\n".encode(encoding)) == ["Maçon à l’œuvre", "- Été 2020"]


def test_letters_encoded_twice_are_mended_and_french_quotation_marks_are_left_alone():
    assert text_of("Été".encode().decode("cp1252").encode() + " â€“ «CAFÉ»".encode()) == "Été – «CAFÉ»"


def test_a_null_or_a_broken_byte_spoils_no_more_than_its_place():
    rest = "sait charger, décharger et ranger"
    assert text_of(b"Cariste\0 \xff \xc3\xa0 quai, " + rest.encode()) == f"Cariste ? à quai, {rest}"


def test_one_bad_file_stops_no_other(tmp_path):
    (tmp_path / "a.pdf").write_bytes(made.pdf([(50, 700, "Cariste")]))
    (tmp_path / "b.pdf").write_bytes(b"%PDF-1.7 broken")
    (tmp_path / "c.exe").write_bytes(made.word(made.p("Soudeur")))
    paths = [tmp_path / name for name in ("a.pdf", "b.pdf", "absent.pdf", "c.exe")]
    read = dict(read_documents(paths))
    assert list(read) == paths
    assert [read[paths[0]].text, read[paths[3]].text] == ["Cariste", "Soudeur"]
    assert isinstance(read[paths[1]], Invalid) and str(read[paths[1]]).startswith("b.pdf: a damaged PDF")
    assert isinstance(read[paths[2]], Invalid) and "check the path" in str(read[paths[2]])
