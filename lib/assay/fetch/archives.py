"""Archives and workbooks from outside: every member looked at before any is read.

A name that leads out of the folder, a link, a password, two members of one name, or more bytes
than allowed refuse the whole archive: a publisher's own archive has none of these.
"""

from __future__ import annotations

import stat
import zipfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from fnmatch import fnmatchcase
from pathlib import Path, PurePosixPath

from assay.fetch.content import check_content, look_through_xml, missing_from, refused
from assay.fetch.templates import FILE_NAME, Content, Member
from assay.fetch.wire import BLOCK

MOST_MEMBERS = 5000
WORKBOOK = "xl/workbook.xml"


def unpack(
    archive: Path, members: Sequence[Member], folder: Path, at_most: int, place: str
) -> list[Path]:
    """The members named, unpacked flat into `folder` and checked. `at_most` bounds the bytes of
    all members together, by their headers and again as they are counted.

    FetchError for an unsafe archive, a member that is missing, or one that is not what it must be.
    """
    with _opened(archive, place) as opened:
        found = _listed(opened, at_most, place)
        chosen = [(info, member) for member in members for info in _of(member, found, place)]
        paths: list[Path] = []
        left = at_most
        for info, member in chosen:
            inner = f"{place}, member {info.filename}"
            name = PurePosixPath(info.filename).name
            if not FILE_NAME.fullmatch(name) or (folder / name).exists():
                raise refused("a member's name that cannot be kept", inner)
            left -= _copy(opened, info, folder / name, left, inner)
            check_file(folder / name, member.content, at_most, inner)
            paths.append(folder / name)
    return paths


def check_file(path: Path, content: Content, at_most: int, place: str) -> None:
    """FetchError when the file is not what `content` says. A workbook may unpack to `at_most`
    bytes."""
    check_content(path, content, place)
    if content.kind == "xlsx":
        _check_workbook(path, content, at_most, place)


def _check_workbook(path: Path, content: Content, at_most: int, place: str) -> None:
    sheets: list[str] = []

    def seen(name: str, attributes: Mapping[str, str]) -> None:
        if name.rpartition(":")[2] == "sheet":
            sheets.append(attributes.get("name", ""))

    with _opened(path, place) as opened:
        found = _listed(opened, at_most, place)
        if WORKBOOK not in {info.filename for info in found}:
            raise refused("not an Excel workbook", place, expected=WORKBOOK)
        for info in found:
            if not info.filename.endswith((".xml", ".rels", ".vml")):
                continue
            inner = f"{place}, part {info.filename}"
            with opened.open(info) as part:
                look_through_xml(part, inner, seen if info.filename == WORKBOOK else _ignore)
    if missing_from(sheets, content):
        raise refused("other sheets", place, ", ".join(sheets)[:200], ", ".join(content.expects))


def _ignore(name: str, attributes: Mapping[str, str]) -> None:
    """An element that tells nothing."""


@contextmanager
def _opened(path: Path, place: str) -> Iterator[zipfile.ZipFile]:
    try:
        with zipfile.ZipFile(path) as opened:
            yield opened
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError) as error:
        raise refused(f"a damaged archive ({error})", place) from None


def _listed(opened: zipfile.ZipFile, at_most: int, place: str) -> list[zipfile.ZipInfo]:
    """Every member, all of them safe. Sizes are those of the headers; `_copy` counts."""
    members = opened.infolist()
    if len(members) > MOST_MEMBERS:
        raise refused("too many members", place, f"{len(members):,}", f"at most {MOST_MEMBERS:,}")
    names: set[str] = set()
    for info in members:
        inner = f"{place}, member {info.filename!r}"
        trouble = _trouble(info)
        if trouble or info.filename.lower() in names:
            raise refused(trouble or "two members of one name", inner, todo="Nothing was unpacked.")
        names.add(info.filename.lower())
    total = sum(info.file_size for info in members)
    if total > at_most:
        raise refused("it unpacks to too much", place, f"{total:,}", f"at most {at_most:,} bytes")
    return [info for info in members if not info.is_dir()]


def _trouble(info: zipfile.ZipInfo) -> str:
    # zipfile cuts a name at a zero byte and turns the platform's separator into /
    name, path = info.orig_filename, PurePosixPath(info.filename)
    if not info.filename or path.is_absolute() or ".." in path.parts:
        return "a member that leads out of the folder"
    if "\\" in name or ":" in name or any(ord(sign) < 32 for sign in name):
        return "a member that leads out of the folder"
    kind = stat.S_IFMT(info.external_attr >> 16)
    if kind and not stat.S_ISREG(kind) and not stat.S_ISDIR(kind):
        return "a member that is a link or a device"
    if info.flag_bits & 0x1:
        return "a member with a password"
    if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        return "an unusual compression"
    return ""


def _of(member: Member, found: Sequence[zipfile.ZipInfo], place: str) -> list[zipfile.ZipInfo]:
    chosen = [
        info
        for info in found
        if fnmatchcase(info.filename, member.name)
        or fnmatchcase(PurePosixPath(info.filename).name, member.name)
    ]
    if not chosen:
        listed = ", ".join(info.filename for info in found)[:300]
        raise refused("a member is missing", place, listed, member.name)
    return chosen


def _copy(
    opened: zipfile.ZipFile, info: zipfile.ZipInfo, target: Path, left: int, place: str
) -> int:
    """Bytes written; their check sum was compared by zipfile."""
    written = 0
    with opened.open(info) as member, target.open("xb") as stream:
        while block := member.read(BLOCK):
            written += len(block)
            if written > left:
                raise refused("it unpacks to too much", place, f"over {left:,} bytes")
            stream.write(block)
    return written
