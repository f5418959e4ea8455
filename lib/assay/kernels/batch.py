"""A warm parent of the caller's own, made ready for many notebooks of one project."""

from __future__ import annotations

import os
import select
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from assay.kernels.address import BATCH, runtime_folder
from assay.kernels.process import START_SECONDS, Refused, fork

LEAST: Final = 4
"""Notebooks for which it pays: fewer are forked from the user's warm parent."""


@contextmanager
def batch_parent(cwd: Path, environment: Mapping[str, str]) -> Iterator[Path]:
    """The socket of a parent that has IPython's shell and an open desk.

    It is a fork of the user's warm parent in `cwd` and `environment`, and ends with the block or
    with the caller's process. Refused when there can be none.
    """
    try:
        path = runtime_folder() / f"{BATCH}{uuid.uuid4().hex[:12]}"
    except OSError as error:
        raise Refused(str(error)) from None
    owned = {**environment, "JPY_PARENT_PID": str(os.getpid())}
    reader, writer = os.pipe()
    with os.fdopen(reader, "rb") as ready, open(os.devnull, "r+b") as nothing:
        null = nothing.fileno()
        try:
            process = fork(None, str(cwd), owned, (null, null, 2, writer), serves=path)
        finally:
            os.close(writer)
        try:
            if not select.select([ready], [], [], START_SECONDS)[0] or not ready.read(1):
                raise Refused("the parent of the batch did not start")
            yield path
        finally:
            process.kill()
            process.wait()
            path.unlink(missing_ok=True)
