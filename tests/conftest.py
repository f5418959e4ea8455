"""What tests of several rooms share."""

from __future__ import annotations

from pathlib import Path

import pytest
from assay.paths import Project
from newsroom import Newsroom


@pytest.fixture(scope="session")
def project() -> Project:
    """The repository's own project."""
    return Project(Path(__file__).resolve().parents[1])


@pytest.fixture
def newsroom(tmp_path: Path) -> Newsroom:
    """A small newsroom in a folder of its own: one release, three claims, two reports."""
    return Newsroom(tmp_path / "desk").open()
