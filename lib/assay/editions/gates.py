"""What a staged edition must pass before a reader sees it. Reads the bytes that would be served."""

from __future__ import annotations

import os
import posixpath
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from html import unescape
from urllib.parse import unquote, urlsplit

from assay.editions.reading import PageFacts, read_page
from assay.errors import Fault
from assay.pages import POLICY
from assay.pages.proofs import anchor_of

PAGE_BYTES = 4_000_000
EDITION_BYTES = 400_000_000
ADDRESS = re.compile(rb"\b0x[0-9a-f]{6,}\b")
TEXT = (".html", ".js", ".json", ".css", ".csv", ".txt", ".svg")
SECRET_NAMES = re.compile(r"PASSWORD|SECRET|TOKEN|API_KEY|CREDENTIAL")
OUTSIDE = ("http", "https", "mailto")


@dataclass(frozen=True, slots=True)
class Known:
    """Everything a `data-src` may name."""

    claims: frozenset[str]
    readings: frozenset[str]
    releases: frozenset[str]
    texts: frozenset[str]
    stories: frozenset[str]
    corrections: frozenset[str]


@dataclass(frozen=True, slots=True)
class Expected:
    """How many charts each page must hold, by path."""

    charts: Mapping[str, int] = field(default_factory=dict)


def check_edition(
    files: Mapping[str, bytes], known: Known, expected: Expected, machine_paths: Iterable[str] = ()
) -> list[Fault]:
    """Every fault of a staged edition: path in it -> bytes. Empty when it may be published."""
    pages = {
        path: read_page(content.decode("utf-8"))
        for path, content in files.items()
        if path.endswith(".html")
    }
    faults: list[Fault] = []
    for path, facts in pages.items():
        faults += _form(path, facts)
        faults += [
            Fault("a digit that no source answers for", path, what, todo="Bind it to its proof.")
            for what in facts.unsourced
        ]
        faults += _unresolved(path, facts, known)
        faults += _links(path, facts, files, pages)
        wanted = expected.charts.get(path)
        if facts.charts != facts.chart_data or wanted not in (None, facts.charts):
            faults.append(Fault("a chart was lost", path, str(facts.charts), str(wanted)))
    faults += _bytes(files, [path for path in machine_paths if len(path) > 4])
    return faults


def _form(path: str, facts: PageFacts) -> Iterator[Fault]:
    policy = dict(facts.first_meta or ()).get("content")
    if dict(facts.first_meta or ()).get("http-equiv") != "Content-Security-Policy":
        yield Fault("the policy must be the first element of head", path)
    elif policy != POLICY:
        yield Fault("the policy differs", path, str(policy), POLICY)
    if facts.headings != 1:
        yield Fault("a page has one h1", path, str(facts.headings), "1")
    if not facts.title.strip():
        yield Fault("a page has a title", path)
    if not facts.language:
        yield Fault("a page says its language", path)
    for repeated in sorted({name for name in facts.ids if facts.ids.count(name) > 1}):
        yield Fault("two elements have one id", path, repeated)
    for what in facts.forbidden:
        yield Fault("not allowed on a page", path, what)


def _unresolved(path: str, facts: PageFacts, known: Known) -> Iterator[Fault]:
    ids = frozenset(facts.ids)
    for source in sorted(facts.sources):
        kind, _, name = source.partition(":")
        found = {
            "claim": name in known.claims,
            "reading": name in known.readings,
            "release": name in known.releases,
            "text": name in known.texts,
            "story": name in known.stories,
            "correction": name in known.corrections,
            "proof": anchor_of(name) in ids,
            "rule": not name,
            "edition": not name,
        }.get(kind, False)
        if not found:
            yield Fault("a source that does not exist", path, source)


def _links(
    path: str, facts: PageFacts, files: Mapping[str, bytes], pages: Mapping[str, PageFacts]
) -> Iterator[Fault]:
    for address in facts.loads:
        if urlsplit(address).scheme or address.startswith("//"):
            yield Fault("loads from elsewhere", path, address)
        elif _target(path, address) not in files:
            yield Fault("loads what is not there", path, address)
    for address in dict.fromkeys(facts.links):
        parts = urlsplit(address)
        if parts.scheme in OUTSIDE:
            continue
        if parts.scheme or parts.netloc:
            yield Fault("a link of an unknown kind", path, address)
            continue
        target = _target(path, parts.path) if parts.path else path
        if target not in files:
            yield Fault("a link leads nowhere", path, address)
        elif target in pages and not _has_place(pages[target], parts.fragment):
            yield Fault("a link to a place that is not on the page", path, address)


def _has_place(page: PageFacts, fragment: str) -> bool:
    return not fragment or unquote(unescape(fragment)) in page.ids


def _target(page: str, address: str) -> str:
    clean = unquote(urlsplit(address).path)
    return posixpath.normpath(posixpath.join(posixpath.dirname(page), clean))


def _bytes(files: Mapping[str, bytes], machine_paths: list[str]) -> Iterator[Fault]:
    secrets = {
        name: value.encode()
        for name, value in os.environ.items()
        if SECRET_NAMES.search(name) and len(value) >= 8
    }
    for path, content in files.items():
        if not path.endswith(TEXT) or path == "assets/plotly.min.js":
            continue
        if path.endswith(".html") and len(content) > PAGE_BYTES:
            yield Fault("the page is too large", path, f"{len(content)} bytes", str(PAGE_BYTES))
        address = ADDRESS.search(content)
        if address:
            yield Fault("a memory address", path, address.group().decode())
        for machine_path in machine_paths:
            if machine_path.encode() in content:
                yield Fault("a path of this machine", path, machine_path)
        for name, value in secrets.items():
            if value in content:
                yield Fault(f"the value of {name} is on the page", path)
    total = sum(map(len, files.values()))
    if total > EDITION_BYTES:
        yield Fault("the edition is too large", "edition", f"{total} bytes", str(EDITION_BYTES))
