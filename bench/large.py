"""A table of ten million rows: how much memory the desk takes, and what a reading of it costs.

The table is synthetic: shipments with a country, a day, a stage and an amount, in a release of the
project's own form, as Parquet. Memory is the high-water mark of a process that verifies the
release, builds the cache file and runs every reading. Cost is a finding, with its evidence
counted and hashed, against the same SQL run bare by DuckDB on the same file with one thread.
"""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any

import duckdb
from assay.claims import read_claims
from assay.desk import Desk, open_desk
from assay.model import Claim, Reading
from assay.paths import Project
from assay.readings import parse_readings
from assay.releases import Cell, ReleaseFacts, write_release

from bench.findings import forget_outcomes
from bench.measure import Row, Sample

GIGABYTE = 1e9
SOURCE = "shipments"
FIELDS = {
    "shipment_id": ("integer", "number of the shipment"),
    "country_code": ("string", "where it went: one of 200"),
    "shipped_on": ("date", "when it left: one of 4,000 days, in no order"),
    "stage": ("string", "ore, concentrate, metal or oxide"),
    "value": ("number", "how much, in t"),
}
ROWS = """
SELECT i * 7919 % 10000019 AS shipment_id,
  'C' || lpad((hash(i) % 200)::VARCHAR, 3, '0') AS country_code,
  DATE '2015-01-01' + (hash(i, 1) % 4000)::INTEGER AS shipped_on,
  ['ore', 'concentrate', 'metal', 'oxide'][1 + (hash(i, 2) % 4)::INTEGER] AS stage,
  (hash(i, 3) % 100000000 / 1000)::DECIMAL(28, 10) AS value
FROM range(CAST($rows AS BIGINT)) AS made(i)
"""
A_COUNTRY = (
    "SELECT shipment_id, shipped_on, stage, value FROM shipments.shipments"
    " WHERE country_code = 'C007' AND shipped_on BETWEEN $period_to - {days} AND $period_to"
)
SUM = "SELECT sum(value) AS value FROM evidence"
READINGS = {
    "a country's week": (A_COUNTRY.format(days=6), SUM),
    "a country's three weeks": (A_COUNTRY.format(days=20), SUM),
    "a country's month": (A_COUNTRY.format(days=29), SUM),
    "a country's quarter": (A_COUNTRY.format(days=90), SUM),
    "one day": (
        "SELECT shipment_id, country_code, stage, value FROM shipments.shipments"
        " WHERE shipped_on = $period_to",
        SUM,
    ),
    "sums by country and stage": (
        "SELECT country_code, stage, sum(value) AS value FROM shipments.shipments"
        " WHERE shipped_on <= $period_to GROUP BY country_code, stage",
        "SELECT sum(value) AS value FROM evidence WHERE stage <> 'ore'",
    ),
    "every row as evidence": (
        "SELECT shipment_id, country_code, stage, value FROM shipments.shipments"
        " WHERE shipped_on <= $period_to",
        "SELECT sum(value) AS value FROM evidence WHERE stage <> 'ore'",
    ),
}


def compare_large(project: Project, rows: int, turns: int) -> Iterator[Row]:
    """Peak memory of opening and reading a table of `rows` rows, and readings against DuckDB."""
    with tempfile.TemporaryDirectory(prefix="large") as folder:
        home = make_release(project, Path(folder), rows)
        first, again = measure(home, "memory"), measure(home, "memory")
        costs = measure(home, "cost", str(turns))
    millions = f"{rows / 1e6:g} million rows"
    peak = max(first["peak"], again["peak"])
    yield Row(
        f"{millions}: peak memory (RSS)",
        "1 GB",
        peak / GIGABYTE,
        "≤",
        1,
        f"{first['peak'] / 1e6:.0f} MB when the cache file is built ({first['seconds']:.1f} s), "
        f"{again['peak'] / 1e6:.0f} MB later ({again['seconds']:.1f} s to open)",
    )
    for name, spent in costs.items():
        desk, bare = Sample(spent["desk"]), Sample(spent["bare"])
        yield Row(
            f"{millions}: {name}",
            "bare DuckDB, one thread",
            desk.median / bare.median,
            "≤",
            1.5,
            f"{desk}; bare {bare}; {spent['rows']} rows of evidence",
        )


def make_release(project: Project, folder: Path, rows: int) -> Project:
    """A project in `folder` that holds one release of one table with `rows` rows."""
    home = Project(folder)
    contract = home.releases / SOURCE / "tables.json"
    contract.parent.mkdir(parents=True)
    fields = [
        {"name": name, "type": kind, "description": words} for name, (kind, words) in FIELDS.items()
    ]
    table = {"name": SOURCE, "title": "Shipments", "row": "a shipment", "fields": fields}
    about = {"title": "Shipments", "publisher": "nobody", "mode": "replace"}
    contract.write_text(json.dumps({**about, "typical_revision": 0, "tables": [table]}), "utf-8")
    first: dict[str, Cell] = {
        "shipment_id": 1,
        "country_code": "C000",
        "shipped_on": date(2015, 1, 1),
        "stage": "ore",
        "value": Decimal(1),
    }
    facts = ReleaseFacts(
        files=(),
        title="Synthetic shipments",
        address="https://example.org",
        licence="CC0 1.0",
        citation="Made for a measurement",
        released_on="2026-01-01",
        released_on_status="seen",
        data_through="2025-12-31",
        retrieved_on="2026-01-01",
        custody="publisher",
        redistribute="yes",
    )
    release = write_release(home, SOURCE, "synthetic", facts, {SOURCE: [first]}, [])
    _fill(home.releases / SOURCE / release.release, rows)
    home.claims.write_bytes(project.claims.read_bytes())
    (home.data / "crosswalks").symlink_to(project.data / "crosswalks")
    return home


def _fill(folder: Path, rows: int) -> None:
    """Put the large table in the place of the small one, and its hash into the descriptor."""
    large, small = folder / f"{SOURCE}.parquet", folder / f"{SOURCE}.csv"
    with duckdb.connect(config={"threads": 1}) as connection:
        sql = ROWS.replace("$rows", str(rows))
        connection.execute(f"COPY ({sql}) TO '{large}' (FORMAT parquet, COMPRESSION zstd)")
    small.unlink()
    descriptor = json.loads((folder / "datapackage.json").read_bytes())
    with large.open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha256").hexdigest()
    descriptor["resources"][0] |= {
        "path": large.name,
        "format": "parquet",
        "mediatype": "application/vnd.apache.parquet",
        "bytes": large.stat().st_size,
        "hash": f"sha256:{digest}",
        "rows": rows,
    }
    (folder / "datapackage.json").write_text(json.dumps(descriptor), "utf-8")


def measure(home: Project, *what: str) -> dict[str, Any]:
    """What `main` tells of a project, run in a process of its own."""
    command = [sys.executable, "-m", "bench.large", str(home.root), *what]
    root = Path(__file__).resolve().parents[1]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, check=True)
    facts: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return facts


def main(home: str, what: str, turns: str = "1") -> None:
    """A process to be measured: the desk's memory, or the cost of its readings in turns."""
    project = Project(Path(home))
    forget_outcomes(project)
    claim = next(claim for claim in read_claims(project).values() if claim.unit == "count")
    if what == "memory":
        started = time.perf_counter()
        with open_desk(project) as desk:
            seconds = time.perf_counter() - started
            for name in READINGS:
                desk.find(claim, reading_of(claim, name))
        print(json.dumps({"peak": _high_water(), "seconds": seconds}))
        return
    with open_desk(project) as desk, duckdb.connect(config={"threads": 1}) as bare:
        (cache,) = project.cache.glob("desk-*.duckdb")
        bare.execute(f"ATTACH '{cache}' AS held (READ_ONLY)").execute("USE held")
        compared = {n: _compare(desk, bare, claim, n, int(turns)) for n in READINGS}
    print(json.dumps(compared))


def _compare(
    desk: Desk, bare: duckdb.DuckDBPyConnection, claim: Claim, name: str, turns: int
) -> dict[str, Any]:
    """Seconds of each side by turns, on another day each turn; the first turn is not counted."""
    reading = reading_of(claim, name)
    spent: dict[str, Any] = {"desk": [], "bare": []}
    for turn in range(turns + 1):
        day = date(2024, 6, 1) + timedelta(days=turn)
        asked = replace(claim, period_to=day)
        bare_seconds, rows = _timed(partial(_run_bare, bare, reading.sql, day))
        seconds, finding = _timed(partial(desk.find, asked, reading))
        expected = rows[0][0]
        if finding.low != float(f"{float(expected):.12g}"):
            raise RuntimeError(f"{name}: the desk says {finding.low}, DuckDB {expected}")
        if turn:
            spent["desk"].append(seconds)
            spent["bare"].append(bare_seconds)
        spent["rows"] = finding.evidence_rows
    return spent


def _run_bare(bare: duckdb.DuckDBPyConnection, sql: str, day: date) -> list[Any]:
    return bare.execute(sql, {"period_to": day}).fetchall()


def _timed(work: Callable[[], Any]) -> tuple[float, Any]:
    started = time.perf_counter()
    result = work()
    return time.perf_counter() - started, result


def reading_of(claim: Claim, name: str) -> Reading:
    """One of `READINGS` as a claim's primary reading."""
    evidence, final = READINGS[name]
    header = {"reading": "measured", "role": "primary", "unit": claim.unit}
    header |= dict.fromkeys(("label", "says", "warrant"), name)
    lines = [f"-- {key}: {value}" for key, value in header.items()]
    sql = f"WITH evidence AS ({evidence}) {final}"
    (reading,) = parse_readings(claim, "\n".join([*lines, sql]), "large.sql")
    return reading


def _high_water() -> int:
    """The most memory this process had, in bytes."""
    status = Path("/proc/self/status").read_text("ascii")
    return int(status.partition("VmHWM:")[2].split()[0]) << 10


if __name__ == "__main__":
    main(*sys.argv[1:])
