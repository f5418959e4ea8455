"""The warm parent: imports once, then forks a kernel for every request.

Forking with live threads is unsafe, so the parent has none, opens no zmq context, no event loop
and no DuckDB connection, and refuses to fork when a library started a thread behind its back.

One request is one message on a private socket: what to run, in which folder and environment, and
the three standard streams. The kernel answers with its pid once it leads its own session (before
that, a signal to its group would hit the parent); the parent reports how it ended.
"""

from __future__ import annotations

import atexit
import contextlib
import errno
import importlib
import json
import os
import random
import select
import signal
import socket
import struct
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, NoReturn

from assay.kernels.address import parent_socket
from assay.kernels.ahead import read_ahead, warm_up

IDLE_SECONDS: Final = float(os.environ.get("ASSAY_KERNEL_IDLE", "900"))
LOOK_SECONDS: Final = 20.0
LONGEST: Final = 1 << 20


@dataclass(frozen=True, slots=True)
class Request:
    """What to become: a kernel with these arguments, or (without) the worker of one notebook.

    `streams` are the three standard ones; a worker has a fourth, on which its job comes.
    """

    arguments: list[str] | None
    cwd: str
    environment: dict[str, str]
    streams: list[int]


def main() -> None:
    """Serve until unused. In a forked kernel, become it."""
    path, ready = Path(sys.argv[1]), int(sys.argv[2])
    warm_up()
    request = serve(path, ready)
    if request:
        become(request)


def serve(path: Path, ready: int) -> Request | None:
    """Accept requests on `path`. Returns the request in a forked kernel, None when unused."""
    with _listening(path) as listener:
        _sweep(path.parent)
        os.write(ready, b"1")
        os.close(ready)
        inode = path.stat().st_ino
        return Server(listener, lambda: _is_current(path, inode)).run()


def _sweep(folder: Path) -> None:
    """Remove the sockets of kernels whose clients ended without doing so."""
    for path in folder.glob("k*-*"):
        with socket.socket(socket.AF_UNIX) as client, contextlib.suppress(OSError):
            client.setblocking(False)
            if client.connect_ex(str(path)) == errno.ECONNREFUSED:
                path.unlink()


def _is_current(path: Path, inode: int) -> bool:
    """Whether the code is still the code that was imported, and the socket is still ours."""
    with contextlib.suppress(OSError):
        return parent_socket(os.environ) == path and path.stat().st_ino == inode
    return False


@contextlib.contextmanager
def _listening(path: Path) -> Iterator[socket.socket]:
    owner = os.getpid()
    listener = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    listener.bind(str(path))
    listener.listen(128)
    inode = path.stat().st_ino
    try:
        yield listener
    finally:
        listener.close()
        with contextlib.suppress(FileNotFoundError):
            if os.getpid() == owner and path.stat().st_ino == inode:
                path.unlink()


class Server:
    """The accepting loop: who asked, which kernels live, when to stop."""

    def __init__(self, listener: socket.socket, is_current: Callable[[], bool]) -> None:
        self.listener = listener
        self.is_current = is_current
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
            ready, _, _ = select.select([self.listener, self.wake], [], [], LOOK_SECONDS)
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
            request = Request(asked["arguments"], asked["cwd"], asked["environment"], streams)
            return self._fork(client, request)
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
        read_ahead(request.environment.get("ASSAY_HOME") or request.cwd)
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


def become(request: Request) -> NoReturn:
    """Turn this fork into what was asked for: its streams, folder, environment, chance."""
    for number, stream in enumerate(request.streams[:3]):
        os.dup2(stream, number)
        os.close(stream)
    os.environ.clear()
    os.environ.update(request.environment)
    os.chdir(request.cwd)
    random.seed()
    numpy = sys.modules.get("numpy")
    if numpy:
        numpy.random.seed()
    _restore_threads()
    owner = os.environ.pop("JPY_PARENT_PID", "")
    if owner.isdigit() and int(owner) > 1:
        threading.Thread(target=_end_with, args=(int(owner),), daemon=True).start()
    arguments = request.arguments
    if arguments is None:
        channel = socket.socket(fileno=request.streams[3])
        importlib.import_module("assay.kernels.worker").main(channel)
        end()
    sys.argv = ["ipykernel_launcher", *arguments]
    kernelapp = importlib.import_module("ipykernel.kernelapp")
    # 1: this kernel has an owner, whom the thread above watches instead of ipykernel's poller
    kernelapp.IPKernelApp.launch_instance(arguments, parent_handle=1)
    end()


def end() -> NoReturn:
    """End this fork: what was registered for the exit runs, what the parent imported is left."""
    atexit._run_exitfuncs()
    for stream in (sys.stdout, sys.stderr):
        stream.flush()
    os._exit(0)


def _end_with(owner: int) -> None:
    """End this kernel when the process that asked for it is gone, as a stock kernel does."""
    try:
        watched = os.pidfd_open(owner)
    except ProcessLookupError:
        os._exit(1)
    select.select([watched], [], [])
    os._exit(1)


def _restore_threads() -> None:
    """Give numpy's linear algebra its threads back: the parent holds them at one to fork."""
    wanted = os.environ.get("OPENBLAS_NUM_THREADS") or os.environ.get("OMP_NUM_THREADS")
    count = int(wanted) if wanted and wanted.isdigit() else len(os.sched_getaffinity(0))
    if count < 2:
        return
    import ctypes

    lines = Path("/proc/self/maps").read_text(encoding="utf-8").splitlines()
    for path in {line.split()[-1] for line in lines if "openblas" in line}:
        library: Any = ctypes.CDLL(path)
        for name in ("scipy_openblas_set_num_threads64_", "openblas_set_num_threads"):
            if hasattr(library, name):
                getattr(library, name)(count)


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


if __name__ == "__main__":
    main()
