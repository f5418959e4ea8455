"""Warm kernels are tested in a runtime folder of their own."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from assay.kernels.process import ask_parent


@pytest.fixture(scope="module", autouse=True)
def runtime() -> Iterator[Path]:
    """A runtime folder of one module (a socket's path is short); its parents end with it."""
    home = Path(tempfile.mkdtemp(prefix="assay"))
    before = os.environ.get("XDG_RUNTIME_DIR")
    os.environ["XDG_RUNTIME_DIR"] = str(home)
    yield home / "assay"
    for path in (home / "assay").glob("*.sock"):
        ask_parent(path, "stop")
    if before is None:
        del os.environ["XDG_RUNTIME_DIR"]
    else:
        os.environ["XDG_RUNTIME_DIR"] = before
    shutil.rmtree(home, ignore_errors=True)
