"""Executed notebooks, kept while nothing they could have read has changed.

A story reads its notebook, its parameters, the package and data/. A claim's own page reads of the
curated tables only its claim, the claim's family and its readings, unless its notebook asks the
reporter for other things. Everything else (style, sign-off, holds, corrections, documents) is put
around a notebook afterwards and runs nothing again.
"""

from __future__ import annotations

import ast
import hashlib
import json
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache, cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING

from assay.editions.reports import Planned
from assay.errors import BuildError
from assay.model import Claim
from assay.paths import Project

if TYPE_CHECKING:
    from nbformat import NotebookNode

    from assay.runner import Progress, Run

OF_ONE_CLAIM = frozenset("claim check evidence repetitions credits table query why".split())
"""What a notebook may ask the reporter without reading other claims."""

AROUND = frozenset(
    "pages editions signoff ledger notify schedule cli sources diff export spreadsheets".split()
)
"""Rooms of the package that no story runs."""


def run_planned(
    project: Project,
    planned: Sequence[Planned],
    *,
    jobs: int | None = None,
    progress: Callable[[Progress], object] = lambda _: None,
    run_all: Callable[[Project, Sequence[Run]], list[NotebookNode]] | None = None,
) -> list[NotebookNode]:
    """The executed notebook of every planned page; only what could differ is run.

    See `runner.run_many` for `jobs`, `progress` and the errors; `run_all` runs in its place,
    as `cluster.run_on_cluster` does.
    """
    from assay.runner import Budget, Run, domains_of, run_many
    from assay.stories import bind_parameters, read_story

    domains = {name: cache(values) for name, values in domains_of(project).items()}
    stories = {page.report.story: read_story(project, page.report.story) for page in planned}
    runs = [
        Run(
            page.report.story,
            bind_parameters(stories[page.report.story], page.parameters, domains),
            Budget(**page.report.budget),
        )
        for page in planned
    ]
    keys = Keys(project)
    names = [keys.of(page, run.parameters) for page, run in zip(planned, runs, strict=True)]
    folder = project.cache / "runs"
    kept = {name: found for name in names if (found := _read(folder / f"{name}.ipynb"))}
    missing = [(n, run) for n, run in zip(names, runs, strict=True) if n not in kept]
    here = partial(run_many, jobs=jobs, progress=progress)
    fresh = (run_all or here)(project, [run for _, run in missing]) if missing else []
    for (name, run), notebook in zip(missing, fresh, strict=True):
        # What was kept and what ran just now must give the same bytes: both come from the disk.
        kept[name] = _keep(folder / f"{name}.ipynb", notebook, str(run))
    _forget(folder, kept)
    return [kept[name] for name in names]


class Keys:
    """Keys of runs. What lies on the disk is read once, when the first key asks for it."""

    def __init__(self, project: Project) -> None:
        self.project = project

    def of(self, page: Planned, parameters: Mapping[str, object]) -> str:
        """One digest over everything the run of `page` could read. 32 hex digits."""
        path = self.project.notebooks / f"{page.report.story}.ipynb"
        parts = [
            path.read_bytes(),
            json.dumps(dict(parameters), sort_keys=True).encode(),
            self.package,
            self.releases,
            self._curated(page, path),
        ]
        return hashlib.sha256(b"\0".join(parts)).hexdigest()[:32]

    def _curated(self, page: Planned, path: Path) -> bytes:
        if not page.claim_id or not _asks_for_one_claim(path):
            return self.curated
        own = self.claims[page.claim_id]
        family = [c for c in self.claims.values() if own.family and c.family == own.family]
        readings = self.project.readings / f"{page.claim_id}.sql"
        text = repr([_without_row(claim) for claim in (own, *family)]).encode()
        return text + (readings.read_bytes() if readings.is_file() else b"")

    @cached_property
    def claims(self) -> dict[str, Claim]:
        from assay.claims import read_claims

        return read_claims(self.project)

    @cached_property
    def package(self) -> bytes:
        root = Path(__file__).parents[1]
        files = (
            path
            for path in root.rglob("*.py")
            if path.relative_to(root).parts[0].removesuffix(".py") not in AROUND
        )
        lock = self.project.root / "requirements.lock"
        return _digest(root, files) + sys.version.encode() + _bytes_of(lock)

    @cached_property
    def releases(self) -> bytes:
        return _digest(
            self.project.data, self._data(lambda top: top not in ("claims.csv", "readings"))
        )

    @cached_property
    def curated(self) -> bytes:
        return _digest(self.project.data, self._data(lambda top: top in ("claims.csv", "readings")))

    def _data(self, wanted: Callable[[str], bool]) -> Iterator[Path]:
        from assay.runner.reads import NOT_READ

        for path in self.project.data.rglob("*"):
            top = path.relative_to(self.project.data).parts[0]
            if top not in NOT_READ and wanted(top):
                yield path


def _asks_for_one_claim(path: Path) -> bool:
    """Whether a notebook asks the reporter only for what is of one claim."""
    notebook = json.loads(path.read_bytes())
    source = "\n".join(
        "".join(cell["source"]) for cell in notebook["cells"] if cell["cell_type"] == "code"
    )
    asked = {
        node.attr
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Name)
        and node.value.id == "reporter"
    }
    return asked <= OF_ONE_CLAIM


def _without_row(claim: Claim) -> Claim:
    from dataclasses import replace

    return replace(claim, row=0)


def _digest(root: Path, paths: Iterable[Path]) -> bytes:
    total = hashlib.sha256()
    for path in sorted(path for path in paths if path.is_file()):
        total.update(path.relative_to(root).as_posix().encode() + b"\0")
        total.update(hashlib.sha256(path.read_bytes()).digest())
    return total.digest()


def _bytes_of(path: Path) -> bytes:
    return hashlib.sha256(path.read_bytes()).digest() if path.is_file() else b""


def _read(path: Path) -> NotebookNode | None:
    """A kept notebook; None when there is none or it cannot be read."""
    import nbformat

    try:
        found: NotebookNode = nbformat.read(path, as_version=4)  # type: ignore[no-untyped-call]
    except (OSError, ValueError, KeyError):
        return None
    return found


def _keep(path: Path, notebook: NotebookNode, run: str) -> NotebookNode:
    """Write a notebook in one step and read it back. BuildError when it cannot be read."""
    import nbformat

    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_suffix(f".{os.getpid()}")
    fresh.write_text(nbformat.writes(notebook), encoding="utf-8")  # type: ignore[no-untyped-call]
    fresh.replace(path)
    found = _read(path)
    if found is None:
        raise BuildError(f"{run}: the executed notebook could not be kept in {path.parent.name}/.")
    return found


def _forget(folder: Path, kept: Iterable[str]) -> None:
    """Remove runs that the present edition does not use."""
    names = frozenset(kept)
    for path in folder.glob("*.ipynb"):
        if path.stem not in names:
            path.unlink()
