"""One module per source: a provider's file becomes tidy tables. Only these know raw formats.

Each module `<source>.py` has `RELEASES: dict[str, ReleaseFacts]` and
`ingest(project, release, files) -> Release`.
"""

from __future__ import annotations

import pkgutil
from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class ReleaseFacts:
    """What is known of a release before its file is opened.

    `files` are relative to the raw root; dates as `2025-02-14`, `2025-02`, `2025` or empty.
    """

    title: str
    files: tuple[str, ...]
    address: str
    licence: str
    citation: str
    released_on: str
    released_on_status: Literal["seen", "inferred", "unknown"]
    data_through: str
    retrieved_on: str
    custody: str
    redistribute: Literal["yes", "derived_only", "ask"]
    superseded_by: str = ""
    notes: str = ""


def __getattr__(name: str) -> tuple[str, ...]:
    """`SOURCES`: the source modules by name, found when asked for, not at import."""
    if name != "SOURCES":
        raise AttributeError(name)
    found = (module.name for module in pkgutil.iter_modules(__path__))
    return tuple(sorted(module for module in found if not module.startswith("_")))
