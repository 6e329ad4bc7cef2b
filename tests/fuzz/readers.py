"""Every parser as one function of what it reads, which fails too when what the parser hands over is not sound."""

import json
from dataclasses import asdict
from datetime import date
from functools import partial
from types import SimpleNamespace

from matching.records import read_candidate, read_opening
from matching.text import normalise
from matching.text.ads import read_ads
from matching.text.cv import resume_of
from matching.text.facts import read_facts
from matching.text.features import Ad
from matching.text.index import build_index
from matching.text.link import rank_labels, searchable
from matching.text.model import TextModel
from matching.text.profile import profile_of
from matching.text.reading import OccupationRead
from matching.text.similarity import titles_alike, words_alike
from matching.text.titles import read_titles
from service.errors import Invalid
from service.importers import communes, cv_files, job_posting, offers, own, partner_offers, tension
from service.importers.documents.contents import contents_of
from service.importers.foreign.columns import propose
from service.importers.foreign.headers import means_something
from service.importers.foreign.rows import rows_of
from service.importers.foreign.tables import first_row, table_of
from service.importers.foreign.targets import CANDIDATES, OPENINGS
from tests.factories import REFERENCE, ROOT

TODAY = date(2026, 1, 15)
INDEX = build_index(REFERENCE)
MODEL = TextModel.from_json((ROOT / "service/profiles/words.json").read_text("utf-8"))


def _in_process(name, raw):
    """What the child process of documents/sandbox.py answers."""
    return json.loads(json.dumps(contents_of(name, raw)))


def read_cv(raw):
    """Read a CV file as cv_files does, without a child process, and then its text."""
    document = cv_files._read(SimpleNamespace(read=_in_process), raw)
    fit_to_write([document.text, [asdict(problem) for problem in document.problems]])
    if document.resume is not None:
        _profiled(document.resume)
    if document.record is not None:
        fit_to_write(document.record)
        assert read_candidate(document.record) == document.record, "a record that its own reader changes"
    if document.text:
        read_text(document.text)


def read_text(text):
    """Read a CV's text; what is found stands where its span says."""
    resume = resume_of(text, TODAY)
    _profiled(resume)
    spans = [part.span for part in (*resume.jobs, *resume.studies, *resume.facts, *resume.left_out)]
    _inside(text, [*spans, *(span for _, span in resume.skills)])


def _profiled(resume):
    """The record that a CV tells is one, whatever is taken for an occupation or a skill."""
    fit_to_write(asdict(resume))
    for sure in (0.0, 1.0):
        occupation = OccupationRead("N1101", "Cariste", "11564", sure)
        record, asked = profile_of(resume, lambda _, read=occupation: read, lambda _: None, TODAY)
        fit_to_write([record, [asdict(question) for question in asked]])
        assert read_candidate(record) == record, "a record that its own reader changes"


def read_ad(text):
    """Read the facts of an ad."""
    title, _, description = text.partition("\n")
    texts = {"title": title, "description": description}
    facts = read_facts(texts, TODAY)
    fit_to_write([asdict(fact) for fact in facts])
    for name, told in texts.items():
        _inside(told, [fact.span for fact in facts if fact.span.field == name])


def read_title(text):
    """Bring a title to the forms in which titles are compared."""
    folded, bare = normalise.folded(text), normalise.one_gender(text)
    fit_to_write([folded, bare, normalise.stems(text), normalise.title_stems(text), normalise.title_words(text)])
    assert normalise.parts(text)[0] == text


def read_words(text):
    """Read an ad's occupations and skills, and those of each of its lines as a title."""
    title, _, description = text.partition("\n")
    for found in read_ads([Ad(title, description, title[-2:])], INDEX, MODEL, 5, TODAY):
        texts = {"title": title, "description": description}
        for name, told in texts.items():
            _inside(told, [skill.span for skill in found.skills if skill.span and skill.span.field == name])
        _surest_first(found.occupations)
        _surest_first(found.skills)
    for read in read_titles(text.split("\n")[:20], INDEX, MODEL):
        _surest_first(read)


def _surest_first(found):
    fit_to_write([asdict(one) for one in found])
    sure = [one.confidence for one in found]
    assert all(0 <= confidence <= 1 for confidence in sure) and sure == sorted(sure, reverse=True), sure


def read_labels(text):
    """Rank the lines before the first empty one for each line after it, and compare them pair by pair."""
    labels, _, queries = (part.split("\n")[:20] for part in text.partition("\n\n"))
    index = (None, INDEX)[len(text) % 2]
    for found in rank_labels(queries, searchable(labels, range(len(labels)), index), 5):
        scores = [score for _, _, score in found]
        assert scores == sorted(scores, reverse=True) and all(0 < score <= 1.001 for score in scores), scores
        assert all(concept == label < len(labels) for concept, label, _ in found)
    for query, label in zip(queries, labels, strict=False):
        for alike in (titles_alike, words_alike):
            assert 0 <= alike(query, label) <= 1 and abs(alike(query, label) - alike(label, query)) < 1e-9


def read_lists(raw):
    """Read published lists: communes and tension."""
    for parse in (communes.parse, tension.parse):
        try:
            found = parse(raw, "the file")
            fit_to_write([*found.rows, *map(asdict, found.problems)])
        except Invalid as error:
            fit_to_write(str(error))


def read_own(raw):
    """Read our own format, as candidates and as openings."""
    for parse, is_sound in ((own.parse_candidates, _is_candidate), (own.parse_openings, _is_opening)):
        try:
            _all_sound(parse(raw), is_sound)
        except Invalid as error:
            fit_to_write(str(error))


def read_foreign(raw, kinds=(CANDIDATES, OPENINGS)):
    """Map and read anyone's table, as candidates and as openings."""
    for kind in kinds:
        table = table_of(raw, partial(means_something, kind=kind))
        columns = propose(table, kind)
        fit_to_write([asdict(column) for column in columns])
        _all_sound(rows_of(table, columns, kind, bytes(16)), _is_candidate if kind is CANDIDATES else _is_opening)
        first_row(raw, kind.name)


def read_workbook(raw):
    """Read a workbook as ours and as anyone's; each sheet costs a process."""
    try:
        _all_sound(own.parse_openings(raw), _is_opening)
    except Invalid as error:
        fit_to_write(str(error))
    read_foreign(raw, [CANDIDATES])


def read_postings(raw):
    """Read linked data."""
    _all_sound(job_posting.parse(raw, "2026-01-15"), _is_opening)


def read_offers(raw):
    """Read France Travail's offers."""
    _all_sound(offers.parse(raw), _is_opening)


def read_partner(raw):
    """Read a partner's offers."""
    found = partner_offers.parse(raw)
    _all_sound(found.parsed, _is_opening)
    fit_to_write(found.closed)


def _all_sound(parsed, is_sound):
    fit_to_write([asdict(problem) for problem in parsed.problems])
    for _, row in parsed.rows:
        fit_to_write(row)
        assert is_sound(row), "a record that its own reader changes"


def _is_candidate(row):
    return read_candidate(row["record"]) == row["record"]


def _is_opening(row):
    return read_opening(row) == row


def _inside(text, spans):
    assert all(span is None or 0 <= span.start <= span.end <= len(text) for span in spans), "a span outside its text"


def fit_to_write(value):
    """What is handed over can be stored and printed: it is JSON, and holds no half of a character."""
    json.dumps(value, ensure_ascii=False, allow_nan=False, default=str).encode()
