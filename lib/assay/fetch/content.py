"""What came is what was asked for: an error page saved as CSV is refused, so is a cut-off table.

XML is only ever looked through, with nothing expanded: a file that declares an entity is refused.
"""

from __future__ import annotations

import codecs
import csv
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import IO
from xml.parsers import expat

from assay.errors import Fault
from assay.fetch.rules import FetchError, plain
from assay.fetch.templates import Content, Kind

HEAD = 1 << 12
HTML = re.compile(
    r"(?:<\?xml[^>]*>|<!--.*?-->|\s)*<(?:!doctype html|html|head|body|script|title|meta)\b",
    re.DOTALL,
)
TITLE = re.compile(r"<title[^>]*>(.*?)</title>", re.DOTALL | re.IGNORECASE)
PREAMBLE = 20
"""Rows within which a table must show the columns expected: some publishers put lines above."""


def check_content(path: Path, content: Content, place: str) -> None:
    """FetchError when the file at `path` is empty, a web page, or not what `content` says.

    `place` is how messages call it. An archive and a workbook are looked at by `archives`.
    """
    with path.open("rb") as stream:
        head = stream.read(HEAD)
    if not head.strip():
        raise refused("the file is empty", place)
    title = _page_title(head)
    if title is not None:
        found = f"a web page titled {title!r}" if title else "a web page"
        raise refused("not the file", place, found, "the file itself", _A_PAGE)
    if content.kind in _CHECKS:
        _CHECKS[content.kind](path, content, place)


def look_through_xml(
    stream: IO[bytes], place: str, seen: Callable[[str, Mapping[str, str]], None]
) -> None:
    """Read XML to its end; `seen` is told every element with its attributes.

    FetchError when it is not well formed or declares an entity (a small file can expand to
    gigabytes, or name a file of this machine).
    """
    parser = expat.ParserCreate()
    parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)

    def declared(*_: object) -> None:
        raise refused("the XML declares an entity", place, todo="No data file needs one.")

    parser.EntityDeclHandler = declared
    parser.StartElementHandler = seen
    try:
        parser.ParseFile(stream)
    except expat.ExpatError as error:
        raise refused(f"not well-formed XML ({error})", place) from None


def missing_from(found: Iterable[str], content: Content) -> tuple[str, ...]:
    """What is expected and not there."""
    known = set(found)
    return tuple(name for name in content.expects if name not in known)


def refused(
    what: str, place: str, found: str = "", expected: str = "", todo: str = ""
) -> FetchError:
    """One message about a file that is not kept."""
    return FetchError(Fault(plain(what), plain(place), plain(found), expected, todo))


def _page_title(head: bytes) -> str | None:
    """The title of a web page, empty without one; None when the bytes are no web page."""
    wide = head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    text = head.decode("utf-16" if wide else "utf-8-sig", errors="replace")
    if not HTML.match(text.lower()):
        return None
    title = TITLE.search(text)
    return " ".join(title.group(1).split())[:80] if title else ""


def _check_csv(path: Path, content: Content, place: str) -> None:
    last: list[str] = []
    before, width, rows, first = 0, 0, 0, ""
    for number, cells in enumerate(_lines(path, content, place), start=1):
        first = first or content.delimiter.join(cells)[:80]
        if not width and not missing_from(map(str.strip, cells), content):
            width = len(cells)
        elif width:
            rows, before, last = rows + 1, len(last), cells
        elif number == PREAMBLE:
            break
    if not width:
        raise refused("other columns", place, first, ", ".join(content.expects), _CHANGED)
    if not rows:
        raise refused("a header without rows", place, first)
    if before == width and len(last) < before:
        found = content.delimiter.join(last)[:80]
        raise refused("the last row is cut off", place, repr(found), f"{width} cells")


def _lines(path: Path, content: Content, place: str) -> Iterator[list[str]]:
    try:
        with path.open(encoding=content.encoding, newline="") as stream:
            yield from csv.reader(map(_printed, stream), delimiter=content.delimiter, strict=True)
    except UnicodeDecodeError as error:
        raise refused(f"not {content.encoding} text", place, f"byte {error.start}") from None
    except csv.Error as error:
        raise refused(f"not CSV ({error})", place) from None


def _printed(line: str) -> str:
    if "\0" in line:
        raise csv.Error("a zero byte")
    return line


def _check_json(path: Path, content: Content, place: str) -> None:
    try:
        raw = json.loads(path.read_bytes())
    except (ValueError, RecursionError) as error:
        raise refused(f"not JSON ({error})", place) from None
    missing = missing_from(raw, content) if isinstance(raw, dict) else content.expects
    if missing:
        found = ", ".join(raw)[:80] if isinstance(raw, dict) else f"a {type(raw).__name__}"
        raise refused("other keys", place, found, ", ".join(content.expects), _CHANGED)
    if content.kind == "geojson" and not _is_geojson(raw):
        raise refused("not GeoJSON", place, expected="type FeatureCollection or Feature")


def _is_geojson(raw: object) -> bool:
    return isinstance(raw, dict) and raw.get("type") in ("FeatureCollection", "Feature")


def _check_xml(path: Path, content: Content, place: str) -> None:
    names: list[str] = []
    with path.open("rb") as stream:
        look_through_xml(stream, place, lambda name, _: names.append(name) if not names else None)
    if missing_from(names, content):
        raise refused("another root element", place, names[0], content.expects[0], _CHANGED)


def _check_text(path: Path, content: Content, place: str) -> None:
    decoder = codecs.getincrementaldecoder(content.encoding)()
    with path.open("rb") as stream:
        try:
            while block := stream.read(HEAD):
                if "\0" in decoder.decode(block):
                    raise refused("not text", place, "a zero byte")
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            raise refused(f"not {content.encoding} text", place) from None


_A_PAGE = "The publisher's server answered with a page, not the file: open it in a browser."
_CHANGED = "If the publisher changed the file, change the template and the source's module."
_CHECKS: dict[Kind, Callable[[Path, Content, str], None]] = {
    "csv": _check_csv,
    "json": _check_json,
    "geojson": _check_json,
    "xml": _check_xml,
    "text": _check_text,
}
