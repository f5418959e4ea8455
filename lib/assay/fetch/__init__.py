"""Getting a provider's files from the publisher's own address.

    for fetched in fetch(project, "fx"):
        print(fetched)

Files go to data/raw/<source>/<download>/<date>/, which git ignores, with a receipt; nothing is
ever overwritten. `assay ingest` makes a release of them. This room alone uses the network.
"""

from __future__ import annotations

import json
import os
import re
import tempfile
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from assay.fetch.archives import check_file, unpack
from assay.fetch.content import refused
from assay.fetch.rules import Asked, FetchError, Progress, Web
from assay.fetch.templates import Download, Template, Wanted, list_templates, read_template
from assay.fetch.web import Received, download
from assay.paths import Project
from assay.releases import list_releases, sha256_of

__all__ = ["FetchError", "Fetched", "Web", "fetch", "list_templates", "read_template"]

RECEIPT = "fetched.json"
DATED = re.compile(r"(\d{4}-\d{2}-\d{2})(?:-(\d+))?")


@dataclass(frozen=True, slots=True)
class Fetched:
    """One download: the folder with its files, or where the same bytes are held already."""

    source: str
    download: str
    folder: Path | None
    files: tuple[Path, ...]
    same_as: str = ""

    @property
    def unchanged(self) -> bool:
        """Whether these bytes were here before; nothing was written then."""
        return bool(self.same_as)

    def __str__(self) -> str:
        name = f"{self.source} {self.download}"
        if self.unchanged:
            return f"{name}: unchanged, the same bytes as {self.same_as}"
        return f"{name}: {', '.join(path.name for path in self.files)}"


def fetch(
    project: Project,
    source: str,
    release: str | None = None,
    *,
    web: Web | None = None,
    progress: Progress | None = None,
    today: date | None = None,
) -> list[Fetched]:
    """Download what the template of `source` names: its current downloads, or the one called
    `release`. Each is kept whole or not at all.

    Bytes that the newest fetch or a held release has are not written again. ParameterError for an
    unknown source or download, CuratedError for a faulty template, FetchError with one located
    message when the publisher's address gives nothing that may be kept.
    """
    template = read_template(project, source)
    on = today or datetime.now(UTC).date()
    return [
        _fetch(project, template, item, web or Web(), progress, on)
        for item in template.chosen(release)
    ]


def _fetch(
    project: Project,
    template: Template,
    item: Download,
    web: Web,
    progress: Progress | None,
    on: date,
) -> Fetched:
    shelf = project.data / "raw" / template.source / item.name
    shelf.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".staging-", dir=shelf) as staging:
        folder = Path(staging) / "files"
        folder.mkdir()
        entries = [
            entry
            for wanted in item.files
            for entry in _get(template, item, wanted, folder, web, progress)
        ]
        hashes = {entry["name"]: entry["sha256"] for entry in entries}
        same = _same(project, template.source, shelf, hashes)
        if same:
            return Fetched(template.source, item.name, None, (), same)
        receipt = {
            "source": template.source,
            "download": item.name,
            "title": item.title,
            "publisher": template.publisher,
            "retrieved_on": on.isoformat(),
            "files": entries,
        }
        text = json.dumps(receipt, ensure_ascii=False, indent=1) + "\n"
        (folder / RECEIPT).write_text(text, "utf-8")
        placed = _place(folder, shelf, on)
    return Fetched(template.source, item.name, placed, tuple(placed / name for name in hashes))


def _get(
    template: Template,
    item: Download,
    wanted: Wanted,
    folder: Path,
    web: Web,
    progress: Progress | None,
) -> list[dict[str, Any]]:
    """Receipt entries of the file, or of the members of an archive, now in `folder`."""
    target = folder / wanted.save_as
    place = f"{wanted.save_as} from {wanted.address}"
    if target.exists():
        raise refused("two files of one name", place, todo="Give one a `save_as` of its own.")
    asked = Asked(wanted.address, template.hosts, wanted.at_most, wanted.save_as, item.page)
    received = download(asked, target, web, progress)
    if received.bytes < wanted.at_least:
        found, expected = f"{received.bytes:,}", f"at least {wanted.at_least:,} bytes"
        check_file(target, wanted.content, wanted.unpacked_at_most, place)
        raise refused("smaller than it can be", place, found, expected, "Is it cut off?")
    check_file(target, wanted.content, wanted.unpacked_at_most, place)
    if not wanted.members:
        return [_entry(target, wanted, received)]
    paths = unpack(target, wanted.members, folder, wanted.unpacked_at_most, place)
    target.unlink()  # its hash is in the receipt; archives made on request differ every time
    return [_entry(path, wanted, received) for path in paths]


def _entry(path: Path, wanted: Wanted, received: Received) -> dict[str, Any]:
    whole = path.name == wanted.save_as
    return {
        "name": path.name,
        "sha256": received.sha256 if whole else sha256_of(path),
        "bytes": path.stat().st_size,
        "address": wanted.address,
        "member_of": "" if whole else wanted.save_as,
        "received": asdict(received),
    }


def _same(project: Project, source: str, shelf: Path, hashes: dict[str, str]) -> str:
    """Where these bytes are held: the newest fetch, or a release made of them; else empty."""
    newest = _newest(shelf)
    if newest is not None:
        return project.relative(newest) if _hashes_in(newest) == hashes else ""
    wanted = set(hashes.values())
    holders = [
        release.release
        for release in list_releases(project, source)
        if wanted <= {file.sha256 for file in release.raw}
    ]
    return f"release {source} {', '.join(holders)}" if holders else ""


def _hashes_in(folder: Path) -> dict[str, str]:
    """The files of an earlier fetch as they are now: one that was edited or lost is no match."""
    files = (path for path in folder.iterdir() if path.name != RECEIPT)
    return {path.name: sha256_of(path) for path in files if path.is_file()}


def _newest(shelf: Path) -> Path | None:
    found = {path: DATED.fullmatch(path.name) for path in shelf.iterdir()}
    kept = {path: (day[1], int(day[2] or 1)) for path, day in found.items() if day}
    return max(kept, key=lambda path: kept[path], default=None)


def _place(folder: Path, shelf: Path, on: date) -> Path:
    """The folder under its date; with a number when there is one of that day."""
    number = 1
    while True:
        target = shelf / (on.isoformat() if number == 1 else f"{on.isoformat()}-{number}")
        if not target.exists():
            try:
                os.rename(folder, target)
            except OSError:
                if not target.exists():
                    raise
            else:
                return target
        number += 1
