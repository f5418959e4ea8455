"""Everything an edition is made of, read once: checks, releases, approvals, corrections, holds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from assay.editions.gates import Known
from assay.editions.holds import Hold, read_holds
from assay.editions.reports import Report, read_desk, read_reports
from assay.errors import BuildError
from assay.ledger import Correction, VerdictRow, read_corrections, read_verdicts
from assay.model import Check, Release
from assay.pages import Newsdesk
from assay.pages.frame import date_in_words
from assay.paths import Project
from assay.releases import (
    list_releases,
    list_sources,
    read_calendar,
    read_cells,
    read_contract,
    verify_release,
)
from assay.signoff import SignOff, read_approvals, state_of

TEXT_ID = "text_id"
NO_RULE = "# How we rate\n\nThe rule has not been written down yet.\n"


@dataclass(frozen=True, slots=True)
class Inputs:
    """What a build reads. `not_updated`: a sentence per source whose newest release is missing."""

    project: Project
    desk: Newsdesk
    reports: tuple[Report, ...]
    checks: Mapping[str, Check]
    releases: tuple[Release, ...]
    signoffs: Mapping[str, SignOff]
    approved: Mapping[str, str]
    corrections: tuple[Correction, ...]
    holds: Mapping[str, Hold]
    history: tuple[VerdictRow, ...]
    not_updated: tuple[str, ...]
    documents: Mapping[str, str]
    texts: frozenset[str]

    @property
    def as_of(self) -> str:
        """The date of the newest release: the edition's date, and SOURCE_DATE_EPOCH."""
        return newest_date(self.releases).isoformat()

    @property
    def known(self) -> Known:
        """What a `data-src` may name."""
        return Known(
            claims=frozenset(self.checks),
            readings=frozenset(
                reading.full_name for check in self.checks.values() for reading in check.readings
            ),
            releases=frozenset(f"{r.source}/{r.release}" for r in self.releases),
            texts=self.texts,
            stories=frozenset(report.story for report in self.reports),
            corrections=frozenset(str(correction.row) for correction in self.corrections),
        )


def gather(project: Project) -> Inputs:
    """Read, verify and check everything. Raises the AssayError of whoever must act."""
    from assay.checks import check_claims

    verify_releases(project)
    checks = {check.claim.claim_id: check for check in check_claims(project)}
    return assemble(project, checks)


def verify_releases(project: Project) -> None:
    """Hash every table of every release. ReleaseError for the first that was edited."""
    for source in list_sources(project):
        for release in list_releases(project, source):
            verify_release(project, source, release.release)


def assemble(project: Project, checks: Mapping[str, Check]) -> Inputs:
    """The rest of what an edition needs, around checks that are made already."""
    releases = tuple(
        release for source in list_sources(project) for release in list_releases(project, source)
    )
    approvals = read_approvals(project)
    return Inputs(
        project=project,
        desk=read_desk(project),
        reports=read_reports(project),
        checks=checks,
        releases=releases,
        signoffs={name: state_of(check, approvals) for name, check in checks.items()},
        approved={approval.claim_id: approval.digest for approval in approvals},
        corrections=read_corrections(project, checks),
        holds=read_holds(project),
        history=read_verdicts(project),
        not_updated=_not_updated(project),
        documents=_documents(project),
        texts=_texts(project, releases),
    )


def newest_date(releases: tuple[Release, ...]) -> date:
    """The latest day on which a held release became public; a release dated by its month or year
    names no day. BuildError when none is dated.
    """
    dates = [
        release.released_on.last
        for release in releases
        if release.released_on.precision == "day" and release.released_on.last
    ]
    if not dates:
        raise BuildError("No dated release is held: there is nothing to date an edition by.")
    return max(dates)


def too_old(project: Project, today: date) -> tuple[str, ...]:
    """Sources older than a report allows, in words: said aloud, in no page."""
    told = set()
    for report in read_reports(project):
        for source, days in report.max_age.items():
            held = list_releases(project, source) if source in list_sources(project) else ()
            newest = max((r.released_on.last or date.min for r in held), default=date.min)
            if newest > date.min and today - newest > timedelta(days=days):
                allows = f"{report.name} allows {days} days"
                told.add(f"{source}: newest release {newest}, {allows}")
    return tuple(sorted(told))


def _not_updated(project: Project) -> tuple[str, ...]:
    found = []
    for source in list_sources(project):
        held = list_releases(project, source)
        newest = max((r.released_on.last or date.min for r in held), default=date.min)
        names = {release.release for release in held}
        later = [
            entry
            for entry in read_calendar(project, source)
            if entry.released_on.last
            and entry.released_on.last > newest
            and entry.release not in names
        ]
        if later:
            last = max(later, key=lambda entry: entry.released_on.last or date.min)
            title = read_contract(project, source).title
            day = date_in_words(str(last.released_on))
            found.append(f"{title}: {last.label} of {day} is published and we do not hold it")
    return tuple(found)


def _documents(project: Project) -> dict[str, str]:
    folder = project.root / "docs"
    found = {name: folder / f"{name}.md" for name in ("methodology", "selection")}
    written = {name: path.read_text("utf-8") for name, path in found.items() if path.is_file()}
    return {"methodology": NO_RULE, **written}


def _texts(project: Project, releases: tuple[Release, ...]) -> frozenset[str]:
    """Ids of the legal texts of any release with a table of texts."""
    found: set[str] = set()
    for release in releases:
        contract = read_contract(project, release.source)
        for table in (contract.table(name) for name in release.tables):
            names = [field.name for field in table.fields]
            if TEXT_ID in names:
                column = names.index(TEXT_ID)
                found.update(cells[column] for cells in read_cells(project, release, table))
    return frozenset(found)
