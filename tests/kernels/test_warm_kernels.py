"""Warm kernels: a fork of a parent that has everything imported, and Jupyter's semantics whole."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from assay.kernels.address import parent_socket, runtime_folder
from assay.kernels.process import ask_parent
from cells import CELLS, streams_joined, without_widget_ids
from jupyter_client.blocking import BlockingKernelClient
from jupyter_client.manager import KernelManager, start_new_kernel
from nbclient import NotebookClient
from nbformat.v4 import new_code_cell, new_notebook

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="kernels are forked on Linux only")


@pytest.fixture
def kernel() -> Iterator[tuple[KernelManager, BlockingKernelClient]]:
    """A running warm kernel with its client."""
    manager, client = start_new_kernel(kernel_name="assay", startup_timeout=60)
    yield manager, client
    client.stop_channels()
    if manager.has_kernel:
        manager.shutdown_kernel(now=True)


def answer(client: BlockingKernelClient, code: str) -> str:
    """What `code` prints."""
    said: list[str] = []

    def keep(message: dict[str, Any]) -> None:
        if message["msg_type"] == "stream":
            said.append(message["content"]["text"])

    client.execute_interactive(code, output_hook=keep, timeout=30)
    return "".join(said).strip()


def parent_facts() -> dict[str, Any]:
    """What the warm parent says of itself."""
    facts = ask_parent(parent_socket(os.environ), "status")
    assert facts is not None
    return facts


def run(kernel_name: str, *sources: str) -> list[Any]:
    """The outputs of a notebook on a kernel, cell by cell."""
    notebook = new_notebook(cells=[new_code_cell(source) for source in sources])
    NotebookClient(notebook, kernel_name=kernel_name, allow_errors=True, timeout=60).execute()
    for cell in notebook.cells:
        cell.metadata.clear()
        cell.id = "x"
    return [(cell.execution_count, cell.outputs) for cell in notebook.cells]


def test_a_notebook_gives_the_same_outputs_as_on_a_stock_kernel() -> None:
    """Results, streams, tables, figures, display updates, errors and tracebacks are the same."""
    warm, stock = run("assay", *CELLS), run("python3", *CELLS)
    for (count, outputs), (stock_count, stock_outputs), cell in zip(
        warm, stock, CELLS, strict=True
    ):
        assert count == stock_count
        told, stock_told = streams_joined(outputs), streams_joined(stock_outputs)
        assert without_widget_ids(told) == without_widget_ids(stock_told), cell


def test_a_kernel_is_a_fork_of_the_parent_and_has_its_imports(
    kernel: tuple[KernelManager, BlockingKernelClient],
) -> None:
    """pandas is there before the first cell asks for it; the kernel's parent is the warm one."""
    _, client = kernel
    assert answer(client, "import sys; print('pandas' in sys.modules)") == "True"
    assert answer(client, "import os; print(os.getppid())") == str(parent_facts()["pid"])


def test_kernels_talk_over_private_sockets(
    kernel: tuple[KernelManager, BlockingKernelClient], runtime: Path
) -> None:
    """No port is opened; the sockets lie in a folder of this user only and go with the kernel."""
    manager, client = kernel
    assert manager.transport == "ipc"
    assert Path(manager.ip).parent == runtime
    assert runtime.stat().st_mode & 0o777 == 0o700
    client.stop_channels()
    manager.shutdown_kernel()
    assert not list(runtime.glob(f"{Path(manager.ip).name}*"))


def test_an_interrupt_stops_the_cell_and_not_the_kernel(
    kernel: tuple[KernelManager, BlockingKernelClient],
) -> None:
    """A KeyboardInterrupt reaches the running cell; the next cell runs."""
    manager, client = kernel
    answer(client, "kept = 1")
    # after an error any kernel refuses, for a moment, what was asked before it was read
    client.execute("import time; time.sleep(60)", stop_on_error=False)
    time.sleep(0.5)
    manager.interrupt_kernel()
    reply = client.get_shell_msg(timeout=10)
    while reply["content"].get("ename") != "KeyboardInterrupt":
        reply = client.get_shell_msg(timeout=10)
    assert answer(client, "print(kept)") == "1"


def test_a_restart_forgets_everything(
    kernel: tuple[KernelManager, BlockingKernelClient],
) -> None:
    """After a restart the names are gone and the client goes on."""
    manager, client = kernel
    answer(client, "kept = 1")
    manager.restart_kernel(now=True)
    client.wait_for_ready(timeout=30)
    assert answer(client, "print('kept' in globals())") == "False"


def test_a_killed_kernel_is_seen_dead_and_the_parent_lives(
    kernel: tuple[KernelManager, BlockingKernelClient],
) -> None:
    """A kernel that dies is known dead at once, with its exit status; the next one starts."""
    manager, _ = kernel
    process = manager.provisioner.process
    os.kill(process.pid, signal.SIGKILL)
    assert process.wait(timeout=5) == -signal.SIGKILL
    assert not manager.is_alive()
    assert run("assay", "2 * 21")[0][1][0]["data"]["text/plain"] == "42"


def test_a_cell_that_ends_its_process_is_an_error_of_the_client() -> None:
    """nbclient's own death detection works."""
    notebook = new_notebook(cells=[new_code_cell("import os; os._exit(3)")])
    with pytest.raises(Exception, match="Kernel died"):
        NotebookClient(notebook, kernel_name="assay", timeout=60).execute()


def test_input_reaches_the_cell(kernel: tuple[KernelManager, BlockingKernelClient]) -> None:
    """`input()` asks the client and gets its answer."""
    _, client = kernel
    said: list[str] = []
    client.execute_interactive(
        "print(input('who says? ') + '!')",
        stdin_hook=lambda _: client.input("USGS"),
        output_hook=lambda m: said.append(m["content"].get("text", "")),
        allow_stdin=True,
        timeout=30,
    )
    assert "USGS!\n" in said


def test_a_comm_opens(kernel: tuple[KernelManager, BlockingKernelClient]) -> None:
    """Widgets find their channel."""
    _, client = kernel
    opened: list[str] = []
    client.execute_interactive(
        "import comm; c = comm.create_comm(target_name='assay')",
        output_hook=lambda m: opened.append(m["msg_type"]),
        timeout=30,
    )
    assert "comm_open" in opened


def test_the_debugger_answers(kernel: tuple[KernelManager, BlockingKernelClient]) -> None:
    """A debug request on the control channel gets the debugger's word."""
    _, client = kernel
    content = {"type": "request", "seq": 1, "command": "debugInfo", "arguments": {}}
    client.control_channel.send(client.session.msg("debug_request", content))
    reply = client.get_control_msg(timeout=30)
    assert reply["content"]["command"] == "debugInfo"
    assert reply["content"]["success"]


def test_two_kernels_share_nothing(tmp_path: Path) -> None:
    """Random numbers, folders and environments are each kernel's own."""
    code = "import os, random, numpy; print(random.random(), numpy.random.rand())"
    first, second = (run("assay", code)[0][1][0].text for _ in range(2))
    assert first != second
    environment = {**os.environ, "ASSAY_TEST": "x"}
    manager, client = start_new_kernel(kernel_name="assay", cwd=str(tmp_path), env=environment)
    try:
        said = answer(client, "import os; print(os.getcwd(), os.environ['ASSAY_TEST'])")
        assert said == f"{tmp_path} x"
        assert answer(client, "print(os.environ.get('OPENBLAS_NUM_THREADS'))") == str(
            os.environ.get("OPENBLAS_NUM_THREADS")
        )
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)


def test_many_starts_at_once_make_one_parent() -> None:
    """Twelve kernels asked for at once all start, from one parent."""

    async def start() -> list[str]:
        async def one(number: int) -> str:
            notebook = new_notebook(cells=[new_code_cell(f"import os; {number}, os.getppid()")])
            client = NotebookClient(notebook, kernel_name="assay", timeout=120)
            await client.async_execute()
            return str(notebook.cells[0].outputs[0]["data"]["text/plain"])

        return await asyncio.gather(*(one(number) for number in range(12)))

    ask_parent(parent_socket(os.environ), "stop")
    with ThreadPoolExecutor(1) as thread:  # this thread's loop may be a browser's
        texts = thread.submit(asyncio.run, start()).result()
    answers = [eval(text) for text in texts]  # noqa: S307 (our own two numbers)
    assert [number for number, _ in answers] == list(range(12))
    assert len({parent for _, parent in answers}) == 1


@pytest.mark.faults
def test_a_killed_parent_takes_no_kernel_along(
    kernel: tuple[KernelManager, BlockingKernelClient],
) -> None:
    """A kernel outlives its parent, and the next kernel gets a new parent."""
    manager, client = kernel
    parent = parent_facts()["pid"]
    os.kill(parent, signal.SIGKILL)
    assert answer(client, "print(6 * 7)") == "42"
    manager.shutdown_kernel()
    assert not manager.has_kernel
    assert int(run("assay", "import os; os.getppid()")[0][1][0]["data"]["text/plain"]) != parent


@pytest.mark.faults
def test_a_kernel_ends_with_the_process_that_asked_for_it() -> None:
    """A client that is killed leaves no kernel behind."""
    code = (
        "from jupyter_client.manager import start_new_kernel\n"
        "manager, client = start_new_kernel(kernel_name='assay')\n"
        "print(manager.provisioner.pid, flush=True)\n"
        "import time; time.sleep(60)\n"
    )
    owner = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)
    assert owner.stdout is not None
    pid = int(owner.stdout.readline())
    owner.kill()
    owner.wait()
    deadline = time.monotonic() + 10
    while Path(f"/proc/{pid}").exists() and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not Path(f"/proc/{pid}").exists()


@pytest.mark.faults
def test_a_folder_open_to_others_means_a_cold_kernel(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the folder is not private the kernel starts cold, and that is said."""
    (tmp_path / "assay").mkdir(mode=0o755)
    (tmp_path / "assay").chmod(0o755)
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    with pytest.raises(PermissionError, match="not a private folder"):
        runtime_folder()
    assert run("assay", "6 * 7")[0][1][0]["data"]["text/plain"] == "42"


@pytest.mark.faults
def test_a_library_that_starts_a_thread_means_a_cold_kernel(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A parent with a second thread refuses to fork; the kernel starts cold and works."""
    (tmp_path / "sitecustomize.py").write_text(
        "import sys, threading, time\n"
        "if any('assay.kernels.parent' in a for a in sys.orig_argv):\n"
        "    threading.Thread(target=time.sleep, args=(600,), daemon=True).start()\n"
    )
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    assert run("assay", "6 * 7")[0][1][0]["data"]["text/plain"] == "42"
    facts = parent_facts()
    assert (facts["forked"], facts["kernels"]) == (0, 0)


def test_changed_code_has_another_parent(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file of the package that changes on disk changes the parent's address."""
    from assay.kernels import address

    package = tmp_path / "assay"
    package.mkdir()
    (package / "desk.py").write_text("x = 1\n")
    monkeypatch.setattr(address, "PACKAGE", package)
    before = parent_socket(os.environ)
    os.utime(package / "desk.py", (1, 1))
    assert parent_socket(os.environ) != before


@pytest.mark.parametrize("module", ["assay.kernels.provisioner", "assay.kernels.engine"])
def test_an_entry_point_can_be_the_first_thing_imported(module: str) -> None:
    """An import circle here would break every notebook user of the environment."""
    subprocess.run([sys.executable, "-c", f"import {module}"], check=True, timeout=60)
