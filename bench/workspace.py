"""A copy of the project that nobody edits while it is measured, and a runtime folder of its own."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import nbformat
from assay.checks import check_claims
from assay.claims import read_claims
from assay.kernels.process import ask_parent
from assay.paths import Project
from assay.runner import Run
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

STORY = "claim-dossier"
SMALL = (
    "from pathlib import Path\n"
    "Path(f'{number}.txt').write_text(str(number))\n"
    "[path.name for path in Path().iterdir()]",
    "import pandas as pd\npd.DataFrame({'number': [number], 'square': [number**2]})",
)


@contextmanager
def copied(project: Project) -> Iterator[Project]:
    """The project in a temporary folder, with a small story `_small`, and its claims tested."""
    before = {name: os.environ.get(name) for name in ("XDG_RUNTIME_DIR", "ASSAY_HOME", "TMPDIR")}
    with tempfile.TemporaryDirectory(prefix="bench", ignore_cleanup_errors=True) as folder:
        home, runtime = Path(folder) / "project", Path(folder) / "run"
        runtime.mkdir(mode=0o700)
        ignored = shutil.ignore_patterns(".cache", "raw", "editions", "current", "held", "ledger")
        for part in ("data", "notebooks", "docs", "reports"):
            shutil.copytree(project.root / part, home / part, ignore=ignored, symlinks=True)
        for part in ("requirements.lock", "LICENSE"):
            shutil.copy(project.root / part, home / part)
        nbformat.write(_small(), home / "notebooks" / "_small.ipynb")  # type: ignore[no-untyped-call]
        os.environ |= {"XDG_RUNTIME_DIR": str(runtime), "ASSAY_HOME": str(home)}
        try:
            check_claims(Project(home))  # as every build does before it runs a story
            yield Project(home)
        finally:
            for path in (runtime / "assay").glob("*.sock"):
                ask_parent(path, "stop")
            for name, value in before.items():
                os.environ.pop(name, None)
                if value is not None:
                    os.environ[name] = value


def dossiers(project: Project, count: int) -> list[Run]:
    """Claims' own pages, spread over the whole table."""
    claims = list(read_claims(project))
    chosen = claims[:: max(1, len(claims) // count)][:count]
    return [Run(STORY, {"claim_id": claim, "known_on": ""}) for claim in chosen]


def small(count: int) -> list[Run]:
    """Runs of the small story, each with another number."""
    return [Run("_small", {"number": number}) for number in range(count)]


def _small() -> nbformat.NotebookNode:
    """A story that says which files lie in its folder, and a table of its parameter."""
    parameters = new_code_cell("number: int = 0  # which run")  # type: ignore[no-untyped-call]
    parameters.metadata["tags"] = ["parameters"]
    cells = [new_markdown_cell("# Where does it run?"), parameters]  # type: ignore[no-untyped-call]
    cells += [new_code_cell(source) for source in SMALL]  # type: ignore[no-untyped-call]
    kernel = {"name": "python3", "display_name": "Python 3"}
    made: nbformat.NotebookNode = new_notebook(cells=cells, metadata={"kernelspec": kernel})  # type: ignore[no-untyped-call]
    return made
