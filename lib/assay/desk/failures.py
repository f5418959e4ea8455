"""Why SQL gave no answer, as one sentence with the line it is about."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from assay.desk.limits import DUCKDB_MEMORY
from assay.errors import Fault

if TYPE_CHECKING:
    import duckdb

LINE = re.compile(r"^LINE (\d+):", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Failure:
    """Why SQL gave no answer; `line` counts within the SQL (1 = its first)."""

    what: str
    line: int = 1
    found: str = ""
    expected: str = ""
    todo: str = ""
    is_out_of_memory: bool = False

    def fault(self, path: str, first_line: int = 1) -> Fault:
        """The same, placed in the file whose line `first_line` the SQL begins on."""
        where = f"{path}, line {first_line + self.line - 1}"
        return Fault(self.what, where, self.found, self.expected, self.todo)


class Failed(Exception):
    """SQL gave no answer. Never leaves the desk: it becomes a ReadingError there."""

    def __init__(self, failure: Failure) -> None:
        super().__init__(failure.what)
        self.failure = failure


def failure_of(error: duckdb.Error) -> Failure:
    """DuckDB's error as one sentence with the line of the SQL it is about."""
    import duckdb

    if isinstance(error, duckdb.OutOfMemoryException):
        return out_of_memory(DUCKDB_MEMORY)
    text = str(error)
    line = LINE.search(text)
    what = " ".join(text.partition("\n\nLINE")[0].split())
    return Failure(f"the SQL failed: {what}", int(line[1]) if line else 1)


def out_of_memory(limit: str) -> Failure:
    """The failure of SQL that wants more memory than it may have."""
    return Failure(
        "the query needs too much memory",
        expected=f"at most {limit}",
        todo="Filter or group before joining.",
        is_out_of_memory=True,
    )
