"""In a fork of the warm parent: execute one notebook with ipykernel's own kernel and nbclient.

The kernel is the application that serves every Jupyter kernel, only without sockets: requests and
replies are handed over as messages inside the process. nbclient reads those messages as it would
from a socket, so outputs, display updates, counts, errors and tracebacks are its own.
"""

from __future__ import annotations

import asyncio
import importlib
import json
import logging
import os
import socket
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from queue import Empty, SimpleQueue
from types import SimpleNamespace
from typing import Any, Final, cast

import nbformat
import traitlets
from ipykernel.iostream import IOPubThread
from ipykernel.ipkernel import IPythonKernel
from ipykernel.kernelapp import IPKernelApp
from IPython.core.application import BaseIPythonApplication
from jupyter_client.manager import KernelManager
from jupyter_client.session import Session
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError
from traitlets.config import Config

from assay import trace

SETTINGS: Final = Config({"HistoryManager": {"hist_file": ":memory:"}})  # as nbclient's kernels


class Mailbox:
    """Stands where a zmq socket would: what is sent to it can be awaited, in the order in which it
    was sent, whichever thread sent it.
    """

    def __init__(self, session: Session) -> None:
        self.session = session
        self.messages: SimpleQueue[dict[str, Any]] = SimpleQueue()

    def open(self) -> None:
        """Let messages be awaited in the loop that runs now."""
        self.loop, self.arrived = asyncio.get_running_loop(), asyncio.Event()

    def send_multipart(self, parts: list[Any], **_: Any) -> None:
        received = [part if isinstance(part, bytes) else bytes(part.buffer) for part in parts]
        frames: Any = self.session.feed_identities(received, copy=True)[1]
        self.messages.put(self.session.deserialize(frames, copy=True))
        self.loop.call_soon_threadsafe(self.arrived.set)

    async def get_msg(self, timeout: float | None = None) -> dict[str, Any]:
        while True:
            self.arrived.clear()
            try:
                return self.messages.get_nowait()
            except Empty:
                try:
                    await asyncio.wait_for(self.arrived.wait(), timeout)
                except TimeoutError:
                    raise Empty from None

    def flush(self, *_: Any, **__: Any) -> None:
        """As a stream's: everything is delivered when it is sent."""


class SameThread(IOPubThread):
    """ipykernel's sender of outputs, never started: it then sends at once, in the thread that
    speaks. A thread of its own would cost two waits for every output of every cell.
    """

    def _setup_event_pipe(self) -> None:
        """There is no other thread to wake."""


class SocketlessKernel(IPythonKernel):
    """ipykernel's kernel on one thread: no subshells, nobody to ask for input."""

    _supports_kernel_subshells = False
    shell_stream = traitlets.Any()

    def _abort_queues(self, subshell_id: str | None = None) -> None:
        """Nothing waits: requests come one by one."""


class SocketlessApp(IPKernelApp):
    """ipykernel's application with mailboxes in place of its sockets.

    Its start is in two parts, so that the first can be done once for many forks: `prepare` reads
    the user's settings and makes the shell; `begin` takes the streams of the process it is in and
    runs what the user wants run at a kernel's start.
    """

    replies: Mailbox
    published: Mailbox

    def prepare(self) -> None:
        BaseIPythonApplication.initialize(self, [])  # type: ignore[no-untyped-call]
        self.init_pdb()  # type: ignore[no-untyped-call]
        self.init_blackhole()  # type: ignore[no-untyped-call]
        self.init_connection_file()
        self.init_sockets()
        self.init_kernel()

    def begin(self) -> None:
        self.session.pid = self.iopub_thread._master_pid = os.getpid()
        self.kernel.shell.user_ns["_dh"][:] = [Path.cwd()]
        self.replies.open()
        self.published.open()
        self.init_io()  # type: ignore[no-untyped-call]
        self.displayhook.get_execution_count = lambda: self.kernel.execution_count
        self.init_signal()  # type: ignore[no-untyped-call]
        self.init_path()  # type: ignore[no-untyped-call]
        self.init_shell()  # type: ignore[no-untyped-call]
        self.init_gui_pylab()  # type: ignore[no-untyped-call]
        self.init_extensions()  # type: ignore[no-untyped-call]
        self.init_code()  # type: ignore[no-untyped-call]
        sys.stdout.flush()
        sys.stderr.flush()

    def parse_command_line(self, argv: Any = None) -> None:
        """There is none: what a worker is to do comes as its job."""

    def init_connection_file(self) -> None:
        self.session.key = b""  # nothing leaves the process: nothing to sign

    def init_sockets(self) -> None:
        self.replies, self.published = Mailbox(self.session), Mailbox(self.session)
        self.iopub_thread = SameThread(self.published, session=self.session)  # type: ignore[no-untyped-call]
        self.iopub_socket = self.iopub_thread.background_socket

    def init_kernel(self) -> None:
        self.kernel = SocketlessKernel.instance(
            parent=self,
            session=self.session,
            shell_stream=self.replies,
            iopub_thread=self.iopub_thread,
            iopub_socket=self.iopub_socket,
            shell_channel_thread=SimpleNamespace(parent_thread=threading.main_thread()),
            log=self.log,
            profile_dir=self.profile_dir,
            user_ns=self.user_ns,
        )


class Client:
    """The part of a jupyter_client that nbclient uses to execute."""

    allow_stdin = False

    def __init__(self, app: SocketlessApp) -> None:
        self.app = app
        self.iopub_channel, self.shell_channel = app.published, app.replies
        self.running: set[asyncio.Task[None]] = set()

    def execute(self, code: str, store_history: bool = True, stop_on_error: bool = True) -> str:
        session = self.app.session
        request = session.msg(
            "execute_request",
            {
                "code": code,
                "silent": False,
                "store_history": store_history,
                "user_expressions": {},
                "allow_stdin": False,
                "stop_on_error": stop_on_error,
            },
        )
        frames = [_Frame(part) for part in session.serialize(request)]
        task = asyncio.ensure_future(self.app.kernel.dispatch_shell(frames))
        self.running.add(task)
        task.add_done_callback(self.running.discard)
        return str(request["header"]["msg_id"])

    async def is_alive(self) -> bool:
        return True


class _Frame:
    """A message part with the attributes ipykernel reads of a zmq frame."""

    def __init__(self, part: bytes) -> None:
        self.bytes, self.buffer = part, memoryview(part)


def prepare() -> SocketlessApp:
    """The application as far as it can be made before a fork; the same one at every call."""
    app = SocketlessApp.instance(config=SETTINGS)
    if app.kernel is None:
        app.prepare()
    return app


def main(channel: socket.socket) -> None:
    """Read a job from `channel`, execute it, tell every step."""
    with channel, channel.makefile("rw", encoding="utf-8", newline="\n") as stream:
        job = json.loads(stream.readline())

        def tell(**event: Any) -> None:
            stream.write(json.dumps(event) + "\n")
            stream.flush()

        asyncio.run(_execute(job, tell))


async def _execute(job: dict[str, Any], tell: Callable[..., None]) -> None:
    notebook = nbformat.from_dict(job["notebook"])  # type: ignore[no-untyped-call]
    app = prepare()
    app.begin()
    app.kernel.shell.exit_now = False
    app.kernel.io_loop = importlib.import_module("tornado.ioloop").IOLoop.current()
    manager = cast(KernelManager, SimpleNamespace())  # this process is the kernel
    # its own logger: the application's makes a record of every message, to throw it away
    log = logging.getLogger("nbclient")
    client = NotebookClient(notebook, km=manager, log=log, **job["options"])
    client.kc = Client(app)  # type: ignore[assignment]
    client.reset_execution_trackers()
    trace.forget()  # what the parent has read ahead is not this notebook's doing
    for index, cell in enumerate(notebook.cells):
        tell(event="start", index=index)
        try:
            await client.async_execute_cell(cell, index)
        except CellExecutionError as error:
            tell(event="error", index=index, cell=notebook.cells[index], why=str(error))
            break
        tell(event="done", index=index, cell=notebook.cells[index])
    client.set_widgets_metadata()
    notebook.metadata["language_info"] = app.kernel.language_info
    tell(event="end", metadata=notebook.metadata, reads=trace.noted())
