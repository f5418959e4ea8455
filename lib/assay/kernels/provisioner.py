"""jupyter_client's door to warm kernels: everything else of a kernel's life is jupyter_client's.

Loaded by name through the entry point `jupyter_client.kernel_provisioners`.
"""

from __future__ import annotations

import asyncio
import os
import sys
import uuid
from pathlib import Path
from typing import Any

from jupyter_client.connect import KernelConnectionInfo
from jupyter_client.provisioning.local_provisioner import LocalProvisioner

from assay.kernels.address import runtime_folder
from assay.kernels.client import prompt
from assay.kernels.process import Refused, fork

LAUNCHER = ["-m", "ipykernel_launcher"]
SOCKETS = 5


class WarmProvisioner(LocalProvisioner):
    """Forks the kernel where that is safe, launches it as usual where it is not."""

    async def pre_launch(self, **kwargs: Any) -> dict[str, Any]:
        """Let the kernel listen on sockets in a private folder instead of on open ports."""
        manager = self.parent
        if manager and sys.platform == "linux" and not manager.has_kernel and not self.has_process:
            try:
                sockets = runtime_folder() / f"k{uuid.uuid4().hex[:12]}"
                _try_room(sockets)
            except OSError as error:
                self.log.warning("Kernel sockets stay on local ports: %s", error)
            else:
                manager.transport = "ipc"
                manager.ip = str(sockets)
                manager.client_factory = prompt(manager.client_factory)
        return await super().pre_launch(**kwargs)

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> KernelConnectionInfo:
        """Fork a kernel from the warm parent; a normal launch when there can be none."""
        environment = dict(kwargs.get("env") or os.environ)
        if not kwargs.get("independent"):
            environment["JPY_PARENT_PID"] = str(os.getpid())  # as jupyter_client's launcher does
        try:
            if cmd[1:3] != LAUNCHER or not os.path.samefile(cmd[0], sys.executable):
                raise Refused("the kernel is not this interpreter's")
            cwd = str(kwargs.get("cwd") or Path.cwd())
            outputs = _output(kwargs, "stdout", 1), _output(kwargs, "stderr", 2)
            with open(os.devnull, "rb") as nothing:
                streams = (nothing.fileno(), *outputs)
                process = fork(cmd[3:], cwd, environment, streams)
        except (Refused, OSError) as error:
            self.log.warning("No warm kernel, starting a cold one: %s", error)
            return await super().launch_kernel(cmd, **kwargs)
        self.process = process  # type: ignore[assignment]  # it has Popen's interface
        self.pid = process.pid
        self.pgid = process.pid
        self.cwd = kwargs.get("cwd") or Path.cwd()
        await self._listening()
        return self.connection_info

    async def _listening(self) -> None:
        """Return when the kernel has bound its sockets: a client that is early waits far longer."""
        facts = self.connection_info
        if facts.get("transport") != "ipc":
            return
        paths = [Path(f"{facts['ip']}-{port}") for name, port in facts.items() if "_port" in name]
        for _ in range(1000):
            if await self.poll() is not None or all(path.exists() for path in paths):
                return
            await asyncio.sleep(0.005)


def _try_room(sockets: Path) -> None:
    """OSError where a kernel could not make its sockets, for want of room on the disk."""
    places = [Path(f"{sockets}-{number}") for number in range(SOCKETS)]
    try:
        for place in places:
            place.touch(mode=0o600)
    finally:
        for place in places:
            place.unlink(missing_ok=True)


def _output(kwargs: dict[str, Any], name: str, own: int) -> int:
    """The file the caller wants a standard stream to go to; by default the caller's own."""
    given = kwargs.get(name)
    if given is None:
        return own
    if not isinstance(given, int):
        return int(given.fileno())
    if given < 0:
        raise Refused(f"{name} is a pipe or the null device")
    return given
