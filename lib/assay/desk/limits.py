"""What a reading may use when it runs in a process of its own."""

from __future__ import annotations

from dataclasses import dataclass

MEGABYTE = 1024 * 1024
DUCKDB_MEMORY = "768MB"
"""What DuckDB may take of this process: with the rest of it, under a gigabyte."""


@dataclass(frozen=True, slots=True)
class Limits:
    """Wall-clock seconds for one reading, and megabytes of address space for the process."""

    seconds: float = 10.0
    megabytes: int = 3072
    start_seconds: float = 60.0

    @property
    def memory_bytes(self) -> int:
        return self.megabytes * MEGABYTE

    @property
    def memory(self) -> str:
        return f"{self.megabytes} MB"


USUAL_LIMITS = Limits()
