"""Kernels in hard times: no room on the disk, another user, a parent that hangs or dies.

Never a hang, never a wrong result; a cold kernel and one clear sentence instead.
"""

from __future__ import annotations

import json
import logging
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from assay.kernels import process
from assay.kernels.address import parent_socket, runtime_folder
from assay.kernels.job import run_notebook
from assay.kernels.process import Refused, ask_parent, fork
from jupyter_client.manager import KernelManager, start_new_kernel
from nbclient import NotebookClient
from nbformat.v4 import new_code_cell, new_notebook

pytestmark = [
    pytest.mark.faults,
    pytest.mark.skipif(sys.platform != "linux", reason="kernels are forked on Linux only"),
]
NOBODY = 65534
only_root = pytest.mark.skipif(
    os.getuid() != 0, reason="only root can mount a small disk or become another user"
)


def answer_of_a_kernel() -> str:
    """What a kernel that was asked for by the name `assay` says to 6 * 7."""
    notebook = new_notebook(cells=[new_code_cell("6 * 7")])
    NotebookClient(notebook, kernel_name="assay", timeout=60).execute()
    return str(notebook.cells[0].outputs[0]["data"]["text/plain"])


def warm_parent() -> dict[str, Any]:
    """The facts of the parent, which is started where there is none."""
    start_and_end()
    facts = ask_parent(parent_socket(os.environ), "status")
    assert facts is not None
    return facts


def start_and_end() -> None:
    """Fork one worker that is told nothing and ends."""
    with open(os.devnull, "r+b") as nothing:
        ours, theirs = socket.socketpair()
        with ours, theirs:
            null = nothing.fileno()
            forked = fork(None, "/", os.environ, (null, null, null, theirs.fileno()))
        forked.wait(timeout=10)


@pytest.fixture(params=["size=64k", "nr_inodes=2"])
def full_disk(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Path]:
    """A runtime folder on a disk without room, for bytes or for files."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"{request.param},mode=700", "tmpfs", str(disk)]
    if subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("this root may not mount a disk")
    try:
        (disk / "assay").mkdir(mode=0o700)
        with (
            (disk / "assay" / "x").open("wb")
            if "size" in request.param
            else open(os.devnull, "wb") as filler
        ):
            try:
                filler.write(b"0" * 70_000)
                filler.flush()
            except OSError:
                pass
        monkeypatch.setenv("XDG_RUNTIME_DIR", str(disk))
        yield disk
    finally:
        for path in (disk / "assay").glob("*.sock"):
            ask_parent(path, "stop")
        subprocess.run(["umount", "-l", str(disk)], check=True)


@only_root
def test_a_full_disk_costs_warmth_and_nothing_else(
    full_disk: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """Without room for the parent's socket or the kernel's own, the kernel still answers; where
    it is cold, that is said.
    """
    with caplog.at_level(logging.WARNING):
        assert answer_of_a_kernel() == "42"
    if not ask_parent(parent_socket(os.environ), "status"):
        assert "No warm kernel, starting a cold one" in caplog.text
        assert "No space left on device" in caplog.text


@only_root
def test_another_user_cannot_enter_the_folder() -> None:
    """The kernel's sockets lie where nobody else can look."""
    warm_parent()
    assert as_nobody(lambda: os.listdir(runtime_folder())) == "PermissionError"
    path = parent_socket(os.environ)
    assert as_nobody(lambda: connect_to(path)) == "PermissionError"


@only_root
def test_another_user_at_the_socket_gets_no_kernel() -> None:
    """Even on an open folder the parent looks at who asks, by the system's word."""
    before = warm_parent()["forked"]
    path = parent_socket(os.environ)
    opened = (*path.parents[:2], path)
    modes = [place.stat().st_mode for place in opened]
    try:
        for place in opened:
            place.chmod(0o777)
        assert as_nobody(lambda: ask_for_kernel(path)) == "closed"
    finally:
        for place, mode in zip(opened, modes, strict=True):
            place.chmod(mode)
    facts = ask_parent(path, "status")
    assert facts is not None
    assert (facts["forked"], facts["kernels"]) == (before, 0)


@only_root
def test_a_folder_that_another_user_made_first_is_not_trusted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """In a temporary folder open to all, somebody can have taken our place: a cold kernel then."""
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    (tmp_path / "assay").mkdir(mode=0o700)
    os.chown(tmp_path / "assay", NOBODY, NOBODY)
    with pytest.raises(PermissionError, match="not a private folder of this user"):
        runtime_folder()
    with caplog.at_level(logging.WARNING):
        assert answer_of_a_kernel() == "42"
    assert "not a private folder of this user" in caplog.text


def test_fifty_starts_at_once_all_run_from_one_parent() -> None:
    """Without a parent at first: each gets its own fork, its own job, and one parent for all."""
    ask_parent(parent_socket(os.environ), "stop")
    gate = threading.Barrier(50)

    def one(number: int) -> tuple[str, ...]:
        notebook = new_notebook(
            cells=[new_code_cell(f"import os; ({number}, os.getpid(), os.getppid())")]
        )
        gate.wait()
        events = list(run_notebook(notebook, cwd=Path("/"), environment=os.environ, options={}))
        (done,) = (event for event in events if event["event"] == "done")
        text = done["cell"]["outputs"][0]["data"]["text/plain"]
        return tuple(text.strip("()").split(", "))

    with ThreadPoolExecutor(50) as pool:
        told = list(pool.map(one, range(50)))
    assert [number for number, _, _ in told] == [str(number) for number in range(50)]
    assert len({pid for _, pid, _ in told}) == 50
    assert len({parent for _, _, parent in told}) == 1


def test_a_parent_that_is_killed_while_it_is_asked_is_replaced() -> None:
    """The request goes to the next parent, and the caller sees nothing of it."""
    first = warm_parent()["pid"]
    os.kill(first, signal.SIGSTOP)
    killer = threading.Timer(0.5, os.kill, (first, signal.SIGKILL))
    killer.start()
    start_and_end()
    killer.join()
    facts = ask_parent(parent_socket(os.environ), "status")
    assert facts is not None
    assert facts["pid"] != first


def test_a_parent_that_hangs_is_not_waited_for(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """One start is cold and says why; the next has a parent that answers; and when the old one
    wakes up it forks nothing for those who have gone.
    """
    hung = warm_parent()["pid"]
    monkeypatch.setattr(process, "ANSWER_SECONDS", 0.5)
    os.kill(hung, signal.SIGSTOP)
    try:
        with caplog.at_level(logging.WARNING):
            assert answer_of_a_kernel() == "42"
        assert "the warm parent did not answer in 0.5 s" in caplog.text
        monkeypatch.undo()
        assert warm_parent()["pid"] != hung
    finally:
        os.kill(hung, signal.SIGCONT)
    children = Path(f"/proc/{hung}/task/{hung}/children")
    time.sleep(0.3)
    assert children.read_text().split() == []
    os.kill(hung, signal.SIGTERM)


def test_a_kernel_that_is_killed_among_others_takes_none_along() -> None:
    """The death of one fork is its own client's to see; its sisters answer on."""

    (one, first), (two, second) = (start_new_kernel(kernel_name="assay") for _ in range(2))
    os.kill(one.provisioner.process.pid, signal.SIGKILL)
    one.provisioner.process.wait(timeout=5)
    second.execute_interactive("6 * 7", output_hook=lambda _: None, timeout=10)
    assert (two.is_alive(), one.is_alive()) == (True, False)
    for manager, client in ((one, first), (two, second)):
        client.stop_channels()
        end(manager)


def test_sockets_of_clients_that_vanished_are_swept(runtime: Path) -> None:
    """A client that is killed removes nothing; the next parent does, and leaves the living be."""
    warm_parent()
    ask_parent(parent_socket(os.environ), "stop")
    with socket.socket(socket.AF_UNIX) as living, socket.socket(socket.AF_UNIX) as dead:
        living.bind(str(runtime / "kaaaaaaaaaaaa-1"))
        living.listen()
        dead.bind(str(runtime / "kbbbbbbbbbbbb-1"))
        dead.close()
        warm_parent()
        assert (runtime / "kaaaaaaaaaaaa-1").exists()
        assert not (runtime / "kbbbbbbbbbbbb-1").exists()
    (runtime / "kaaaaaaaaaaaa-1").unlink()


def end(manager: KernelManager) -> None:
    """Shut a kernel down, dead or alive."""
    if manager.has_kernel:
        manager.shutdown_kernel(now=True)


def connect_to(path: Path) -> None:
    """Open a line to the parent."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET) as client:
        client.settimeout(5)
        client.connect(str(path))


def ask_for_kernel(path: Path) -> str:
    """Ask the parent for a fork, in its own language."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET) as client:
        client.settimeout(5)
        client.connect(str(path))
        asked = {"do": "launch", "arguments": [], "cwd": "/", "environment": {}}
        try:
            client.send(json.dumps(asked).encode())
            return client.recv(4096).decode() or "closed"
        except ConnectionError:
            return "closed"


def as_nobody(act: Any) -> str:
    """What `act` returns, or the name of its error, in a process of another user."""
    reader, writer = os.pipe()
    child = os.fork()
    if not child:
        try:
            os.setgroups([])
            os.setgid(NOBODY)
            os.setuid(NOBODY)
            told = str(act())
        except BaseException as error:
            told = type(error).__name__
        os.write(writer, told.encode())
        os._exit(0)
    os.close(writer)
    with os.fdopen(reader) as stream:
        told = stream.read()
    os.waitpid(child, 0)
    return told


def test_what_cannot_be_forked_says_why(monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder that cannot be made is one sentence, not a traceback."""
    monkeypatch.setenv("XDG_RUNTIME_DIR", "/proc/no-such-place")
    with pytest.raises(Refused, match="No such file or directory"):
        start_and_end()
