"""docs/sensitivity.md says what `assay sensitivity` prints today."""

from __future__ import annotations

from assay.checks import check_claims
from assay.paths import Project
from assay.rating import as_table, sensitivity


def test_the_page_is_today_s(project: Project) -> None:
    """Every threshold, the values tried, and the verdicts that change stand on the page."""
    page = (project.root / "docs" / "sensitivity.md").read_text("utf-8")
    assert as_table(sensitivity(check_claims(project))) in page
