"""The code that made what the desk keeps: other code finds nothing of it."""

from __future__ import annotations

import hashlib
import time
from functools import cache
from pathlib import Path
from typing import Final

PACKAGE: Final = Path(__file__).parents[1]
LOADED: Final = time.time()
LOADING: Final = ("desk/holdings.py", "releases", "corrections.py")
"""What turns releases into the cache file's tables."""

RUNNING: Final = ("desk", "readings", "model.py", "releases", "corrections.py", "crosswalks.py")
"""What turns a reading into its outcome."""


@cache
def code_digest(parts: tuple[str, ...]) -> str:
    """One digest of these files and folders of the package.

    A process that has been running for longer than the code on the disk is there no longer knows
    which code it runs: what it keeps is found by itself only.
    """
    total = hashlib.sha256()
    for part in parts:
        place = PACKAGE / part
        for path in sorted(place.rglob("*.py")) if place.is_dir() else [place]:
            total.update(path.read_bytes())
            if path.stat().st_ctime > LOADED:
                total.update(f"not what was loaded at {LOADED}".encode())
    return total.hexdigest()
