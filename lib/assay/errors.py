"""What can go wrong, by who must act. A message says what, where, found, expected, what to do."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong in one place; several are raised together as one error."""

    what: str
    where: str
    found: str = ""
    expected: str = ""
    todo: str = ""

    def __str__(self) -> str:
        parts = [f"{self.where}: {self.what}"]
        if self.found:
            parts.append(f"found {self.found}")
        if self.expected:
            parts.append(f"expected {self.expected}")
        line = "; ".join(parts)
        return f"{line}. {self.todo}" if self.todo else f"{line}."


class AssayError(Exception):
    """Base of every error a user of Assay is meant to read. `faults` keeps the facts."""

    exit_code = 1

    def __init__(self, *faults: Fault | str) -> None:
        self.faults: tuple[Fault | str, ...] = faults
        super().__init__("\n".join(str(fault) for fault in faults))


class CuratedError(AssayError):
    """The person who edits claims, readings, corrections, calendars or approvals must act."""


class SourceError(AssayError):
    """A provider's file is not what its module expects: the source's keeper must act."""


class ReleaseError(AssayError):
    """A committed release is damaged, missing or edited: restore it or ingest it as a new one."""


class ReadingError(AssayError):
    """A reading's SQL is refused, fails, or runs past its limits: its author must act."""


class ParameterError(AssayError):
    """The caller gave a parameter that the story or command does not accept."""

    exit_code = 2


class StoryError(AssayError):
    """A notebook did not run to its end: the story's author must act."""


class BuildError(AssayError):
    """A build was held back; the last edition is untouched."""


def at(path: Path | str, row: int | None = None, column: str | None = None) -> str:
    """A place in a file, as `claims.csv, row 12, column unit`."""
    place = str(path)
    if row is not None:
        place += f", row {row}"
    if column is not None:
        place += f", column {column}"
    return place
