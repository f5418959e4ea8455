"""A kernel forked from the warm parent, with the interface of `subprocess.Popen`."""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import select
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from assay.kernels.address import parent_socket

PARENT: Final = "assay.kernels.parent"
START_SECONDS: Final = 60
ANSWER_SECONDS: Final = 15
# one thread until the fork: forking with live threads is unsafe
SINGLE_THREADED: Final = {
    "OPENBLAS_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "JE_ARROW_MALLOC_CONF": "background_thread:false",
    "ARROW_DEFAULT_MEMORY_POOL": "system",
}


class Refused(RuntimeError):
    """There is no warm parent to fork from; the reason is for a person."""


class ForkedProcess:
    """What jupyter_client needs of a process: pid, poll, wait, signals."""

    stdin = stdout = stderr = None

    def __init__(self, pid: int, parent: socket.socket) -> None:
        self.pid = pid
        self.returncode: int | None = None
        self._parent = parent
        try:
            self._watched = os.pidfd_open(pid)
        except ProcessLookupError:
            self._watched = -1

    def poll(self) -> int | None:
        """The exit code, or None while it runs."""
        if self.returncode is None and self._ended(0):
            self.returncode = self._exit_code()
            if self._watched >= 0:
                os.close(self._watched)
        return self.returncode

    def wait(self, timeout: float | None = None) -> int:
        """Wait for the end. subprocess.TimeoutExpired after `timeout` seconds."""
        if self.returncode is None and not self._ended(timeout):
            raise subprocess.TimeoutExpired("kernel", timeout or 0)
        code = self.poll()
        return 1 if code is None else code

    def send_signal(self, number: int) -> None:
        """Send a signal unless the kernel has ended; a pidfd never hits another process."""
        if self.poll() is None:
            signal.pidfd_send_signal(self._watched, number)

    def kill(self) -> None:
        self.send_signal(signal.SIGKILL)

    def terminate(self) -> None:
        self.send_signal(signal.SIGTERM)

    def _ended(self, timeout: float | None) -> bool:
        return self._watched < 0 or bool(select.select([self._watched], [], [], timeout)[0])

    def _exit_code(self) -> int:
        """As the parent reaped it; 1 when the parent is gone."""
        try:
            self._parent.settimeout(2)
            return int(json.loads(self._parent.recv(4096))["ended"])
        except (OSError, ValueError, KeyError):
            return 1
        finally:
            self._parent.close()


def fork(
    arguments: Sequence[str] | None,
    cwd: str,
    environment: Mapping[str, str],
    streams: Sequence[int],
    *,
    serves: Path | None = None,
    parent: Path | None = None,
) -> ForkedProcess:
    """A kernel (or, without arguments, the worker of a notebook) forked from the warm parent; or
    a batch's parent that will listen at `serves`. `parent` is the socket of one that is there.

    Without it the user's own is asked, and started when there is none. Refused when there can be
    none: no fork on this system, no private folder, threads.
    """
    if sys.platform != "linux":
        raise Refused("kernels are forked on Linux only")
    request = {
        "do": "launch",
        "arguments": arguments,
        "serves": serves and str(serves),
        "cwd": cwd,
        "environment": dict(environment),
    }
    message = json.dumps(request).encode()
    if parent:
        try:
            return _ask_for_fork(_connected(parent), parent, message, streams)
        except (OSError, ValueError) as error:
            raise Refused(str(error)) from None
    for attempt in ("first", "last"):
        try:
            path = parent_socket(environment)
            return _ask_for_fork(_connect(path, environment), path, message, streams)
        except (OSError, ValueError) as error:  # it ended while we asked: the next may not
            if attempt == "last":
                raise Refused(str(error)) from None
    raise AssertionError("the last attempt returns or raises")


def _ask_for_fork(
    asked: socket.socket, path: Path, message: bytes, streams: Sequence[int]
) -> ForkedProcess:
    with contextlib.ExitStack() as stack:
        client = stack.enter_context(asked)
        try:
            socket.send_fds(client, [message], list(streams))
            received = client.recv(4096)
        except TimeoutError:
            path.unlink(missing_ok=True)  # the next start makes a parent that answers
            told = f"the warm parent did not answer in {ANSWER_SECONDS:g} s"
            raise Refused(told) from None
        if not received:
            raise ConnectionError("the warm parent closed the line")
        answer = json.loads(received)
        if "pid" not in answer:
            raise Refused(answer.get("refused", "no answer"))
        stack.pop_all()
    return ForkedProcess(answer["pid"], client)


def ask_parent(path: Path, do: str) -> dict[str, Any] | None:
    """`status` or `stop` told to the parent at `path`; None when nobody listens there."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET) as client:
        client.settimeout(5)
        try:
            client.connect(str(path))
            client.send(json.dumps({"do": do}).encode())
            answer: dict[str, Any] = json.loads(client.recv(4096))
        except (OSError, ValueError):
            return None
    return answer


def _connect(path: Path, environment: Mapping[str, str]) -> socket.socket:
    client = _try(path)
    if client:
        return client
    with _one_starter(path.with_suffix(".lock")):
        client = _try(path)
        if client:
            return client
        path.unlink(missing_ok=True)
        _start_parent(path, environment)
    return _connected(path)


def _connected(path: Path) -> socket.socket:
    client = _try(path)
    if client is None:
        raise Refused("the warm parent did not answer")
    return client


def _try(path: Path) -> socket.socket | None:
    client = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    client.settimeout(ANSWER_SECONDS)
    try:
        client.connect(str(path))
    except (FileNotFoundError, ConnectionRefusedError, TimeoutError):
        client.close()
        return None
    return client


@contextlib.contextmanager
def _one_starter(path: Path) -> Iterator[None]:
    with path.open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _start_parent(path: Path, environment: Mapping[str, str]) -> None:
    reader, writer = os.pipe()
    log = path.with_suffix(".log")
    settings = {name: text for name, text in environment.items() if name != "JPY_PARENT_PID"}
    with log.open("wb") as stream, os.fdopen(reader, "rb") as ready:
        subprocess.Popen(
            [sys.executable, "-P", "-m", PARENT, str(path), str(writer)],
            stdin=subprocess.DEVNULL,
            stdout=stream,
            stderr=stream,
            cwd="/",
            env={**settings, **SINGLE_THREADED},
            pass_fds=[writer],
            start_new_session=True,
        )
        os.close(writer)
        started = time.monotonic()
        readable = select.select([ready], [], [], START_SECONDS)[0]
        if not readable or not ready.read(1):
            told = log.read_text(errors="replace").strip().splitlines()[-1:] or ["no word"]
            waited = time.monotonic() - started
            raise Refused(f"the warm parent did not start in {waited:.0f} s: {told[0]}")
