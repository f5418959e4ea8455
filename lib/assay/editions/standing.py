"""An edition stands while a build would read just what was read for it: nothing is made anew then.

run.json tells of the last build beside an edition, outside its manifest and the compared bytes:
when it ran, how long, and the digests of what it read.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

from assay.editions.keys import Keys
from assay.editions.manifest import RAN, Manifest, check_folder, last_edition
from assay.paths import Project


def standing_edition(project: Project, keys: Keys) -> tuple[Path, Manifest, int] | None:
    """The last edition, its manifest and its number of pages, if it is whole and was built from
    what lies on the disk now.
    """
    now = keys.all, keys.ledger
    last = last_edition(project)
    if last is None:
        return None
    folder, manifest = last
    try:
        ran = json.loads((folder / RAN).read_bytes())
        then, pages = (ran["read"], ran["ledger"]), int(ran["pages"])
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return (folder, manifest, pages) if then == now and not check_folder(folder, manifest) else None


def log_run(folder: Path, ran: Mapping[str, object], keys: Keys | None) -> None:
    """Write run.json: what a build did, and of what state of the disk. The ledger is as this build
    left it; without keys, or with a file written since, nothing can be said of the disk.
    """
    told = {"ended": datetime.now(UTC).isoformat(timespec="seconds"), **ran}
    if keys and keys.hold():
        told |= {"read": keys.all, "ledger": Keys(keys.project).ledger}
    path = folder / RAN
    fresh = path.with_suffix(".fresh")
    fresh.write_text(json.dumps(told) + "\n", encoding="utf-8")
    fresh.replace(path)
