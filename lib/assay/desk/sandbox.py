"""A DuckDB connection that can read the cache file and nothing else."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from assay.desk.catalogue import STORE, View
from assay.desk.holdings import literal, quoted
from assay.desk.limits import DUCKDB_MEMORY

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

Value = date | Decimal | None
ONE_THREAD = {"threads": 1, "async_threads": 0}
"""A sum on two threads has several values; and a process with one thread can still fork."""

LOCK = (
    "SET python_enable_replacements = false",
    "SET temp_directory = ''",
    f"SET memory_limit = '{DUCKDB_MEMORY}'",
    "SET enable_external_access = false",
    "SET lock_configuration = true",
)


class UnreadableCache(Exception):
    """The cache file is damaged, or gone since it was looked for."""


def open_sandbox(cache: Path) -> DuckDBPyConnection:
    """Attach the cache read-only, then shut the door: no files, no network, no variables of the
    caller, one thread, settings locked. The order matters: what comes after the lock is refused.

    Raises UnreadableCache.
    """
    import duckdb

    extensions = {"autoinstall_known_extensions": False, "autoload_known_extensions": False}
    connection = duckdb.connect(":memory:", config={**ONE_THREAD, **extensions})
    try:
        connection.execute("SET enable_progress_bar = false")
        _attach(connection, cache)
        for statement in LOCK:
            connection.execute(statement)
    except BaseException:
        connection.close()
        raise
    return connection


def _attach(connection: DuckDBPyConnection, cache: Path) -> None:
    import duckdb

    try:
        connection.execute(f"ATTACH {literal(str(cache))} AS {STORE} (READ_ONLY)")
    except duckdb.Error as error:
        raise UnreadableCache(str(error)) from None


class Catalogues:
    """In-memory catalogues of views, one per knowledge date and one more where one table is cut to
    its first rows, made as tables are asked for.
    """

    def __init__(self, connection: DuckDBPyConnection) -> None:
        self._connection = connection
        self._made: dict[str, set[str]] = {}
        self._current = ""

    def use(self, known_on: date | None, views: Iterable[View], cut: View | None = None) -> None:
        """Make `<source>.<table>` mean these views, `cut` in the place of that with its name,
        until the next call.
        """
        name = "on_" + known_on.strftime("%Y%m%d") if known_on else "now"
        if cut:
            name = f"{name}, {cut.name} cut"
            views = [cut if view.name == cut.name else view for view in views]
        if name not in self._made:
            self._connection.execute(f"ATTACH ':memory:' AS {quoted(name)}")
            self._made[name] = set()
        for view in views:
            if view.name not in self._made[name]:
                self._make(name, view)
        if name != self._current:
            self._connection.execute(f"USE {quoted(name)}")
            self._current = name

    def _make(self, catalogue: str, view: View) -> None:
        source, _, table = view.name.partition(".")
        schema = f"{quoted(catalogue)}.{quoted(source)}"
        self._connection.execute(f"CREATE SCHEMA IF NOT EXISTS {schema}")
        self._connection.execute(f"CREATE VIEW {schema}.{quoted(table)} AS {view.sql}")
        self._made[catalogue].add(view.name)
