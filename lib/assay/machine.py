"""What this machine has to give: cores, free memory, and what a process has taken of it."""

from __future__ import annotations

import math
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Final

PROC: Final = Path("/proc")
CGROUPS: Final = Path("/sys/fs/cgroup")
PAGE: Final = os.sysconf("SC_PAGE_SIZE") if hasattr(os, "sysconf") else 4096


def cores(proc: Path = PROC, cgroups: Path = CGROUPS) -> int:
    """Cores this process may use: its affinity, or the smaller share of its control groups."""
    count = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    shares = [float(count or 1)]
    for group in _groups(proc, cgroups):
        quota, _, period = _text(group / "cpu.max").partition(" ")
        if quota.isdigit() and period.isdigit():
            shares.append(int(quota) / int(period))
    return max(1, math.floor(min(shares)))


def free_memory(proc: Path = PROC, cgroups: Path = CGROUPS) -> int | None:
    """Bytes that can still be taken on this machine and in its control groups; None if unknown."""
    rooms = [
        int(line.split()[1]) << 10
        for line in _text(proc / "meminfo").splitlines()
        if line.startswith("MemAvailable:")
    ]
    for group in _groups(proc, cgroups):
        limit, used = _text(group / "memory.max"), _text(group / "memory.current")
        if limit.isdigit() and used.isdigit():
            rooms.append(max(0, int(limit) - int(used) + _droppable(group)))
    return min(rooms, default=None)


def memory_of(pid: int, more_than: int) -> int | None:
    """Bytes of memory that process `pid` has taken, None when it is not `more_than` so many.

    Its proportional share: a page that several processes hold in common counts in part for each.
    None, too, where the system does not say (it is not Linux) or the process is gone.
    """
    fields = _text(PROC / str(pid) / "statm").split()
    resident = int(fields[1]) * PAGE if len(fields) > 1 else 0
    if resident <= more_than:  # never less than the share, and read in no time
        return None
    for line in _text(PROC / str(pid) / "smaps_rollup").splitlines():
        if line.startswith("Pss:"):
            share = int(line.split()[1]) << 10
            return share if share > more_than else None
    return resident


def _groups(proc: Path, cgroups: Path) -> Iterator[Path]:
    """The control groups this process is in, from its own to the root (version 2 only)."""
    for line in _text(proc / "self" / "cgroup").splitlines():
        number, _, path = line.partition("::")
        if number == "0":
            own = cgroups / path.strip("/")
            yield from (own, *(up for up in own.parents if up.is_relative_to(cgroups)))


def _droppable(group: Path) -> int:
    """Bytes of cached files, which the kernel gives back when they are asked for."""
    for line in _text(group / "memory.stat").splitlines():
        if line.startswith("inactive_file "):
            return int(line.split()[1])
    return 0


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="ascii", errors="replace").strip()
    except OSError:
        return ""
