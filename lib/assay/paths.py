"""Where things are. The project is found from the working folder upwards, or by ASSAY_HOME."""

from __future__ import annotations

import os
from collections.abc import Container, Iterator
from dataclasses import dataclass
from pathlib import Path

from assay.errors import AssayError


@dataclass(frozen=True, slots=True)
class Project:
    """The folders of one Assay project."""

    root: Path

    @property
    def data(self) -> Path:
        return self.root / "data"

    @property
    def releases(self) -> Path:
        return self.data / "releases"

    @property
    def readings(self) -> Path:
        return self.data / "readings"

    @property
    def calendars(self) -> Path:
        return self.data / "calendars"

    @property
    def claims(self) -> Path:
        return self.data / "claims.csv"

    @property
    def cache(self) -> Path:
        return self.data / ".cache"

    @property
    def notebooks(self) -> Path:
        return self.root / "notebooks"

    @property
    def reports(self) -> Path:
        return self.root / "reports"

    def relative(self, path: Path) -> str:
        """`path` as people and published pages should see it: relative to the project."""
        try:
            return path.resolve().relative_to(self.root.resolve()).as_posix()
        except ValueError:
            return path.name


def find_project(start: Path | None = None) -> Project:
    """The project around `start` (default: ASSAY_HOME, else the working folder, upwards).

    Raises AssayError when no folder above holds `data/claims.csv` or `data/releases`.
    """
    home = os.environ.get("ASSAY_HOME")
    first = start or (Path(home) if home else Path.cwd())
    for folder in (first, *first.resolve().parents):
        if (folder / "data" / "releases").is_dir():
            return Project(folder.resolve())
    raise AssayError(
        "No Assay project here: no folder above holds data/releases. "
        "Change into the project or set ASSAY_HOME."
    )


def files_under(top: Path, unread: Container[Path] = ()) -> Iterator[Path]:
    """Every file below a folder but in `unread` folders and in hidden ones (caches, a release being
    written, an editor's copies), in no order. A folder that is a link is gone through like any
    other: releases may lie on another disk. A link to nothing, such as an editor's lock on a file,
    is no file.
    """
    for folder, below, names in os.walk(top, followlinks=True):
        here = Path(folder)
        below[:] = [n for n in below if not n.startswith(".") and here / n not in unread]
        yield from (path for name in names if (path := here / name).is_file())
