"""A client that takes a kernel's own word for being ready.

`wait_for_ready` of jupyter_client throws away what a kernel says as it starts, and knows of its
silence only by waiting: 0.2 s at every start. But a kernel that says `idle` to the last question
has said all it had to say before, and says so on the same channel.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from jupyter_client.asynchronous.client import AsyncKernelClient
from jupyter_client.blocking.client import BlockingKernelClient
from jupyter_client.client import KernelClient
from jupyter_core.utils import ensure_async, run_sync


@cache
def prompt(kind: type[KernelClient]) -> type[KernelClient]:
    """The same kind of client, which does not wait for a silence. Any other kind as it is."""
    if kind is BlockingKernelClient:
        wait: Any = run_sync(_wait_for_ready)
    elif kind is AsyncKernelClient:
        wait = _wait_for_ready
    else:
        return kind

    def kernel_info(self: Any, *args: Any, **kwargs: Any) -> Any:
        asked: Any = kind.kernel_info(self, *args, **kwargs)
        self._asked = asked
        return asked

    members = {"kernel_info": kernel_info, "wait_for_ready": wait, "_asked": ""}
    return type(f"Prompt{kind.__name__}", (kind,), members)


async def _wait_for_ready(self: Any, timeout: float | None = None) -> None:
    """As jupyter_client's own, which this calls: wait for the reply, throw away what was said."""
    channel = self.iopub_channel
    listen = channel.get_msg
    is_idle = False

    async def get_msg(timeout: float | None = None) -> Any:
        nonlocal is_idle
        said = await ensure_async(listen(timeout=0 if is_idle else timeout))
        is_last = said["parent_header"].get("msg_id") == self._asked
        is_idle = is_last and said["content"].get("execution_state") == "idle"
        return said

    channel.get_msg = get_msg
    try:
        await KernelClient._async_wait_for_ready(self, timeout)
    finally:
        del channel.get_msg
