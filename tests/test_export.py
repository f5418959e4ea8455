"""The record in open formats: what is in it, what rights leave out, and that it reads the same."""

from __future__ import annotations

import csv
import hashlib
import json
import os
import sqlite3
import subprocess
import sys
import tracemalloc
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, Literal

import pyarrow.parquet as pq
import pytest
from assay.checks import check_claims
from assay.editions.holds import HEADER as HOLDS
from assay.errors import BuildError, ParameterError, ReleaseError
from assay.export import FORMATS, export
from assay.export.packages import validate_package, write_package
from assay.export.parquet import write_parquet
from assay.export.record import Record, RecordTable, cell_of, column, text
from assay.export.sheets import write_sheets
from assay.export.sqlite import write_sqlite
from assay.model import Check
from assay.paths import Project
from assay.releases import list_releases, list_sources
from assay.signoff import approve, digest_of
from assay.spreadsheets import STARTS, safe_cell
from frictionless import Package
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from newsroom import Newsroom

ADDRESS = 'name = "The Desk"\naddress = "https://desk.example.org"\n'


@pytest.fixture(scope="module")
def checks(project: Project) -> list[Check]:
    """Every claim of the project, checked once."""
    return check_claims(project)


@pytest.fixture(scope="module")
def whole(project: Project, checks: list[Check], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project's own record in every format."""
    folder = tmp_path_factory.mktemp("export") / "record"
    export(project, folder, checks=checks)
    return folder


def rows_of(folder: Path, table: str) -> list[dict[str, str]]:
    """A table of an exported Data Package."""
    path = folder / "datapackage" / "data" / f"{table}.csv"
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def ask_sqlite(folder: Path, sql: str) -> list[tuple[Any, ...]]:
    """The answer of the exported database."""
    with closing(sqlite3.connect(folder / "sqlite" / "assay.db")) as database:
        return database.execute(sql).fetchall()


def bytes_of(folder: Path) -> dict[str, bytes]:
    """Every file of a folder."""
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


class TestTheWholeRecord:
    """The project's own claims and data."""

    def test_every_file_has_its_hash(self, whole: Path) -> None:
        """SHA256SUMS names every file but itself."""
        files = bytes_of(whole)
        lines = files.pop("SHA256SUMS").decode().splitlines()
        told = {line.split("  ")[1]: line.split("  ")[0] for line in lines}
        assert told == {name: hashlib.sha256(body).hexdigest() for name, body in files.items()}

    def test_a_published_figure_is_in_every_format(self, whole: Path) -> None:
        """Disbursed by the end of 2024: 83.4 bn dollars, on the inspector general's page."""
        where = "release_id = 'sig_oar/fy2025-q1' AND stage = 'disbursed'"
        (row,) = ask_sqlite(whole, f"SELECT value, unit FROM sig_oar__funding WHERE {where}")
        assert row == (83.4, "USD bn")
        table = pq.read_table(whole / "parquet" / "sig_oar__funding.parquet").to_pylist()
        values = {(r["release_id"], r["stage"]): r["value"] for r in table}
        assert values["sig_oar/fy2025-q1", "disbursed"] == Decimal("83.4")
        for form in ("datapackage/data", "spreadsheet"):
            path = whole / form / "sig_oar__funding.csv"
            with path.open(encoding="utf-8-sig", newline="") as stream:
                told = {(r["release_id"], r["stage"]): r["value"] for r in csv.DictReader(stream)}
            assert told["sig_oar/fy2025-q1", "disbursed"] == "83.4"

    def test_a_withheld_figure_is_null_and_says_withheld(self, whole: Path) -> None:
        """Not zero, not an empty text: the status says what is missing."""
        sql = "SELECT DISTINCT typeof(value) FROM usgs_mcs__world WHERE status = 'withheld'"
        assert ask_sqlite(whole, sql) == [("null",)]
        table = pq.read_table(whole / "parquet" / "usgs_mcs__world.parquet").to_pylist()
        assert {row["value"] for row in table if row["status"] == "withheld"} == {None}
        assert {row["value"] for row in table if row["status"] == "zero"} == {Decimal(0)}

    def test_a_verdict_is_in_it_at_both_clocks(self, whole: Path, checks: list[Check]) -> None:
        """Each claim's verdict now, and then where its date is known."""
        told = {(r["claim_id"], r["clock"]): r["verdict"] for r in rows_of(whole, "verdicts")}
        expected = {(c.claim.claim_id, "now"): c.now.name for c in checks}
        expected |= {(c.claim.claim_id, "then"): c.then.name for c in checks if c.then}
        held = {check.claim.claim_id for check in checks if check.claim.publication == "held"}
        assert told == {key: name for key, name in expected.items() if key[0] not in held}
        assert told["us-aid-350bn", "now"] == "contradicted"

    def test_a_finding_names_its_releases(self, whole: Path) -> None:
        """Those whose rows are left out too: the figure is derived, the credit is due."""
        used = [
            row["release_id"]
            for row in rows_of(whole, "finding_releases")
            if (row["claim_id"], row["reading"], row["clock"])
            == ("us-aid-350bn", "allocated", "now")
        ]
        assert "kiel_ust/29-corrected" in used
        assert "Trebesch et al." in (whole / "README.md").read_text("utf-8")

    def test_rows_that_may_not_be_passed_on_are_not_there(
        self, whole: Path, project: Project
    ) -> None:
        """No table of any format has a row of a release that says `ask`; all are listed."""
        asked = {
            f"{release.source}/{release.release}": release
            for source in list_sources(project)
            for release in list_releases(project, source)
            if release.redistribute == "ask"
        }
        assert "kiel_ust/29-corrected" in asked
        for path in (whole / "parquet").glob("*__*.parquet"):
            found = pq.read_table(path, columns=["release_id"])["release_id"].unique()
            assert not set(found.to_pylist()) & set(asked), path.name
        listed = {row["name"] for row in rows_of(whole, "left_out")}
        assert {f"{name}: {t}" for name, r in asked.items() for t in r.tables} <= listed
        assert not list(whole.rglob("kiel_ust__*"))

    def test_formats_agree_cell_by_cell(self, whole: Path) -> None:
        """Every table has the same rows in the same order in CSV, SQLite and Parquet."""
        for path in sorted((whole / "parquet").glob("*.parquet")):
            name = path.stem
            table = pq.read_table(path)
            printed = [str(field.type).startswith("decimal") for field in table.schema]
            with (whole / "datapackage" / "data" / f"{name}.csv").open(newline="") as stream:
                lines = list(csv.reader(stream))
            rows = [list(row.values()) for row in table.to_pylist()]
            stored = ask_sqlite(whole, f'SELECT * FROM "{name}" ORDER BY rowid')
            assert len(lines) - 1 == len(rows) == len(stored), name
            assert lines[0] == table.column_names
            for line, row, kept in zip(lines[1:], rows, stored, strict=True):
                assert line == [_plain(value) for value in row], name
                assert [_number(v) for v in kept] == [
                    float(value) if flag and value is not None else _number(value)
                    for value, flag in zip(row, printed, strict=True)
                ], name

    def test_datasette_finds_what_the_metadata_names(self, whole: Path) -> None:
        """Each table and column that has a title or a description is in the database."""
        metadata = json.loads((whole / "sqlite" / "metadata.json").read_text("utf-8"))
        tables = metadata["databases"]["assay"]["tables"]
        known = {name for (name,) in ask_sqlite(whole, "SELECT name FROM sqlite_master")}
        assert set(tables) <= known
        for name, told in tables.items():
            columns = {row[1] for row in ask_sqlite(whole, f'PRAGMA table_info("{name}")')}
            assert set(told.get("columns", ())) <= columns
        assert tables["usgs_mcs__world"]["license"] == "US government work, public domain; CC0 1.0"
        assert "U.S. Geological Survey" in tables["usgs_mcs__world"]["source"]

    def test_no_row_points_nowhere(self, whole: Path) -> None:
        """Every foreign key of the database finds its row."""
        assert ask_sqlite(whole, "PRAGMA foreign_key_check") == []
        assert ask_sqlite(whole, "PRAGMA integrity_check") == [("ok",)]

    def test_the_package_is_described_to_the_last_column(self, whole: Path) -> None:
        """frictionless reads it; every column of every table says what it means."""
        package = Package(str(whole / "datapackage" / "datapackage.json"))
        undescribed = [
            f"{resource.name}.{field.name}"
            for resource in package.resources
            for field in resource.schema.fields
            if not field.description
        ]
        assert undescribed == []

    def test_the_same_record_gives_the_same_bytes(
        self, whole: Path, project: Project, tmp_path: Path
    ) -> None:
        """In another process, another folder, another time zone, another order of hashes."""
        again = tmp_path / "elsewhere" / "again"
        code = (
            "import sys; from pathlib import Path\n"
            "from assay.export import export; from assay.paths import Project\n"
            "export(Project(Path(sys.argv[1])), Path(sys.argv[2]))\n"
        )
        changed = {"PYTHONHASHSEED": "7", "TZ": "Pacific/Apia", "LC_ALL": "C"}
        run = [sys.executable, "-c", code, str(project.root), str(again)]
        subprocess.run(run, check=True, env={**os.environ, **changed})
        first, second = bytes_of(whole), bytes_of(again)
        assert sorted(first) == sorted(second)
        assert [name for name in first if first[name] != second[name]] == []


def _plain(value: object) -> str:
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    return cell_of(value)


def _number(value: object) -> object:
    """What SQLite keeps: dates are text, true is 1."""
    if isinstance(value, bool):
        return int(value)
    return value.isoformat() if isinstance(value, date) else value


# rights


def made(newsroom: Newsroom, formats: Sequence[str] = ("datapackage",), **changes: Any) -> Path:
    """An export of the newsroom's record."""
    folder = newsroom.root.parent / f"record-{len(list(newsroom.root.parent.iterdir()))}"
    options = {"checks": newsroom.checks.values(), **changes}
    export(newsroom.project, folder, formats, **options)
    return folder


@pytest.mark.parametrize(
    ("redistribute", "derived", "passed"),
    [
        ("yes", False, True),
        ("ask", False, False),
        ("ask", True, False),
        ("derived_only", False, False),
        ("derived_only", True, True),
    ],
)
def test_each_release_is_passed_on_as_far_as_it_says(
    newsroom: Newsroom,
    redistribute: Literal["yes", "derived_only", "ask"],
    derived: bool,
    passed: bool,
) -> None:
    """One release beside another of the same table: only what may be passed on is there, and what
    is not is listed with its rows, its reason and its terms."""
    path = newsroom.root / "data" / "releases" / "sig_oar" / "tables.json"
    contract = json.loads(path.read_text("utf-8"))
    contract["tables"][0]["derived"] = derived
    path.write_text(json.dumps(contract), "utf-8")
    newsroom.release("2025-05", "2025-05-01", 99.25, licence="ask first", redistribute=redistribute)
    folder = made(newsroom, FORMATS)
    found = {row["release_id"] for row in rows_of(folder, "sig_oar__funding")}
    assert found == {"sig_oar/2025-02"} | ({"sig_oar/2025-05"} if passed else set())
    left_out = [row for row in rows_of(folder, "left_out") if row["kind"] == "table"]
    assert [(r["name"], r["rows"], r["redistribute"], r["licence"]) for r in left_out] == (
        [] if passed else [("sig_oar/2025-05: funding", "1", redistribute, "ask first")]
    )
    assert ("99.25" in (folder / "spreadsheet" / "sig_oar__funding.csv").read_text()) is passed
    assert (b"99.25" in b"".join(bytes_of(folder / "datapackage").values())) is passed
    assert ("sig_oar/2025-05: funding, 1 rows" in (folder / "README.md").read_text()) is not passed


def test_a_source_that_is_all_left_out_has_no_table(newsroom: Newsroom) -> None:
    """An empty table would say that the provider has nothing; the dictionary still knows it."""
    folder = newsroom.root / "data" / "releases" / "sig_oar" / "2025-02" / "datapackage.json"
    folder.write_text(
        folder.read_text("utf-8").replace('"redistribute": "yes"', '"redistribute": "ask"')
    )
    written = made(newsroom, FORMATS)
    assert not list(written.rglob("sig_oar__funding*"))
    assert {row["exported_as"] for row in rows_of(written, "columns")} == {""}
    assert rows_of(written, "finding_releases")[0]["release_id"] == "sig_oar/2025-02"


def test_what_no_page_shows_is_in_no_export(newsroom: Newsroom) -> None:
    """Held by an editor, held in the table, changed since it was signed: neither the words nor the
    verdict, only that it is left out and why."""
    newsroom.write("data/holds.csv", ",".join(HOLDS) + "\n2025-03-01,us-aid-350bn,held,a letter\n")
    held = replace(newsroom.checks["us-aid-again"].claim, publication="held")
    newsroom.checks["us-aid-again"] = replace(newsroom.checks["us-aid-again"], claim=held)
    signed = newsroom.checks["titanium-7pct"]
    approve(
        newsroom.project, signed, digest_of(signed), "Ada Byron", "Grace Hopper", date(2025, 3, 1)
    )
    changed = replace(signed.claim, tested_as="Another sentence.")
    newsroom.checks["titanium-7pct"] = replace(signed, claim=changed)
    folder = made(newsroom, FORMATS)
    for table in ("claims", "readings", "findings", "verdicts", "finding_releases"):
        assert rows_of(folder, table) == []
    assert {row["name"]: row["why"] for row in rows_of(folder, "left_out")} == {
        "titanium-7pct": "under review: it has changed since two people signed it",
        "us-aid-350bn": "held back by the editors",
        "us-aid-again": "held back by the editors",
    }
    assert b"Another sentence" not in b"".join(bytes_of(folder).values())


def test_a_strict_desk_exports_signed_claims_only(newsroom: Newsroom) -> None:
    """Where pages need two signatures, so does the export."""
    newsroom.write("reports/desk.toml", "require_signoff = true\n")
    check = newsroom.checks["us-aid-350bn"]
    approve(
        newsroom.project, check, digest_of(check), "Ada Byron", "Grace Hopper", date(2025, 3, 1)
    )
    folder = made(newsroom)
    assert [row["claim_id"] for row in rows_of(folder, "claims")] == ["us-aid-350bn"]
    (verdict, _) = rows_of(folder, "verdicts")
    assert (verdict["sign_off"], verdict["signed_on"]) == ("approved", "2025-03-01")
    assert b"Ada Byron" not in b"".join(bytes_of(folder).values())


def test_a_draft_says_so(newsroom: Newsroom) -> None:
    """An unsigned verdict is exported as what it is."""
    assert {row["sign_off"] for row in rows_of(made(newsroom), "verdicts")} == {"draft"}


# ClaimReview


def test_claimreview_is_for_signed_claims_only(newsroom: Newsroom) -> None:
    """One file for the one signed claim: its page, the sentence tested, the verdict in words."""
    newsroom.write("reports/desk.toml", ADDRESS)
    check = newsroom.checks["us-aid-350bn"]
    approve(
        newsroom.project, check, digest_of(check), "Ada Byron", "Grace Hopper", date(2025, 3, 1)
    )
    folder = made(newsroom, ["claimreview"])
    (path,) = (folder / "claimreview").iterdir()
    review = json.loads(path.read_text("utf-8"))
    assert path.name == "us-aid-350bn.jsonld"
    assert (review["@context"], review["@type"]) == ("https://schema.org", "ClaimReview")
    assert review["url"] == "https://desk.example.org/current/claims/us-aid-350bn/index.html"
    assert review["claimReviewed"] == check.claim.tested_as
    assert review["datePublished"] == "2025-03-01"
    assert set(review["reviewRating"]) == {"@type", "alternateName"}


@pytest.mark.parametrize("desk", [ADDRESS, 'name = "The Desk"\n'])
def test_without_a_signature_or_an_address_there_is_none(newsroom: Newsroom, desk: str) -> None:
    """And the export says so."""
    newsroom.write("reports/desk.toml", desk)
    if desk != ADDRESS:
        check = newsroom.checks["us-aid-350bn"]
        approve(
            newsroom.project, check, digest_of(check), "Ada Byron", "Grace Hopper", date(2025, 3, 1)
        )
    folder = made(newsroom, ["claimreview"])
    assert not (folder / "claimreview").exists()
    assert "No ClaimReview" in (folder / "README.md").read_text("utf-8")


# spreadsheets


def test_a_formula_is_text_in_the_spreadsheet_form_only(newsroom: Newsroom) -> None:
    """A speaker whose name would run is shown; the Data Package has the name as it is."""
    name = '=HYPERLINK("https://evil.example";"click")'
    claim = replace(newsroom.checks["us-aid-350bn"].claim, speaker=name)
    newsroom.checks["us-aid-350bn"] = replace(newsroom.checks["us-aid-350bn"], claim=claim)
    folder = made(newsroom, ["datapackage", "spreadsheet"])
    assert rows_of(folder, "claims")[0]["speaker"] == name
    raw = (folder / "spreadsheet" / "claims.csv").read_bytes()
    assert raw.startswith(b"\xef\xbb\xbfclaim_id,")
    assert raw.endswith(b"\r\n")
    with (folder / "spreadsheet" / "claims.csv").open(encoding="utf-8-sig", newline="") as stream:
        assert next(csv.DictReader(stream))["speaker"] == "'" + name


def test_no_exported_cell_runs(whole: Path) -> None:
    """Not one of the record's own, in the form that is for spreadsheets."""
    for path in (whole / "spreadsheet").glob("*.csv"):
        with path.open(encoding="utf-8-sig", newline="") as stream:
            for cells in csv.reader(stream):
                assert all(cell == safe_cell(cell) or cell[0] == "'" for cell in cells)


@pytest.mark.parametrize("number", ["-5", "+5", "-0.25", "-1,200.5", "2025-02-22", ""])
def test_a_number_stays_a_number(number: str) -> None:
    """Minus five is not text."""
    assert safe_cell(number) == number


@given(st.text(max_size=30))
def test_a_safe_cell_never_starts_like_a_formula(cell: str) -> None:
    """Whatever it holds; nothing but one sign is ever added, and nothing is lost."""
    safe = safe_cell(cell)
    assert safe in (cell, f"'{cell}")
    assert safe[:1] not in STARTS or safe.lstrip("+-").replace(",", "").replace(".", "").isdigit()
    assert safe_cell(safe) == safe


# any content


def table_of(rows: list[list[str]], columns: int = 2) -> RecordTable:
    """A table of texts with a whole number as its key."""
    names = [text(f"c{number}", "any text") for number in range(columns)]
    return RecordTable(
        "any",
        "Any",
        "One row is anything.",
        (column("number", "integer", "its place"), *names),
        ("number",),
        lambda: ([str(number), *cells] for number, cells in enumerate(rows, start=1)),
    )


TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=12)


@settings(
    max_examples=60,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(rows=st.lists(st.lists(TEXT, min_size=2, max_size=2), max_size=5))
def test_any_text_comes_back(
    tmp_path_factory: pytest.TempPathFactory, rows: list[list[str]]
) -> None:
    """Commas, quotes, line ends, any script: the same from CSV, SQLite and Parquet."""
    folder = tmp_path_factory.mktemp("any")
    record = Record("Any", "2026-10-30", (table_of(rows),), (), ())
    view_needs = (
        RecordTable("claims", "", "", tuple(text(n, "") for n in _CLAIM), (), lambda: iter(())),
        RecordTable("verdicts", "", "", tuple(text(n, "") for n in _VERDICT), (), lambda: iter(())),
    )
    write_package(record, folder / "package")
    write_parquet(record, folder / "parquet")
    write_sqlite(replace(record, tables=(*record.tables, *view_needs)), folder / "sqlite")
    with (folder / "package" / "data" / "any.csv").open(newline="", encoding="utf-8") as stream:
        assert [cells[1:] for cells in csv.reader(stream)][1:] == rows
    expected = [[cell or None for cell in cells] for cells in rows]
    table = pq.read_table(folder / "parquet" / "any.parquet").to_pylist()
    assert [list(row.values())[1:] for row in table] == expected
    found = ask_sqlite(folder, 'SELECT c0, c1 FROM "any" ORDER BY number')
    assert [list(row) for row in found] == expected


_CLAIM = "claim_id title speaker said_on tested_as".split()
_VERDICT = "claim_id clock verdict grade because sign_off".split()


@pytest.mark.parametrize("form", ["package", "parquet", "sheets", "sqlite"])
def test_a_large_table_is_never_held_in_memory(tmp_path: Path, form: str) -> None:
    """120,000 rows that are made as they are written: the peak stays far under their size in
    memory. (frictionless keeps the keys of the rows it reads, and is not asked here.)"""
    writers = {"parquet": write_parquet, "sheets": write_sheets, "sqlite": write_sqlite}

    def rows() -> Iterator[list[str]]:
        for number in range(120_000):
            yield [str(number), f"some text of row {number}", f"and more of row {number}"]

    big = replace(table_of([]), rows=rows)
    empty = lambda: iter(())  # noqa: E731
    others = (
        RecordTable("claims", "", "", tuple(text(n, "") for n in _CLAIM), (), empty),
        RecordTable("verdicts", "", "", tuple(text(n, "") for n in _VERDICT), (), empty),
    )
    record = Record("Big", "2026-10-30", (big, *others), (), ())
    size = 120_000 * sum(map(sys.getsizeof, next(rows())))
    if form == "package":
        from assay.export.packages import _write_table as write_one

        (tmp_path / "data").mkdir()
    tracemalloc.start()
    try:
        if form == "package":
            write_one(big, tmp_path / "data" / "any.csv")
        else:
            writers[form](record, tmp_path / "out")
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < size * (0.6 if form == "parquet" else 0.1)


# what goes wrong


def test_an_unknown_format_names_the_nearest(newsroom: Newsroom) -> None:
    """And nothing is written."""
    with pytest.raises(ParameterError, match=r"No format 'sqlit'.*Perhaps sqlite\?"):
        made(newsroom, ["sqlit"])
    assert [path.name for path in newsroom.root.parent.iterdir()] == ["desk"]


def test_a_folder_with_something_in_it_is_left_alone(newsroom: Newsroom) -> None:
    """An export overwrites nothing; an empty folder is filled."""
    folder = newsroom.root.parent / "record"
    folder.mkdir()
    (folder / "mine.txt").write_text("mine")
    with pytest.raises(ParameterError, match="is not empty: an export overwrites nothing"):
        export(newsroom.project, folder, checks=newsroom.checks.values())
    assert bytes_of(folder) == {"mine.txt": b"mine"}
    (folder / "mine.txt").unlink()
    written = export(newsroom.project, folder, ["sqlite"], checks=newsroom.checks.values())
    names = [path.relative_to(folder).as_posix() for path in written]
    assert names == ["README.md", "SHA256SUMS", "sqlite/assay.db", "sqlite/metadata.json"]


def test_an_edited_release_stops_it(newsroom: Newsroom) -> None:
    """Nothing is written, nothing is left beside it."""
    path = newsroom.root / "data" / "releases" / "sig_oar" / "2025-02" / "funding.csv"
    path.write_text(path.read_text().replace("83.4", "93.4"))
    with pytest.raises(ReleaseError, match="edited after it was ingested"):
        made(newsroom)
    assert [path.name for path in newsroom.root.parent.iterdir()] == ["desk"]


@pytest.mark.parametrize(
    ("form", "message"),
    [
        ("datapackage", "datapackage.json, finding_releases: .*violates the foreign key"),
        ("sqlite", "assay.db, table finding_releases, row 1: points to no row; expected releases"),
    ],
)
def test_a_finding_of_a_release_that_is_not_held_stops_it(
    newsroom: Newsroom, form: str, message: str
) -> None:
    """What was written is checked before anybody sees it."""
    check = newsroom.checks["us-aid-350bn"]
    (finding,) = check.now_findings
    lost = replace(finding, releases=(replace(finding.releases[0], release="1999"),))
    newsroom.checks["us-aid-350bn"] = replace(check, now_findings=(lost,))
    with pytest.raises(BuildError, match=message):
        made(newsroom, [form])
    assert [path.name for path in newsroom.root.parent.iterdir()] == ["desk"]


@pytest.mark.parametrize(
    ("file", "old", "new", "message"),
    [
        ("data/verdicts.csv", "contradicted", "supported", "expected hash"),
        ("data/sig_oar__funding.csv", "83.4", "much", "type is .*number"),
        ("datapackage.json", '"type": "number"', '"type": "numeral"', "numeral"),
    ],
)
def test_a_damaged_package_is_not_valid(
    newsroom: Newsroom, file: str, old: str, new: str, message: str
) -> None:
    """The check that every export passes does find faults."""
    package = made(newsroom) / "datapackage"
    path = package / file
    path.write_text(path.read_text("utf-8").replace(old, new), "utf-8")
    with pytest.raises(BuildError, match=message):
        validate_package(package / "datapackage.json")
