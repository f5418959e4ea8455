"""Whom the network room may ask, how long it waits, and what its failures are called."""

from __future__ import annotations

import ssl
import time
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import SplitResult, quote, urlsplit

from assay.errors import Fault, SourceError

Progress = Callable[[str, int, int | None], None]
"""Called with the file's name, the bytes got so far, and the bytes expected where told."""

LOCAL = frozenset({"localhost", "127.0.0.1"})
SAFE = "%/:=&?~#+!$,;'@()*[]"


class FetchError(SourceError):
    """The publisher's address gave nothing that may be kept."""


class PassingError(Exception):
    """A failure that may pass: another try is worth it. `wait`: what the server asked for."""

    def __init__(self, what: str, wait: float | None = None) -> None:
        super().__init__(what)
        self.wait = wait


@dataclass(frozen=True, slots=True)
class Web:
    """How the network may be used. Times in seconds.

    `seconds` bounds one try from the first packet to the last byte, redirects included;
    `silence` the time without a byte. `contact` (a mail or web address) is told to publishers,
    some of whom refuse programs without one. `local` allows plain HTTP to this machine; only
    tests set it. `tls` None: the system's certificates.
    """

    seconds: float = 600
    silence: float = 30
    tries: int = 4
    first_pause: float = 2
    longest_pause: float = 120
    hops: int = 5
    contact: str = ""
    local: bool = False
    tls: ssl.SSLContext | None = None
    pause: Callable[[float], None] = time.sleep


@dataclass(frozen=True, slots=True)
class Asked:
    """A file to get: its address, whom that may lead to, and how much may come."""

    address: str
    hosts: frozenset[str]
    at_most: int
    name: str
    page: str = ""


def permitted(address: str, hosts: frozenset[str], local: bool) -> SplitResult:
    """The parts of an address that may be asked. ValueError says why it may not."""
    parts = urlsplit(quote(address, safe=SAFE))
    host = parts.hostname or ""
    here = local and host in LOCAL
    if parts.scheme != "https" and not (here and parts.scheme == "http"):
        raise ValueError("is not HTTPS")
    if parts.username is not None or parts.password is not None:
        raise ValueError("carries a user name")
    if not any(_covers(allowed, host, parts.path) for allowed in hosts):
        raise ValueError(f"leads to {host or 'no host'}, which the template does not allow")
    if parts.port not in (None, 443) and not here:
        raise ValueError(f"leads to port {parts.port}")
    return parts


def _covers(allowed: str, host: str, path: str) -> bool:
    """An entry of `hosts` is a host, or a host with the start of a path where many share one."""
    name, slash, start = allowed.partition("/")
    return host == name and path.startswith(slash + start)


def by_hand(asked: Asked) -> str:
    """What a person can do when a program cannot."""
    where = asked.page or "the publisher's page"
    return f"Open {where} in a browser, save the file, and give it to `assay ingest`."


def fault(
    asked: Asked, what: str, todo: str = "", found: str = "", expected: str = ""
) -> FetchError:
    """One message about one address."""
    place = f"{asked.name} from {asked.address}"
    return FetchError(Fault(plain(what), plain(place), plain(found), expected, todo))


def plain(text: str) -> str:
    """Text from outside without signs that a terminal would act on."""
    return "".join(sign if sign.isprintable() else "?" for sign in text)
