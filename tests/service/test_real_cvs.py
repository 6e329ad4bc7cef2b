"""Real English CVs, from the file to its parts: each gives something, and most give their jobs with dates."""

from datetime import date
from pathlib import Path

import pytest

from matching.text.cv import resume_of
from matching.text.reading import Resume
from service.errors import Invalid
from service.importers.cv_files import Document, read_documents

pytestmark = pytest.mark.real_data
TODAY = date(2026, 1, 15)


@pytest.fixture(scope="module")
def documents(data_dir: Path) -> list[Document | Invalid]:
    return [document for _, document in read_documents(sorted((data_dir / "cv").glob("*/*")))]


@pytest.fixture(scope="module")
def resumes(documents: list[Document | Invalid]) -> dict[str, Resume]:
    return {found.name: resume_of(found.text, TODAY) for found in documents if isinstance(found, Document)}


def test_every_cv_is_read_with_words_apart(documents: list[Document | Invalid]) -> None:
    assert len(documents) == 81
    for document in documents:
        assert isinstance(document, Document), document
        words = document.text.split()
        assert len(words) > 60, document.name
        assert sum(len(word) > 25 for word in words) < 0.01 * len(words) + 3, document.name


def test_most_cvs_give_jobs_with_dates(resumes: dict[str, Resume]) -> None:
    dated = [name for name, resume in resumes.items() if any(stay.start for stay in resume.jobs)]
    assert len(dated) >= 0.85 * len(resumes)


def test_every_cv_gives_something(resumes: dict[str, Resume]) -> None:
    empty = [name for name, r in resumes.items() if not (r.headline or r.jobs or r.studies or r.skills or r.facts)]
    assert empty == []
