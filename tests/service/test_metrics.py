"""Counts of several workers in one folder."""

import subprocess
import sys
import threading

from service import metrics


def test_a_file_that_another_worker_is_just_making_is_waited_for(tmp_path, monkeypatch):
    counted = "from service.metrics import counted; counted('GET', '/health', 200, 0.001)"
    environment = {"PROMETHEUS_MULTIPROC_DIR": str(tmp_path)}
    subprocess.run([sys.executable, "-c", counted], env=environment, check=True)
    monkeypatch.setenv("PROMETHEUS_MULTIPROC_DIR", str(tmp_path))
    begun = tmp_path / "histogram_1.db"
    begun.touch()
    threading.Timer(0.05, begun.unlink).start()
    assert b'route="/health"' in metrics.exposition()
