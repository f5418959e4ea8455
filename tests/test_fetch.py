"""Getting a provider's files: what is kept, what is said, and what a template may hold.

Every request goes to a server that the test itself runs on this machine.
"""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import os
import socket
import ssl
import threading
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from assay.errors import CuratedError, ParameterError
from assay.fetch import Fetched, FetchError, Web, fetch, list_templates, read_template
from assay.fetch.archives import check_file
from assay.fetch.rules import permitted
from assay.paths import Project
from assay.releases import Cell, ReleaseFacts, write_release
from publisher import QUICK, Publisher, http, publisher, write_template

CERTIFICATE = Path(__file__).parent / "fixtures" / "localhost-for-tests.pem"
RATES = b"Date,USD,\n2025-02-24,1.0466,\n2025-02-25,1.0497,\n"
DAY = date(2026, 11, 24)


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


def get(desk: Project, web: Web = QUICK, today: date = DAY, release: str | None = None) -> Fetched:
    """The one download of the source `rates`."""
    (fetched,) = fetch(desk, "rates", release, web=web, today=today)
    return fetched


def kept(desk: Project) -> list[str]:
    """Everything under data/raw."""
    raw = desk.data / "raw"
    return sorted(path.relative_to(raw).as_posix() for path in raw.rglob("*") if path.is_file())


def test_a_file_is_kept_as_sent_with_a_receipt(desk: Project, server: Publisher) -> None:
    """The bytes, and beside them where they came from, when, and their SHA-256."""
    address = server.serves(
        "/rates.csv", http(RATES, Last_Modified="Mon, 24 Feb 2025 15:00:00 GMT")
    )
    write_template(desk, address, expects=["Date", "USD"])
    fetched = get(desk)
    (path,) = fetched.files
    assert path.read_bytes() == RATES
    assert kept(desk) == ["rates/daily/2026-11-24/fetched.json", "rates/daily/2026-11-24/rates.csv"]
    receipt = json.loads((path.parent / "fetched.json").read_text("utf-8"))
    assert receipt["retrieved_on"] == "2026-11-24"
    (entry,) = receipt["files"]
    assert entry["sha256"] == hashlib.sha256(RATES).hexdigest()
    assert entry["address"] == address
    assert entry["received"]["last_modified"] == "Mon, 24 Feb 2025 15:00:00 GMT"
    assert entry["received"]["hops"] == [address]


def test_the_same_bytes_again_say_unchanged(desk: Project, server: Publisher) -> None:
    """Nothing is written, and the message names where they are."""
    write_template(desk, server.serves("/rates.csv", http(RATES)))
    get(desk)
    before = kept(desk)
    again = get(desk, today=date(2026, 11, 25))
    assert again.unchanged
    assert "unchanged, the same bytes as data/raw/rates/daily/2026-11-24" in str(again)
    assert kept(desk) == before


def test_other_bytes_are_another_folder(desk: Project, server: Publisher) -> None:
    """A second upload on one day gets a number; what was there stays as it was."""
    more = RATES + b"2025-02-26,1.0487,\n"
    newest = more + b"2025-02-27,1.0477,\n"
    address = server.serves("/rates.csv", http(RATES), http(more), http(newest))
    write_template(desk, address)
    first, second, third = get(desk), get(desk), get(desk, today=date(2026, 11, 25))
    assert [item.files[0].parent.name for item in (first, second, third)] == [
        "2026-11-24",
        "2026-11-24-2",
        "2026-11-25",
    ]
    assert [item.files[0].read_bytes() for item in (first, second, third)] == [RATES, more, newest]


def test_a_return_to_older_bytes_is_a_change(desk: Project, server: Publisher) -> None:
    """Unchanged means the newest fetch, not any."""
    more = RATES + b"2025-02-26,1.0487,\n"
    write_template(desk, server.serves("/rates.csv", http(RATES), http(more), http(RATES)))
    assert [get(desk).unchanged for _ in range(3)] == [False, False, False]


def test_a_copy_that_was_edited_is_fetched_again(desk: Project, server: Publisher) -> None:
    """Unchanged is said of what lies there now, not of what once did."""
    write_template(desk, server.serves("/rates.csv", http(RATES)))
    first = get(desk)
    first.files[0].write_bytes(b"Date,USD,\n2025-02-24,9.9999,\n")
    assert not get(desk).unchanged


def test_the_bytes_of_a_held_release_say_so(desk: Project, server: Publisher) -> None:
    """In a fresh checkout nothing lies in data/raw: the releases know their raw files' hashes."""
    folder = desk.releases / "rates"
    folder.mkdir()
    fields = [{"name": "value", "type": "number", "description": "USD per EUR"}]
    contract = {
        "title": "Rates",
        "publisher": "A Publisher",
        "mode": "replace",
        "typical_revision": 0.02,
        "tables": [{"name": "daily", "title": "Rates", "row": "one day", "fields": fields}],
    }
    (folder / "tables.json").write_text(json.dumps(contract), "utf-8")
    raw = desk.root / "rates.csv"
    raw.write_bytes(RATES)
    facts = ReleaseFacts(
        files=(),
        title="Rates to February 2025",
        address="https://example.org/rates",
        licence="free",
        citation="A Publisher",
        released_on="2025-02-25",
        released_on_status="seen",
        data_through="2025-02-25",
        retrieved_on="2025-02-25",
        custody="publisher",
        redistribute="yes",
    )
    tables: dict[str, list[dict[str, Cell]]] = {"daily": [{"value": Decimal("1.0466")}]}
    write_release(desk, "rates", "2025-02", facts, tables, [(raw, "the publisher")])
    write_template(desk, server.serves("/rates.csv", http(RATES)))
    fetched = get(desk)
    assert fetched.same_as == "release rates 2025-02"
    assert kept(desk) == []


def test_an_archive_gives_the_members_named(desk: Project, server: Publisher) -> None:
    """They are unpacked flat; the receipt keeps the archive's own hash and name."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("ree/readme.txt", "about")
        archive.writestr("ree/main.csv", RATES)
    body = buffer.getvalue()
    members = '\n[[download.file.member]]\nname = "main.csv"\nkind = "csv"\nexpects = ["USD"]\n'
    write_template(desk, server.serves("/ree.zip", http(body)), "zip", members=members)
    (path,) = get(desk).files
    assert (path.name, path.read_bytes()) == ("main.csv", RATES)
    (entry,) = json.loads((path.parent / "fetched.json").read_text("utf-8"))["files"]
    assert entry["member_of"] == "ree.zip"
    assert entry["received"]["sha256"] == hashlib.sha256(body).hexdigest()


def test_an_archive_made_anew_with_the_same_members_is_unchanged(
    desk: Project, server: Publisher
) -> None:
    """Servers that pack on request write another time into every archive."""
    bodies = []
    for second in (2, 4):
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w") as archive:
            archive.writestr(zipfile.ZipInfo("main.csv", (2026, 11, 24, 1, 1, second)), RATES)
        bodies.append(buffer.getvalue())
    members = '\n[[download.file.member]]\nname = "*.csv"\nkind = "csv"\n'
    address = server.serves("/all.zip", *(http(body) for body in bodies))
    write_template(desk, address, "zip", members=members)
    assert [get(desk).unchanged, get(desk).unchanged] == [False, True]


def test_a_redirect_to_an_allowed_address_is_followed(desk: Project, server: Publisher) -> None:
    """Every address on the way stands in the receipt."""
    server.serves("/v2/rates.csv", http(RATES))
    address = server.serves("/rates.csv", http(b"", "302 Found", Location="/v2/rates.csv"))
    write_template(desk, address)
    (path,) = get(desk).files
    assert path.read_bytes() == RATES
    receipt = json.loads((path.parent / "fetched.json").read_text("utf-8"))
    assert receipt["files"][0]["received"]["hops"] == [address, f"{server.address}/v2/rates.csv"]


def test_a_compressed_body_is_the_file(desk: Project, server: Publisher) -> None:
    """Some servers compress though they were asked not to."""
    reply = http(gzip.compress(RATES), Content_Encoding="gzip")
    write_template(desk, server.serves("/rates.csv", reply))
    assert get(desk).files[0].read_bytes() == RATES


def test_a_body_in_chunks_is_the_file(desk: Project, server: Publisher) -> None:
    """No length is declared; the end is."""
    half = len(RATES) // 2
    chunks = b"".join(
        b"%x\r\n%s\r\n" % (len(part), part) for part in (RATES[:half], RATES[half:], b"")
    )
    reply = http(chunks, Content_Length="-", Transfer_Encoding="chunked")
    write_template(desk, server.serves("/rates.csv", reply))
    assert get(desk).files[0].read_bytes() == RATES


def test_progress_is_told(desk: Project, server: Publisher) -> None:
    """The file's name, the bytes so far, the bytes to come."""
    write_template(desk, server.serves("/rates.csv", http(RATES)))
    told: list[tuple[str, int, int | None]] = []
    fetch(desk, "rates", web=QUICK, progress=lambda *step: told.append(step), today=DAY)
    assert told[-1] == ("rates.csv", len(RATES), len(RATES))


def test_a_publisher_is_told_who_asks(desk: Project, server: Publisher) -> None:
    """The program's name and the newsroom's contact; no cookie, no referrer, no language."""
    write_template(desk, server.serves("/rates.csv", http(RATES)))
    get(desk, replace(QUICK, contact="data@example.org"))
    (head,) = server.heads
    names = {line.partition(":")[0].lower() for line in head.splitlines()[1:] if line}
    assert names == {"host", "user-agent", "accept", "accept-encoding", "connection"}
    assert "User-Agent: assay/" in head
    assert "(data@example.org)" in head


def test_https_needs_a_certificate_that_fits(desk: Project) -> None:
    """The system's certificates do not vouch for the test's own: nothing is read. Told to trust
    it, the same address works."""
    with publisher(CERTIFICATE) as server:
        write_template(desk, server.serves("/rates.csv", http(RATES)))
        with pytest.raises(FetchError, match="the certificate is not valid"):
            get(desk)
        assert server.asked == []
        trusting = ssl.create_default_context(cafile=str(CERTIFICATE))
        assert get(desk, replace(QUICK, tls=trusting)).files[0].read_bytes() == RATES


def test_plain_http_is_refused(desk: Project, server: Publisher) -> None:
    """Even to this machine, unless a test says so; nothing is asked."""
    write_template(desk, server.serves("/rates.csv", http(RATES)))
    with pytest.raises(FetchError, match="is not HTTPS"):
        get(desk, Web())
    assert server.asked == []


def test_a_newsrooms_proxy_is_used(desk: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    """HTTPS_PROXY is asked to connect to the publisher's host; it sees no more than the host."""
    seen: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as door:

        def serve() -> None:
            while True:
                try:
                    connection, _ = door.accept()
                except OSError:
                    return
                with connection:
                    seen.append(connection.recv(4096))
                    connection.sendall(b"HTTP/1.1 403 Forbidden\r\n\r\n")

        threading.Thread(target=serve, daemon=True).start()
        monkeypatch.setenv("https_proxy", f"http://desk:word@127.0.0.1:{door.getsockname()[1]}")
        for name in ("no_proxy", "NO_PROXY"):
            monkeypatch.delenv(name, raising=False)
        write_template(desk, "https://rates.invalid/rates.csv", hosts=["rates.invalid"])
        with pytest.raises(FetchError, match="Tunnel connection failed: 403"):
            get(desk, replace(QUICK, tries=1))
        door.shutdown(socket.SHUT_RDWR)
    assert seen[0].startswith(b"CONNECT rates.invalid:443 ")
    assert b"Proxy-Authorization: Basic ZGVzazp3b3Jk" in seen[0]


# templates


def test_only_current_downloads_are_fetched_unless_named(desk: Project, server: Publisher) -> None:
    """Closed editions are fetched by name; an unknown name lists those there are."""
    write_template(desk, server.serves("/rates.csv", http(RATES)))
    path = desk.data / "sources" / "rates.toml"
    old = path.read_text("utf-8").partition("[[download]]")[2]
    old = old.replace('"daily"', '"yearly"').replace('title = "R', 'current = false\ntitle = "R')
    path.write_text(path.read_text("utf-8") + "\n[[download]]" + old, "utf-8")
    assert [item.download for item in fetch(desk, "rates", web=QUICK, today=DAY)] == ["daily"]
    assert get(desk, release="yearly").download == "yearly"
    with pytest.raises(ParameterError, match="no download 'weekly'; known: daily, yearly"):
        get(desk, release="weekly")


def test_a_source_made_by_hand_says_so(desk: Project) -> None:
    """With the reason and the page, instead of a download that cannot be."""
    path = desk.data / "sources" / "rates.toml"
    path.parent.mkdir()
    path.write_text(
        'publisher = "A"\nby_hand = "figures are typed from pages."\npage = "https://example.org/"\n'
    )
    with pytest.raises(
        ParameterError, match=r"typed from pages\. Its page is https://example\.org"
    ):
        get(desk)


def test_an_unknown_source_names_those_with_a_template(desk: Project) -> None:
    """And says where to read how to write one."""
    write_template(desk, "https://example.org/a.csv", hosts=["example.org"])
    with pytest.raises(ParameterError, match="known: rates"):
        fetch(desk, "ratess", web=QUICK)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (("kind = 'csv'", "kind = 'cvs'"), "unknown kind; found cvs; expected csv, json"),
        (("at_most = 1000000", "atmost = 1000000"), "file 1, atmost: unknown key"),
        (("at_most = 1000000", "atmost = 1000000"), "file 1, at_most: missing"),
        (("at_most = 1000000", "at_most = '1 MB'"), "at_most: wrong type; found '1 MB'"),
        (("hosts = ['localhost']", "hosts = ['example.org']"), "leads to localhost"),
        (("http://localhost:1/", "ftp://localhost/"), "is not HTTPS"),
        (("a.csv'", "..'"), "not a file name"),
        (('name = "daily"', 'name = "../daily"'), "lower-case letters"),
        (("kind = 'csv'", "kind = 'zip'"), "names its members"),
        (("kind = 'csv'", "kind = 'csv'\nencoding = 'utf-9'"), "unknown encoding; found utf-9"),
        (("publisher", "publishers"), "rates.toml, publisher: missing"),
        (("[[download]]", "[[download]"), "not TOML"),
        (("publisher", "by_hand = 'no'\npublisher"), "either downloads or `by_hand`"),
    ],
)
def test_a_faulty_template_is_located(desk: Project, change: tuple[str, str], message: str) -> None:
    """One line for each fault, with the file and the place in it; nothing is asked."""
    write_template(desk, "http://localhost:1/a.csv")
    path = desk.data / "sources" / "rates.toml"
    text = path.read_text("utf-8")
    assert change[0] in text
    path.write_text(text.replace(*change, 1), "utf-8")
    with pytest.raises(CuratedError) as caught:
        read_template(desk, "rates")
    assert message in str(caught.value)
    assert "data/sources/rates.toml" in str(caught.value)


@pytest.mark.parametrize(
    ("address", "allowed"),
    [
        ("https://www.ecb.europa.eu/x.zip", True),
        ("https://WWW.ECB.EUROPA.EU/x.zip", True),
        ("https://s3.example.org/bucket.of.ours/x.csv", True),
        ("https://s3.example.org/bucket.of.others/x.csv", False),
        ("https://www.ecb.europa.eu.evil.example/x.zip", False),
        ("https://evil.example/www.ecb.europa.eu", False),
        ("https://www.ecb.europa.eu@evil.example/x.zip", False),
        ("https://user@www.ecb.europa.eu/x.zip", False),
        ("https://www.ecb.europa.eu:8443/x.zip", False),
        ("http://www.ecb.europa.eu/x.zip", False),
        ("file:///etc/passwd", False),
        ("//www.ecb.europa.eu/x.zip", False),
        ("https://127.0.0.1/x.zip", False),
        ("https://www.ecb.europa.eu:99999/x.zip", False),
    ],
)
def test_only_named_hosts_over_https(address: str, allowed: bool) -> None:
    """A host that merely looks like one, another port, a user name, another scheme: none."""
    hosts = frozenset({"www.ecb.europa.eu", "s3.example.org/bucket.of.ours/"})
    if allowed:
        permitted(address, hosts, local=False)
    else:
        with pytest.raises(ValueError, match=r"is not|leads to|carries|range"):
            permitted(address, hosts, local=False)


# the project's own templates


@pytest.mark.parametrize("source", list_templates(Project(Path(__file__).parents[1])))
def test_a_committed_template_is_whole(project: Project, source: str) -> None:
    """It reads, every address is HTTPS at a named host, and says where it was read."""
    template = read_template(project, source)
    for item in template.downloads:
        for wanted in item.files:
            permitted(wanted.address, template.hosts, local=False)
            assert wanted.seen_in
            assert item.page.startswith("https://")


KIEL = "aid/kiel_release_29_website_2026-08-04/"
KIEL_FILES = "data_explorer total_allocations release_info eu_aid_shares procurement_trends weapons"
HELD = {
    ("kiel_ust", "website"): [f"{KIEL}{name}.csv" for name in KIEL_FILES.split()],
    ("us_foreign_assistance", "country"): [
        "aid/us_foreignassistance_gov_2025-04/us_foreign_aid_country.csv",
        "aid/us_foreignassistance_gov_2025-11/us_foreign_aid_country.csv",
    ],
    ("one_campaign", "oda"): [
        "aid/one_campaign_oda_refugee_costs/total_oda_current.csv",
        "aid/one_campaign_oda_refugee_costs/total_idrc_current.csv",
    ],
    ("world_bank_cmo", "annual"): ["usgs/prices/CMO-Historical-Data-Annual.xlsx"],
    ("world_bank_cmo", "monthly"): ["usgs/prices/CMO-Historical-Data-Monthly.xlsx"],
    ("usgs_mcs", "mcs2026-versions"): ["usgs/mcs2026/versionHist.txt"],
    ("fx", "ecb"): ["economy/ecb_euro_reference_rates_2026-10-30/eurofxref-hist.csv"],
    ("usgs_mcs", "mcs2026"): ["usgs/mcs2026/MCS2026_Commodities_Data.csv"],
    ("usgs_mcs_salient", "mcs2026"): ["usgs/mcs2026/MCS2026_Commodities_Data.csv"],
    ("usgs_mcs", "mcs2025"): ["usgs/mcs2025/MCS2025_World_Data.csv"],
    ("usgs_deposits", "ofr-2005-1294"): [
        "usgs/deposits/ofr-2005-1294/deposit.csv",
        "usgs/deposits/ofr-2005-1294/commodity.csv",
    ],
    ("usgs_deposits", "ofr-02-189"): ["usgs/deposits/ree-ofr-02-189/main.csv"],
    ("usgs_historical_statistics", "rare-earths"): [
        "usgs/ree_supplement/ds140-rare-earths-2020.xlsx"
    ],
    ("usgs_minerals_yearbook", "rare-earths-2022"): [
        "usgs/ree_supplement/myb1-2022-raree-ert.xlsx"
    ],
}


@pytest.mark.raw
@pytest.mark.parametrize(("source", "name"), HELD)
def test_the_copies_we_hold_would_be_accepted(project: Project, source: str, name: str) -> None:
    """What a template expects is what the publisher's file has, as far as we hold a copy."""
    root = os.environ.get("ASSAY_RAW")
    if not root:
        pytest.skip("not compared: ASSAY_RAW is not set")
    (item,) = read_template(project, source).chosen(name)
    contents = {wanted.save_as: wanted.content for wanted in item.files}
    contents |= {member.name: member.content for w in item.files for member in w.members}
    for held in HELD[source, name]:
        path = Path(root) / held
        check_file(path, contents[path.name], 100_000_000, held)
        wanted = {file.save_as: file for file in item.files}.get(path.name)
        assert wanted is None or wanted.at_least <= path.stat().st_size <= wanted.at_most / 2


def test_a_workbook_is_looked_into(tmp_path: Path) -> None:
    """Its sheets must be there; what is not a workbook at all is said."""
    from assay.fetch.templates import Content

    book = openpyxl.Workbook()
    book.active.title = "Monthly Prices"
    path = tmp_path / "prices.xlsx"
    book.save(path)
    check_file(path, Content("xlsx", ("Monthly Prices",)), 1_000_000, "prices.xlsx")
    with pytest.raises(FetchError, match="other sheets; found Monthly Prices; expected Annual"):
        check_file(path, Content("xlsx", ("Annual Prices",)), 1_000_000, "prices.xlsx")
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("main.csv", RATES)
    with pytest.raises(FetchError, match="not an Excel workbook"):
        check_file(path, Content("xlsx"), 1_000_000, "prices.xlsx")
