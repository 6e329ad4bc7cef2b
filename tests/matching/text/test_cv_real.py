"""Real English CVs: each gives something, and most give their jobs with dates."""

from datetime import date
from pathlib import Path

import docx
import pypdfium2
import pytest
from docx.table import Table

from matching.text.cv import resume_of
from matching.text.reading import Resume

pytestmark = pytest.mark.real_data
TODAY = date(2026, 1, 15)


def _docx(path: Path) -> str:
    blocks = docx.Document(str(path)).iter_inner_content()
    return "\n".join(_cells(block) if isinstance(block, Table) else block.text for block in blocks)


def _cells(table: Table) -> str:
    return "\n".join(cell.text for row in table.rows for cell in row.cells)


def _pdf(path: Path) -> str:
    with pypdfium2.PdfDocument(path) as pdf:
        return "\n".join(page.get_textpage().get_text_bounded() for page in pdf)


@pytest.fixture(scope="module")
def resumes(data_dir: Path) -> dict[str, Resume]:
    texts = {path.stem: _docx(path) for path in sorted((data_dir / "cv/docx_en").glob("*.docx"))}
    texts |= {path.stem: _pdf(path) for path in sorted((data_dir / "cv/pdf_en").glob("*.pdf"))}
    return {name: resume_of(text, TODAY) for name, text in texts.items()}


def test_most_cvs_give_jobs_with_dates(resumes: dict[str, Resume]) -> None:
    dated = [name for name, resume in resumes.items() if any(stay.start for stay in resume.jobs)]
    assert len(dated) >= 0.85 * len(resumes)


def test_every_cv_gives_something(resumes: dict[str, Resume]) -> None:
    empty = [name for name, r in resumes.items() if not (r.headline or r.jobs or r.studies or r.skills or r.facts)]
    assert empty == []
