"""A kernel's first figure, and the stories under nbval: stock and warm."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import assay.kernels
from assay.paths import Project
from jupyter_client.manager import start_new_kernel

from bench.measure import Row, Sample

FIGURE = "import plotly.graph_objects as go\ngo.Figure(go.Bar(x=['a', 'b'], y=[1, 2]))"
LAB = Path(assay.kernels.__file__).parent / "lab"


def compare_launch(turns: int) -> Iterator[Row]:
    """From asking for a kernel to having its first figure."""
    _first_figure("assay")  # starts the warm parent, as any earlier kernel did
    warm, stock = Sample(), Sample()
    for _ in range(turns):
        warm.values.append(_first_figure("assay"))
        stock.values.append(_first_figure("python3"))
    ratio = stock.median / warm.median
    told = f"{warm}; stock {stock}"
    yield Row("kernel: launch to first figure", "stock python3 kernel", ratio, "≥", 8, told)


def compare_nbval(project: Project, turns: int) -> Iterator[Row]:
    """`pytest --nbval` over all stories, the process itself included."""
    warm, stock = Sample(), Sample()
    _nbval(project, LAB)
    for _ in range(turns):
        seconds, said = _nbval(project, LAB)
        warm.values.append(seconds)
        seconds, said_by_stock = _nbval(project, None)
        stock.values.append(seconds)
        if said != said_by_stock:
            raise RuntimeError(f"nbval says {said}, with stock kernels {said_by_stock}")
    ratio = stock.median / warm.median
    told = f"{warm}; stock {stock}; both {said}"
    yield Row("nbval over all stories", "same with stock kernels", ratio, "≥", 4, told)


def _first_figure(kernel: str) -> float:
    drawn: list[str] = []
    started = time.perf_counter()
    manager, client = start_new_kernel(kernel_name=kernel)
    client.execute_interactive(
        FIGURE, output_hook=lambda m: drawn.extend(m["content"].get("data", ())), timeout=60
    )
    seconds = time.perf_counter() - started
    client.stop_channels()
    manager.shutdown_kernel(now=True)
    if "application/vnd.plotly.v1+json" not in drawn:
        raise RuntimeError(f"the {kernel} kernel showed no figure")
    return seconds


def _nbval(project: Project, kernels: Path | None) -> tuple[float, str]:
    """Seconds, and how many cells passed and failed."""
    environment = {**os.environ, "JUPYTER_PATH": str(kernels)} if kernels else dict(os.environ)
    without = ["-p", "no:cacheprovider", "-p", "no:hypothesispytest"]  # as `make test` runs it
    command = [sys.executable, "-m", "pytest", "-q", *without, "--nbval"]
    stories = sorted(str(path) for path in project.notebooks.glob("[!_]*.ipynb"))
    started = time.perf_counter()
    done = subprocess.run(
        [*command, *stories], env=environment, cwd=project.root, capture_output=True, text=True
    )
    seconds = time.perf_counter() - started
    found = re.search(r"^.*\d+ passed.*?(?= in [\d.]+s)", done.stdout, re.MULTILINE)
    if not found:
        raise RuntimeError(f"nbval did not run:\n{done.stdout[-2000:]}{done.stderr[-2000:]}")
    return seconds, found[0].strip("= ")
