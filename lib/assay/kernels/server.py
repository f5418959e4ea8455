"""The loop of a warm parent: who may ask, what was asked, which of its forks live.

One request is one message on a private socket: what to run, in which folder and environment, and
the three standard streams. The fork answers with its pid once it leads its own session (before
that, a signal to its group would hit the parent); the parent reports how it ended.
"""

from __future__ import annotations

import json
import os
import select
import signal
import socket
import struct
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from assay.kernels.ahead import read_ahead

IDLE_SECONDS: Final = float(os.environ.get("ASSAY_KERNEL_IDLE", "900"))
LOOK_SECONDS: Final = 20.0
LONGEST: Final = 1 << 20


@dataclass(frozen=True, slots=True)
class Request:
    """What to become: a kernel with these arguments; without any, the parent of a batch that
    listens at `serves`, or the worker of one notebook.

    `streams` are the three standard ones; a worker has a fourth, on which its job comes, and a
    batch's parent one on which it says that it listens.
    """

    arguments: list[str] | None
    serves: str | None
    cwd: str
    environment: dict[str, str]
    streams: list[int]

    @property
    def home(self) -> str:
        """Where to look for the project."""
        return self.environment.get("ASSAY_HOME") or self.cwd


class Server:
    """The accepting loop: who asked, which kernels live, when to stop.

    One that has an `owner` ends with that process, and reads nothing ahead of its forks.
    """

    def __init__(
        self, listener: socket.socket, is_current: Callable[[], bool], owner: int | None = None
    ) -> None:
        self.listener = listener
        self.is_current = is_current
        self.owner = os.pidfd_open(owner) if owner else None
        self.kernels: dict[int, socket.socket | None] = {}
        self.forked = 0
        self.stopping = False
        self.wake, woken = socket.socketpair()
        woken.setblocking(False)
        signal.set_wakeup_fd(woken.fileno())
        self.woken = woken
        signal.signal(signal.SIGCHLD, lambda *_: None)
        signal.signal(signal.SIGINT, signal.SIG_IGN)

    def run(self) -> Request | None:
        last = time.monotonic()
        while not self.stopping:
            ready, _, _ = select.select(self._watched(), [], [], LOOK_SECONDS)
            if self.owner in ready:
                return None
            unused = time.monotonic() - last > IDLE_SECONDS or not (ready or self.is_current())
            if unused and not self.kernels and self.listener not in ready:
                return None
            if self.wake in ready:
                self.wake.recv(4096)
            self._reap()
            if self.listener in ready:
                request = self._answer(self.listener.accept()[0])
                if request:
                    return request
            if ready:
                last = time.monotonic()
        return None

    def _watched(self) -> list[Any]:
        watched: list[Any] = [self.listener, self.wake]
        return watched if self.owner is None else [*watched, self.owner]

    def _answer(self, client: socket.socket) -> Request | None:
        client.settimeout(10)
        try:
            if _peer(client) != os.getuid():
                client.close()
                return None
            message, streams, _, _ = socket.recv_fds(client, LONGEST, 4)
            asked = json.loads(message)
        except (OSError, ValueError):
            client.close()
            return None
        if asked["do"] == "launch":
            del asked["do"]
            return self._fork(client, Request(**asked, streams=streams))
        self.stopping = asked["do"] == "stop"
        _say(client, pid=os.getpid(), kernels=len(self.kernels), forked=self.forked)
        client.close()
        return None

    def _fork(self, client: socket.socket, request: Request) -> Request | None:
        threads = len(os.listdir("/proc/self/task"))
        if threads > 1:
            _say(client, refused=f"the warm parent has {threads} threads")
            self._forget(client, request)
            return None
        if _is_gone(client):  # it waited too long, and has started its kernel otherwise
            self._forget(client, request)
            return None
        if self.owner is None:
            read_ahead(request.home)
        pid = os.fork()
        if pid:
            for stream in request.streams:
                os.close(stream)
            self.kernels[pid] = client
            self.forked += 1
            return None
        os.setsid()
        self._leave(client)
        if not _say(client, pid=os.getpid()):
            os._exit(0)
        client.close()
        return request

    def _leave(self, keep: socket.socket) -> None:
        """In the kernel: close what belongs to the parent."""
        signal.set_wakeup_fd(-1)
        for number in (signal.SIGCHLD, signal.SIGINT):
            signal.signal(number, signal.SIG_DFL)
        for other in (self.listener, self.wake, self.woken, *self.kernels.values()):
            if other and other is not keep:
                other.close()
        if self.owner is not None:
            os.close(self.owner)

    def _forget(self, client: socket.socket, request: Request) -> None:
        for stream in request.streams:
            os.close(stream)
        client.close()

    def _reap(self) -> None:
        while self.kernels:
            try:
                pid, status = os.waitpid(-1, os.WNOHANG)
            except ChildProcessError:
                return
            if not pid:
                return
            client = self.kernels.pop(pid, None)
            if client:
                _say(client, ended=os.waitstatus_to_exitcode(status))
                client.close()


def _peer(client: socket.socket) -> int:
    """The user id of the process at the other end."""
    raw = client.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, struct.calcsize("3i"))
    _, user, _ = struct.unpack("3i", raw)
    return int(user)


def _say(client: socket.socket, **facts: object) -> bool:
    """Whether somebody was there to hear it."""
    try:
        client.send(json.dumps(facts).encode())
    except OSError:
        return False
    return True


def _is_gone(client: socket.socket) -> bool:
    """Whether the other end has hung up: it sends nothing after its request."""
    return bool(select.select([client], [], [], 0)[0])
