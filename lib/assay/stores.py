"""Editions in a remote store: the whole edition first, then one object that points at it.

A store is a folder of an S3 bucket, as s3://bucket/folder, or of any service that speaks the same
protocol (AWS_ENDPOINT_URL names it). Keys come from where botocore finds them (environment,
~/.aws, the machine's role), never from an address.

    <store>/editions/<id>/…                 immutable; its manifest.json is written last
    <store>/index.html                      the pointer: a page that leads to the current edition

An object is replaced whole or not at all: until the pointer is written readers are led to the
last edition, after it to the new one. Old editions stay, at their permanent addresses.
"""

from __future__ import annotations

import hashlib
import mimetypes
import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

from assay.editions.manifest import NAME, check_folder, current_edition
from assay.errors import BuildError, ParameterError
from assay.paths import Project

POINTER: Final = "index.html"
PAGE: Final = """<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="assay-edition" content="{edition}">
<meta name="assay-manifest" content="{manifest}">
<meta http-equiv="refresh" content="0; url={path}">
<title>Edition {edition}</title>
<p><a href="{path}">Edition {edition}</a></p>
</html>
"""
EDITION: Final = re.compile(r'<meta name="assay-edition" content="([\w.-]+)">')
SETTINGS: Final = {"connect_timeout": 10, "read_timeout": 60, "retries": {"max_attempts": 3}}

Say = Callable[[str], object]


@dataclass(frozen=True, slots=True)
class Sent:
    """What a store holds now: the edition it points at, the one before, and how many files
    had to be sent (the others were there already).
    """

    edition: str
    address: str
    was: str
    files: int
    sent: int

    def __str__(self) -> str:
        if not self.sent and self.was == self.edition:
            return f"{self.address} has edition {self.edition} already, whole."
        here = f"{self.sent} of {self.files} files sent"
        return f"{self.address} now leads to edition {self.edition}; {here}."


def send_edition(project: Project, address: str, *, say: Say = lambda _: None) -> Sent:
    """Copy the current edition to the store at `address`, then point the store at it.

    ParameterError for an address that is not s3://bucket/folder, or that holds keys. BuildError
    when nothing is published here, the edition on this disk is damaged, or the store fails: then
    it points where it did. Files that are there and whole are not sent again, so a copy that was
    cut short is completed by the next.
    """
    root = _root(address)
    current = current_edition(project)
    if current is None:
        raise BuildError("Nothing is published here yet: build first.")
    folder, manifest = current
    if faults := check_folder(folder, manifest):
        raise BuildError(*faults)
    files = [*manifest.files, NAME]  # the manifest last: where it lies, the edition is whole
    with _failing(address):
        store = _open()
        was = _edition_at(store, root)
        target = f"{root}/editions/{manifest.edition}"
        sent = _send(store, folder, files, target, say)
        _check(store, folder, files, target)
    _switch(store, root, address, manifest.edition, _sha256(folder / NAME))
    return Sent(manifest.edition, address, was, len(files), sent)


def _root(address: str) -> str:
    """`bucket/folder` of an address."""
    parts = urlsplit(address)
    if "@" in parts.netloc:
        raise ParameterError(
            "--to: keys do not belong in an address; botocore finds them elsewhere."
        )
    if parts.scheme != "s3" or not parts.netloc or parts.query or parts.fragment:
        raise ParameterError(f"--to {address}: expected a store, as s3://bucket/folder.")
    return f"{parts.netloc}{parts.path}".rstrip("/")


def _open() -> Any:
    try:
        import fsspec

        return fsspec.filesystem(
            "s3", skip_instance_cache=True, use_listings_cache=False, config_kwargs=SETTINGS
        )
    except ImportError:
        raise BuildError("--to needs the extra `remote`: pip install 'assay[remote]'.") from None


@contextmanager
def _failing(address: str) -> Iterator[None]:
    """Whatever a store raises, said as one sentence: each service has its own errors."""
    try:
        yield
    except BuildError:
        raise
    except Exception as error:
        reason = " ".join(str(error).split()) or type(error).__name__
        raise BuildError(
            f"{address}: {type(error).__name__}: {reason}. The store points where it did."
        ) from error


def _edition_at(store: Any, root: str) -> str:
    try:
        page = store.cat_file(f"{root}/{POINTER}").decode()
    except FileNotFoundError:
        return ""
    found = EDITION.search(page)
    return found[1] if found else ""


def _send(store: Any, folder: Path, files: list[str], target: str, say: Say) -> int:
    """Send what is missing or damaged, the last file last. How many were sent."""
    held = _held(store, target)
    missing = [path for path in files if not _is_whole(folder / path, held.get(path))]
    if missing:
        size = sum((folder / path).stat().st_size for path in missing)
        say(f"Sending {len(missing)} of {len(files)} files, {size / 1e6:.1f} MB.")
    by_kind: dict[str, list[str]] = defaultdict(list)
    for path in missing:
        by_kind["" if path == files[-1] else _kind(path)].append(path)
    last = by_kind.pop("", [])
    for kind, paths in [*by_kind.items(), (_kind(files[-1]), last)]:
        if paths:
            ours = [str(folder / path) for path in paths]
            store.put(ours, [f"{target}/{path}" for path in paths], **_headers(kind))
    return len(missing)


def _check(store: Any, folder: Path, files: list[str], target: str) -> None:
    """BuildError unless the store holds every file, at its size: their bytes were checked by the
    service as they came, against a checksum that botocore sends along.
    """
    held = _held(store, target)
    sizes = {path: facts["size"] for path, facts in held.items()}
    lost = [path for path in files if sizes.get(path) != (folder / path).stat().st_size]
    if lost:
        raise BuildError(f"The store does not hold what was sent: {lost[0]} ({len(lost)} files).")


def _switch(store: Any, root: str, address: str, edition: str, manifest: str) -> None:
    """Write the pointer. An answer that was lost is looked for before it is called a failure."""
    path = f"editions/{edition}/index.html"
    page = PAGE.format(edition=edition, manifest=manifest, path=path)
    try:
        store.pipe_file(f"{root}/{POINTER}", page.encode(), **_headers(_kind(POINTER)))
    except Exception as error:
        with _failing(address):
            if _edition_at(store, root) == edition:
                return
            raise error


def _held(store: Any, target: str) -> Mapping[str, Mapping[str, Any]]:
    """What lies under `target`: path within it -> facts of the object."""
    store.invalidate_cache()
    found: dict[str, Mapping[str, Any]] = store.find(target, detail=True)
    return {path.removeprefix(f"{target}/"): facts for path, facts in found.items()}


def _is_whole(path: Path, held: Mapping[str, Any] | None) -> bool:
    """Whether an object is this file, by its tag where that is an MD5.

    Under a key of the customer's the tag is no MD5: then everything is sent again each time.
    """
    if held is None or held["size"] != path.stat().st_size:
        return False
    digest = hashlib.md5(path.read_bytes(), usedforsecurity=False).hexdigest()
    return str(held.get("ETag", "")).strip('"') == digest


def _kind(path: str) -> str:
    kind = mimetypes.guess_type(path)[0] or "application/octet-stream"
    return f"{kind}; charset=utf-8" if kind.startswith("text/") else kind


def _headers(kind: str) -> dict[str, str]:
    # no-cache: kept by browsers but asked for again, so that a page that is taken down is gone
    return {"ContentType": kind, "CacheControl": "no-cache"}


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
