"""The notebook's door: one desk for all it is asked, and never one of yesterday's data."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from assay import reporter
from assay.desk import holdings, unchanged
from assay.document import Element
from assay.errors import ReleaseError
from assay.paths import Project

SMALL = ("sig_oar", "us_drawdowns")


@pytest.fixture
def desk(project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Project]:
    """A copy of two sources and no claim but theirs, on files that count as settled."""
    for source in SMALL:
        shutil.copytree(project.releases / source, tmp_path / "data" / "releases" / source)
    for path in ("claims.csv", "crosswalks", "calendars"):
        found, copied = project.data / path, tmp_path / "data" / path
        shutil.copytree(found, copied) if found.is_dir() else shutil.copy(found, copied)
    shutil.copytree(project.readings, tmp_path / "data" / "readings")
    monkeypatch.setenv("ASSAY_HOME", str(tmp_path))
    monkeypatch.setattr(unchanged, "SETTLED_NS", 0)
    reporter._project.cache_clear()
    yield Project(tmp_path)
    reporter._project.cache_clear()
    for kept in reporter._desks():
        kept.close()
    reporter._desks.cache_clear()


def first_table(desk: Project) -> Path:
    """The first table of the first release of a source."""
    return sorted((desk.releases / SMALL[0]).glob("*/*.csv"))[0]


def test_the_last_month_or_day_of_a_table_is_named_with_its_release(desk: Project) -> None:
    """`January 2025`, or the day, with the release it is from: its digits have a source."""
    pages = reporter.query("SELECT *, DATE '2025-01-31' AS period_end FROM sig_oar.funding")
    month = reporter.last_month(pages)
    assert isinstance(month, Element)
    assert month.children == ("January 2025",)
    assert month.src.startswith("release:sig_oar/")
    day = reporter.last_day(pages, "period_end")
    assert (day.children, day.src) == (("31 January 2025",), month.src)


def test_a_notebook_has_one_desk(desk: Project) -> None:
    """Whatever is asked, the releases are opened once while they stay as they are."""
    reporter.check("half-not-paid-out")
    opened = reporter._desk()
    reporter.table("sig_oar.funding")
    assert reporter._desk() is opened


def test_releases_are_hashed_once_while_nobody_touches_them(
    desk: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A second desk in one process does not read fifteen megabytes again."""
    holdings.hold(desk)
    monkeypatch.setattr(holdings, "verify_release", None)
    holdings.hold(desk)


def test_an_edited_release_is_refused_though_a_desk_is_open(desk: Project) -> None:
    """An edit that leaves size and modification time as they were is seen at the next question."""
    reporter.table("sig_oar.funding")
    table = first_table(desk)
    raw, times = table.read_bytes(), table.stat()
    table.write_bytes(raw.replace(b"1", b"2"))
    os.utime(table, ns=(times.st_atime_ns, times.st_mtime_ns))
    assert table.stat().st_size == times.st_size
    with pytest.raises(ReleaseError, match="edited after it was ingested"):
        reporter.table("sig_oar.funding")


def test_a_release_that_is_taken_away_is_missed_though_a_desk_is_open(desk: Project) -> None:
    """The desk is opened again on what is held now."""
    held = sorted((desk.releases / SMALL[0]).glob("*/datapackage.json"))
    before = reporter.table("sig_oar.funding_all")
    shutil.rmtree(held[0].parent)
    after = reporter.table("sig_oar.funding_all")
    assert set(after["release"]) == set(before["release"]) - {held[0].parent.name}


def test_files_just_written_are_never_taken_as_read_before(
    desk: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Within two seconds of a change the file system's clock proves nothing."""
    state = unchanged.state_of([desk.releases])
    assert unchanged.is_settled(state)
    monkeypatch.undo()
    first_table(desk).touch()
    assert not unchanged.is_settled(unchanged.state_of([desk.releases]))


def test_a_claim_edited_in_a_spreadsheet_is_read_again(desk: Project) -> None:
    """Claims are remembered by their bytes: another byte is another table."""
    before = reporter.claim("us-aid-350bn").title
    raw = desk.claims.read_text("utf-8")
    desk.claims.write_text(raw.replace(before, "Has it been said in time?"), "utf-8")
    assert reporter.claim("us-aid-350bn").title == "Has it been said in time?"
