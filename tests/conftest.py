"""What tests of several rooms share."""

from __future__ import annotations

from pathlib import Path

import pytest
from assay.paths import Project
from hypothesis import settings
from newsroom import Newsroom

# the same examples on every machine, however busy it is
settings.register_profile("same every time", deadline=None, derandomize=True)
settings.load_profile("same every time")


@pytest.fixture(scope="session")
def project() -> Project:
    """The repository's own project."""
    return Project(Path(__file__).resolve().parents[1])


@pytest.fixture
def newsroom(tmp_path: Path) -> Newsroom:
    """A small newsroom in a folder of its own: one release, three claims, two reports."""
    return Newsroom(tmp_path / "desk").open()
