"""The benchmark's table: every measure has a goal, and a miss is printed as one."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from assay.checks import check_claims  # noqa: E402
from assay.desk import open_desk  # noqa: E402
from assay.model import Claim  # noqa: E402
from assay.paths import Project  # noqa: E402

from bench.__main__ import FULL, LATEST, QUICK, table, to_json  # noqa: E402
from bench.findings import measure, multiply  # noqa: E402
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
    for word in (
        "dossiers",
        "first figure",
        "page",
        "rebuild",
        "nbval",
        "memory",
        "sets",
        "findings",
        "rows",
    ):
        assert word in told
    assert set(QUICK) < set(FULL)


def test_a_measure_taken_again_takes_the_place_of_its_line() -> None:
    """The other lines stay as they were measured."""
    before = json.loads(to_json(ROWS))
    again = json.loads(to_json([Row("rebuild", "the full build", 0.005, "≤", 0.01, "1 s")], before))
    assert again[0] == before[0]
    assert [(line["ratio"], line["met"]) for line in again[1:]] == [(0.005, True)]


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """240 claims with three readings each, over the project's own releases."""
    return multiply(Project(ROOT), tmp_path_factory.mktemp("many") / "project", 240)


def test_identical_readings_run_once(many: Project) -> None:
    """However many claims ask, one SQL with the same parameters on the same releases runs once."""
    facts = measure(many)
    assert facts["findings"] == 720
    assert facts["ran"] == facts["distinct"] < 500


def test_a_copy_on_the_same_day_with_the_same_number_has_its_originals_verdict(
    many: Project,
) -> None:
    """Multiplied claims are tested as the real ones are, so their cost is the real ones' cost."""
    with open_desk(Project(ROOT)) as desk:
        originals = {check.claim.title: check for check in check_claims(Project(ROOT), desk=desk)}
        copies = [check for check in check_claims(many, desk=desk) if is_first(check.claim)]
    compared = 0
    for copy in copies:
        original = originals[copy.claim.title]
        if len(original.readings) <= 3:
            assert (copy.now.name, copy.now.because) == (original.now.name, original.now.because)
            compared += 1
    assert compared > 90


def is_first(claim: Claim) -> bool:
    """Whether a copy is the first of its original: neither day nor number differ."""
    return claim.claim_id.endswith("-0")


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
