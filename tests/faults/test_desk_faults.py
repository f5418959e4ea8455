"""What the desk does when SQL means harm, never ends, or when its files were changed."""

from __future__ import annotations

import json
import shutil
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
from assay.desk import Desk, Limits, open_desk
from assay.errors import AssayError, ReadingError, ReleaseError
from assay.model import Finding, Reading
from assay.paths import Project
from newsroom import Newsroom
from samples import make_claim, make_reading

pytestmark = pytest.mark.faults

CLAIM = make_claim()
LIMITS = Limits(seconds=1.0)
DISBURSED = """WITH evidence AS (
  SELECT value FROM sig_oar.funding WHERE release = 'fy2025-q1' AND stage = 'disbursed'
)
SELECT max(value) AS value FROM evidence"""
ENDLESS = """WITH evidence AS (
  SELECT a.value FROM kiel_ust.monthly AS a, kiel_ust.monthly AS b, kiel_ust.monthly AS c,
    kiel_ust.monthly AS d
  WHERE a.value + b.value + c.value + d.value > 0
)
SELECT sum(value) AS value FROM evidence"""
HUGE = """WITH evidence AS (
  SELECT length(repeat('x', 4000000000)) AS n FROM sig_oar.funding
)
SELECT max(n) AS value FROM evidence"""


@pytest.fixture(scope="module")
def desk(project: Project) -> Iterator[Desk]:
    with open_desk(project) as opened:
        yield opened


@pytest.fixture
def copy(project: Project, tmp_path: Path) -> Project:
    """A project of its own with the inspector general's pages, free to be damaged."""
    other = Project(tmp_path)
    shutil.copytree(project.releases / "sig_oar", other.releases / "sig_oar")
    other.calendars.mkdir()
    shutil.copy(project.calendars / "sig_oar.csv", other.calendars)
    return other


def forged(sql: str) -> Reading:
    """A reading that never passed the gate of the readings room."""
    return replace(make_reading(DISBURSED), sql=sql, evidence_sql=sql)


def run(desk: Desk, *readings: Reading) -> list[Finding | ReadingError]:
    return desk.find_many([(CLAIM, reading, None) for reading in readings], LIMITS)


def test_a_bad_reading_costs_itself_alone(desk: Desk) -> None:
    """Between one that never ends and one that wants 4 GB, the good ones give their findings."""
    good, again = make_reading(DISBURSED), make_reading(DISBURSED.replace("max", "min"))
    first, endless, second, huge, third = run(
        desk, good, make_reading(ENDLESS), again, make_reading(HUGE), good
    )
    assert isinstance(first, Finding)
    assert isinstance(second, Finding)
    assert first == third
    assert first.low == second.low == 83.4
    assert "sample.sql, line 7: the query does not end" in str(endless)
    assert "still running after 1 seconds" in str(endless)
    assert "sample.sql, line 7: the query needs too much memory" in str(huge)


def test_a_batch_gives_what_single_findings_give(desk: Desk, project: Project) -> None:
    """The process of a batch and the caller's own connection agree to the last digit."""
    reading = make_reading(ENDLESS.replace("a.value + b.value + c.value + d.value > 0", "false"))
    sums = make_reading(
        "WITH evidence AS (SELECT donor, sum(value) AS v FROM kiel_ust.monthly GROUP BY donor)\n"
        "SELECT min(v) AS low, 1.4 * min(v) AS high FROM evidence"
    )
    with open_desk(project) as other:
        assert run(desk, reading, sums) == [
            other.find(CLAIM, reading, None),
            other.find(CLAIM, sums, None),
        ]


def test_one_reading_of_two_files_runs_once_and_fails_in_each(desk: Desk) -> None:
    """Two claims that share a reading wait once for it, and each message names its own file."""
    here = make_reading(ENDLESS.replace("> 0", "> -1"))
    there = replace(here, path="other.sql", line=42)
    start = time.monotonic()
    first, second = run(desk, here, there)
    assert time.monotonic() - start < 2 * LIMITS.seconds + 1
    assert "sample.sql, line 7" in str(first)
    assert "other.sql, line 42" in str(second)


@pytest.mark.parametrize(
    "sql",
    [
        "COPY (SELECT 1) TO '{folder}/out.csv'",
        "ATTACH '{folder}/out.db'",
        "EXPORT DATABASE '{folder}/out'",
        "CREATE TABLE store.sig_oar.more AS SELECT 1",
        "INSERT INTO store.sig_oar.funding SELECT * FROM store.sig_oar.funding",
        "DROP VIEW sig_oar.funding",
        "SET lock_configuration = false",
        "PRAGMA enable_external_access",
        "INSTALL httpfs",
        "CHECKPOINT",
        "SELECT 1 AS value; DROP VIEW sig_oar.funding",
        "SELECT * FROM read_text('{folder}/secret.txt')",
        "SELECT count(*) AS value FROM glob('{folder}/*')",
        "SELECT max(x) AS value FROM callers_frame",
    ],
)
def test_sql_that_slips_past_the_gate_still_reaches_nothing(
    desk: Desk, tmp_path: Path, sql: str
) -> None:
    """Without the gate the sandbox alone refuses: no file is read or written, no view is lost."""
    callers_frame = pd.DataFrame({"x": [1]})
    (tmp_path / "secret.txt").write_text("secret")
    before = sorted(tmp_path.iterdir())
    reading = forged(sql.format(folder=tmp_path))
    (answer,) = run(desk, reading)
    assert isinstance(answer, ReadingError), answer
    with pytest.raises(ReadingError):
        desk.find(CLAIM, reading)
    assert sorted(tmp_path.iterdir()) == before
    assert len(desk.table("sig_oar.funding")) == 12
    assert len(callers_frame) == 1


def test_nothing_starts_for_readings_that_need_no_run(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Findings already given, and those without a release, cost no process."""
    reading = make_reading(DISBURSED)
    finding = desk.find(CLAIM, reading)
    monkeypatch.setattr("sys.executable", "/no/such/program")
    assert run(desk, reading) == [finding]
    assert desk.find_many([], LIMITS) == []


def test_an_unknown_table_is_one_answer_of_the_batch(desk: Desk) -> None:
    """A reading whose table does not exist does not stop the others."""
    bad = make_reading(DISBURSED.replace("sig_oar.funding", "sig_oar.fundings"))
    answer, finding = run(desk, bad, make_reading(DISBURSED))
    assert "no such table; found sig_oar.fundings" in str(answer)
    assert isinstance(finding, Finding)


def test_an_edited_release_is_refused_even_with_a_warm_cache(copy: Project) -> None:
    """A figure changed by hand is found by its hash, and the message says what to do."""
    open_desk(copy).close()
    path = copy.releases / "sig_oar" / "fy2025-q1" / "funding.csv"
    path.write_text(path.read_text().replace("83.4", "93.4"))
    with pytest.raises(ReleaseError) as error:
        open_desk(copy)
    message = str(error.value)
    assert message.startswith("data/releases/sig_oar/fy2025-q1/funding.csv: the table was edited")
    assert "found sha256:" in message
    assert "A release is immutable: restore it" in message


def test_a_missing_table_and_a_stray_file_are_told_together(copy: Project) -> None:
    """All damage comes in one message."""
    (copy.releases / "sig_oar" / "fy2024-q4" / "funding.csv").unlink()
    (copy.releases / "sig_oar" / "fy2025-q1" / "notes.csv").write_text("mine")
    with pytest.raises(ReleaseError) as error:
        open_desk(copy)
    assert "fy2024-q4/funding.csv: table is missing" in str(error.value)
    assert "fy2025-q1/notes.csv: a file that the descriptor does not name" in str(error.value)


def test_a_release_that_left_its_contract_is_refused(copy: Project) -> None:
    """A column added to the contract after a release was written is told as such."""
    path = copy.releases / "sig_oar" / "tables.json"
    contract = json.loads(path.read_text())
    contract["tables"][0]["fields"].append({"name": "extra", "type": "string", "description": "x"})
    path.write_text(json.dumps(contract))
    with pytest.raises(ReleaseError, match="columns differ from the contract") as error:
        open_desk(copy)
    assert "ingest it again" in str(error.value)


def test_a_cell_that_is_not_of_its_type_is_refused_with_its_place(copy: Project) -> None:
    """A number column that the contract now calls a date is an error, not a NULL."""
    path = copy.releases / "sig_oar" / "tables.json"
    path.write_text(path.read_text().replace('"number"', '"date"'))
    with pytest.raises(ReleaseError) as error:
        open_desk(copy)
    message = str(error.value)
    assert message.startswith("data/releases/sig_oar/undated-after-fy2025-q2/funding.csv, row 2: ")
    assert 'Error when converting column "value". Could not convert string "174.2"' in message


def test_an_unchanged_project_finds_its_cache_and_a_new_release_makes_another(
    copy: Project, project: Project
) -> None:
    """The cache is named after what it was made from."""
    shutil.rmtree(copy.releases / "sig_oar" / "fy2025-q2")
    open_desk(copy).close()
    (first,) = copy.cache.iterdir()
    stamp = first.stat().st_mtime_ns
    open_desk(copy).close()
    assert [path.stat().st_mtime_ns for path in copy.cache.iterdir()] == [stamp]
    shutil.copytree(
        project.releases / "sig_oar" / "fy2025-q2", copy.releases / "sig_oar" / "fy2025-q2"
    )
    with open_desk(copy) as desk:
        assert "fy2025-q2" in set(desk.table("sig_oar.funding")["release"])
    assert len(list(copy.cache.iterdir())) == 2


def test_a_damaged_cache_is_built_again(copy: Project) -> None:
    """Half a cache file, as a full disk leaves it, is replaced and nobody is told."""
    open_desk(copy).close()
    (cache,) = copy.cache.iterdir()
    cache.write_bytes(cache.read_bytes()[:5000])
    with open_desk(copy) as desk:
        assert len(desk.table("sig_oar.funding")) == 12


def test_a_file_in_the_caches_place_is_one_message(copy: Project) -> None:
    """Where no cache folder can be made, the message names the place."""
    copy.cache.write_text("not a folder")
    with pytest.raises(AssayError, match=r"The desk cannot write data/\.cache"):
        open_desk(copy)


def test_two_desks_read_one_cache_at_once(project: Project) -> None:
    """Readers share the file: opening a second desk neither waits nor fails."""
    with open_desk(project) as one, open_desk(project) as two:
        assert one.table("sig_oar.funding").equals(two.table("sig_oar.funding"))


def test_a_process_that_cannot_start_is_one_message(newsroom: Newsroom) -> None:
    """Where the process of a batch dies at once, the caller is told and nothing hangs."""
    with open_desk(newsroom.project) as desk, pytest.raises(AssayError, match="did not start"):
        desk.find_many([(CLAIM, make_reading(DISBURSED), None)], Limits(megabytes=64))
