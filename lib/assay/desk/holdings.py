"""What the project holds, verified, and the cache file that DuckDB reads it from.

The cache holds every release of every source as typed tables, one table per contract table with
the columns `release` and `released_on` appended. Its name is a digest of all it was made from and
by, so an unchanged project finds its file again and a changed release makes another.
"""

from __future__ import annotations

import csv
import hashlib
import os
import re
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from assay.corrections import corrections_at_reading
from assay.desk.code import LOADING, code_digest
from assay.desk.limits import DUCKDB_MEMORY
from assay.desk.unchanged import State, is_settled, state_of
from assay.errors import AssayError, Fault, ReleaseError, at
from assay.model import Release
from assay.paths import Project
from assay.releases import (
    CalendarEntry,
    Contract,
    Table,
    list_releases,
    list_sources,
    read_calendar,
    read_cells,
    read_contract,
    read_lines,
    table_path,
    verify_release,
)
from assay.spreadsheets import read_sheet

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

KEPT_FILES = 3
CROSSWALKS = "crosswalks"
SETS = ("set_id", "member", "member_code", "source", "citation")


@dataclass(frozen=True, slots=True)
class Holding:
    """One source: its contract, its held releases oldest first, its calendar."""

    contract: Contract
    releases: tuple[Release, ...]
    calendar: tuple[CalendarEntry, ...]


@dataclass(frozen=True, slots=True)
class Holdings:
    """Every source of a project, and the cache file with their rows."""

    sources: Mapping[str, Holding]
    cache: Path

    @property
    def newest_day(self) -> date:
        """The newest day on which a held release appeared: what `$known_on` is for `now`.

        Taken from the releases and not from the clock, so that the same data give the same page.
        """
        days = (
            release.released_on.last
            for holding in self.sources.values()
            for release in holding.releases
            if release.released_on.precision == "day"
        )
        return max((day for day in days if day), default=date.min)


def hold(project: Project, *, rebuild: bool = False) -> Holdings:
    """Read the ledger, compare every table with its hash, and build the cache file if there is
    none for exactly these releases, or if `rebuild` says that it cannot be read.

    In one process, files that have not changed since are not read and hashed again. Raises
    ReleaseError with every table that was edited, is missing, or breaks its contract, and
    AssayError when the cache folder cannot be written.
    """
    sources, key = read_ledger(project)
    cache = project.cache / f"desk-{key}.duckdb"
    if rebuild or not cache.is_file():
        try:
            _build(project, sources, key, cache)
        except OSError as error:
            place = project.relative(project.cache)
            raise AssayError(f"The desk cannot write {place} ({error.strerror}).") from None
    return Holdings(sources, cache)


def read_ledger(project: Project) -> tuple[Mapping[str, Holding], str]:
    """Every source, verified, and the key of the cache file made from them. Opens no connection.

    What this process read before stands while no file has changed. Raises ReleaseError.
    """
    corrections = project.data / "corrections"
    places = (project.releases, project.calendars, corrections, _sets_path(project))
    state = state_of(places)
    return (_read if is_settled(state) else _read.__wrapped__)(project, state)


@lru_cache(maxsize=2)
def _read(project: Project, _: State) -> tuple[Mapping[str, Holding], str]:
    sources = {
        source: Holding(
            read_contract(project, source),
            list_releases(project, source),
            read_calendar(project, source),
        )
        for source in list_sources(project)
    }
    _verify(project, sources)
    return sources, _key(project, sources)


def _verify(project: Project, sources: Mapping[str, Holding]) -> None:
    faults: list[Fault | str] = []
    for source, holding in sources.items():
        for release in holding.releases:
            try:
                verify_release(project, source, release.release)
            except ReleaseError as error:
                faults += error.faults
    if faults:
        raise ReleaseError(*faults)


def _key(project: Project, sources: Mapping[str, Holding]) -> str:
    import duckdb

    digest = hashlib.sha256(f"{code_digest(LOADING)} {duckdb.__version__}".encode())
    for source, holding in sources.items():
        digest.update((project.releases / source / "tables.json").read_bytes())
        for release in holding.releases:
            digest.update(f"{source} {release.release} {release.digest}".encode())
    sets = _sets_path(project)
    digest.update(sets.read_bytes() if sets.is_file() else b"")
    return digest.hexdigest()[:20]


def _build(project: Project, sources: Mapping[str, Holding], key: str, cache: Path) -> None:
    """Write the cache beside its place and rename it, so that nobody sees half a file, nor one of
    other releases than its name says. Raises ReleaseError when they changed under it.
    """
    import duckdb

    project.cache.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".desk-", dir=project.cache) as folder:
        draft = Path(folder) / "desk.duckdb"
        with duckdb.connect(str(draft), config={"threads": 1}) as connection:
            connection.execute(f"SET memory_limit = '{DUCKDB_MEMORY}'")
            for source, holding in sources.items():
                connection.execute(f"CREATE SCHEMA {quoted(source)}")
                for table in holding.contract.tables:
                    _load_table(project, holding, table, connection, Path(folder))
            _load_sets(project, connection)
            connection.execute("CHECKPOINT")
        if read_ledger(project)[1] != key:
            told = "The releases changed while the desk read them; nothing was kept. Ask again."
            raise ReleaseError(told)
        os.replace(draft, cache)
    _forget_old(project)


def _load_table(
    project: Project,
    holding: Holding,
    table: Table,
    connection: DuckDBPyConnection,
    folder: Path,
) -> None:
    name = f"{quoted(holding.contract.source)}.{quoted(table.name)}"
    columns = ", ".join(f"{quoted(f.name)} {f.duckdb_type}" for f in table.fields)
    connection.execute(f"CREATE TABLE {name} ({columns}, release VARCHAR, released_on DATE)")
    for release in holding.releases:
        if table.name in release.tables:
            path = table_path(project, release, table.name)
            _check_header(project, path, table)
            if corrections_at_reading(project, release.source, release.release, table.name):
                path = _corrected(project, release, table, folder)
            _load_release(project, path, name, table, release, connection)


def _corrected(project: Project, release: Release, table: Table, folder: Path) -> Path:
    """A copy of the table with the corrections that are applied at reading."""
    path = folder / f"{release.source}-{release.release}-{table.name}.csv"
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow([field.name for field in table.fields])
        writer.writerows(read_cells(project, release, table))
    return path


def _check_header(project: Project, path: Path, table: Table) -> None:
    found = next(read_lines(path), [])
    expected = [field.name for field in table.fields]
    if found != expected:
        raise ReleaseError(
            Fault(
                "columns differ from the contract",
                at(project.relative(path), 1),
                ", ".join(found),
                ", ".join(expected),
                "The contract changed after this release was written: ingest it again.",
            )
        )


def _load_release(
    project: Project,
    path: Path,
    name: str,
    table: Table,
    release: Release,
    connection: DuckDBPyConnection,
) -> None:
    import duckdb

    rows = "read_parquet($path)" if path.suffix == ".parquet" else _csv_rows(table)
    try:
        connection.execute(
            f"INSERT INTO {name} SELECT *, $release, $released_on::DATE FROM {rows}",
            {
                "release": release.release,
                "released_on": release.released_on.last,
                "path": str(path),
            },
        )
    except duckdb.Error as error:
        raise ReleaseError(_cell_fault(project.relative(path), str(error))) from None


def _csv_rows(table: Table) -> str:
    types = ", ".join(f"{literal(f.name)}: {literal(f.duckdb_type)}" for f in table.fields)
    return (
        f"read_csv($path, columns = {{{types}}}, auto_detect = false, header = true, "
        "delim = ',', quote = '\"', escape = '\"', nullstr = '', strict_mode = true)"
    )


def _cell_fault(path: str, text: str) -> Fault:
    """DuckDB's message about a cell, with its row and without the advice on its own options."""
    row = re.search(r"CSV Error on Line: (\d+)", text)
    cause = re.search(r"^Error when converting .*$", text, re.MULTILINE)
    return Fault(
        cause[0].strip() if cause else " ".join(text.split()),
        at(path, int(row[1]) if row else None),
        todo="A release is immutable: restore it from git, or ingest it again.",
    )


def _load_sets(project: Project, connection: DuckDBPyConnection) -> None:
    columns = ", ".join(f"{column} VARCHAR" for column in SETS)
    connection.execute(f"CREATE SCHEMA {CROSSWALKS}")
    connection.execute(f"CREATE TABLE {CROSSWALKS}.sets ({columns})")
    rows = [tuple(row.cells.values()) for row in read_sheet(_sets_path(project), SETS)]
    if rows:
        connection.executemany(f"INSERT INTO {CROSSWALKS}.sets VALUES (?, ?, ?, ?, ?)", rows)


def _sets_path(project: Project) -> Path:
    return project.data / CROSSWALKS / "sets.csv"


def _forget_old(project: Project) -> None:
    """Keep the newest cache files only; a desk that has an older one open keeps reading it."""
    files = sorted(project.cache.glob("desk-*.duckdb"), key=lambda path: path.stat().st_mtime)
    for path in files[:-KEPT_FILES]:
        path.unlink(missing_ok=True)


def quoted(name: str) -> str:
    """A name as an SQL identifier."""
    return '"' + name.replace('"', '""') + '"'


def literal(text: str) -> str:
    """Text as an SQL literal."""
    return "'" + text.replace("'", "''") + "'"
