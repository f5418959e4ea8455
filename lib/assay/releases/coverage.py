"""Which of the provider's files are accounted for: ingested into a release, or left out for a
reason that stands in data/sources/not_ingested.csv.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from assay.errors import CuratedError, Fault, at
from assay.paths import Project
from assay.releases.contracts import list_sources
from assay.releases.held import list_releases, sha256_of
from assay.spreadsheets import read_sheet

HEADER = ["path", "sha256", "reason"]
HASH = re.compile(r"[0-9a-f]{64}")
TODO = "Ingest it, or give the reason why not in data/sources/not_ingested.csv."


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A provider's file that no release is made of, by its place under the raw root, and why."""

    path: str
    sha256: str
    reason: str


def read_left_out(project: Project) -> tuple[LeftOut, ...]:
    """The files left out, in file order; none without the file.

    CuratedError lists every row without a hash or a reason, twice the same place, and every file
    that a held release is made of after all.
    """
    path = project.data / "sources" / "not_ingested.csv"
    rows = read_sheet(path, HEADER)
    ingested = _ingested(project) if rows else {}
    found: dict[str, LeftOut] = {}
    faults = []
    for row in rows:
        item = LeftOut(**row.cells)
        if what := _wrong(item, found, ingested):
            faults.append(Fault(what, at(path.name, row.line), item.path))
        found[item.path] = item
    if faults:
        raise CuratedError(*faults)
    return tuple(found.values())


def find_unaccounted(project: Project, raw: Path) -> list[Fault]:
    """What is not accounted for among the files under `raw`, each by its bytes.

    A file neither ingested nor left out, a file left out whose bytes have changed, and a row whose
    file is gone. CuratedError as `read_left_out`.
    """
    ingested = _ingested(project)
    left_out = {item.path: item for item in read_left_out(project)}
    faults = []
    for path in sorted(item for item in raw.rglob("*") if item.is_file()):
        place, digest = path.relative_to(raw).as_posix(), sha256_of(path)
        item = left_out.pop(place, None)
        if item and item.sha256 != digest:
            faults.append(Fault("other bytes than were left out", place, digest, item.sha256, TODO))
        elif not item and digest not in ingested:
            faults.append(Fault("neither ingested nor left out", place, todo=TODO))
    for item in left_out.values():
        faults.append(Fault("left out, and not there", item.path, todo="Take its row out."))
    return faults


def _ingested(project: Project) -> dict[str, str]:
    """Hash of each file that a held release is made of, and the release."""
    return {
        file.sha256: f"{source} {release.release}"
        for source in list_sources(project)
        for release in list_releases(project, source)
        for file in release.raw
    }


def _wrong(item: LeftOut, found: dict[str, LeftOut], ingested: dict[str, str]) -> str:
    if item.path in found:
        return "a file that stands there twice"
    if not HASH.fullmatch(item.sha256):
        return "not a SHA-256"
    if not item.reason.strip():
        return "a file left out without a reason"
    if item.sha256 in ingested:
        return f"a file left out that release {ingested[item.sha256]} is made of: remove the row"
    return ""
