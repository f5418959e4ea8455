"""One connection: TLS, proxy, silence, the deadline, and a body that is counted, never believed."""

from __future__ import annotations

import base64
import http.client
import ssl
import threading
import time
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from socket import SHUT_RDWR, socket
from urllib.parse import SplitResult, unquote, urlsplit
from urllib.request import getproxies, proxy_bypass

from assay.fetch.rules import LOCAL, Asked, PassingError, Web, fault

BLOCK = 1 << 16
LATE = "the time limit was reached"
LINGER = 0.5
"""Seconds to wait for the end of a body that is complete: a longer one must show itself too."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A response whose body waits to be read, and the socket that it comes from."""

    response: http.client.HTTPResponse
    socket: socket

    def header(self, name: str) -> str:
        """A header's text, empty without one."""
        return self.response.getheader(name, "")

    @property
    def declared(self) -> int | None:
        """The bytes the server says it sends; None where it does not say."""
        told = set(self.response.headers.get_all("Content-Length", []))
        if self.response.chunked or not told:
            return None
        text = told.pop()
        if told or not (text.isascii() and text.isdigit()):
            raise PassingError("the server declares no clear length")
        return int(text)


@contextmanager
def ask(asked: Asked, parts: SplitResult, web: Web, deadline: float) -> Iterator[Answer]:
    """The answer to GET. Whatever the server does, the connection is cut at the deadline."""
    connection = _connection(parts, web)
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    headers = {
        "User-Agent": _agent(web.contact),
        "Accept": "*/*",
        "Accept-Encoding": "identity",
        "Connection": "close",
    }
    watch: threading.Timer | None = None
    try:
        with _network(asked, web, deadline):
            connection.connect()
            line = connection.sock  # http.client drops its own reference once the server closes
            watch = threading.Timer(max(deadline - time.monotonic(), 0), _cut, (line,))
            watch.daemon = True
            watch.start()
            connection.request("GET", path, headers=headers)
            response = connection.getresponse()
        with response:
            yield Answer(response, line)
    finally:
        if watch:
            watch.cancel()
        connection.close()


def sent_by(asked: Asked, answer: Answer, web: Web, deadline: float) -> Iterator[bytes]:
    """The body as sent. A body shorter or longer than declared is a failure that may pass."""
    declared, sent = answer.declared, 0
    if declared is not None:
        answer.response.length = None  # else nothing beyond the declared length is ever read
    while True:
        try:
            with _network(asked, web, deadline):
                if sent == declared:
                    answer.socket.settimeout(LINGER)
                block = answer.response.read1(BLOCK)
        except PassingError:
            if sent == declared:  # complete; the server keeps the connection although asked not to
                return
            raise
        if time.monotonic() >= deadline:
            raise PassingError(LATE)
        if not block:
            break
        sent += len(block)
        yield block
    if declared is not None and sent != declared:
        raise PassingError(f"the body has {sent:,} bytes, the server declared {declared:,}")


def decoded(asked: Asked, answer: Answer, blocks: Iterator[bytes]) -> Iterator[bytes]:
    """The file, where a server compresses although it was asked not to."""
    coding = answer.header("Content-Encoding").strip().lower()
    if coding in ("", "identity"):
        yield from blocks
        return
    if coding not in ("gzip", "x-gzip"):
        raise fault(asked, "an encoding that was not asked for", "", coding, "none")
    unpacker = zlib.decompressobj(wbits=16 + zlib.MAX_WBITS)
    try:
        for block in blocks:
            while block:
                yield unpacker.decompress(block, BLOCK)
                block = unpacker.unconsumed_tail
    except zlib.error as error:
        raise PassingError(f"damaged compression ({error})") from None
    yield unpacker.flush()
    if not unpacker.eof or unpacker.unused_data:
        raise PassingError("the compressed body is cut off or has more behind it")


@contextmanager
def _network(asked: Asked, web: Web, deadline: float) -> Iterator[None]:
    """What the network raises, as a failure that may pass. A wrong certificate does not pass."""
    try:
        yield
    except ssl.SSLCertVerificationError as error:
        what = f"the certificate is not valid for this host ({error.verify_message})"
        raise fault(asked, what, "Nothing was read from it.") from None
    except (http.client.HTTPException, OSError) as error:
        if time.monotonic() >= deadline:
            raise PassingError(LATE) from None
        raise PassingError(_words(error, web)) from None


def _connection(parts: SplitResult, web: Web) -> http.client.HTTPConnection:
    host, port = parts.hostname or "", parts.port
    if parts.scheme == "http":
        return http.client.HTTPConnection(host, port, timeout=web.silence)
    context = web.tls or ssl.create_default_context()
    proxy = "" if host in LOCAL or proxy_bypass(host) else getproxies().get("https", "")
    if not proxy:
        return http.client.HTTPSConnection(host, port, timeout=web.silence, context=context)
    via = urlsplit(proxy if "//" in proxy else f"//{proxy}")
    connection = http.client.HTTPSConnection(
        via.hostname or "", via.port or 80, timeout=web.silence, context=context
    )
    given = f"{unquote(via.username or '')}:{unquote(via.password or '')}".encode()
    login = {"Proxy-Authorization": f"Basic {base64.b64encode(given).decode()}"}
    connection.set_tunnel(host, port or 443, login if via.username else {})
    return connection


def _cut(line: socket) -> None:
    with suppress(OSError):
        line.shutdown(SHUT_RDWR)


def _words(error: Exception, web: Web) -> str:
    if isinstance(error, TimeoutError):
        return f"nothing came for {web.silence:g} seconds"
    if isinstance(error, http.client.IncompleteRead):
        return "the body is cut off"
    return f"the connection failed ({type(error).__name__}: {error})"


def _agent(contact: str) -> str:
    from importlib.metadata import version

    return f"assay/{version('assay')}" + (f" ({contact})" if contact else "")
