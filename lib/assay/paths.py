"""Where things are. The project is found from the working folder upwards, or by ASSAY_HOME."""

from __future__ import annotations

import os
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
