"""What the commands of jobs, messages and the log do."""

import datetime as dt
import json
import signal
import threading
from dataclasses import asdict
from typing import Any

from service import jobs
from service.cli.answers import day_of, show
from service.cli.installation import installed
from service.db import accounts, job_runs
from service.errors import NotFound
from service.i18n import name, sentence
from service.job_queue import work as work_off
from service.usecases import auditing

Json = dict[str, Any]


def run_jobs(names: tuple[str, ...], dry_run: bool, sure: bool, as_json: bool, db: str | None, language: str) -> None:
    """Run jobs now, one after the other, and say what they did."""
    with installed(db) as services:
        results = {job: asdict(jobs.run(services, job, dry_run, sure)) for job in names}
    show(as_json, {"dry_run": dry_run, "jobs": results}, _print_results, language)


def run_nightly(dry_run: bool, sure: bool, as_json: bool, db: str | None, language: str) -> None:
    """Run the jobs of a night."""
    run_jobs(jobs.NIGHTLY, dry_run, sure, as_json, db, language)


def work(db: str | None, language: str) -> None:
    """Run all jobs at their times until stopped; raise Conflict when another process does."""
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    with installed(db) as services:
        work_off(services, stop)


def list_runs(as_json: bool, db: str | None, language: str) -> None:
    """Show the jobs and their last runs."""
    with installed(db) as services, services.store.read() as connection:
        runs = [_plain(row) for row in job_runs.latest(connection, 50)]
    show(as_json, {"jobs": list(jobs.NAMES), "runs": runs}, _print_runs, language)


def seen(account: str, since: str, as_json: bool, db: str | None, language: str) -> None:
    """Show whom an account, named by its id or its address, has seen or changed since a day."""
    begin = dt.datetime.combine(day_of("--since", since), dt.time(), dt.UTC)
    with installed(db) as services, services.store.read() as connection:
        known = accounts.by_email(connection, account)
        found = auditing.seen_by(connection, known.id if known else account, begin)
    if not found:
        raise NotFound("that account has seen nobody since that day")
    show(as_json, {"seen": [_plain(row) for row in found]}, _print_seen, language)


def _plain(row: Json) -> Json:
    return {key: value.isoformat() if isinstance(value, dt.datetime) else value for key, value in row.items()}


def _print_results(answer: Json, language: str) -> None:
    for job, result in answer["jobs"].items():
        print(name("job", job, language))
        for step, count in result["done"].items():
            print(f"  {_counted(step, count, language)}")
        for step, code in result["errors"].items():
            print(f"  ! {_counted(step, code, language)}")


def _counted(step: str, count: int | str, language: str) -> str:
    return sentence("job_count", {"what": name("job", step, language), "count": count}, language)


def _print_runs(answer: Json, language: str) -> None:
    if not answer["runs"]:
        print(sentence("no_job_ran", {}, language))
    for run in answer["runs"]:
        counts = (json.loads(run["result"] or "{}")).items()
        said = ", ".join(_counted(step, count, language) for step, count in counts if count)
        wrong = f"  ! {run['error']}" if run["error"] else ""
        print(f"{run['started_at'][:16]}  {name('job', run['name'], language)}  {said}{wrong}")


def _print_seen(answer: Json, _: str) -> None:
    for row in answer["seen"]:
        print(f"{row['object']}  {row['action']}  {row['times']}  {row['first'][:16]}  {row['last'][:16]}")
