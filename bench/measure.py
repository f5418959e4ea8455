"""Wall time, processor time and memory, of this process and of all that work for it."""

from __future__ import annotations

import os
import resource
import statistics
import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from assay.kernels.address import parent_socket
from assay.kernels.process import ask_parent

TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Row:
    """One line of the table: `ratio` is of `name` to `against`; `told` gives the measures."""

    name: str
    against: str
    ratio: float
    relation: Literal["≥", "≤"]
    limit: float
    told: str

    @property
    def goal(self) -> str:
        return f"{self.relation} {self.limit:g}"

    @property
    def met(self) -> bool:
        return self.ratio >= self.limit if self.relation == "≥" else self.ratio <= self.limit


@dataclass
class Cost:
    """What something took: seconds of wall and of processor, all its processes together."""

    wall: float = 0.0
    cpu: float = 0.0


@dataclass
class Sample:
    """Repeated measures of one thing, in seconds."""

    values: list[float] = field(default_factory=list)

    @property
    def median(self) -> float:
        return statistics.median(self.values)

    def __str__(self) -> str:
        low, high = min(self.values), max(self.values)
        return f"{self.median:.3g} s [{low:.3g}-{high:.3g}, n={len(self.values)}]"


@contextmanager
def cost() -> Iterator[Cost]:
    """Measure a block: this process, its children that ended, the warm parent and its forks."""
    measured = Cost()
    cpu, started = _cpu(), time.perf_counter()
    yield measured
    measured.wall = time.perf_counter() - started
    time.sleep(0.3)  # a parent counts a fork's time when it has reaped it
    measured.cpu = _cpu() - cpu


@contextmanager
def peak_of(root: int) -> Iterator[list[int]]:
    """The peak of the proportional memory (PSS, bytes) of a process, all below it, and the warm
    parent with all below that. The list's last entry is the peak.
    """
    peaks, done = [0], threading.Event()

    def watch() -> None:
        while not done.wait(0.05):
            peaks[0] = max(peaks[0], sum(map(_pss, _family({root, *warm_parents()}))))

    thread = threading.Thread(target=watch)
    thread.start()
    try:
        yield peaks
    finally:
        done.set()
        thread.join()


def warm_parents() -> set[int]:
    """The pid of the warm parent of this environment, if there is one."""
    facts = ask_parent(parent_socket(os.environ), "status")
    return {facts["pid"]} if facts else set()


def _cpu() -> float:
    own = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    total = sum(usage.ru_utime + usage.ru_stime for usage in own)
    for pid in warm_parents():
        fields = Path(f"/proc/{pid}/stat").read_text("ascii").rpartition(")")[2].split()
        total += sum(map(int, fields[11:15])) / TICKS  # its own and its reaped children's
    return total


def _family(roots: Iterable[int]) -> set[int]:
    """These processes and all below them."""
    below: dict[int, list[int]] = {}
    for folder in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            parent = int((folder / "stat").read_text("ascii").rpartition(")")[2].split()[1])
            below.setdefault(parent, []).append(int(folder.name))
    found: set[int] = set()
    waiting = list(roots)
    while waiting:
        pid = waiting.pop()
        found.add(pid)
        waiting += below.get(pid, [])
    return found


def _pss(pid: int) -> int:
    with suppress(OSError):
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text("ascii").splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) << 10
    return 0
