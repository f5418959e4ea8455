"""What a run could read of a project: the same files, byte for byte, give the same notebook."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from assay.paths import Project

NOT_READ: Final = frozenset(
    {".cache", "raw", "ledger", "approvals.csv", "corrections_log.csv", "holds.csv"}
)
"""Parts of data/ that no story reads: what is made from the rest, and what is put around a page."""


def files_read(project: Project) -> Iterator[Path]:
    """Every file of data/ and notebooks/ that a run could read, in order of path."""
    found = [*project.data.rglob("*"), *project.notebooks.glob("*.ipynb")]
    for path in sorted(path for path in found if path.is_file()):
        top = path.relative_to(project.root).parts[1]
        if top not in NOT_READ:
            yield path
