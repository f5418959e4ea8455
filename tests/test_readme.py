"""The README says what the workbench does today."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from assay.checks import check_claims
from assay.paths import Project

ROOT = Path(__file__).resolve().parents[1]
README = (ROOT / "README.md").read_text("utf-8")


@pytest.mark.parametrize("claim_id", ["us-aid-350bn", "us-aid-100bn-grant"])
def test_the_two_verdicts_are_today_s(project: Project, claim_id: str) -> None:
    """Verdict and every rated reading stand in the README as `assay check` gives them."""
    (check,) = check_claims(project, [claim_id])
    prose = " ".join(README.split())
    assert check.now.because in prose
    for finding in check.now_findings:
        if finding.role != "context":
            assert finding.low is not None
            assert finding.high is not None
            ends = sorted({f"{finding.low:.1f}", f"{finding.high:.1f}"}, key=float)
            row = rf"\| {finding.reading}, [\w ]+ \| {finding.role} \| {' to '.join(ends)} \|"
            assert re.search(row, README), finding.reading


def test_its_links_lead_somewhere() -> None:
    """Every file the README names is there."""
    for target in re.findall(r"\]\(([^)#]+)\)", README):
        assert (ROOT / target).exists(), target


def test_its_commands_are_verbs_of_the_makefile() -> None:
    """`make` knows each verb the README tells a newcomer to use."""
    makefile = (ROOT / "Makefile").read_text("utf-8")
    for verb in re.findall(r"make (\w+) ", README):
        assert re.search(rf"^{verb}:.*##", makefile, re.MULTILINE) or verb == "and"


def test_it_leads_to_every_guide() -> None:
    """No page of docs/ is left for a newcomer to find alone."""
    linked = set(re.findall(r"\]\(docs/([\w-]+\.md)\)", README))
    assert linked == {path.name for path in (ROOT / "docs").glob("*.md")}
