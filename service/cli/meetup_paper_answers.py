"""What the commands after the planning of a meetup do: print it, tell how it went, re-rank its later rounds."""

import datetime as dt
import shlex
import sys
from pathlib import Path

from service.cli import meetup_paper_screens, meetup_paper_shapes, terminal
from service.cli.answers import show
from service.cli.meetup_day import reranked_document
from service.cli.meetup_plan_file import read_made
from service.cli.meetup_writing import write_meetup
from service.errors import Conflict, Invalid
from service.exports import target_of, write_records
from service.i18n import name
from service.importers.attendance_file import Answer, read_answers
from service.importers.base import Problem
from service.importers.evidence import evidence_of, read_document
from service.importers.meetup_file import MeetupFile, read_meetup
from service.importers.plan_file import PlanFile, Seat
from service.importers.strict_json import printable
from service.printing.folder import Print, earlier_print, folder_of, write_folder
from service.usecases import after_meetup, print_meetup


def print_plan(
    file: Path,
    plan: Path,
    to: Path,
    previous: Path | None,
    changed: bool,
    as_json: bool,
    quiet: bool,
    db: str | None,
    language: str,
) -> None:
    """Print a plan; versions go on from those of the plan before, or else from what the folder holds."""
    folder = folder_of(to)
    there = earlier_print(folder)
    sent = previous or there
    if changed and there:
        raise Conflict(f"{folder.name}: the sheets that did not change would be lost; give a new folder")
    meetup = read_meetup(file)
    wanted, before = read_made(plan, meetup), read_made(sent, meetup) if sent else None
    now = dt.datetime.now(dt.UTC).replace(microsecond=0)
    work = _print(meetup, wanted, before, changed, language, now)
    with terminal.progress(quiet or as_json) as progress:
        what = name("paper", "printing", language)
        files = write_folder(folder, work, lambda done, total: progress(done, total, what))
    show(as_json, meetup_paper_shapes.printed(to, work, files), meetup_paper_screens.printed, language)


def after(
    file: Path, plan: Path, answers: Path, out: Path | None, as_json: bool, db: str | None, language: str
) -> None:
    """Tell attendance and who is introduced to whom; interest of one side alone is shown to nobody."""
    if out:
        target_of(out, file, plan, answers)
    meetup, seats, told = _played(file, plan, answers, language)
    found = after_meetup.outcome(meetup, seats, told)
    answer = meetup_paper_shapes.outcome(meetup, found)
    if out:
        heads, rows = meetup_paper_shapes.table_of(answer["introductions"], language)
        write_records(out, rows, heads)
    show(as_json, answer, meetup_paper_screens.outcome, language)


def rerank(file: Path, plan: Path, answers: Path, save: Path, as_json: bool, db: str | None, language: str) -> None:
    """Write the meetup with the scores that the answers teach, and the meetings so far as met."""
    target_of(save, file, plan, answers)
    meetup, _, told = _played(file, plan, answers, language)
    document = read_document(file)
    criteria, evidence = evidence_of(document, meetup.meetup.people, meetup.meetup.hosts)
    if not criteria:
        criteria, evidence = ["score"], meetup.meetup.score[None]
    found = after_meetup.learned(meetup, told, evidence)
    scores = after_meetup.new_scores(meetup, found, evidence)
    met = after_meetup.took_place(meetup, told)
    write_meetup(save, reranked_document(document, meetup.meetup, after_meetup.rounded(scores), met))
    many = after_meetup.told_of_hosts(meetup, told)
    shown = meetup_paper_shapes.reranked(meetup, criteria, found, many, scores, met)
    shown["next"] = f"visavis meetup plan {shlex.quote(str(save))}"
    show(as_json, shown, meetup_paper_screens.reranked, language)


def _print(
    meetup: MeetupFile, plan: PlanFile, before: PlanFile | None, changed: bool, language: str, now: dt.datetime
) -> Print:
    if not changed:
        return print_meetup.everything(meetup, plan, before, language, now)
    if before is None:
        raise Invalid("--only changed: what was sent before is needed; give it with --previous")
    return print_meetup.only_changed(meetup, plan, before, language, now)


def _played(file: Path, plan: Path, answers: Path, language: str) -> tuple[MeetupFile, list[Seat], list[Answer]]:
    """Return a meetup, its plan and the answers that go with it; tell what is wrong with the others."""
    meetup = read_meetup(file)
    seats = print_meetup.checked(meetup, read_made(plan, meetup))
    read, problems = read_answers(answers)
    told, against = after_meetup.agreeing(read, seats)
    _tell(answers, [*problems, *against], language)
    if not told and (problems or against):
        raise Invalid(f"{printable(answers.name)}: none of it can be read; the lines above say why")
    return meetup, seats, told


def _tell(path: Path, problems: list[Problem], language: str) -> None:
    for problem in sorted(problems, key=lambda problem: problem.line):
        where = f"{printable(path.name)} · {name('read', 'line', language)} {problem.line} · {problem.field}"
        print(f"visavis: {where} · {terminal.reason_in(problem.reason, language)}", file=sys.stderr)
