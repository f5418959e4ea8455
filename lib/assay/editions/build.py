"""One build: everything is made, checked and put in place, or nothing is, and it says why."""

from __future__ import annotations

import contextlib
import os
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from assay.editions.compose import compose
from assay.editions.executed import run_planned
from assay.editions.gates import check_edition
from assay.editions.inputs import Inputs, gather, too_old
from assay.editions.keys import Keys
from assay.editions.lists import Composed, add_changes
from assay.editions.manifest import (
    NAME,
    Manifest,
    check_folder,
    content_digest,
    hashes_of,
    last_edition,
    name_edition,
    read_manifest,
)
from assay.editions.publish import (
    editions_folder,
    only_build,
    put_in_place,
    set_aside,
    staging,
    switch,
    uninterrupted,
    write_files,
)
from assay.editions.reports import Planned, plan
from assay.editions.standing import log_run, standing_edition
from assay.errors import AssayError, BuildError
from assay.ledger import (
    Change,
    Correction,
    compare,
    new_readings,
    new_verdicts,
    record_readings,
    record_verdicts,
)
from assay.notify import send, summarise
from assay.paths import Project

if TYPE_CHECKING:
    from nbformat import NotebookNode

Execute = Callable[[Project, Sequence[Planned]], Sequence["NotebookNode"]]
Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a build did. `folder` is the current edition, `told` what became of the message."""

    state: Literal["published", "unchanged"]
    edition: str
    folder: Path
    pages: int
    changes: tuple[Change, ...]
    told: str
    stale: tuple[str, ...] = ()

    def __str__(self) -> str:
        if self.state == "unchanged":
            return f"Nothing changed: edition {self.edition} stands."
        changed = "1 verdict" if len(self.changes) == 1 else f"{len(self.changes)} verdicts"
        return f"Edition {self.edition}: {self.pages} pages, {changed} changed."


def build(
    project: Project,
    *,
    inputs: Callable[[Project], Inputs] = gather,
    execute: Execute | None = None,
    today: date | None = None,
    say: Say = lambda _: None,
) -> Outcome:
    """Publish a complete, checked edition in one switch, or change nothing.

    BuildError when it is held back, in one sentence and, where there are several reasons, a line
    for each: the last edition stands, and what there was lies in reports/held/ with every reason. A
    second build at once is refused.
    """
    started = time.monotonic()
    with only_build(project), staging(project) as stage:
        try:
            # what other inputs stand for is not on the disk, where keys are taken from
            keys = Keys(project) if inputs is gather else None
            outcome = _standing(project, keys) if keys else None
            if outcome is None:
                read = inputs(project)
                with _clock_of(read):
                    outcome = _build(project, stage, read, execute or run_planned, say)
            stale = too_old(project, today or date.today())
        except Exception as error:
            raise _hold_back(project, stage, error) from error
        _log(outcome, round(time.monotonic() - started, 1), keys)
    return replace(outcome, stale=stale)


def find_approved(project: Project, claim_id: str, digest: str) -> Path | None:
    """The folder of the newest edition's page that was published as approved with `digest`."""
    if not digest:
        return None
    found: list[tuple[int, Path]] = []
    for folder in editions_folder(project).glob("[0-9]*"):
        with contextlib.suppress(BuildError):
            manifest = read_manifest(folder)
            claim = manifest.claims.get(claim_id, {})
            if claim.get("signoff") in ("approved", "review") and str(
                claim.get("digest", "")
            ).startswith(digest):
                found.append((manifest.sequence, (folder / claim["path"]).parent))
    return max(found)[1] if found else None


def _build(
    project: Project,
    stage: Path,
    inputs: Inputs,
    execute: Execute,
    say: Say,
) -> Outcome:
    checks = list(inputs.checks.values())
    readings = [reading for check in checks for reading in check.readings]
    first_readings = new_readings(project, readings, inputs.as_of)
    planned = plan(inputs.reports, tuple(inputs.checks))
    say(f"{len(planned)} pages to run")
    notebooks = execute(project, planned)
    say("composing")
    composed = compose(
        inputs,
        planned,
        notebooks,
        find_approved=lambda claim_id, digest: find_approved(project, claim_id, digest),
    )
    last = last_edition(project)
    if last and _is_same(composed, inputs, *last):
        folder, manifest = last
        switch(project, folder)
        return Outcome("unchanged", manifest.edition, folder, len(planned), (), "")
    manifest, files = _finish(composed, inputs, last[1] if last else None)
    write_files(stage, files)
    say("checking")
    whole = {**files, NAME: manifest.to_bytes()}
    faults = check_edition(whole, inputs.known, composed.expected, [str(project.root)])
    if faults:
        raise BuildError(*faults)
    with uninterrupted():
        folder = put_in_place(project, stage, manifest)
        record_verdicts(project, new_verdicts(inputs.history, checks, inputs.as_of))
        record_readings(project, first_readings)
    text = summarise(manifest.edition, manifest.changes, manifest.new_corrections)
    told = send(f"Assay: edition {manifest.edition}", text) if last else ""
    return Outcome("published", manifest.edition, folder, len(planned), manifest.changes, told)


def _standing(project: Project, keys: Keys) -> Outcome | None:
    """The last edition, if it is whole and a build would read what was read for it."""
    found = standing_edition(project, keys)
    if found is None:
        return None
    folder, manifest, pages = found
    switch(project, folder)
    return Outcome("unchanged", manifest.edition, folder, pages, (), "")


def _is_same(composed: Composed, inputs: Inputs, folder: Path, manifest: Manifest) -> bool:
    """Whether the edition in place says all this already, and is whole."""
    carried = [c for c in inputs.corrections if correction_key(c) in manifest.new_corrections]
    files = add_changes(composed, manifest.changes, carried, manifest.sequence == 1)
    return content_digest(files) == manifest.content_sha256 and not check_folder(folder, manifest)


def _finish(
    composed: Composed, inputs: Inputs, previous: Manifest | None
) -> tuple[Manifest, dict[str, bytes]]:
    """The manifest and the files with the edition's id. BuildError for a deleted correction."""
    keys = {correction_key(correction): correction for correction in inputs.corrections}
    before = frozenset(previous.corrections if previous else ())
    if lost := sorted(before - set(keys)):
        raise BuildError(
            f"A correction was deleted or edited ({lost[0]}): corrections stay. Put it back in "
            "data/corrections_log.csv."
        )
    new = [c for key, c in keys.items() if key not in before] if previous else []
    changes = compare(previous.claims, composed.claims) if previous else ()
    files = add_changes(composed, changes, new, previous is None)
    digest = content_digest(files)
    edition, files = name_edition(files, inputs.as_of, digest)
    manifest = Manifest(
        edition=edition,
        as_of=inputs.as_of,
        content_sha256=digest,
        sequence=previous.sequence + 1 if previous else 1,
        previous=previous.edition if previous else "",
        files=hashes_of(files),
        releases={f"{r.source}/{r.release}": r.digest for r in inputs.releases},
        claims=composed.claims,
        corrections=tuple(keys),
        changes=changes,
        new_corrections=tuple(correction_key(c) for c in new),
        held=tuple(sorted(inputs.holds)),
    )
    return manifest, files


def correction_key(correction: Correction) -> str:
    """A correction's identity: its date, claim and a digest of its words."""
    import hashlib

    words = "\0".join((correction.was, correction.now, correction.because))
    return (
        f"{correction.on} {correction.claim_id} {hashlib.sha256(words.encode()).hexdigest()[:12]}"
    )


@contextlib.contextmanager
def _clock_of(inputs: Inputs) -> Iterator[None]:
    """SOURCE_DATE_EPOCH is the newest release's date, for everything a build starts."""
    day = datetime.fromisoformat(inputs.as_of).replace(tzinfo=UTC)
    before = os.environ.get("SOURCE_DATE_EPOCH")
    os.environ["SOURCE_DATE_EPOCH"] = str(int(day.timestamp()))
    try:
        yield
    finally:
        if before is None:
            del os.environ["SOURCE_DATE_EPOCH"]
        else:
            os.environ["SOURCE_DATE_EPOCH"] = before


def _hold_back(project: Project, stage: Path, error: Exception) -> BuildError:
    """Keep the evidence, tell someone, and say it: one sentence, and where there are several
    reasons each of them on a line of its own.
    """
    faults = error.faults if isinstance(error, AssayError) else ()
    reasons = [str(fault) for fault in faults] or [f"{type(error).__name__}: {error}"]
    kept = "nowhere: the disk took nothing more"
    with contextlib.suppress(OSError):
        kept = project.relative(set_aside(project, stage, "\n".join(reasons)) / "reason.txt")
    first = reasons[0].splitlines()[0]
    more = f" ({len(reasons)} reasons)" if len(reasons) > 1 else ""
    sentence = f"Held back{more}: {first} The last edition stands; all reasons are in {kept}."
    send("Assay: edition held back", sentence)
    lines = [" ".join(reason.split()) for reason in reasons] if len(reasons) > 1 else []
    return BuildError("\n".join([sentence, *lines]))


def _log(outcome: Outcome, seconds: float, keys: Keys | None) -> None:
    ran = {"seconds": seconds, "state": outcome.state, "pages": outcome.pages}
    log_run(outcome.folder, ran, keys)
