"""A publisher's server on this machine that behaves as badly as it is told to.

A reply is a list of bytes and pauses (seconds), sent as they are: status line, headers and body
are whatever the test writes. Nothing here reaches another machine.
"""

from __future__ import annotations

import socketserver
import ssl
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from assay.fetch import Web
from assay.paths import Project

Reply = Sequence[bytes | float]

QUICK = Web(seconds=5, silence=2, tries=3, first_pause=0.01, longest_pause=5, local=True)
"""Limits for a server on this machine."""


def http(body: bytes = b"", status: str = "200 OK", **headers: str) -> Reply:
    """A well-formed reply; `headers` as Content_Type="text/csv". A None-like "-" leaves one out."""
    fields = {"Content_Length": str(len(body)), "Content_Type": "text/csv", **headers}
    lines = [f"{name.replace('_', '-')}: {value}" for name, value in fields.items() if value != "-"]
    return ["\r\n".join([f"HTTP/1.1 {status}", *lines, "", ""]).encode() + body]


@dataclass
class Publisher:
    """Serves the replies of `pages`: each request takes the next one, the last stays."""

    address: str = ""
    pages: dict[str, list[Reply]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    heads: list[str] = field(default_factory=list)
    closing: threading.Event = field(default_factory=threading.Event)

    def serves(self, path: str, *replies: Reply) -> str:
        """Give these replies, in order, to requests of `path`. Returns the address."""
        self.pages[path] = list(replies)
        return self.address + path

    def reply_to(self, head: str) -> Reply:
        """What to send for one request."""
        path = head.split()[1]
        self.asked.append(path)
        self.heads.append(head)
        waiting = self.pages.get(path) or [http(b"nothing here", "404 Not Found")]
        return waiting.pop(0) if len(waiting) > 1 else waiting[0]


class _Handler(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        publisher: Publisher = self.server.publisher  # type: ignore[attr-defined]
        head = b""
        with suppress(OSError):
            while not head.endswith(b"\r\n\r\n"):
                line = self.rfile.readline()
                if not line:
                    return
                head += line
            for part in publisher.reply_to(head.decode("latin-1")):
                if isinstance(part, bytes):
                    self.connection.sendall(part)
                elif publisher.closing.wait(part):
                    return


class _Server(socketserver.ThreadingTCPServer):
    daemon_threads = True
    allow_reuse_address = True
    block_on_close = False

    def __init__(self, publisher: Publisher, tls: ssl.SSLContext | None) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.publisher, self.tls = publisher, tls

    def get_request(self) -> tuple[Any, Any]:
        connection, address = super().get_request()
        if self.tls:
            connection = self.tls.wrap_socket(connection, server_side=True)
        return connection, address

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that went away is what some of these tests are about."""


@contextmanager
def publisher(certificate: Path | None = None) -> Iterator[Publisher]:
    """A running server: HTTPS with `certificate` (and key) for localhost, else HTTP."""
    tls = None
    if certificate:
        tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        tls.load_cert_chain(certificate)
    made = Publisher()
    with _Server(made, tls) as server:
        scheme = "https" if tls else "http"
        made.address = f"{scheme}://localhost:{server.server_address[1]}"
        thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
        thread.start()
        try:
            yield made
        finally:
            made.closing.set()
            server.shutdown()
            thread.join()


def write_template(
    project: Project,
    address: str,
    kind: str = "csv",
    *,
    source: str = "rates",
    hosts: Sequence[str] = ("localhost",),
    members: str = "",
    **keys: object,
) -> None:
    """data/sources/<source>.toml with one file; `keys` as at_most=1000, expects=["Date"]."""
    lines = {"address": address, "seen_in": "this test", "kind": kind, "at_most": 1_000_000, **keys}
    text = (
        f'publisher = "A Publisher"\nhosts = {_toml(list(hosts))}\n\n[[download]]\n'
        'name = "daily"\ntitle = "Rates"\npage = "https://example.org/rates"\n\n[[download.file]]\n'
        + "".join(f"{key} = {_toml(value)}\n" for key, value in lines.items())
        + members
    )
    path = project.data / "sources" / f"{source}.toml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")


def _toml(value: object) -> str:
    if isinstance(value, list):
        return "[" + ", ".join(_toml(item) for item in value) + "]"
    return str(value).lower() if isinstance(value, bool) else repr(value)
