"""Where a source is published: data/sources/<source>.toml, one template per source.

    publisher = "European Central Bank"
    hosts = ["www.ecb.europa.eu"]          # nothing else is ever contacted, redirects included;
                                           # "host/path" where many publishers share one host

    [[download]]                           # files that belong to one upload
    name = "ecb"
    title = "Euro foreign exchange reference rates, daily"
    page = "https://…"                     # where a person finds the file
    current = true                         # false: fetched only when asked for by name

    [[download.file]]
    address = "https://…/eurofxref-hist.zip"
    seen_in = "where this address was read"
    kind = "zip"                           # csv, json, geojson, xml, xlsx, zip, text
    at_least = 300_000                     # bytes as sent
    at_most = 5_000_000

    [[download.file.member]]               # of a zip: what is unpacked
    name = "eurofxref-hist.csv"
    kind = "csv"
    expects = ["Date", "USD"]              # columns; keys of JSON; sheets of a workbook

A source that no program can fetch has `by_hand`, a sentence that says why, and `page`.
"""

from __future__ import annotations

import codecs
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal, get_args
from urllib.parse import urlsplit

from assay.errors import CuratedError, Fault, ParameterError
from assay.fetch.rules import permitted
from assay.paths import Project

Kind = Literal["csv", "json", "geojson", "xml", "xlsx", "zip", "text"]
KINDS: tuple[str, ...] = get_args(Kind)
FILE_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9 ._()-]{0,150}")
DOWNLOAD_NAME = re.compile(r"[a-z0-9][a-z0-9._-]{0,59}")
UNPACKED = 20
"""Without `unpacked_at_most`, an archive may hold this many times what may be sent."""


@dataclass(frozen=True, slots=True)
class Content:
    """What a file must be. `expects`: columns of CSV, top keys of JSON, sheets of a workbook."""

    kind: Kind
    expects: tuple[str, ...] = ()
    encoding: str = "utf-8-sig"
    delimiter: str = ","


@dataclass(frozen=True, slots=True)
class Member:
    """A file to take out of an archive; `name` may be a pattern with * and ?."""

    name: str
    content: Content


@dataclass(frozen=True, slots=True)
class Wanted:
    """One file to download. Sizes in bytes: as sent, and of everything in an archive."""

    address: str
    seen_in: str
    save_as: str
    content: Content
    at_least: int
    at_most: int
    unpacked_at_most: int
    members: tuple[Member, ...] = ()


@dataclass(frozen=True, slots=True)
class Download:
    """Files that belong to one upload, and the page where a person finds them."""

    name: str
    title: str
    page: str
    current: bool
    files: tuple[Wanted, ...]


@dataclass(frozen=True, slots=True)
class Template:
    """Where one source is published. `by_hand` says why there is no download."""

    source: str
    publisher: str
    hosts: frozenset[str]
    page: str
    by_hand: str
    downloads: tuple[Download, ...]

    def chosen(self, release: str | None) -> tuple[Download, ...]:
        """The current downloads, or the one asked for. ParameterError when there is none."""
        if self.by_hand:
            raise ParameterError(
                f"{self.source} cannot be fetched: {self.by_hand} Its page is {self.page}"
            )
        if release is None:
            return tuple(item for item in self.downloads if item.current)
        found = tuple(item for item in self.downloads if item.name == release)
        if not found:
            known = ", ".join(item.name for item in self.downloads)
            raise ParameterError(f"{self.source} has no download {release!r}; known: {known}.")
        return found


_KEYS: dict[str, dict[str, tuple[type, bool]]] = {
    "template": {
        "publisher": (str, True),
        "hosts": (list, False),
        "page": (str, False),
        "by_hand": (str, False),
        "download": (list, False),
    },
    "download": {
        "name": (str, True),
        "title": (str, True),
        "page": (str, True),
        "current": (bool, False),
        "file": (list, True),
    },
    "file": {
        "address": (str, True),
        "seen_in": (str, True),
        "save_as": (str, False),
        "kind": (str, True),
        "expects": (list, False),
        "encoding": (str, False),
        "delimiter": (str, False),
        "at_least": (int, False),
        "at_most": (int, True),
        "unpacked_at_most": (int, False),
        "member": (list, False),
    },
    "member": {
        "name": (str, True),
        "kind": (str, True),
        "expects": (list, False),
        "encoding": (str, False),
        "delimiter": (str, False),
    },
}


def list_templates(project: Project) -> tuple[str, ...]:
    """Sources that have a template, in alphabetical order."""
    return tuple(sorted(path.stem for path in (project.data / "sources").glob("*.toml")))


def read_template(project: Project, source: str) -> Template:
    """Where `source` is published. ParameterError when it has no template, CuratedError with
    every fault of the file."""
    known = list_templates(project)
    if source not in known:
        raise ParameterError(
            f"No template data/sources/{source}.toml; known: {', '.join(known) or 'none'}. "
            "docs/fetching.md says how to write one."
        )
    path = project.data / "sources" / f"{source}.toml"
    place = project.relative(path)
    try:
        raw = tomllib.loads(path.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise CuratedError(Fault("not TOML", place, str(error))) from None
    faults = list(_faults(raw, "template", place)) or list(_wrong(raw, place))
    if faults:
        raise CuratedError(*faults)
    return Template(
        source=source,
        publisher=raw["publisher"],
        hosts=frozenset(raw.get("hosts", ())),
        page=raw.get("page", ""),
        by_hand=raw.get("by_hand", ""),
        downloads=tuple(_download(item) for item in raw.get("download", ())),
    )


def _download(raw: Mapping[str, Any]) -> Download:
    files = tuple(_wanted(item) for item in raw["file"])
    return Download(raw["name"], raw["title"], raw["page"], raw.get("current", True), files)


def _wanted(raw: Mapping[str, Any]) -> Wanted:
    at_most = raw["at_most"]
    return Wanted(
        address=raw["address"],
        seen_in=raw["seen_in"],
        save_as=_saved_name(raw),
        content=_content(raw),
        at_least=raw.get("at_least", 1),
        at_most=at_most,
        unpacked_at_most=raw.get("unpacked_at_most", at_most * UNPACKED),
        members=tuple(Member(item["name"], _content(item)) for item in raw.get("member", ())),
    )


def _content(raw: Mapping[str, Any]) -> Content:
    return Content(
        kind=raw["kind"],
        expects=tuple(raw.get("expects", ())),
        encoding=raw.get("encoding", "utf-8-sig"),
        delimiter=raw.get("delimiter", ","),
    )


def _saved_name(raw: Mapping[str, Any]) -> str:
    last = urlsplit(raw["address"]).path.rpartition("/")[2]
    return str(raw.get("save_as", last))


def _faults(raw: Mapping[str, Any], level: str, place: str) -> Iterator[Fault]:
    """Unknown keys, missing keys, values of another type, at every level."""
    keys = _KEYS[level]
    for key in raw:
        if key not in keys:
            yield Fault("unknown key", f"{place}, {key}", expected=", ".join(keys))
    for key, (kind, required) in keys.items():
        if key not in raw:
            if required:
                yield Fault("missing", f"{place}, {key}")
        elif type(raw[key]) is not kind:
            yield Fault("wrong type", f"{place}, {key}", repr(raw[key]), kind.__name__)
        elif key in _KEYS:
            for number, item in enumerate(raw[key], start=1):
                inner = f"{place}, {key} {number}"
                if isinstance(item, dict):
                    yield from _faults(item, key, inner)
                else:
                    yield Fault("wrong type", inner, repr(item), "a table")
        elif kind is list and not all(isinstance(item, str) for item in raw[key]):
            yield Fault("wrong type", f"{place}, {key}", repr(raw[key]), "a list of texts")


def _wrong(raw: Mapping[str, Any], place: str) -> Iterator[Fault]:
    """What has the right shape and cannot be right."""
    downloads = raw.get("download", [])
    if bool(downloads) == bool(raw.get("by_hand")):
        yield Fault("a template has either downloads or `by_hand`", place)
    if raw.get("by_hand") and not raw.get("page"):
        yield Fault("missing", f"{place}, page", todo="Say where a person finds the source.")
    names = [item["name"] for item in downloads]
    for number, item in enumerate(downloads, start=1):
        inner = f"{place}, download {number}"
        if not DOWNLOAD_NAME.fullmatch(item["name"]) or names.count(item["name"]) > 1:
            yield Fault("name", inner, item["name"], "lower-case letters, digits, - _ ., used once")
        for order, wanted in enumerate(item["file"], start=1):
            yield from _wrong_file(
                wanted, f"{inner}, file {order}", frozenset(raw.get("hosts", ()))
            )


def _wrong_file(raw: Mapping[str, Any], place: str, hosts: frozenset[str]) -> Iterator[Fault]:
    try:
        permitted(raw["address"], hosts, local=True)
    except ValueError as error:
        yield Fault(f"the address {error}", f"{place}, address", raw["address"])
    if not FILE_NAME.fullmatch(_saved_name(raw)):
        yield Fault("not a file name", f"{place}, save_as", _saved_name(raw))
    if not 0 <= raw.get("at_least", 1) <= raw["at_most"]:
        yield Fault("sizes", place, f"{raw.get('at_least', 1)} to {raw['at_most']} bytes")
    if (raw["kind"] == "zip") != bool(raw.get("member")):
        yield Fault("a zip, and only a zip, names its members", place)
    for content in (raw, *raw.get("member", ())):
        if content["kind"] not in KINDS:
            yield Fault("unknown kind", f"{place}, kind", content["kind"], ", ".join(KINDS))
        if not _is_encoding(content.get("encoding", "utf-8")):
            yield Fault("unknown encoding", f"{place}, encoding", content["encoding"])
        if len(content.get("delimiter", ",")) != 1:
            yield Fault("not one sign", f"{place}, delimiter", repr(content["delimiter"]))
    for member in raw.get("member", ()):
        if member["kind"] == "zip":
            yield Fault("an archive in an archive", f"{place}, member", member["name"])


def _is_encoding(name: str) -> bool:
    try:
        codecs.lookup(name)
    except LookupError:
        return False
    return True
