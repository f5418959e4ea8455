"""What tests of several rooms share."""

from __future__ import annotations

from pathlib import Path

import pytest
from assay.paths import Project


@pytest.fixture(scope="session")
def project() -> Project:
    """The repository's own project."""
    return Project(Path(__file__).resolve().parents[1])
