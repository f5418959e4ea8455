"""The rows of releases, as far as rights allow: what may be passed on, and what is left out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from assay.export.ledger_tables import Holding, release_id
from assay.export.record import Cells, Credit, LeftOut, Link, RecordTable, text
from assay.model import Release
from assay.paths import Project
from assay.releases import Contract, Table, read_cells

WHY = {
    "ask": "the publisher has not been asked whether whole tables may be passed on; findings that "
    "rest on it are here",
    "derived_only": "only what was derived from it may be passed on, and these rows are the "
    "provider's; findings that rest on it are here",
}


def data_tables(
    project: Project, holdings: Sequence[Holding]
) -> tuple[tuple[RecordTable, ...], tuple[LeftOut, ...]]:
    """A table for each table of a source, with the rows of every release that may be passed on,
    oldest release first; and the releases' tables that may not.
    """
    tables, left_out = [], []
    for item in holdings:
        for table in item.contract.tables:
            having = [release for release in item.releases if table.name in release.tables]
            passed = tuple(r for r in having if may_pass_on(r, table))
            if passed:
                tables.append(_table(project, item.contract, table, passed))
            left_out += [_left_out(project, r, table) for r in having if r not in passed]
    return tuple(tables), tuple(left_out)


def may_pass_on(release: Release, table: Table) -> bool:
    """Whether the rows of a table may be passed on. `derived_only` allows those that the project
    made itself, as codings and measurements; `ask` allows none until the publisher was asked.
    """
    return release.redistribute == "yes" or (
        release.redistribute == "derived_only" and table.derived
    )


def _table(
    project: Project, contract: Contract, table: Table, releases: tuple[Release, ...]
) -> RecordTable:
    frame = "" if table.frame == "register" else " It is a list: rows may be missing."
    credits = dict.fromkeys(Credit(r.publisher, r.address, r.licence) for r in releases)
    return RecordTable(
        name=f"{contract.source}__{table.name}",
        title=f"{contract.title}: {table.title}",
        description=f"One row is {table.row}, in one release.{frame} Releases are vintages: choose "
        "one, never add them up.",
        columns=(text("release_id", "the release", required=True), *table.fields),
        key=("release_id", *table.primary_key) if table.primary_key else (),
        rows=lambda: _rows(project, table, releases),
        links=(Link(("release_id",), "releases", ("release_id",)),),
        credits=tuple(credits),
        printed=True,
    )


def _rows(project: Project, table: Table, releases: Sequence[Release]) -> Iterator[Cells]:
    for release in releases:
        start = release_id(release)
        for cells in read_cells(project, release, table):
            yield [start, *cells]


def _left_out(project: Project, release: Release, table: Table) -> LeftOut:
    return LeftOut(
        kind="table",
        name=f"{release_id(release)}: {table.name}",
        rows=sum(1 for _ in _rows(project, table, [release])),
        redistribute=release.redistribute,
        why=WHY[release.redistribute],
        licence=release.licence,
        address=release.address,
    )
