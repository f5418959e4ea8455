"""One notebook executed in a fork of the warm parent: the caller's side of `worker`."""

from __future__ import annotations

import contextlib
import json
import os
import select
import signal
import socket
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from assay.kernels.process import fork


class CellTimeout(RuntimeError):
    """A cell ran longer than it may; the worker was ended."""


class WorkerDied(RuntimeError):
    """The process that executed the notebook ended before the notebook did."""


class Stopped(RuntimeError):
    """The caller no longer wants the notebook; the worker was ended."""


def run_notebook(
    notebook: Mapping[str, Any],
    *,
    cwd: Path,
    environment: Mapping[str, str],
    options: Mapping[str, Any],
    cell_seconds: float | None = None,
    stop: int | None = None,
    node: Callable[[dict[str, Any]], dict[str, Any]] = dict,
    on_worker: Callable[[int], None] | None = None,
    parent: Path | None = None,
) -> Iterator[dict[str, Any]]:
    """Execute a notebook in a fork of the warm parent (or of the one that listens at `parent`)
    and yield its events as they happen.

    Events: `start` (index), `done` or `error` (index, cell, why), at last `end` (metadata), their
    objects made by `node`. The run ends when `stop`, a file descriptor, can be read; `on_worker`
    is told the pid of the process that runs it. Refused without a warm parent, CellTimeout,
    WorkerDied, Stopped. The worker never outlives the caller of this generator.
    """
    ours, theirs = socket.socketpair()
    with ours, open(os.devnull, "r+b") as nothing:
        null = nothing.fileno()
        worker_environment = {**environment, "JPY_PARENT_PID": str(os.getpid())}
        with theirs:
            streams = (null, null, 2, theirs.fileno())
            worker = fork(None, str(cwd), worker_environment, streams, parent=parent)
        try:
            if on_worker:
                on_worker(worker.pid)
            _send(ours, {"notebook": notebook, "options": options})
            for line in _lines(ours, cell_seconds, stop):
                event = json.loads(line, object_hook=node)
                yield event
                if event["event"] == "end":
                    return
        finally:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(worker.pid, signal.SIGKILL)
            worker.wait()


def _send(channel: socket.socket, job: Mapping[str, Any]) -> None:
    try:
        channel.sendall(json.dumps(job).encode() + b"\n")
    except OSError:
        raise WorkerDied("Kernel died") from None


def _lines(channel: socket.socket, seconds: float | None, stop: int | None) -> Iterator[bytes]:
    pieces: list[bytes] = []
    watched: list[Any] = [channel] if stop is None else [channel, stop]
    while True:
        ready = select.select(watched, [], [], seconds)[0]
        if not ready:
            raise CellTimeout(f"a cell ran longer than {seconds:.0f} s")
        if stop in ready:
            raise Stopped("stopped")
        received = channel.recv(1 << 20)
        if not received:
            raise WorkerDied("Kernel died")
        *lines, rest = received.split(b"\n")
        for line in lines:
            yield b"".join([*pieces, line])
            pieces.clear()
        pieces.append(rest)
