"""A publisher's server that misbehaves on purpose: every fault is one message, nothing is kept.

The server runs on this machine; no test reaches another.
"""

from __future__ import annotations

import gzip
import io
import socket
import stat
import time
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest
from assay.fetch import FetchError, Web, fetch
from assay.fetch.archives import check_file, unpack
from assay.fetch.templates import Content, Member
from assay.paths import Project
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from publisher import QUICK, Publisher, Reply, http, publisher, write_template

pytestmark = pytest.mark.faults

RATES = b"Date,USD,\n2025-02-24,1.0466,\n2025-02-25,1.0497,\n"
ONCE = replace(QUICK, tries=1)
MEMBER = '\n[[download.file.member]]\nname = "main.csv"\nkind = "csv"\n'


@pytest.fixture
def server() -> Iterator[Publisher]:
    """A publisher on this machine, plain HTTP."""
    with publisher() as running:
        yield running


@pytest.fixture
def desk(tmp_path: Path) -> Project:
    """An empty project."""
    (tmp_path / "data" / "releases").mkdir(parents=True)
    return Project(tmp_path)


def refused(desk: Project, web: Web = QUICK) -> str:
    """The one message of a fetch that must fail, after which data/raw holds no file."""
    with pytest.raises(FetchError) as caught:
        fetch(desk, "rates", web=web, today=date(2026, 11, 24))
    left = [path for path in (desk.data / "raw").rglob("*") if path.is_file()]
    assert left == []
    assert len(caught.value.faults) == 1
    message = str(caught.value)
    assert "\n" not in message
    assert "from http://localhost" in message
    return message


def zipped(*members: tuple[str | zipfile.ZipInfo, bytes]) -> bytes:
    """An archive."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in members:
            archive.writestr(name, body)
    return buffer.getvalue()


# the connection


def test_a_body_cut_short_is_tried_again_and_refused(desk: Project, server: Publisher) -> None:
    """The server declares more than it sends, every time."""
    reply = http(RATES[:30], Content_Length=str(len(RATES)))
    write_template(desk, server.serves("/rates.csv", reply))
    assert f"the body has 30 bytes, the server declared {len(RATES)} (tried 3 times)" in refused(
        desk
    )
    assert server.asked == ["/rates.csv"] * 3


def test_a_body_longer_than_declared_is_refused(desk: Project, server: Publisher) -> None:
    """Reading only what was declared would keep a cut table that looks whole."""
    reply = http(RATES, Content_Length="28")
    write_template(desk, server.serves("/rates.csv", reply))
    assert f"the body has {len(RATES)} bytes, the server declared 28" in refused(desk)


def test_two_lengths_are_refused(desk: Project, server: Publisher) -> None:
    """Two readers of one answer could keep two different files."""
    reply: Reply = [b"HTTP/1.1 200 OK\r\nContent-Length: 28\r\nContent-Length: 48\r\n\r\n" + RATES]
    write_template(desk, server.serves("/rates.csv", reply))
    assert "the server declares no clear length" in refused(desk)


def test_a_server_that_keeps_the_line_open_is_no_fault(desk: Project, server: Publisher) -> None:
    """The body is complete: nobody waits for the end of the connection."""
    write_template(desk, server.serves("/rates.csv", [*http(RATES), 30.0]))
    started = time.monotonic()
    fetch(desk, "rates", web=QUICK, today=date(2026, 11, 24))
    assert time.monotonic() - started < 1.5


def test_chunks_that_end_early_are_refused(desk: Project, server: Publisher) -> None:
    """The last chunk never comes."""
    body = b"%x\r\n%s\r\n" % (len(RATES), RATES)
    reply = http(body, Content_Length="-", Transfer_Encoding="chunked")
    write_template(desk, server.serves("/rates.csv", reply))
    assert "the body is cut off" in refused(desk)


def test_a_server_that_recovers_is_asked_again(desk: Project, server: Publisher) -> None:
    """Two errors, then the file; each pause is twice the last."""
    trouble, busy = http(b"", "500 Internal Server Error"), http(b"", "503 Service Unavailable")
    write_template(desk, server.serves("/rates.csv", trouble, busy, http(RATES)))
    pauses: list[float] = []
    web = replace(QUICK, pause=pauses.append)
    (fetched,) = fetch(desk, "rates", web=web, today=date(2026, 11, 24))
    assert fetched.files[0].read_bytes() == RATES
    assert pauses == [0.01, 0.02]


def test_a_server_that_never_recovers_is_left(desk: Project, server: Publisher) -> None:
    """After the tries allowed, with the last answer."""
    write_template(desk, server.serves("/rates.csv", http(b"", "500 Internal Server Error")))
    assert "status 500 Internal Server Error (tried 3 times). Try again later" in refused(desk)


def test_a_wait_that_is_asked_for_is_kept(desk: Project, server: Publisher) -> None:
    """Retry-After in seconds; a wait longer than allowed is told instead."""
    busy = http(b"", "429 Too Many Requests", Retry_After="3")
    write_template(desk, server.serves("/rates.csv", busy, http(RATES)))
    pauses: list[float] = []
    fetch(desk, "rates", web=replace(QUICK, pause=pauses.append), today=date(2026, 11, 24))
    assert pauses == [3]


@pytest.mark.parametrize("form", ["seconds", "date"])
def test_a_wait_too_long_is_told(desk: Project, server: Publisher, form: str) -> None:
    """An hour, as seconds or as a date: nobody sits it out."""
    later = format_datetime(datetime.now(UTC) + timedelta(hours=1), usegmt=True)
    busy = http(b"", "503 Busy", Retry_After="3600" if form == "seconds" else later)
    write_template(desk, server.serves("/rates.csv", busy))
    assert "The server asks to wait 3" in refused(desk)
    assert server.asked == ["/rates.csv"]


@pytest.mark.parametrize(
    ("status", "message"),
    [
        ("404 Not Found", "the file is not there any more. Open https://example.org/rates in a"),
        ("410 Gone", "the file is not there any more"),
        ("403 Forbidden", "the server refuses programs. Open https://example.org/rates"),
        ("204 No Content", "status 204"),
        ("206 Partial Content", "status 206"),
        ("300 Multiple Choices", "status 300"),
        ("418 \x1b[31mteapot", "status 418 ?[31mteapot"),
    ],
)
def test_an_answer_that_will_not_change_is_not_asked_for_again(
    desk: Project, server: Publisher, status: str, message: str
) -> None:
    """It says what a person can do; no sign of it reaches the terminal."""
    write_template(desk, server.serves("/rates.csv", http(RATES, status)))
    assert message in refused(desk)
    assert server.asked == ["/rates.csv"]


def test_silence_is_bounded(desk: Project, server: Publisher) -> None:
    """A server that takes the request and says nothing."""
    write_template(desk, server.serves("/rates.csv", [30.0]))
    started = time.monotonic()
    assert "nothing came for 0.2 seconds (tried once)" in refused(desk, replace(ONCE, silence=0.2))
    assert time.monotonic() - started < 2


@pytest.mark.parametrize("where", ["status line", "headers", "body", "chunks"])
def test_a_slow_drip_is_cut_at_the_time_limit(desk: Project, server: Publisher, where: str) -> None:
    """A byte now and then is never silence; the whole try has a limit of its own."""
    starts = {
        "status line": b"",
        "headers": b"HTTP/1.1 200 OK\r\nX-Wait: ",
        "body": b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n",
        "chunks": b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n",
    }
    drop = b"1\r\na\r\n" if where == "chunks" else b"a"
    reply: Reply = [starts[where], *(part for _ in range(400) for part in (0.05, drop))]
    write_template(desk, server.serves("/rates.csv", reply))
    started = time.monotonic()
    assert "the time limit was reached" in refused(desk, replace(ONCE, seconds=0.5, silence=5))
    assert time.monotonic() - started < 3


def test_nobody_listens(desk: Project) -> None:
    """The connection is refused."""
    with socket.create_server(("127.0.0.1", 0)) as door:
        port = door.getsockname()[1]
    write_template(desk, f"http://localhost:{port}/rates.csv")
    assert "the connection failed (ConnectionRefusedError" in refused(desk)


@pytest.mark.parametrize(
    "answer", [b"", b"rubbish\r\n\r\n", b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 200 + b"\r\n"]
)
def test_what_is_not_http_is_refused(desk: Project, server: Publisher, answer: bytes) -> None:
    """Nothing, something else, or a flood of headers."""
    write_template(desk, server.serves("/rates.csv", [answer]))
    assert "the connection failed" in refused(desk, ONCE)


# redirects


@pytest.mark.parametrize(
    ("location", "message"),
    [
        ("https://evil.example/rates.csv", "leads to evil.example, which the template does not"),
        ("//evil.example/rates.csv", "is not HTTPS"),
        ("http://evil.example/rates.csv", "is not HTTPS"),
        ("https://localhost@evil.example/", "carries a user name"),
        ("file:///etc/passwd", "is not HTTPS"),
        ("ftp://localhost/rates.csv", "is not HTTPS"),
        ("https://169.254.169.254/latest", "leads to 169.254.169.254"),
        ("/rates.csv", "the redirects go in a circle"),
        ("", "status 302 without an address"),
    ],
)
def test_a_redirect_elsewhere_is_not_followed(
    desk: Project, server: Publisher, location: str, message: str
) -> None:
    """Another host, another scheme, a circle: nobody is asked a second time."""
    write_template(
        desk, server.serves("/rates.csv", http(b"", "302 Found", Location=location or "-"))
    )
    assert message in refused(desk)
    assert server.asked == ["/rates.csv"]


def test_every_hop_is_checked(desk: Project, server: Publisher) -> None:
    """The second redirect is looked at like the first."""
    address = server.serves("/a", http(b"", "301 Moved", Location="/b"))
    server.serves("/b", http(b"", "307 Moved", Location="https://evil.example/"))
    write_template(desk, address)
    assert "the redirect leads to evil.example" in refused(desk)
    assert server.asked == ["/a", "/b"]


def test_a_long_chain_ends(desk: Project, server: Publisher) -> None:
    """Redirects that never repeat have a limit too."""
    for number in range(9):
        server.serves(f"/{number}", http(b"", "302 Found", Location=f"/{number + 1}"))
    write_template(desk, f"{server.address}/0", save_as="rates.csv")
    assert "more than 5 redirects" in refused(desk)
    assert len(server.asked) == 6


# sizes


def test_a_declared_size_over_the_limit_is_not_read(desk: Project, server: Publisher) -> None:
    """The header is enough to say no."""
    write_template(
        desk, server.serves("/rates.csv", http(b"", Content_Length="5000")), at_most=4000
    )
    assert "larger than allowed; found 5,000; expected 4,000 bytes" in refused(desk)


@pytest.mark.parametrize("length", ["-", "12"])
def test_an_endless_body_is_stopped(desk: Project, server: Publisher, length: str) -> None:
    """Whatever the header says, bytes are counted as they come."""
    reply: Reply = [*http(b"", Content_Length=length), *([b"x" * 65536] * 200)]
    write_template(desk, server.serves("/rates.csv", reply), at_most=200_000)
    assert "larger than allowed, stopped" in refused(desk)


def test_a_compressed_bomb_is_stopped(desk: Project, server: Publisher) -> None:
    """100 kB that unpack to 100 MB: the limit is on what comes out."""
    bomb = gzip.compress(b"0" * 100_000_000, mtime=0)
    write_template(desk, server.serves("/rates.csv", http(bomb, Content_Encoding="gzip")))
    assert "larger than allowed, stopped" in refused(desk)


@pytest.mark.parametrize(
    ("coding", "body", "message"),
    [
        ("gzip", gzip.compress(RATES, mtime=0)[:-5], "cut off or has more behind it"),
        ("gzip", gzip.compress(RATES, mtime=0) + b"more", "cut off or has more behind it"),
        ("gzip", RATES, "damaged compression"),
        ("br", RATES, "an encoding that was not asked for; found br"),
    ],
)
def test_damaged_compression_is_refused(
    desk: Project, server: Publisher, coding: str, body: bytes, message: str
) -> None:
    """Cut off, something behind it, not compressed at all, another kind."""
    write_template(desk, server.serves("/rates.csv", http(body, Content_Encoding=coding)))
    assert message in refused(desk)


def test_a_file_smaller_than_it_can_be_is_refused(desk: Project, server: Publisher) -> None:
    """A table cut at a row's end looks whole; its size does not."""
    write_template(desk, server.serves("/rates.csv", http(RATES)), at_least=10_000)
    assert "smaller than it can be; found 48; expected at least 10,000 bytes" in refused(desk)


# content


@pytest.mark.parametrize(
    ("kind", "body", "message"),
    [
        ("csv", b"", "the file is empty"),
        ("csv", b" \r\n ", "the file is empty"),
        (
            "csv",
            b"<!DOCTYPE html><html><head><title>Just a moment...</title>",
            "not the file; found a web page titled 'Just a moment...'",
        ),
        ("csv", b"\xef\xbb\xbf\n<!-- x\n --><HTML lang=en>", "found a web page"),
        ("csv", "<html><title>404</title>".encode("utf-16"), "a web page titled '404'"),
        ("xlsx", b"<html><title>\x1b[2JLogin</title>", r"a web page titled '\x1b[2JLogin'"),
        ("json", b"<?xml version='1.0'?><html>", "found a web page"),
        ("csv", b'{"error": "no such file"}', "other columns; found {"),
        ("csv", b"Date,EUR\n2025-02-24,1\n", "other columns; found Date,EUR; expected Date, USD"),
        ("csv", b"Date,USD,\n", "a header without rows"),
        ("csv", RATES[:-9], "the last row is cut off; found '2025-02-25'"),
        ("csv", b'Date,USD\n2025-02-24,"1.04', "not CSV (unexpected end of data)"),
        ("csv", b"Date,USD\n\xff\xfe,1\n", "not utf-8-sig text"),
        ("csv", RATES.replace(b"1.0466", b"1.\x00466"), "not CSV (a zero byte)"),
        ("json", b'{"Date": 1, "USD"', "not JSON"),
        ("json", b"[" * 100_000, "not JSON"),
        ("json", b'{"Date": 1}', "other keys; found Date; expected Date, USD"),
        ("json", b"[1, 2]", "other keys; found a list"),
        ("geojson", b'{"Date": 1, "USD": 2, "type": "x"}', "not GeoJSON"),
        ("xlsx", RATES, "a damaged archive (File is not a zip file)"),
        ("text", b"abc\x00", "not text; found a zero byte"),
        ("text", b"\xff", "not utf-8-sig text"),
        ("xml", b"<Date><b></Date>", "not well-formed XML"),
        ("xml", b"<metadata/>", "another root element; found metadata; expected Date"),
    ],
)
def test_what_is_not_the_file_is_refused(
    desk: Project, server: Publisher, kind: str, body: bytes, message: str
) -> None:
    """An error page, a notice, another table, a cut table, a broken file: never kept as data."""
    expects = [] if kind in ("xlsx", "text") else ["Date", "USD"]
    write_template(desk, server.serves("/rates", http(body)), kind, expects=expects)
    assert message in refused(desk)
    assert server.asked == ["/rates"]


LAUGHS = (
    b'<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">'
    b'<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]><Date>&c;</Date>'
)
OUTSIDE = b'<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]><Date>&x;</Date>'
PARAMETER = b'<!DOCTYPE d [<!ENTITY % x SYSTEM "http://localhost/x.dtd"> %x;]><Date/>'


@pytest.mark.parametrize("body", [LAUGHS, OUTSIDE, PARAMETER])
def test_xml_entities_are_refused(desk: Project, server: Publisher, body: bytes) -> None:
    """Nothing is expanded, no file of this machine is read, no other address is asked."""
    write_template(desk, server.serves("/meta.xml", http(body)), "xml")
    assert "the XML declares an entity" in refused(desk)
    assert server.asked == ["/meta.xml"]


def test_entities_inside_a_workbook_are_refused(desk: Project, server: Publisher) -> None:
    """A workbook is an archive of XML."""
    body = zipped(("[Content_Types].xml", b"<a/>"), ("xl/workbook.xml", LAUGHS))
    write_template(desk, server.serves("/book.xlsx", http(body)), "xlsx")
    assert "part xl/workbook.xml: the XML declares an entity" in refused(desk)


# archives


def _link() -> bytes:
    info = zipfile.ZipInfo("main.csv")
    info.external_attr = (stat.S_IFLNK | 0o777) << 16
    return zipped((info, b"/etc/passwd"))


def _password() -> bytes:
    made = bytearray(zipped(("main.csv", RATES)))
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        made[made.index(signature) + offset] |= 1
    return bytes(made)


def _lying(name: str, body: bytes, says: int) -> bytes:
    """An archive whose headers say that the member is smaller than it is."""
    made = zipped((name, body))
    real, told = len(body).to_bytes(4, "little"), says.to_bytes(4, "little")
    return made.replace(real, told)


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: zipped(("../main.csv", RATES)), "leads out of the folder"),
        (lambda: zipped(("main.csv", RATES), ("a/../../x", b"")), "leads out of the folder"),
        (lambda: zipped(("/main.csv", RATES)), "leads out of the folder"),
        (lambda: zipped(("C:\\main.csv", RATES)), "leads out of the folder"),
        (lambda: zipped(("..\\main.csv", RATES)), "leads out of the folder"),
        (_link, "a member that is a link or a device"),
        (_password, "a member with a password"),
        (lambda: zipped(("main.csv", RATES), ("MAIN.CSV", RATES)), "two members of one name"),
        (lambda: zipped(("a/main.csv", RATES), ("b/main.csv", RATES)), "name that cannot be kept"),
        (lambda: zipped(("other.csv", RATES)), "a member is missing; found other.csv"),
        (lambda: zipped(("main.csv", b"0" * 3_000_000)), "unpacks to too much; found 3,000,000"),
        (lambda: _lying("main.csv", b"0" * 3_000_000, 900), "a damaged archive"),
        (lambda: zipped(*((f"{n}", b"") for n in range(5001))), "too many members; found 5,001"),
        (lambda: zipped(("main.csv", RATES))[:-30], "a damaged archive"),
        (lambda: zipped(("main.csv", b"<html><title>Error</title>")), "web page titled 'Error'"),
        (lambda: RATES, "a damaged archive (File is not a zip file)"),
    ],
)
def test_an_unsafe_archive_is_refused(
    desk: Project, server: Publisher, make: Callable[[], bytes], message: str
) -> None:
    """Names that lead out, links, passwords, doubles, bombs, liars: nothing of it is unpacked."""
    address = server.serves("/all.zip", http(make()))
    write_template(desk, address, "zip", unpacked_at_most=2_000_000, members=MEMBER)
    assert message in refused(desk)
    assert not (desk.root / "main.csv").exists()


def test_a_workbook_that_is_a_bomb_is_refused(desk: Project, server: Publisher) -> None:
    """Its parts are counted like any archive's."""
    body = zipped(
        ("xl/workbook.xml", b"<a/>"), ("xl/sheet.xml", b"<a>" + b" " * 5_000_000 + b"</a>")
    )
    address = server.serves("/book.xlsx", http(body))
    write_template(desk, address, "xlsx", unpacked_at_most=1_000_000)
    assert "unpacks to too much" in refused(desk)


def test_a_damaged_member_is_refused(desk: Project, server: Publisher) -> None:
    """Its check sum does not fit."""
    made = zipped((zipfile.ZipInfo("main.csv"), RATES))
    body = made.replace(b"1.0466", b"9.0466")
    write_template(desk, server.serves("/all.zip", http(body)), "zip", members=MEMBER)
    assert "Bad CRC-32" in refused(desk)


# any fault


@settings(
    max_examples=40,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(at=st.integers(0, 300))
def test_a_reply_cut_anywhere_is_never_kept(desk: Project, server: Publisher, at: int) -> None:
    """From the first byte of the status line to the last of the body."""
    (whole,) = http(RATES)
    assert isinstance(whole, bytes)
    cut = whole[: min(at, len(whole) - 1)]
    write_template(desk, server.serves("/rates.csv", [cut]))
    refused(desk, replace(ONCE, seconds=3))


@settings(max_examples=150, deadline=None, derandomize=True)
@given(
    parts=st.lists(
        st.sampled_from(["..", ".", "", "a", "main.csv", "C:", "\\", "/", "~", "\x00", "con"]),
        min_size=1,
        max_size=5,
    )
)
def test_no_member_is_written_outside(
    tmp_path_factory: pytest.TempPathFactory, parts: list[str]
) -> None:
    """Whatever its name is made of, a member lands in the folder or nowhere."""
    root = tmp_path_factory.mktemp("unpack")
    folder = root / "inner" / "files"
    folder.mkdir(parents=True)
    archive = root / "inner" / "all.zip"
    archive.write_bytes(zipped((zipfile.ZipInfo("/".join(parts) or "x"), RATES)))
    try:
        paths = unpack(archive, [Member("*", Content("csv"))], folder, 10_000, "all.zip")
    except FetchError:
        paths = []
    assert all(path.parent == folder for path in paths)
    assert {path for path in root.rglob("*") if path.is_file()} <= {archive, *folder.iterdir()}


@settings(max_examples=100, deadline=None, derandomize=True)
@given(body=st.binary(max_size=300), kind=st.sampled_from(["csv", "json", "xml", "xlsx", "text"]))
def test_any_bytes_are_accepted_or_refused(
    tmp_path_factory: pytest.TempPathFactory, body: bytes, kind: str
) -> None:
    """No content makes the check fail in any other way than by its own message."""
    path = tmp_path_factory.mktemp("content") / "file"
    path.write_bytes(body)
    content = Content(kind, ("a",) if kind != "text" else ())  # type: ignore[arg-type]
    message = ""
    try:
        check_file(path, content, 10_000, "file")
    except FetchError as error:
        message = str(error)
    assert not message or message.startswith("file")


def test_a_failed_fetch_leaves_the_last_one(desk: Project, server: Publisher) -> None:
    """What was there stays, byte for byte, and nothing is left beside it."""
    write_template(desk, server.serves("/rates.csv", http(RATES), http(b"<html>")))
    fetch(desk, "rates", web=QUICK, today=date(2026, 11, 24))
    raw = desk.data / "raw"
    before = {path: path.is_file() and path.read_bytes() for path in raw.rglob("*")}
    with pytest.raises(FetchError):
        fetch(desk, "rates", web=QUICK, today=date(2026, 11, 25))
    assert {path: path.is_file() and path.read_bytes() for path in raw.rglob("*")} == before


def test_zlib_garbage_in_a_workbook_is_refused(tmp_path: Path) -> None:
    """A part whose compression is damaged."""
    path = tmp_path / "book.xlsx"
    packed = zlib.compress(b"<a/>" * 50)[2:-4]
    made = zipped(("xl/workbook.xml", b"<a/>" * 50))
    path.write_bytes(made.replace(packed[:8], b"\xff" * 8, 1))
    with pytest.raises(FetchError, match="damaged archive"):
        check_file(path, Content("xlsx"), 1_000_000, "book.xlsx")
