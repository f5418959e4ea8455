"""Taking one claim's page down at once, without a build, and keeping it down.

data/holds.csv records every hold and release, appended and never edited. A hold makes a new
edition out of the current one with a notice in place of the page, and switches to it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from assay.editions.manifest import (
    UNLISTED,
    Manifest,
    content_digest,
    current_edition,
    hashes_of,
    name_edition,
    rename,
)
from assay.editions.publish import only_build, put_in_place, staging, write_files
from assay.editions.reports import read_desk
from assay.errors import CuratedError, Fault, ParameterError, at
from assay.ledger import Change, append_row
from assay.model import UnknownClaim
from assay.notify import summarise
from assay.pages import EDITION, Edition
from assay.pages.listing import write_notice
from assay.paths import Project
from assay.spreadsheets import read_sheet

HEADER = ["on", "claim_id", "state", "because"]
HEADING = "Held back by the editors"


@dataclass(frozen=True, slots=True)
class Hold:
    """Why and since when a claim's page is held back."""

    on: str
    claim_id: str
    state: str
    because: str


def read_holds(project: Project) -> dict[str, Hold]:
    """Claims held back now. CuratedError for a faulty row."""
    path = _path(project)
    held: dict[str, Hold] = {}
    for row in read_sheet(path, HEADER):
        hold = Hold(**row.cells)
        if hold.state not in ("held", "released"):
            place = at(path.name, row.line, "state")
            raise CuratedError(Fault("unknown state", place, hold.state, "held or released"))
        held.pop(hold.claim_id, None)
        if hold.state == "held":
            held[hold.claim_id] = hold
    return held


def hold(project: Project, claim_id: str, because: str, on: date | None = None) -> str:
    """Take a claim's page down now. Returns one sentence on what was done.

    ParameterError without a reason or when the claim is held already; UnknownClaim when neither
    the table of claims nor the current edition has it; BuildError while a build is running.
    """
    if not because.strip():
        raise ParameterError("A hold needs a reason: it stands on the page.")
    with only_build(project):
        if claim_id in read_holds(project):
            raise ParameterError(f"{claim_id} is held back already.")
        current = current_edition(project)
        if claim_id not in (current[1].claims if current else {}) and not _is_claim(
            project, claim_id
        ):
            raise UnknownClaim(f"No claim {claim_id!r}.")
        day = (on or date.today()).isoformat()
        made = Hold(day, claim_id, "held", " ".join(because.split()))
        append_row(_path(project), HEADER, {name: getattr(made, name) for name in HEADER})
        if not current or claim_id not in current[1].claims:
            return f"{claim_id} will be held back; it is on no published page."
        named = _republish(project, *current, made)
    also = f" Stories that name it stay up: {', '.join(named)}." if named else ""
    return f"{claim_id} is down, and stays down until it is released.{also}"


def release_hold(project: Project, claim_id: str, because: str, on: date | None = None) -> str:
    """Let a claim's page come back with the next build. ParameterError when it is not held."""
    if claim_id not in read_holds(project):
        raise ParameterError(f"{claim_id} is not held back.")
    if not because.strip():
        raise ParameterError("A release needs a reason.")
    day = (on or date.today()).isoformat()
    row = {"on": day, "claim_id": claim_id, "state": "released", "because": because.strip()}
    append_row(_path(project), HEADER, row)
    return f"{claim_id} comes back with the next build."


def notice_of(edition: Edition, path: str, title: str, claim_id: str, made: Hold) -> str:
    """The page that stands in a held page's place."""
    src = f"claim:{claim_id}"
    return write_notice(edition, path, title, src, HEADING, made.because, made.on)


def _republish(project: Project, folder: Path, was: Manifest, made: Hold) -> list[str]:
    """A new edition with the page replaced. Returns the stories that name the claim."""
    paths = [path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()]
    files = {path: (folder / path).read_bytes() for path in paths if path not in UNLISTED}
    files = rename(files, was.edition, EDITION)
    claim = was.claims[made.claim_id]
    edition = Edition(was.as_of, read_desk(project))
    own = f"claims/{made.claim_id}/"
    for path in [path for path in files if path.startswith(own)]:
        if path.endswith(".html"):
            notice = notice_of(edition, path, claim["title"], made.claim_id, made)
            files[path] = notice.encode()
        else:
            del files[path]
    files |= {path: redact(content, made.claim_id) for path, content in _lists(files).items()}
    change = Change(made.claim_id, claim["verdict"], "", "held back")
    files["changes.txt"] = summarise(EDITION, [change], []).encode()
    digest = content_digest(files)
    name, files = name_edition(files, was.as_of, digest)
    held_claim = {**claim, "held": True, "verdict": "", "signoff": "held"}
    manifest = replace(
        was,
        edition=name,
        content_sha256=digest,
        sequence=was.sequence + 1,
        previous=was.edition,
        files=hashes_of(files),
        claims={**was.claims, made.claim_id: held_claim},
        changes=(change,),
        new_corrections=(),
        held=tuple(sorted({*was.held, made.claim_id})),
    )
    with staging(project) as stage:
        write_files(stage, files)
        put_in_place(project, stage, manifest)
    mark = f"claim:{made.claim_id}".encode()
    return [p for p, c in files.items() if p.startswith("stories/") and mark in c]


def redact(content: bytes, claim_id: str) -> bytes:
    """A list without the claim's verdict and without proofs nothing else on it needs."""
    text = content.decode()
    start, end = re.escape(f"<!--claim:{claim_id}-->"), re.escape(f"<!--/claim:{claim_id}-->")
    removed: list[str] = []

    def blank(match: re.Match[str]) -> str:
        block = match.group()
        word = re.search(r'<p class="verdict-word">(.*?)</p>', block, re.DOTALL)
        removed.append(word.group() if word else block)
        if word is None:
            return ""
        return block.replace(word.group(), f'<p class="verdict-word">{HEADING}</p>')

    text = re.sub(f"{start}.*?{end}", blank, text, flags=re.DOTALL)
    for anchor in set(re.findall(r'href="#(p-[0-9a-f]{12})"', "".join(removed))):
        if f'href="#{anchor}"' not in text:
            text = re.sub(f'<li id="{anchor}">.*?</li>', "", text, flags=re.DOTALL)
    lines = text.split("\n")
    kept = [
        line
        for line in lines
        if not line.startswith((f'{{"claim_id":"{claim_id}"', f"{claim_id},"))
    ]
    return "\n".join(kept).encode()


def _lists(files: Mapping[str, bytes]) -> dict[str, bytes]:
    names = ("index.html", "claims/index.html", "claims/claims.csv", "assets/search-index.js")
    return {name: files[name] for name in names if name in files}


def _is_claim(project: Project, claim_id: str) -> bool:
    from assay.claims import read_claims

    return claim_id in read_claims(project)


def _path(project: Project) -> Path:
    return project.data / "holds.csv"
