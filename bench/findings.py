"""Many findings: 10,000 claims with three readings each, copied from the project's own.

A copy keeps the words and the SQL of its original and gets another id, another day within two
weeks before the original's, and another number. Where an original has fewer than three readings,
the next claims' readings stand in as context. Releases are the project's own.
"""

from __future__ import annotations

import csv
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from assay.checks import check_at
from assay.claims import COLUMNS, read_claims
from assay.desk import Desk, open_desk
from assay.model import Claim, Reading
from assay.paths import Project
from assay.readings import read_readings

from bench.measure import Row, Sample

EACH = 3
DAYS = 14
GOAL_SECONDS = 60
OTHER_NUMBERS = ("eq", "about", "at_least", "more_than", "at_most", "less_than")


def compare_findings(project: Project, count: int, turns: int) -> Iterator[Row]:
    """`count` claims tested at one knowledge date, each turn in a process of its own: seconds
    against the minute that 10,000 may take, and readings run against distinct ones.
    """
    with tempfile.TemporaryDirectory(prefix="findings") as folder:
        home = multiply(project, Path(folder), count)
        told = []
        for _ in range(turns):
            forget_outcomes(home)
            told.append(measure(home))
    seconds = Sample([facts["seconds"] for facts in told])
    findings, ran, distinct = (told[-1][name] for name in ("findings", "ran", "distinct"))
    stages = ", ".join(f"{name} {spent:.1f}" for name, spent in told[-1]["stages"].items())
    yield Row(
        f"{findings:,} findings at one knowledge date",
        f"{GOAL_SECONDS} s",
        seconds.median / GOAL_SECONDS,
        "≤",
        1,
        f"{seconds}; a process a core; last: {stages}",
    )
    yield Row(
        f"readings run for {findings:,} findings",
        "distinct (reading, parameters, releases)",
        ran / distinct,
        "≤",
        1,
        f"{ran} of {distinct}",
    )


def multiply(project: Project, folder: Path, count: int) -> Project:
    """A project in `folder` with `count` synthetic claims over the releases of `project`."""
    home = Project(folder)
    home.readings.mkdir(parents=True)
    home.cache.mkdir()
    for path in project.cache.glob("desk-*.duckdb"):
        (home.cache / path.name).symlink_to(path)
    for name in ("releases", "calendars", "corrections", "crosswalks"):
        (home.data / name).symlink_to(project.data / name)
    claims = read_claims(project)
    readings = {name: found for name, found in read_readings(project, claims).items() if found}
    originals = [claims[name] for name in readings if claims[name].relation]
    spare = [r for found in readings.values() for r in found if "value_low" not in r.parameters]
    with home.claims.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(COLUMNS)
        for number in range(count):
            original = originals[number % len(originals)]
            copy = _copy(original, number // len(originals))
            writer.writerow(_cells(copy))
            chosen = _chosen(readings[original.claim_id], spare, number % len(originals))
            text = "\n\n".join(_block(r, f"copy_{n}_{r.reading}") for n, r in enumerate(chosen))
            (home.readings / f"{copy.claim_id}.sql").write_text(text + "\n", "utf-8")
    return home


def _copy(claim: Claim, variant: int) -> Claim:
    """Another speaker's claim of the same, said a little earlier, with another number."""
    changes: dict[str, Any] = {"claim_id": f"{claim.claim_id[:52].rstrip('-')}-{variant}"}
    if claim.said_on.precision == "day" and claim.said_on.first:
        said = claim.said_on.first - timedelta(days=variant % DAYS)
        changes["said_on"] = replace(claim.said_on, first=said, last=said)
    if claim.relation in OTHER_NUMBERS and claim.value_low:
        changes["value_low"] = str(Decimal(claim.value_low) + variant)
    return replace(claim, **changes)


def _cells(claim: Claim) -> list[str]:
    cells: Mapping[str, Any] = asdict(claim) | {"said_on": str(claim.said_on)}
    return [_cell(cells[column]) for column in COLUMNS]


def _cell(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return value.isoformat() if isinstance(value, date) else value or ""


def _chosen(own: Sequence[Reading], spare: Sequence[Reading], number: int) -> list[Reading]:
    """The claim's own readings, the primary among them, and others' to make up the number."""
    others = (spare[(number + step) % len(spare)] for step in range(len(spare)))
    taken = list(own[:EACH])
    taken += [replace(r, role="context") for r, _ in zip(others, range(EACH), strict=False)]
    return taken[:EACH]


def _block(reading: Reading, name: str) -> str:
    header = {"reading": name[:60], "role": reading.role}
    header |= {key: getattr(reading, key) for key in ("label", "says", "warrant", "unit")}
    return "\n".join([*(f"-- {key}: {value}" for key, value in header.items()), reading.sql])


def forget_outcomes(home: Project) -> None:
    """Let the next desk find everything itself, as on a day with new releases."""
    for path in home.cache.glob("outcomes-*.json"):
        path.unlink()


def measure(home: Project) -> dict[str, Any]:
    """What `main` tells of a project, run in a process of its own."""
    command = [sys.executable, "-m", "bench.findings", str(home.root)]
    root = Path(__file__).resolve().parents[1]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, check=True)
    facts: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return facts


def main(home: str) -> None:
    """A process to be measured: every claim of a project tested with the latest releases."""
    project, clock = Project(Path(home)), [time.perf_counter()]

    def lap() -> float:
        clock.append(time.perf_counter())
        return clock[-1] - clock[-2]

    claims = read_claims(project)
    stages = {"claims": lap()}
    with open_desk(project) as desk:
        stages["desk"] = lap()
        readings = desk.read_readings(project, claims)
        stages["readings"] = lap()
        desk.run_ahead((c, r, None) for c in claims.values() for r in readings[c.claim_id])
        found = sum(len(check_at(desk, c, readings[c.claim_id])[1]) for c in claims.values())
        stages["findings"] = lap()
        facts = {"seconds": clock[-1] - clock[0], "stages": stages, "findings": found}
        facts |= {
            "ran": desk.runs,
            "distinct": len(set(_identities(desk, claims, readings))),
        }
    print(json.dumps(facts))


def _identities(
    desk: Desk, claims: Mapping[str, Claim], readings: Mapping[str, Sequence[Reading]]
) -> Iterator[tuple[Any, ...]]:
    """What makes two readings one, written down without the desk's own account of it."""
    for claim in claims.values():
        last = claim.period_to or claim.said_on.last
        values = {"period_to": last, "said_on": claim.said_on.first, "known_on": desk.newest_day}
        for reading in readings[claim.claim_id]:
            used = [values.get(name, getattr(claim, name, None)) for name in reading.parameters]
            yield reading.sql, reading.unit, reading.tables, *map(str, used)


if __name__ == "__main__":
    main(*sys.argv[1:])
