"""Releases held: their birth certificates, opened, and their tables, verified."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from datetime import date
from pathlib import Path

from assay.corrections import corrections_at_reading
from assay.errors import Fault, ReleaseError
from assay.model import PartialDate, RawFile, Release
from assay.paths import Project


def list_releases(project: Project, source: str) -> tuple[Release, ...]:
    """Held releases of a source, oldest first; those of unknown date come first."""
    found = [open_release(project, source, name) for name in _names(project, source)]
    return tuple(sorted(found, key=_age))


def open_release(project: Project, source: str, release: str) -> Release:
    """A release's birth certificate. Does not hash the tables: `verify_release` does.

    Its digest is that of the descriptor, which holds the hashes of the tables, and of the
    corrections that readers apply to them.
    """
    path = project.releases / source / release / "datapackage.json"
    try:
        text = path.read_bytes()
        raw = json.loads(text)
        facts = raw["assay"]
        return Release(
            source=source,
            release=release,
            title=raw["title"],
            publisher=facts["publisher"],
            address=facts["address"],
            licence=facts["licence"],
            citation=facts["citation"],
            released_on=PartialDate.parse(facts["released_on"]),
            released_on_status=facts["released_on_status"],
            data_through=PartialDate.parse(facts["data_through"]),
            retrieved_on=PartialDate.parse(facts["retrieved_on"]),
            custody=facts["custody"],
            redistribute=facts["redistribute"],
            superseded_by=facts.get("superseded_by", ""),
            notes=facts.get("notes", ""),
            raw=tuple(RawFile(**item) for item in facts["raw"]),
            tables=tuple(item["name"] for item in raw["resources"]),
            rows=tuple(item["rows"] for item in raw["resources"]),
            digest=_digest(project, source, release, text),
        )
    except FileNotFoundError:
        held = ", ".join(sorted(_names(project, source)))
        raise ReleaseError(f"No release {release!r} of {source}; held: {held or 'none'}.") from None
    except (json.JSONDecodeError, KeyError, ValueError) as error:
        raise ReleaseError(
            f"{project.relative(path)}: not a release descriptor ({error}). Restore it from git."
        ) from None


def verify_release(project: Project, source: str, release: str) -> None:
    """Compare every table with the hash, size and row count in its descriptor.

    Raises ReleaseError that lists every difference.
    """
    folder = project.releases / source / release
    open_release(project, source, release)
    descriptor = json.loads((folder / "datapackage.json").read_bytes())
    faults = []
    for resource in descriptor["resources"]:
        path = folder / resource["path"]
        place = project.relative(path)
        if not path.is_file():
            faults.append(Fault("table is missing", place, todo="Restore it from git."))
            continue
        found = "sha256:" + sha256_of(path)
        if found != resource["hash"]:
            faults.append(
                Fault(
                    "the table was edited after it was ingested",
                    place,
                    found[:19],
                    resource["hash"][:19],
                    "A release is immutable: restore it, or ingest the file as a new release.",
                )
            )
    extra = {p.name for p in folder.iterdir()} - {
        "datapackage.json",
        *(resource["path"] for resource in descriptor["resources"]),
    }
    faults += [
        Fault("a file that the descriptor does not name", project.relative(folder / name))
        for name in sorted(extra)
    ]
    if faults:
        raise ReleaseError(*faults)


def sha256_of(path: Path) -> str:
    """SHA-256 of a file's bytes, in hex, read in blocks."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _names(project: Project, source: str) -> list[str]:
    """Folders with a descriptor, but for those that a release is being written in: hidden ones."""
    return [path.parent.name for path in (project.releases / source).glob("[!.]*/datapackage.json")]


def _digest(project: Project, source: str, release: str, descriptor: bytes) -> str:
    digest = hashlib.sha256(descriptor)
    for correction in corrections_at_reading(project, source, release):
        digest.update(repr(replace(correction, line=0)).encode())
    return digest.hexdigest()


def _age(release: Release) -> tuple[date, date, str]:
    return (
        release.released_on.last or date.min,
        release.data_through.last or date.min,
        release.release,
    )
