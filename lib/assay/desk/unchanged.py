"""Whether files are the ones read before, told by the file system as git tells it.

A file that was edited has another size, time, or inode; its change time cannot be set by hand. A
file changed in the last moments can be changed again within one tick of that clock, so a state
that young is no promise.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

State = tuple[tuple[str, int, int, int, int], ...]
SETTLED_NS: Final = 2_000_000_000


def state_of(places: Iterable[Path]) -> State:
    """Every file of these files and folders: path, size, both times in ns, inode; in order."""
    return tuple(sorted(fact for place in places for fact in _facts(place)))


def is_settled(state: State) -> bool:
    """Whether every file has been left alone for two seconds."""
    newest = max((changed for _, _, _, changed, _ in state), default=0)
    return newest < time.time_ns() - SETTLED_NS


def _facts(place: Path) -> Iterator[tuple[str, int, int, int, int]]:
    if not place.is_dir():
        if place.exists():
            yield _fact(str(place))
        return
    for folder, _, names in os.walk(place, followlinks=True):
        for name in names:
            yield _fact(os.path.join(folder, name))


def _fact(path: str) -> tuple[str, int, int, int, int]:
    try:
        found = os.stat(path)
    except FileNotFoundError:
        return path, -1, 0, time.time_ns(), 0
    return path, found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino
