"""An edition's manifest: every file with its SHA-256, what it was made of, what it says.

An edition's id is the date of its newest release and the first digits of the digest of all its
bytes (with the id itself left out). Equal content has an equal id, whenever and wherever it is
built.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from assay.errors import BuildError, Fault
from assay.ledger import Change
from assay.pages import EDITION
from assay.paths import Project
from assay.releases import sha256_of

NAME = "manifest.json"
RAN = "run.json"
UNLISTED = frozenset({NAME, RAN})


@dataclass(frozen=True, slots=True)
class Manifest:
    """What an edition is. `sequence` counts editions of this machine; it is in no page."""

    edition: str
    as_of: str
    content_sha256: str
    sequence: int
    previous: str
    files: Mapping[str, str]
    releases: Mapping[str, str]
    claims: Mapping[str, Mapping[str, Any]]
    corrections: tuple[str, ...]
    changes: tuple[Change, ...] = ()
    new_corrections: tuple[str, ...] = ()
    held: tuple[str, ...] = field(default=())

    def to_bytes(self) -> bytes:
        raw = {**asdict(self), "changes": [asdict(change) for change in self.changes]}
        return (json.dumps(raw, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()

    @classmethod
    def from_bytes(cls, text: bytes) -> Manifest:
        """ValueError, KeyError or TypeError when `text` is not a manifest."""
        raw = json.loads(text)
        for name in ("corrections", "new_corrections", "held"):
            raw[name] = tuple(raw[name])
        raw["changes"] = tuple(Change(**change) for change in raw["changes"])
        return cls(**raw)


def content_digest(files: Mapping[str, bytes]) -> str:
    """SHA-256 over every path and content, while `EDITION` stands for the id."""
    total = hashlib.sha256()
    for path in sorted(files):
        total.update(f"{path}\0{hashlib.sha256(files[path]).hexdigest()}\n".encode())
    return total.hexdigest()


def name_edition(
    files: Mapping[str, bytes], as_of: str, digest: str
) -> tuple[str, dict[str, bytes]]:
    """The edition's id, and its files with the id in place."""
    edition = f"{as_of}-{digest[:10]}"
    return edition, rename(files, EDITION, edition)


def rename(files: Mapping[str, bytes], old: str, new: str) -> dict[str, bytes]:
    """Files with one id in place of another; scripts and pictures have none."""
    return {
        path: content.replace(old.encode(), new.encode())
        if not path.startswith("assets/")
        else content
        for path, content in files.items()
    }


def hashes_of(files: Mapping[str, bytes]) -> dict[str, str]:
    """Path -> SHA-256 of its content."""
    return {path: hashlib.sha256(files[path]).hexdigest() for path in sorted(files)}


def read_manifest(folder: Path) -> Manifest:
    """The manifest of an edition's folder. BuildError when it is missing or not readable."""
    try:
        return Manifest.from_bytes((folder / NAME).read_bytes())
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise BuildError(
            f"{folder.name}: no readable manifest ({type(error).__name__}). Build it anew."
        ) from None


def current_edition(project: Project) -> tuple[Path, Manifest] | None:
    """The folder and manifest that reports/current points at; None when nothing is published."""
    link = project.reports / "current"
    if not link.exists():
        return None
    folder = link.resolve()
    return folder, read_manifest(folder)


def last_edition(project: Project) -> tuple[Path, Manifest] | None:
    """The edition a build compares with: the current one, or the newest that can still be read."""
    with contextlib.suppress(BuildError):
        return current_edition(project)
    found: list[tuple[int, Path, Manifest]] = []
    for folder in (project.reports / "editions").glob("[0-9]*"):
        with contextlib.suppress(BuildError):
            manifest = read_manifest(folder)
            found.append((manifest.sequence, folder, manifest))
    return max(found)[1:] if found else None


def check_folder(folder: Path, manifest: Manifest) -> list[Fault]:
    """Files that are missing, changed or not in the manifest."""
    faults = []
    present = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    for path, wanted in manifest.files.items():
        place = f"{folder.name}/{path}"
        if path not in present:
            faults.append(Fault("a file of the edition is missing", place))
        elif sha256_of(folder / path) != wanted:
            faults.append(Fault("a file of the edition was changed", place))
    for path in sorted(present - set(manifest.files) - UNLISTED):
        faults.append(Fault("a file that the manifest does not name", f"{folder.name}/{path}"))
    return faults
