"""Putting an edition in place: staged, synced, renamed, then one switch of reports/current.

Until the switch, readers see the last edition; after it, the new one. There is nothing between.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import shutil
import signal
import tempfile
import threading
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path

from assay.editions.manifest import NAME, Manifest, check_folder
from assay.errors import BuildError
from assay.paths import Project

STAGING = ".staging-"


def editions_folder(project: Project) -> Path:
    """Where editions lie, made when it is not there."""
    folder = project.reports / "editions"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


@contextlib.contextmanager
def only_build(project: Project) -> Iterator[None]:
    """Holds the lock against a second build. BuildError when another one has it.

    The lock is the kernel's: it is gone when its process is, however that ended.
    """
    with (editions_folder(project) / ".lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise BuildError("Another build is running; nothing was changed.") from None
        yield


@contextlib.contextmanager
def staging(project: Project) -> Iterator[Path]:
    """A folder to build in, beside the editions. Left-overs of a killed build are removed."""
    folder = editions_folder(project)
    for left in folder.glob(f"{STAGING}*"):
        shutil.rmtree(left, ignore_errors=True)
    stage = Path(tempfile.mkdtemp(prefix=STAGING, dir=folder))
    os.chmod(stage, 0o755)  # noqa: S103 (mkdtemp made it private; an edition is public)
    try:
        yield stage
    finally:
        shutil.rmtree(stage, ignore_errors=True)


@contextlib.contextmanager
def uninterrupted() -> Iterator[None]:
    """Ctrl-C comes too late in here: what was switched is recorded too."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def write_files(stage: Path, files: Mapping[str, bytes]) -> None:
    """Write and sync every file under `stage`."""
    for path, content in files.items():
        target = stage / path
        target.parent.mkdir(parents=True, exist_ok=True)
        with target.open("wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
    for folder in {(stage / path).parent for path in files} | {stage}:
        _sync(folder)


def put_in_place(project: Project, stage: Path, manifest: Manifest) -> Path:
    """Rename the stage to its edition and switch reports/current to it.

    BuildError when what lies on the disk is not what the manifest says.
    """
    write_files(stage, {NAME: manifest.to_bytes()})
    faults = check_folder(stage, manifest)
    if faults:
        raise BuildError(*faults)
    folder = editions_folder(project) / manifest.edition
    if folder.exists():
        # The same content was published before, or this folder was damaged since.
        set_aside(project, folder, "replaced by a build of the same content")
    stage.rename(folder)
    _sync(folder.parent)
    switch(project, folder)
    return folder


def switch(project: Project, folder: Path) -> None:
    """Point reports/current at an edition, in one step."""
    link = project.reports / "current"
    fresh = project.reports / f".current-{os.getpid()}"
    fresh.unlink(missing_ok=True)
    fresh.symlink_to(os.path.relpath(folder, project.reports), target_is_directory=True)
    os.replace(fresh, link)
    _sync(project.reports)


def set_aside(project: Project, folder: Path, reason: str) -> Path:
    """Move a folder to reports/held/ with its reason, and return where it lies."""
    held = project.reports / "held"
    held.mkdir(parents=True, exist_ok=True)
    stamp = datetime.now(UTC).strftime("%Y%m%d-%H%M%S")
    target = held / stamp
    number = 1
    while target.exists():
        number += 1
        target = held / f"{stamp}-{number}"
    folder.rename(target)
    (target / "reason.txt").write_text(reason + "\n", encoding="utf-8")
    return target


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
