"""The most memory that this process had at once."""

import resource
from pathlib import Path


def peak_mb() -> float:
    """Return megabytes since the process began, by its own status on Linux: getrusage there begins at the parent's."""
    status = Path("/proc/self/status")
    if status.exists():
        line = next(line for line in status.read_text("utf-8").splitlines() if line.startswith("VmHWM"))
        return int(line.split()[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
