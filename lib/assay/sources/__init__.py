"""One module per source: a provider's file becomes tidy tables. Only these know raw formats.

Each module `<source>.py` has `RELEASES: dict[str, ReleaseFacts]` and
`ingest(project, release, files) -> Release`.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Protocol, cast

from assay.errors import ParameterError
from assay.model import Release
from assay.paths import Project
from assay.releases import ReleaseFacts

__all__ = ["ReleaseFacts", "Source", "list_ingestible", "load_source"]


class Source(Protocol):
    """What every source module offers."""

    RELEASES: Mapping[str, ReleaseFacts]

    def ingest(self, project: Project, release: str, files: Sequence[Path]) -> Release:
        """Read `files` (in the order of `ReleaseFacts.files`), write the release, return it."""
        ...


def list_ingestible() -> tuple[str, ...]:
    """Sources that have a module here, in alphabetical order."""
    found = (module.name for module in pkgutil.iter_modules(__path__))
    return tuple(sorted(module for module in found if not module.startswith("_")))


def load_source(name: str) -> Source:
    """The module `assay.sources.<name>`. ParameterError names the known ones when there is none."""
    known = list_ingestible()
    if name not in known:
        raise ParameterError(f"No source module {name!r}; known: {', '.join(known)}.")
    return cast(Source, importlib.import_module(f"assay.sources.{name}"))


def __getattr__(name: str) -> tuple[str, ...]:
    """`SOURCES`: the source modules by name, found when asked for, not at import."""
    if name != "SOURCES":
        raise AttributeError(name)
    return list_ingestible()
