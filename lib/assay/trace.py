"""What a run can read of a project, and what this process has read of it, by name: all that a
kept result depends on.

A name is `claim:<id>`, `family:<name>`, `topic:<name>`, `claims` (all of them), `readings:<id>` (a
claim's file, also read for a query that another claim names), `source:<name>` (its releases and
calendar) or `newest day` (of any release). Noted where the thing is asked for, whether or not it
was in memory already.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from assay.paths import Project, files_under

EVERYTHING: Final = ("claims", "every source")
"""Stands for what a run read that nobody watched."""

NOT_READ: Final = frozenset(
    ".cache raw ledger approvals.csv corrections_log.csv holds.csv sources reconciliations "
    "claims.schema.json claims_origin.csv".split()
)
"""Parts of data/ that no story reads: what is made from the rest, what is put around a page, and
what says how data get in or are checked.
"""

_names: set[str] = set()


def note(*names: str) -> None:
    """Remember that these were read."""
    _names.update(names)


def noted() -> list[str]:
    """Everything noted since the process began or `forget` was called, in order."""
    return sorted(_names)


def forget() -> None:
    """Begin anew: what comes is another run's."""
    _names.clear()


def files_read(project: Project) -> Iterator[Path]:
    """Every file of data/ and notebooks/ that a run could read, in order of path."""
    unread = {project.data / name for name in NOT_READ}
    found = [*files_under(project.data, unread), *project.notebooks.glob("*.ipynb")]
    yield from sorted(path for path in found if path not in unread)
