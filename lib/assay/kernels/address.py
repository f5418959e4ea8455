"""Where the warm parent listens: one socket per state of the code, in a folder of this user only.

The socket's name is a fingerprint of the interpreter, the installed packages, the project's own
code and the interpreter's settings. Changed code has another name, so a kernel never runs old
code; the parent of the old code is left alone and ends when it is unused.
"""

from __future__ import annotations

import hashlib
import os
import site
import stat
import sys
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

PACKAGE = Path(__file__).resolve().parents[1]
BATCH = "batch-"
"""What the names of sockets begin with on which the parents of batches listen."""


def runtime_folder() -> Path:
    """A folder that only this user can enter, made when missing.

    PermissionError when the place is taken by another user or open to others.
    """
    home = os.environ.get("XDG_RUNTIME_DIR")
    folder = Path(home) / "assay" if home else Path(tempfile.gettempdir()) / f"assay-{os.getuid()}"
    folder.mkdir(mode=0o700, exist_ok=True)
    found = folder.lstat()
    private = stat.S_ISDIR(found.st_mode) and stat.S_IMODE(found.st_mode) == 0o700
    if not private or found.st_uid != os.getuid():
        raise PermissionError(f"{folder} is not a private folder of this user")
    return folder


def parent_socket(environment: Mapping[str, str]) -> Path:
    """The socket of the parent that fits this code and these settings of the interpreter."""
    digest = hashlib.sha256()
    for part in _fingerprint(environment):
        digest.update(part.encode() + b"\0")
    return runtime_folder() / f"{digest.hexdigest()[:16]}.sock"


def _fingerprint(environment: Mapping[str, str]) -> Iterator[str]:
    yield sys.executable
    yield sys.version
    for name in sorted(environment):
        # read once when an interpreter or a library starts: a fork cannot change them
        if name.startswith(("PYTHON", "LD_", "OPENBLAS_CORETYPE")):
            yield f"{name}={environment[name]}"
    for folder in site.getsitepackages():
        yield f"{folder} {_changed(Path(folder))}"
    for path in sorted(PACKAGE.rglob("*.py")):
        yield f"{path} {_changed(path)}"


def _changed(path: Path) -> int:
    try:
        return path.stat().st_mtime_ns
    except FileNotFoundError:
        return 0
