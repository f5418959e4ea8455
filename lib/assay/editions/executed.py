"""Executed notebooks, kept while nothing that their runs read has changed.

data/.cache/runs/ holds each under the hash of its bytes, and one index: what every run read, with
the digests of that. Everything else (style, sign-off, holds, corrections, documents) is put around
a notebook afterwards and runs nothing again.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING

from assay.editions.keys import STORY, Keys, changed
from assay.editions.reports import Planned
from assay.errors import BuildError
from assay.paths import Project
from assay.trace import EVERYTHING

if TYPE_CHECKING:
    from nbformat import NotebookNode

    from assay.runner import Progress, Run

FORMAT = 1
Say = Callable[[str], object]
OWN = frozenset({STORY, "parameters", "code", "lock", "shared tables"})


def run_planned(
    project: Project,
    planned: Sequence[Planned],
    *,
    jobs: int | None = None,
    progress: Callable[[Progress], object] = lambda _: None,
    run_all: Callable[[Project, Sequence[Run]], list[NotebookNode]] | None = None,
    explain: Say | None = None,
) -> list[NotebookNode]:
    """The executed notebook of every planned page; only what could differ is run.

    See `runner.run_many` for `jobs`, `progress` and the errors; `run_all` runs in its place,
    as `cluster.run_on_cluster` does. `explain` is told what runs again and why.
    """
    from assay.runner import Budget, Run, domains_of, run_many
    from assay.stories import bind_parameters, read_story

    domains = {name: cache(values) for name, values in domains_of(project).items()}
    stories = {name: read_story(project, name) for name in {page.report.story for page in planned}}
    runs = [
        Run(
            page.report.story,
            bind_parameters(stories[page.report.story], page.parameters, domains),
            Budget(**page.report.budget),
        )
        for page in planned
    ]
    keys = Keys(project, _newest_day(project))
    keys.read()
    kept = Kept(project.cache / "runs")
    asked = {str(run): (page, run) for page, run in zip(planned, runs, strict=True)}
    found = {name: kept.find(page, run, keys) for name, (page, run) in asked.items()}
    missing = {name: asked[name] for name in asked if found[name] is None}
    if explain:
        _explain(missing, len(runs), kept, keys, explain)
    here = partial(run_many, jobs=jobs, progress=progress)
    fresh = (run_all or here)(project, [run for _, run in missing.values()]) if missing else []
    for (name, (page, run)), notebook in zip(missing.items(), fresh, strict=True):
        # What was kept and what ran just now must give the same bytes: both come from the disk.
        found[name] = kept.keep(page, run, notebook, keys)
    if missing and not keys.hold():
        kept.forget(missing)
    kept.finish(found, keys.files)
    return [done for run in runs if (done := found[str(run)])]


@dataclass
class Entry:
    """A kept run: the hash of its notebook's bytes, what it depends on, and what that was."""

    notebook: str
    parts: dict[str, str] = field(default_factory=dict)


class Kept:
    """The folder of kept runs and its index."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.entries: dict[str, Entry] = {}
        self.files: Mapping[str, str] = {}
        with contextlib.suppress(OSError, ValueError, KeyError, TypeError, AttributeError):
            index = json.loads((folder / "index.json").read_bytes())
            if index["format"] != FORMAT:
                return
            self.entries = {name: Entry(**raw) for name, raw in index["runs"].items()}
            self.files = index["files"]

    def find(self, page: Planned, run: Run, keys: Keys) -> NotebookNode | None:
        """The notebook of a run, if all it depends on is as it was and its bytes are whole."""
        entry = self.entries.get(str(run))
        if entry is None or self.parts_now(entry, page, run, keys) != entry.parts:
            return None
        return self._read(entry.notebook)

    def parts_now(self, entry: Entry, page: Planned, run: Run, keys: Keys) -> dict[str, str]:
        """The digests now of what a kept run depended on."""
        return keys.parts(page, run.parameters, [n for n in entry.parts if n not in OWN])

    def keep(self, page: Planned, run: Run, notebook: NotebookNode, keys: Keys) -> NotebookNode:
        """Write a notebook in one step and read it back. BuildError when it cannot be read."""
        reads = notebook.metadata.pop("reads", EVERYTHING)
        content = json.dumps(notebook, ensure_ascii=False, sort_keys=True).encode()
        name = hashlib.sha256(content).hexdigest()
        _write(self.folder / f"{name}.ipynb", content)
        kept = self._read(name)
        if kept is None:
            where = self.folder.name
            raise BuildError(f"{run}: the executed notebook could not be kept in {where}/.")
        self.entries[str(run)] = Entry(name, keys.parts(page, run.parameters, reads))
        return kept

    def forget(self, names: Iterable[str]) -> None:
        """Keep none of these: something was written while they ran, and they may have read it."""
        for name in names:
            self.entries.pop(name, None)

    def finish(self, used: Mapping[str, object], files: Mapping[str, str]) -> None:
        """Write the index, and remove what the present edition does not use."""
        self.entries = {name: self.entries[name] for name in used if name in self.entries}
        runs = {name: asdict(entry) for name, entry in self.entries.items()}
        index = {"format": FORMAT, "files": dict(files), "runs": runs}
        _write(self.folder / "index.json", json.dumps(index).encode())
        names = {entry.notebook for entry in self.entries.values()}
        for path in self.folder.glob("*.ipynb"):
            if path.stem not in names:
                path.unlink()

    def _read(self, name: str) -> NotebookNode | None:
        """The notebook whose bytes have this hash; None when they are missing or others."""
        from nbformat import NotebookNode

        with contextlib.suppress(OSError, ValueError):
            content = (self.folder / f"{name}.ipynb").read_bytes()
            if hashlib.sha256(content).hexdigest() == name:
                found: NotebookNode = json.loads(content, object_hook=NotebookNode)
                return found
        return None


def _explain(
    missing: Mapping[str, tuple[Planned, Run]], total: int, kept: Kept, keys: Keys, explain: Say
) -> None:
    """How many stories run again; for each thing that changed, whose."""
    reasons: dict[str, list[str]] = {}
    for name, (page, run) in missing.items():
        for why in _reasons(kept, keys, name, page, run):
            reasons.setdefault(why, []).append(name)
    explain(f"{len(missing)} of {total} stories run again.")
    for why, names in reasons.items():
        stories = Counter(missing[name][1].story for name in names)
        who = names[0] if len(names) == 1 else ", ".join(f"{n} {s}" for s, n in stories.items())
        explain(f"  {why}: {who}")


def _reasons(kept: Kept, keys: Keys, name: str, page: Planned, run: Run) -> list[str]:
    entry = kept.entries.get(name)
    if entry is None:
        return ["never run before"]
    parts = changed(entry.parts, kept.parts_now(entry, page, run, keys), keys, kept.files)
    return [f"changed: {part}" for part in parts] or ["damaged where it was kept"]


def _newest_day(project: Project) -> str:
    from assay.desk.holdings import Holdings, read_ledger

    return str(Holdings(read_ledger(project)[0], project.cache).newest_day)


def _write(path: Path, content: bytes) -> None:
    """In one step: nobody sees half a file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_suffix(f".{os.getpid()}")
    fresh.write_bytes(content)
    fresh.replace(path)
