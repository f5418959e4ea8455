"""How many runs go on at once."""

from __future__ import annotations

from typing import Final

from assay.errors import ParameterError
from assay.machine import cores, free_memory

RUN_BYTES: Final = 400 << 20
"""What a run is expected to take of the machine's memory, to size the pool."""


def pool_size(jobs: int | None, runs: int) -> int:
    """How many of `runs` go on at once: `jobs`, or one more than the cores, since each waits now
    and then, if the memory allows.

    ParameterError when `jobs` is less than one.
    """
    if jobs is not None and jobs < 1:
        raise ParameterError(f"--jobs {jobs}: expected at least 1.")
    wanted = jobs or cores() + 1
    if jobs is None:
        free = free_memory()
        wanted = min(wanted, free // RUN_BYTES) if free is not None else wanted
    return max(1, min(wanted, runs))
