"""Rows of a held release as they stand in its file: text cells with the row they stand in.

The desk gives rows to readings, typed and without a place. Checks of the data themselves need the
place, so that a message can name file, row and column.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from assay.errors import Fault, ReleaseError, at
from assay.model import Release
from assay.paths import Project
from assay.releases import (
    Contract,
    Table,
    list_releases,
    list_sources,
    read_cells,
    read_contract,
    table_path,
)

VALUE = "value"

UploadKey = tuple[str, str]
"""A table, as readings call it, and a release of it."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table. `number` is its row in the file, the header being row 1."""

    number: int
    cells: dict[str, str]
    value: Decimal | None = None
    """The cell `value` as a number; None where it is empty or the table has no such column."""

    @property
    def amount(self) -> Decimal:
        """The size of `value`, nothing where there is none."""
        return abs(self.value) if self.value is not None else Decimal(0)


@dataclass(frozen=True, slots=True)
class Upload:
    """One table of one held release, with all its rows in file order."""

    release: Release
    table: Table
    place: str
    rows: tuple[Row, ...]

    @property
    def name(self) -> str:
        """The table as readings call it: `kiel_ust.monthly`."""
        return f"{self.release.source}.{self.table.name}"

    @property
    def key(self) -> UploadKey:
        """The table and the release it is of: `kiel_ust.monthly`, `28`."""
        return self.name, self.release.release

    def at(self, row: Row, column: str = VALUE) -> str:
        """The place of a cell, as `data/releases/…/monthly.csv, row 7, column value`."""
        return at(self.place, row.number, column)


@dataclass(frozen=True, slots=True)
class Held:
    """Every table of one source in every held release, oldest data first."""

    contract: Contract
    uploads: tuple[Upload, ...]

    def of(self, table: str) -> tuple[Upload, ...]:
        """The uploads of one table of the source."""
        return tuple(upload for upload in self.uploads if upload.table.name == table)


def read_held(project: Project, sources: Sequence[str] | None = None) -> dict[str, Held]:
    """The rows of every held release of `sources` (None: all). ReleaseError for a faulty file.

    Releases come in the order of what they cover, then of their dates: a release without a date
    of publication still has its place.
    """
    return {
        source: read_source(project, source)
        for source in (list_sources(project) if sources is None else sources)
    }


def read_source(project: Project, source: str) -> Held:
    """The rows of every held release of one source. ReleaseError for a faulty file."""
    contract = read_contract(project, source)
    releases = sorted(list_releases(project, source), key=_covers)
    return Held(
        contract,
        tuple(
            read_upload(project, release, table)
            for release in releases
            for table in contract.tables
            if table.name in release.tables
        ),
    )


def read_upload(project: Project, release: Release, table: Table) -> Upload:
    """One table of one release. ReleaseError names the row that has other columns or a `value`
    that is no number.
    """
    place = project.relative(table_path(project, release, table.name))
    rows = tuple(_rows(read_cells(project, release, table), table, place))
    return Upload(release, table, place, rows)


def _rows(lines: Iterator[list[str]], table: Table, place: str) -> Iterator[Row]:
    names = [field.name for field in table.fields]
    index = names.index(VALUE) if VALUE in names else None
    for number, cells in enumerate(lines, start=2):
        value = _number(cells[index], place, number) if index is not None else None
        yield Row(number, dict(zip(names, cells, strict=True)), value)


def _number(cell: str, place: str, row: int) -> Decimal | None:
    if not cell:
        return None
    try:
        number = Decimal(cell)
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite():
        raise ReleaseError(Fault("not a number", at(place, row, VALUE), repr(cell)))
    return number


def _covers(release: Release) -> tuple[str, str, str]:
    through, released = release.data_through.last, release.released_on.last
    return (str(through or ""), str(released or ""), release.release)
