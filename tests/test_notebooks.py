"""The notebooks run from top to bottom, draw their pictures, and are kept without outputs."""

import os
from pathlib import Path

import nbformat
import pytest
from jupyter_client.kernelspec import KernelSpecManager
from jupyter_client.manager import AsyncKernelManager
from nbclient import NotebookClient
from nbformat import NotebookNode

ROOT = Path(__file__).parents[1]
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))

every_notebook = pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)


def test_there_are_notebooks():
    assert NOTEBOOKS


@every_notebook
def test_a_notebook_is_kept_without_outputs(path: Path):
    cells = _code_cells(nbformat.read(path, as_version=4))
    assert [cell.outputs for cell in cells] == [[]] * len(cells)
    assert [cell.execution_count for cell in cells] == [None] * len(cells)


@every_notebook
def test_a_notebook_runs_without_a_warning_and_draws_its_pictures(path: Path, tmp_path: Path):
    outputs = [output for cell in _code_cells(_executed(path, tmp_path)) for output in cell.outputs]
    assert [output.text for output in outputs if output.get("name") == "stderr"] == []
    assert sum("image/png" in output.get("data", {}) for output in outputs) > 0


def _executed(path: Path, folder: Path) -> NotebookNode:
    """Return the notebook as this Python runs it, whatever kernels and settings the user has."""
    kernel = AsyncKernelManager(kernel_name="python3", kernel_spec_manager=KernelSpecManager(kernel_dirs=[]))
    client = NotebookClient(
        nbformat.read(path, as_version=4), km=kernel, timeout=120, resources={"metadata": {"path": str(path.parent)}}
    )
    settings = {
        "PYTHONPATH": str(ROOT),
        "IPYTHONDIR": str(folder),
        "MPLBACKEND": "module://matplotlib_inline.backend_inline",
    }
    return client.execute(cleanup_kc=True, env={**os.environ, **settings})  # nothing stays open


def _code_cells(notebook: NotebookNode) -> list[NotebookNode]:
    return [cell for cell in notebook.cells if cell.cell_type == "code"]
