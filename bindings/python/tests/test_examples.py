"""The examples run, and plot something."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import matplotlib.pyplot as plt
import pytest

EXAMPLES = Path(__file__).parents[3] / "examples" / "python"


def test_the_script_plots_a_year(tmp_path: Path) -> None:
    picture = tmp_path / "year.png"
    for _ in range(2):
        program = [sys.executable, str(EXAMPLES / "plot_a_year.py"), str(tmp_path / "book.db"), str(picture)]
        subprocess.run(program, check=True, timeout=120)
        assert picture.read_bytes().startswith(b"\x89PNG")
        assert picture.stat().st_size > 10_000
        picture.unlink()


def test_the_notebook_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(EXAMPLES))
    plt.switch_backend("Agg")
    notebook = json.loads((EXAMPLES / "a_year.ipynb").read_text(encoding="utf-8"))
    held: dict[str, object] = {"__name__": "notebook"}
    for cell in notebook["cells"]:
        if cell["cell_type"] == "code":
            assert not cell["outputs"], "a notebook is kept without its outputs"
            exec(compile("".join(cell["source"]), cell["id"], "exec"), held)
    assert len(plt.get_fignums()) == 2
    plt.close("all")
