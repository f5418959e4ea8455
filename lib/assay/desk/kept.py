"""Outcomes kept on the disk: a reading is not run again while its SQL, its parameters, its releases
and this code are the same.

One file for the releases of one cache file. It carries the hash of its own bytes; one that is
damaged, or of other code, is as if it were not there.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from assay.desk.code import RUNNING, code_digest
from assay.desk.holdings import KEPT_FILES
from assay.desk.outcome import Outcome

if TYPE_CHECKING:
    from assay.desk.running import Job

MOST: Final = 20_000


def name_of(job: Job) -> str:
    """Jobs with one name have one outcome, in whatever process."""
    views = [
        (v.name, v.sql, v.why, v.missing, v.is_list, [(r.source, r.release) for r in v.releases])
        for v in job.views
    ]
    what = (job.reading.sql, job.reading.unit, job.values, views)
    return hashlib.sha256(repr(what).encode()).hexdigest()[:32]


class KeptOutcomes:
    """The outcomes of one cache file's releases, by name."""

    def __init__(self, cache: Path) -> None:
        self._path = cache.with_name(f"{cache.stem.replace('desk-', 'outcomes-')}.json")
        self._found = _read(self._path)
        self._fresh: dict[str, dict[str, Any]] = {}

    def get(self, job: Job) -> Outcome | None:
        """What this job gave before."""
        raw = self._found.get(name_of(job))
        return _outcome(raw) if raw else None

    def add(self, job: Job, outcome: Outcome) -> None:
        """Keep what a job gave, from `write` on."""
        self._fresh[name_of(job)] = asdict(outcome)

    def write(self) -> None:
        """Add what is fresh to the file, in one step; where it cannot be written nothing is lost
        but time.
        """
        if not self._fresh:
            return
        kept = {**_read(self._path), **self._fresh}
        outcomes = json.dumps(dict(list(kept.items())[-MOST:]))
        text = json.dumps(
            {"code": code_digest(RUNNING), "sha256": _hash(outcomes), "outcomes": outcomes}
        )
        fresh = self._path.with_suffix(f".{os.getpid()}")
        with contextlib.suppress(OSError):
            fresh.write_text(text, encoding="utf-8")
            fresh.replace(self._path)
            self._fresh.clear()
            self._forget_old()

    def _forget_old(self) -> None:
        """As many stay as cache files do."""
        files = [*self._path.parent.glob("outcomes-*.json")]
        for path in sorted(files, key=lambda path: path.stat().st_mtime)[:-KEPT_FILES]:
            path.unlink(missing_ok=True)


def _read(path: Path) -> Mapping[str, Any]:
    with contextlib.suppress(OSError, ValueError, KeyError, TypeError):
        raw = json.loads(path.read_text("utf-8"))
        if raw["code"] == code_digest(RUNNING) and raw["sha256"] == _hash(raw["outcomes"]):
            found: Mapping[str, Any] = json.loads(raw["outcomes"])
            return found
    return {}


def _outcome(raw: Mapping[str, Any]) -> Outcome:
    releases = tuple((source, release) for source, release in raw["releases"])
    return Outcome(**{**raw, "releases": releases})


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
