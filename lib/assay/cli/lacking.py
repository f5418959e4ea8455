"""What a source still lacks beside its tables: told by `assay ingest`, and held by one test."""

from __future__ import annotations

from collections.abc import Iterator

from assay.catch_rate.seeds import seeds_of
from assay.errors import Fault
from assay.fetch import list_templates
from assay.paths import Project
from assay.quantities import release_words
from assay.quantities.wording import SOURCES
from assay.reconcile import read_spans
from assay.releases import list_releases, read_calendar, read_contract
from assay.rows import read_held


def find_lacking(project: Project, source: str) -> list[Fault]:
    """What docs/add-a-source.md asks for and is not there, each with the line to write.

    CuratedError for a faulty row of a curated file; ReleaseError for a faulty release.
    """
    return [
        *_listed(project, source),
        *_told(project, source),
        *_got(project, source),
        *_named(project, source),
        *_measured(project, source),
    ]


def _listed(project: Project, source: str) -> Iterator[Fault]:
    """Each release in the calendar; a source without a calendar lacks none."""
    place = f"data/calendars/{source}.csv"
    listed = {entry.release for entry in read_calendar(project, source)}
    for release in list_releases(project, source):
        if listed and release.release not in listed:
            todo = "Add it, with the day it became public and how sure that is."
            yield Fault("no row for a held release", place, expected=release.release, todo=todo)


def _told(project: Project, source: str) -> Iterator[Fault]:
    """The publisher's words on the period of each table that has one."""
    what, place = "no words on the period of a table", "data/reconciliations/spans.csv"
    told = {(span.table, span.release) for span in read_spans(project)}
    contract = read_contract(project, source)
    for release in list_releases(project, source):
        for table in contract.tables:
            name = f"{source}.{table.name}"
            if table.name in release.tables and table.time and (name, release.release) not in told:
                row = f"{name},{release.release},,,FIRST,LAST,THE PUBLISHER'S WORDS,WHERE READ"
                todo = "If the publisher names no end, leave both empty."
                yield Fault(what, place, expected=row, todo=todo)


def _got(project: Project, source: str) -> Iterator[Fault]:
    """Where its files are got."""
    if source not in list_templates(project):
        todo = "Write publisher, page and by_hand, or the addresses, as docs/fetching.md says."
        yield Fault("missing", f"data/sources/{source}.toml", todo=todo)


def _named(project: Project, source: str) -> Iterator[Fault]:
    """What readers call the source and each release."""
    what, room = "no name that readers know", "lib/assay/quantities"
    if source not in SOURCES["en"]:
        yield Fault(what, f"{room}/wording.py, SOURCES", expected=f'"{source}": "…"')
    for release in list_releases(project, source):
        name = release.release
        if release_words(source, name) == name:
            place = f"{room}/release_names.py, RELEASES"
            yield Fault(what, place, expected=f'"{source}": {{"{name}": "…"}}')


def _measured(project: Project, source: str) -> Iterator[Fault]:
    """Every kind of mistake in its tables on the page of those that are caught."""
    path = project.root / "docs" / "catch-rate.md"
    page = path.read_text(encoding="utf-8") if path.is_file() else ""
    seeds = seeds_of(read_held(project, [source]))
    kinds = dict.fromkeys(f"{seed.mistake} | {seed.source}.{seed.table}" for seed in seeds)
    if any(f"| {kind} |" not in page for kind in kinds):
        todo = (
            f"Run assay catch-rate --source {source}; write a check for what is missed, or its "
            "reason in data/reconciliations/misses.csv; then run assay catch-rate."
        )
        yield Fault("its mistakes are not measured", "docs/catch-rate.md", todo=todo)
