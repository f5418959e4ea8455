"""Is everything still what it was? Releases, curated tables, and the edition in place."""

from __future__ import annotations

from collections.abc import Callable

from assay.editions.holds import read_holds
from assay.editions.manifest import check_folder, current_edition
from assay.editions.reports import plan, read_desk, read_reports
from assay.errors import AssayError, BuildError, Fault
from assay.ledger import read_corrections, read_verdicts
from assay.paths import Project
from assay.releases import list_releases, list_sources, verify_release
from assay.signoff import read_approvals


def verify(project: Project) -> tuple[str, ...]:
    """One line for each thing found in order. AssayError with every fault of all of them."""
    lines: list[str] = []
    faults: list[Fault | str] = []

    def step(check: Callable[[], str]) -> None:
        try:
            lines.append(check())
        except AssayError as error:
            faults.extend(error.faults)

    for source in list_sources(project):
        step(lambda source=source: _releases(project, source))  # type: ignore[misc]
    step(lambda: _curated(project))
    step(lambda: _published(project))
    if faults:
        raise AssayError(*faults)
    return tuple(lines)


def _releases(project: Project, source: str) -> str:
    releases = list_releases(project, source)
    for release in releases:
        verify_release(project, source, release.release)
    are = "release is as it was" if len(releases) == 1 else "releases are as they were"
    return f"{source}: {len(releases)} {are} ingested"


def _curated(project: Project) -> str:
    from assay.claims import read_claims
    from assay.readings import read_readings

    claims = read_claims(project)
    readings = read_readings(project, claims)
    corrections = read_corrections(project, claims)
    approvals = read_approvals(project)
    read_holds(project)
    read_verdicts(project)
    read_desk(project)
    plan(read_reports(project), tuple(claims))
    count = sum(len(found) for found in readings.values())
    return (
        f"{len(claims)} claims, {count} readings, {len(corrections)} corrections, "
        f"{len(approvals)} approvals can be read"
    )


def _published(project: Project) -> str:
    current = current_edition(project)
    if current is None:
        return "no edition is published"
    folder, manifest = current
    faults = check_folder(folder, manifest)
    if faults:
        raise BuildError(*faults)
    return f"edition {manifest.edition}: {len(manifest.files)} files are as they were published"
