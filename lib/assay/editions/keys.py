"""Digests of all that a build reads, and in words what has changed.

A run depends on its story, its parameters, the code, the lock, the tables that all share, and on
what it read: `trace` has the names. Everything is taken from the bytes on the disk, once.
"""

from __future__ import annotations

import hashlib
import json
import os
import site
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import Final

from assay.editions.reports import Planned
from assay.model import Claim
from assay.paths import Project, files_under
from assay.trace import NOT_READ

PACKAGE: Final = Path(__file__).parents[1]
AROUND: Final = frozenset(
    "pages editions signoff ledger notify schedule cli sources fetch diff export "
    "alarms reconcile soundness mixing catch_rate dictionary cluster refresh stores".split()
)
"""Rooms of the package that no story runs."""

RUN_TOO: Final = "assay/pages/proofs.py"
"""What `reporter.why` shows."""

NAMED: Final = ("claims.csv", "readings", "releases", "calendars")
"""Parts of data/ of which a run names what it read; all runs share the rest."""

CODE, LOCK, SHARED, STORY, PARAMETERS = "code", "lock", "shared tables", "story", "parameters"
SHOWN: Final = 3


class Keys:
    """Digests of what lies on the disk. Whatever is asked for is read once."""

    def __init__(self, project: Project, newest_day: str = "") -> None:
        self.project, self.newest_day = project, newest_day
        self._digests: dict[str, str] = {}
        self._stamps: dict[Path, int] = {}

    def read(self) -> None:
        """Read the disk now: what changes on it later is not what these keys are of."""
        _ = self.files, self._claims

    def hold(self) -> bool:
        """Whether no file was written since they were read, not even to put it back as it was. The
        ledger is left out: builds write it.
        """
        ledger = self.project.data / "ledger"
        stamps = {p: stamp for p, stamp in self._stamps.items() if not p.is_relative_to(ledger)}
        try:
            return all(path.stat().st_ctime_ns == stamp for path, stamp in stamps.items())
        except FileNotFoundError:
            return False

    def parts(
        self, page: Planned, parameters: Mapping[str, object], reads: Iterable[str]
    ) -> dict[str, str]:
        """The digest of each thing that the run of `page` depends on, by name."""
        own = {
            STORY: self.files.get(f"notebooks/{page.report.story}.ipynb", ""),
            PARAMETERS: _sha256(json.dumps(dict(parameters), sort_keys=True).encode()),
        }
        return own | {name: self.digest(name) for name in (CODE, LOCK, SHARED, *reads)}

    def digest(self, name: str) -> str:
        """The digest of what a name of `trace` stands for, as it is now; empty for nothing."""
        if name not in self._digests:
            self._digests[name] = self._digest(name)
        return self._digests[name]

    def files_of(self, name: str, files: Mapping[str, str]) -> dict[str, str]:
        """Of `files`, those a name stands for."""
        kind, _, which = name.partition(":")
        if kind in (STORY, PARAMETERS):  # of which run, a name alone does not say
            return {}
        begins = {
            CODE: ("assay/",),
            LOCK: ("requirements.lock",),
            "claim": ("data/claims.csv",),
            "family": ("data/claims.csv",),
            "readings": (f"data/readings/{which}.sql",),
            "source": (f"data/releases/{which}/", f"data/calendars/{which}.csv"),
            "every source": ("data/releases/", "data/calendars/"),
            "newest day": ("data/releases/",),
            SHARED: ("data/",),
        }.get(kind, ("data/claims.csv", "data/readings/"))
        found = {path: files[path] for path in files if path.startswith(begins)}
        if kind == CODE:
            return {p: found[p] for p in found if p == RUN_TOO or _room(p) not in AROUND}
        if kind == SHARED:
            return {p: found[p] for p in found if p.split("/")[1] not in (*NAMED, *NOT_READ)}
        return found

    @cached_property
    def files(self) -> dict[str, str]:
        """The SHA-256 of every file of the package and of the project that a build reads."""
        found = {}
        for path in sorted(self._paths()):
            inside = path.is_relative_to(PACKAGE)
            root, top = (PACKAGE, "assay/") if inside else (self.project.root, "")
            self._stamps[path] = path.stat().st_ctime_ns
            found[f"{top}{path.relative_to(root).as_posix()}"] = _sha256(path.read_bytes())
        return found

    @cached_property
    def all(self) -> str:
        """One digest over all that a build reads but the ledger, which builds write themselves."""
        files = {p: self.files[p] for p in self.files if not p.startswith("data/ledger/")}
        return _sha256(repr([sorted(files.items()), *_installed(), *_profile()]).encode())

    @cached_property
    def ledger(self) -> str:
        """The digest of the ledger."""
        files = {p: self.files[p] for p in self.files if p.startswith("data/ledger/")}
        return _sha256(repr(sorted(files.items())).encode())

    @cached_property
    def _claims(self) -> dict[str, Claim]:
        from assay.claims import read_claims

        return read_claims(self.project) if self.project.claims.is_file() else {}

    def _paths(self) -> Iterator[Path]:
        root = self.project.root
        folders = (self.project.data, self.project.notebooks, self.project.reports, root / "docs")
        unread = {self.project.data / "raw"}
        unread |= {self.project.reports / name for name in ("editions", "current", "held")}
        for top in (PACKAGE, *folders):
            yield from (p for p in files_under(top, unread) if p.parent.name != "__pycache__")
        yield from (p for p in (root / "requirements.lock", root / "LICENSE") if p.is_file())

    def _digest(self, name: str) -> str:
        kind, _, which = name.partition(":")
        if kind in ("claim", "family", "topic"):
            return self._digest_of_claims(kind, which)
        if kind == "newest day":
            return self.newest_day
        files = self.files_of(name, self.files)
        extra = [*_installed(), *_profile()] if kind == LOCK else []
        return _sha256(repr([sorted(files.items()), *extra]).encode()) if files or extra else ""

    def _digest_of_claims(self, kind: str, which: str) -> str:
        """Of the cells of these claims, wherever their rows stand; of a topic, its readings too."""
        column = {"claim": "claim_id", "family": "family", "topic": "topic"}[kind]
        chosen = [c for c in self._claims.values() if getattr(c, column) == which]
        readings = [self.digest(f"readings:{c.claim_id}") for c in chosen if kind == "topic"]
        return _sha256(repr([[replace(c, row=0) for c in chosen], readings]).encode())


def changed(
    before: Mapping[str, str], after: Mapping[str, str], keys: Keys, files: Mapping[str, str]
) -> list[str]:
    """Each of a run's parts that is another than before, with the files that made it so; `files`
    are those of before.
    """
    told = []
    for name in sorted({*before, *after}, key=lambda name: (":" in name, name)):
        if before.get(name) == after.get(name):
            continue
        old, new = keys.files_of(name, files), keys.files_of(name, keys.files)
        paths = [path for path in sorted({*old, *new}) if old.get(path) != new.get(path)]
        more = f" and {len(paths) - SHOWN} more" if len(paths) > SHOWN else ""
        told.append(f"{name} ({', '.join(paths[:SHOWN])}{more})" if paths else name)
    return told


def _room(path: str) -> str:
    return path.split("/")[1].removesuffix(".py")


def _installed() -> Iterator[str]:
    """Python's version and every installed package with its own, by name."""
    yield sys.version
    for folder in site.getsitepackages():
        if os.path.isdir(folder):
            yield from sorted(n for n in os.listdir(folder) if n.endswith(".dist-info"))


def _profile() -> Iterator[str]:
    """What IPython is told to run and to be before a story's first cell, by file and hash."""
    home = Path(os.environ.get("IPYTHONDIR") or Path.home() / ".ipython") / "profile_default"
    for path in sorted([*home.glob("*_config.*"), *home.glob("startup/*")]):
        if path.is_file():
            yield f"{path.name} {_sha256(path.read_bytes())}"


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
