"""The benchmark's table: every measure has a goal, and a miss is printed as one."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from bench.__main__ import FULL, LATEST, QUICK, table, to_json  # noqa: E402
from bench.measure import Row, Sample, cost  # noqa: E402

ROWS = [
    Row("48 dossiers, wall", "a loop", 41.7, "≥", 30, "5.1 s"),
    Row("rebuild", "the full build", 0.25, "≤", 0.01, "9 s"),
]


def test_a_miss_is_printed_as_a_miss() -> None:
    """A ratio on the wrong side of its goal says MISSED, on the right side met."""
    head, met, missed = table(ROWS)
    assert head.split()[:3] == ["what", "against", "ratio"]
    assert "41.7" in met
    assert "≥ 30" in met
    assert " met " in met
    assert "MISSED" in missed
    assert "≤ 0.01" in missed


def test_the_file_is_a_list_of_name_ratio_goal_and_met() -> None:
    """What reads bench/latest.json finds these four and no other."""
    kept = json.loads(to_json(ROWS))
    assert [set(row) for row in kept] == [{"name", "ratio", "goal", "met"}] * 2
    assert [row["met"] for row in kept] == [True, False]


def test_the_committed_figures_are_of_a_whole_run() -> None:
    """No measure is left out of what the repository shows."""
    kept = json.loads(LATEST.read_text("utf-8"))
    told = " ".join(row["name"] for row in kept)
    for word in ("dossiers", "first figure", "page", "rebuild", "nbval", "memory", "sets"):
        assert word in told
    assert set(QUICK) < set(FULL)


def test_a_sample_gives_median_and_spread() -> None:
    """One slow turn on a busy machine does not decide."""
    assert str(Sample([1.0, 9.0, 1.2])) == "1.2 s [1-9, n=3]"


def test_the_time_of_children_is_counted() -> None:
    """Processor time spent by another process for us is ours."""
    with cost() as spent:
        subprocess.run([sys.executable, "-c", "sum(range(5_000_000))"], check=True)
    assert spent.cpu > 0.05
    assert spent.wall > 0.05


@pytest.mark.skipif(sys.platform != "linux", reason="it reads /proc, which is Linux's")
def test_it_runs_from_the_shell() -> None:
    """One measure of the small kind, with machine, versions and bytecode above its table."""
    command = [sys.executable, "-m", "bench", "--quick", "--only", "pages"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr
    assert "bytecode of assay" in done.stdout
    assert "nbconvert HTMLExporter" in done.stdout
