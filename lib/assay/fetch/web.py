"""One file over HTTPS: redirects checked, sizes bounded, what may pass tried again."""

from __future__ import annotations

import hashlib
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path
from urllib.parse import SplitResult, urljoin

from assay.fetch.rules import Asked, PassingError, Progress, Web, by_hand, fault, permitted
from assay.fetch.wire import Answer, ask, decoded, sent_by

REDIRECTS = frozenset({301, 302, 303, 307, 308})
PASSING = frozenset({408, 425, 429, 500, 502, 503, 504})


@dataclass(frozen=True, slots=True)
class Received:
    """What came, for the receipt. `hops` are the addresses in the order they were asked."""

    hops: tuple[str, ...]
    bytes: int
    sha256: str
    content_type: str
    last_modified: str
    length_declared: bool
    tries: int


def download(asked: Asked, target: Path, web: Web, progress: Progress | None = None) -> Received:
    """Get one file into `target`. A failure that may pass is tried again, each time after twice
    the pause. FetchError for anything else, and when the tries are used up.
    """
    pause = web.first_pause
    for number in range(1, web.tries + 1):
        try:
            return _try(asked, target, web, progress, number)
        except PassingError as trouble:
            wait = pause if trouble.wait is None else max(trouble.wait, pause)
            if number == web.tries:
                tries = "once" if number == 1 else f"{number} times"
                raise fault(asked, f"{trouble} (tried {tries})", "Try again later.") from None
            if wait > web.longest_pause:
                todo = f"The server asks to wait {wait:.0f} seconds: try again then."
                raise fault(asked, str(trouble), todo) from None
            web.pause(wait)
            pause *= 2
    raise AssertionError("no try was allowed")


def _try(asked: Asked, target: Path, web: Web, progress: Progress | None, number: int) -> Received:
    deadline = time.monotonic() + web.seconds
    address, hops = asked.address, list[str]()
    while len(hops) <= web.hops:
        parts = _checked(asked, address, hops, web)
        hops.append(address)
        with ask(asked, parts, web, deadline) as answer:
            if answer.response.status not in REDIRECTS:
                _expect_ok(asked, answer)
                got, digest = _save(asked, answer, target, web, deadline, progress)
                return Received(
                    hops=tuple(hops),
                    bytes=got,
                    sha256=digest,
                    content_type=answer.header("Content-Type"),
                    last_modified=answer.header("Last-Modified"),
                    length_declared=answer.declared is not None,
                    tries=number,
                )
            location = answer.header("Location")
            if not location:
                raise fault(asked, f"status {answer.response.status} without an address")
            address = urljoin(address, location)
    raise fault(asked, f"more than {web.hops} redirects", by_hand(asked))


def _checked(asked: Asked, address: str, hops: list[str], web: Web) -> SplitResult:
    if address in hops:
        raise fault(asked, "the redirects go in a circle", by_hand(asked))
    try:
        return permitted(address, asked.hosts, web.local)
    except ValueError as error:
        what = f"the redirect {error}" if hops else f"the address {error}"
        todo = "If the publisher moved, check the new host and add it to the template."
        raise fault(asked, what, todo if hops else "", found=address) from None


def _expect_ok(asked: Asked, answer: Answer) -> None:
    response = answer.response
    status = f"status {response.status} {response.reason}".strip()
    if response.status in PASSING:
        raise PassingError(status, _retry_after(answer.header("Retry-After")))
    if response.status in (404, 410):
        raise fault(asked, f"{status}: the file is not there any more", by_hand(asked))
    if response.status in (401, 403):
        raise fault(asked, f"{status}: the server refuses programs", by_hand(asked))
    if response.status != 200:
        raise fault(asked, status, by_hand(asked))


def _save(
    asked: Asked,
    answer: Answer,
    target: Path,
    web: Web,
    deadline: float,
    progress: Progress | None,
) -> tuple[int, str]:
    """Bytes written and their SHA-256. What is counted is the file, decoded."""
    declared = answer.declared
    if declared is not None and declared > asked.at_most:
        raise fault(asked, "larger than allowed", "", f"{declared:,}", f"{asked.at_most:,} bytes")
    digest, got = hashlib.sha256(), 0
    with target.open("wb") as stream:
        for block in decoded(asked, answer, sent_by(asked, answer, web, deadline)):
            got += len(block)
            if got > asked.at_most:
                expected = f"at most {asked.at_most:,} bytes"
                raise fault(asked, "larger than allowed, stopped", "", f"{got:,}", expected)
            digest.update(block)
            stream.write(block)
            if progress:
                progress(asked.name, got, declared)
    return got, digest.hexdigest()


def _retry_after(text: str) -> float | None:
    if not text:
        return None
    if text.strip().isdigit():
        return float(text)
    try:
        moment = parsedate_to_datetime(text)
    except ValueError:
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return max((moment - datetime.now(UTC)).total_seconds(), 0)
