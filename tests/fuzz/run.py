"""Coverage-guided fuzzing by atheris: `run.py SECONDS [TARGET …]`, one target after the other, a table at the end.

An error goes to build/fuzz/TARGET/failures with the smallest bytes that make it and its trace; the run goes on. What is
learnt stays in build/fuzz/TARGET/corpus for the next run.
"""

import hashlib
import re
import subprocess
import sys
import time
import traceback
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
HOME = ROOT / "build" / "fuzz"
LONGEST = 20_000  # bytes
LONGEST_EDITS = 300
SLOW = 3.0  # seconds of work for one input
HUNG = 120  # seconds, whatever else the machine does
MEMORY = 2_000  # MB


def main(seconds, names):
    """Fuzz each target for so many seconds; return 1 when one of them failed or did not run."""
    failed = 0
    print(f"{'target':<16}{'seconds':>8}{'executions':>12}{'kept':>7}{'failures':>10}", flush=True)
    for name in names:
        _begin(name)
        started, done, left = time.monotonic(), 0, seconds
        while left > 1 and (more := _executions(name, int(left))):  # a library that ends the process is started again
            done += more
            left = seconds - (time.monotonic() - started)
        failures = [path for path in (HOME / name / "failures").iterdir() if path.suffix != ".txt"]
        kept = len(list((HOME / name / "corpus").iterdir()))
        print(f"{name:<16}{time.monotonic() - started:>8.0f}{done:>12}{kept:>7}{len(failures):>10}", flush=True)
        failed += len(failures) + (not done)
    return int(bool(failed))


def _begin(name):
    """Make the folders of a target; what failed before is tried again first."""
    for folder in ("corpus", "failures"):
        (HOME / name / folder).mkdir(parents=True, exist_ok=True)
    for path in (HOME / name / "failures").glob("*.bin"):
        path.rename(HOME / name / "corpus" / path.name)
        path.with_suffix(".txt").unlink()


def _executions(name, seconds):
    """Run one target in a process of its own; return how often it was called, 0 with a message when it was not."""
    with (HOME / name / "log").open("w+", encoding="utf-8", errors="replace") as log:
        child = [sys.executable, __file__, "--child", str(seconds), name]
        subprocess.run(child, stdout=log, stderr=subprocess.STDOUT, check=False, cwd=ROOT)
        log.seek(0)
        text = log.read()
    counts = re.findall(r"^(?:stat::number_of_executed_units: |#)(\d+)", text, re.MULTILINE)
    if not counts:
        print(f"{name} did not run:\n{text[-2000:]}", file=sys.stderr)
    return int(counts[-1]) if counts else 0


def fuzz(seconds, name):
    """Fuzz one target in this process, which atheris ends."""
    import atheris

    sys.path.insert(0, str(ROOT))
    atheris.enabled_hooks.add("str")
    with atheris.instrument_imports(include=["service", "matching"]):
        from tests.fuzz import targets, words
    home, target = HOME / name, targets.TARGETS[name]
    for seed in target.seeds:
        (home / "corpus" / hashlib.sha256(seed).hexdigest()[:16]).write_bytes(seed)
    dictionary = home / "dictionary"
    dictionary.write_text(
        "".join(f'"{_quoted(token)}"\n' for token in words.TOKENS if len(token) < 60), encoding="ascii"
    )
    options = [
        *(f"-max_total_time={seconds}", "-print_final_stats=1", f"-timeout={HUNG}", f"-rss_limit_mb={MEMORY}"),
        *(f"-max_len={LONGEST_EDITS if target.edits else LONGEST}", f"-artifact_prefix={home}/failures/native-"),
        *(["-len_control=0"] if target.edits else [f"-dict={dictionary}"]),
        *("-detect_leaks=0", "-seed=1", str(home / "corpus")),
    ]

    def once(data):
        started = time.process_time()
        try:
            targets.met(name, data)
        except Exception as error:
            _keep(home / "failures", error, data)
        if (took := time.process_time() - started) > SLOW:
            _keep(home / "failures", TimeoutError(f"{took:.1f} s of work"), data)

    atheris.Setup([sys.argv[0], *options], once)
    atheris.Fuzz()


def _keep(folder, error, data):
    """Write down the smallest bytes for each place where an error comes from."""
    passed = [(Path(frame.filename), frame.lineno) for frame in traceback.extract_tb(error.__traceback__)]
    ours = [f"{path.stem}-{line}" for path, line in passed if path.is_relative_to(ROOT) and ".venv" not in path.parts]
    place = ours[-1] if ours else "whole"
    kept = folder / f"{type(error).__name__}-{place}.bin"
    if not kept.exists() or len(data) < kept.stat().st_size:
        kept.write_bytes(data)
        kept.with_suffix(".txt").write_text("".join(traceback.format_exception(error)), "utf-8", "backslashreplace")


def _quoted(token):
    return "".join(chr(c) if 32 <= c < 127 and c not in b'"\\' else f"\\x{c:02x}" for c in token)


if __name__ == "__main__":
    if sys.argv[1] == "--child":
        fuzz(int(sys.argv[2]), sys.argv[3])
    else:
        sys.path.insert(0, str(ROOT))
        from tests.fuzz.targets import TARGETS

        sys.exit(main(int(sys.argv[1]), sys.argv[2:] or list(TARGETS)))
