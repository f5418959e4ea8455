"""A release as a diff: rows, alarms and the verdicts it would flip."""

from __future__ import annotations

import re
from collections import defaultdict
from decimal import Decimal
from html import unescape
from pathlib import Path

import pytest
from assay.cli import cli
from assay.diff import Diff, TableDiff, diff_releases, to_document, to_text
from assay.diff.tables import diff_tables
from assay.document import Document, numbers_in
from assay.errors import ReleaseError
from assay.pages import POLICY
from assay.paths import Project
from assay.rows import read_source
from click.testing import CliRunner
from digits import loose_digits


@pytest.fixture(scope="module")
def kiel(project: Project) -> Diff:
    """The correction of Kiel's release 29."""
    return diff_releases(project, "kiel_ust", "29-first", "29-corrected")


@pytest.fixture(scope="module")
def usgs(project: Project) -> Diff:
    """MCS 2025 and MCS 2026."""
    return diff_releases(project, "usgs_mcs", "mcs2025-v2.0", "mcs2026")


def table(diff: Diff, name: str) -> TableDiff:
    return next(item for item in diff.tables if item.table.name == name)


def test_a_correction_inside_one_release_number_is_measured(kiel: Diff) -> None:
    """PROVENANCE: the total went from 350.88 to 358.40."""
    groups = table(kiel, "groups")
    assert groups.old is not None
    assert groups.new is not None
    totals = [
        sum(r.amount for r in upload.rows if r.cells["aid_type"] == "total")
        for upload in (groups.old, groups.new)
    ]
    assert [round(total, 2) for total in totals] == [Decimal("350.88"), Decimal("358.40")]
    moved = sum((c.difference or Decimal(0)) for c in groups.changed if c.key[2] == "total")
    assert moved == totals[1] - totals[0]


def test_who_was_corrected_and_by_how_much(kiel: Diff) -> None:
    """PROVENANCE: France +2.16, UK +1.51, Italy +1.30, Poland +1.14."""
    monthly = table(kiel, "monthly")
    donors: dict[str, Decimal] = defaultdict(Decimal)
    for change in monthly.changed:
        if change.old.cells["stage"] == "allocated":
            donors[change.key[0]] += change.difference or Decimal(0)
    for sign, rows in ((1, monthly.appeared), (-1, monthly.vanished)):
        for key, row in rows:
            if row.cells["stage"] == "allocated":
                donors[key[0]] += sign * row.amount
    shown = {code: str(round(donors[code], 2)) for code in ("FRA", "GBR", "ITA", "POL")}
    assert shown == {"FRA": "2.16", "GBR": "1.51", "ITA": "1.30", "POL": "1.14"}


def test_every_row_is_counted_once(kiel: Diff, usgs: Diff) -> None:
    """Appeared, vanished, changed and the same add up to both files."""
    for diff in (kiel, usgs):
        for item in diff.tables:
            kept = len(item.changed) + item.same
            assert item.old is not None
            assert item.new is not None
            assert len(item.old.rows) == kept + len(item.vanished)
            assert len(item.new.rows) == kept + len(item.appeared)


def test_changes_come_with_the_largest_first(kiel: Diff) -> None:
    """Italy's month of May 2025 moved most."""
    sizes = [abs(change.difference or 0) for change in table(kiel, "monthly").changed]
    assert sizes == sorted(sizes, reverse=True)
    assert table(kiel, "monthly").changed[0].key[:2] == ("ITA", "2025-05")


@pytest.mark.parametrize(
    ("chapter", "was", "now"),
    [
        ("Titanium mineral concentrates", "120000", "286000"),
        ("Graphite (natural)", "1200", "900"),
        ("Iron ore", "42000000", "54700000"),
    ],
)
def test_a_row_whose_words_changed_is_the_same_row(
    usgs: Diff, chapter: str, was: str, now: str
) -> None:
    """PITFALLS, USGS data 3: Ukraine's 2024 was revised between the editions."""
    pairs = {
        (change.old.cells["value"], change.new.cells["value"])
        for change in table(usgs, "world").changed
        if change.new.cells["chapter"] == chapter
        and change.new.cells["country_code"] == "UKR"
        and change.new.cells["statistic"] == "production"
    }
    assert (was, now) in pairs


def test_verdicts_that_would_flip_are_named(kiel: Diff) -> None:
    """Kiel's own 138 for Europe does not hold on the first upload and does on the corrected one."""
    flips = {effect.claim.claim_id: (effect.was, effect.becomes) for effect in kiel.flips}
    was, becomes = flips["kiel-europe-138bn"]
    assert was.startswith("overstated")
    assert becomes == "supported"


def test_only_claims_that_read_the_source_are_checked(kiel: Diff) -> None:
    """A claim about minerals is not among them."""
    assert kiel.claims_checked > 0
    assert {effect.claim.topic for effect in kiel.effects} <= {"aid", "guarantees"}


def test_a_flip_comes_before_a_measure_that_moved(kiel: Diff) -> None:
    """Both are told; a verdict that keeps its name is no flip."""
    order = [effect.is_flip for effect in kiel.effects]
    assert order == sorted(order, reverse=True)
    assert True in order
    assert False in order


def test_back_is_the_mirror_of_forth(project: Project, kiel: Diff) -> None:
    """What appeared vanishes, and every difference has the other sign."""
    held = read_source(project, "kiel_ust")
    item = table(kiel, "monthly")
    back = diff_tables(item.table, item.new, item.old)
    assert held.contract.source == "kiel_ust"
    assert (back.appeared, back.vanished, back.same) == (item.vanished, item.appeared, item.same)
    assert {(c.key, c.difference) for c in back.changed} == {
        (c.key, None if c.difference is None else -c.difference) for c in item.changed
    }


def test_a_table_that_one_release_lacks_appears_whole(project: Project) -> None:
    """Release 28 has totals, release 29 months and groups."""
    diff = diff_releases(project, "kiel_ust", "28", "29-first")
    groups = table(diff, "groups")
    assert groups.old is None
    assert groups.new is not None
    assert len(groups.appeared) == len(groups.new.rows)


def test_alarms_of_the_new_release_are_told(project: Project) -> None:
    """The web files of release 29 hold no series of Europe and the United States any more."""
    diff = diff_releases(project, "kiel_ust", "19", "29-first")
    assert {alarm.release for alarm in diff.alarms} == {"29-first"}
    assert "all rows are gone" in to_text(diff)


def test_text_and_page_say_the_same(kiel: Diff) -> None:
    """The terminal shows the page's words; a page survives being stored."""
    text, document = to_text(kiel), to_document(kiel)
    assert text == str(document)
    assert f"{len(kiel.flips)} verdicts would flip" in text
    assert "129.0 EUR bn, fails" in text
    assert Document.from_json(document.to_json()).to_json() == document.to_json()


def test_every_digit_of_the_page_is_bound(kiel: Diff, usgs: Diff) -> None:
    """A digit stands in a number with its proof, or in words that say whose they are."""
    for diff in (kiel, usgs):
        document = to_document(diff)
        assert loose_digits(document) == []
        assert all(number.proof.query for number in numbers_in(document.nodes))
        keys: dict[str, str] = {}
        for number in numbers_in(document.nodes):
            assert keys.setdefault(number.proof.key, number.proof.value) == number.proof.value


def test_a_diff_is_written_as_a_page(project: Project, tmp_path: Path) -> None:
    """`--page` makes one that opens from the disk: each number leads to its proof on the page, and
    nothing is asked of a network.
    """
    folder = tmp_path / "diff"
    asked = ["diff", "kiel_ust", "29-first", "29-corrected", "--page", str(folder)]
    home = {"ASSAY_HOME": str(project.root)}
    told = CliRunner().invoke(cli, asked, env=home, catch_exceptions=False)
    assert told.output.endswith("index.html: 2 verdicts would flip.\n")
    page = (folder / "index.html").read_text("utf-8")
    assert POLICY in unescape(page)
    links = set(re.findall(r'href="#(p-[0-9a-f]+)"', page))
    assert links
    assert links <= set(re.findall(r'id="(p-[0-9a-f]+)"', page))
    for address in re.findall(r'\s(?:src|href)="(?!#)([^"]+)"', page):
        assert (folder / address).is_file()


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("29-first", "29-first", "compared with itself"),
        ("29-first", "31", "held: "),
        ("1", "29-first", "No release '1'"),
    ],
)
def test_a_release_that_cannot_be_compared_is_one_message(
    project: Project, old: str, new: str, told: str
) -> None:
    """Says which release is not held, and which are."""
    with pytest.raises(ReleaseError, match=told):
        diff_releases(project, "kiel_ust", old, new)


def test_an_edited_release_is_not_compared(tmp_path: Path, project: Project) -> None:
    """Its bytes are not those of its descriptor."""
    import shutil

    shutil.copytree(project.releases / "sig_oar", tmp_path / "data" / "releases" / "sig_oar")
    path = tmp_path / "data" / "releases" / "sig_oar" / "fy2025-q1" / "funding.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("182.8", "283.8"), encoding="utf-8")
    with pytest.raises(ReleaseError, match="edited after it was ingested"):
        diff_releases(Project(tmp_path), "sig_oar", "fy2025-q1", "fy2025-q2")
