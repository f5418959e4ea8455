"""The warm parent: imports once, then forks a kernel for every request.

Forking with live threads is unsafe, so the parent has none, opens no zmq context and no event
loop, and refuses to fork when a library started a thread behind its back.

For many notebooks at once it forks a parent of that batch. Settings, folder and environment are
then the caller's, so the batch's parent can also make IPython's shell and open the desk (DuckDB
on one thread), once for all its forks. It ends with its caller.
"""

from __future__ import annotations

import atexit
import contextlib
import errno
import importlib
import os
import random
import select
import socket
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NoReturn

from assay.kernels.address import BATCH, parent_socket
from assay.kernels.ahead import prepare, warm_up
from assay.kernels.server import Request, Server


def main() -> None:
    """Serve until unused. In a forked kernel, become it."""
    path, ready = Path(sys.argv[1]), int(sys.argv[2])
    warm_up()
    request = serve(path, ready)
    if request:
        become(request)


def serve(path: Path, ready: int, owner: int | None = None) -> Request | None:
    """Accept requests on `path`. Returns the request in a forked kernel, None when unused.

    A parent with an `owner` is that process's own, and ends with it.
    """
    with _listening(path) as listener:
        _sweep(path.parent)
        os.write(ready, b"1")
        os.close(ready)
        inode = path.stat().st_ino
        return Server(listener, lambda: bool(owner) or _is_current(path, inode), owner).run()


def _sweep(folder: Path) -> None:
    """Remove the sockets of kernels and of batches whose owners ended without doing so."""
    for pattern, kind in (("k*-*", socket.SOCK_STREAM), (f"{BATCH}*", socket.SOCK_SEQPACKET)):
        for path in folder.glob(pattern):
            with socket.socket(socket.AF_UNIX, kind) as client, contextlib.suppress(OSError):
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


def become(request: Request, *, is_of_batch: bool = False) -> NoReturn:
    """Turn this fork into what was asked for: its streams, folder, environment, chance.

    A batch fills the cores already: linear algebra keeps to one thread in its forks, where a sum
    has one value, too.
    """
    for number, stream in enumerate(request.streams[:3]):
        os.dup2(stream, number)
        os.close(stream)
    os.environ.clear()
    os.environ.update(request.environment)
    os.chdir(request.cwd)
    time.tzset()  # the C library keeps the time zone it read first
    random.seed()
    numpy = sys.modules.get("numpy")
    if numpy:
        numpy.random.seed()
    owner = os.environ.pop("JPY_PARENT_PID", "")
    if request.serves:
        _serve_batch(request, int(owner))
    if not is_of_batch:
        _restore_threads()
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


def _serve_batch(request: Request, owner: int) -> NoReturn:
    """Be the parent of a batch; in a fork of its own, become what was asked for."""
    prepare(request.home)
    asked = serve(Path(str(request.serves)), request.streams[3], owner)
    if asked:
        become(asked, is_of_batch=True)
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


if __name__ == "__main__":
    main()
