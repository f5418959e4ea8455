"""An edition's files, from checks and executed notebooks. Writes nothing."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assay.editions.holds import HEADING, notice_of
from assay.editions.inputs import Inputs
from assay.editions.lists import UNSIGNED, Composed, add_lists, site_of
from assay.editions.reading import read_page
from assay.editions.reports import Planned
from assay.ledger import (
    VerdictRow,
    new_verdicts,
    readings_hash,
    releases_of,
)
from assay.model import Check
from assay.pages import Edition, Page, write_page
from assay.pages.cells import UNSHOWN
from assay.pages.claimreview import claim_review
from assay.pages.figures import MIME as FIGURE
from assay.pages.frame import date_in_words
from assay.pages.listing import (
    Site,
    StoryEntry,
    write_notice,
)
from assay.signoff import SignOff

if TYPE_CHECKING:
    from nbformat import NotebookNode

FindApproved = Callable[[str, str], "Path | None"]


def compose(
    inputs: Inputs,
    planned: Sequence[Planned],
    notebooks: Sequence[NotebookNode],
    *,
    find_approved: FindApproved,
) -> Composed:
    """Every page, list, download and asset, except what tells of changes.

    `find_approved` gives the folder of the last edition's page with an approved digest.
    """
    edition = Edition(inputs.as_of, inputs.desk)
    composed = Composed(Site(edition, (), ()))
    for page, notebook in zip(planned, notebooks, strict=True):
        if page.claim_id:
            _add_claim(composed, inputs, page, notebook, find_approved)
    stories = [
        _add_story(composed, inputs, page, notebook)
        for page, notebook in zip(planned, notebooks, strict=True)
        if not page.claim_id
    ]
    for claim_id, check in inputs.checks.items():
        composed.claims.setdefault(claim_id, _facts(check, inputs.signoffs[claim_id], ""))
    composed.site = site_of(inputs, edition, composed, [story for story in stories if story])
    add_lists(composed, inputs)
    return composed


def _add_claim(
    composed: Composed,
    inputs: Inputs,
    planned: Planned,
    notebook: NotebookNode,
    find_approved: FindApproved,
) -> None:
    claim_id, path = planned.claim_id, planned.path
    check, signoff = inputs.checks[claim_id], inputs.signoffs[claim_id]
    edition = composed.site.edition
    facts = _facts(check, signoff, path)
    folder = find_approved(claim_id, inputs.approved.get(claim_id, ""))
    if claim_id in inputs.holds or check.claim.publication == "held":
        made = inputs.holds.get(claim_id)
        text = (
            notice_of(edition, path, check.claim.title, claim_id, made)
            if made
            else _notice(edition, path, check, HEADING, "")
        )
        facts |= {"held": True, "verdict": "", "signoff": "held"}
    elif signoff.state == "changed" and folder and (folder / Path(path).name).is_file():
        text = under_review((folder / Path(path).name).read_text("utf-8"), signoff)
        _copy_download(composed, folder, path)
        facts |= {"signoff": "review", "digest": inputs.approved[claim_id]}
    elif inputs.desk.require_signoff and signoff.state != "approved":
        text = _notice(edition, path, check, UNSIGNED, "")
        facts |= {"held": True, "verdict": "", "signoff": "unsigned"}
    else:
        text = write_page(notebook, _page(inputs, planned, edition))
        composed.charts[path] = _charts(notebook)
        composed.files[f"{Path(path).parent.as_posix()}/check.json"] = _record(check)
    composed.files[path] = text.encode()
    # A second language of the same claim says the same of it.
    composed.claims.setdefault(claim_id, facts)


def _record(check: Check) -> bytes:
    """The check as `assay check --json` prints it, for the page's download."""
    from assay.checks import to_json  # DuckDB, which a build that changes nothing does without

    record = json.dumps(to_json(check), ensure_ascii=False, indent=1, sort_keys=True)
    return (record + "\n").encode()


def _page(inputs: Inputs, planned: Planned, edition: Edition) -> Page:
    check = inputs.checks[planned.claim_id]
    claim, signoff = check.claim, inputs.signoffs[planned.claim_id]
    review = claim_review(check, signoff, edition, planned.path)
    return Page(
        kind="claim",
        path=planned.path,
        title=claim.title,
        story=planned.report.story,
        edition=edition,
        title_src=f"claim:{claim.claim_id}",
        language=planned.language,
        description=claim.tested_as,
        claim=claim,
        signoff=signoff,
        corrections=tuple(c for c in inputs.corrections if c.claim_id == claim.claim_id),
        history=_history(inputs, check),
        downloads={"this check as JSON": "check.json", "all claims as CSV": "../claims.csv"},
        claim_review=review,
        documents=tuple(inputs.documents),
    )


def _history(inputs: Inputs, check: Check) -> tuple[VerdictRow, ...]:
    """The claim's verdicts at the clock of now, with the one this edition adds."""
    rows = (*inputs.history, *new_verdicts(inputs.history, [check], inputs.as_of))
    return tuple(r for r in rows if r.claim_id == check.claim.claim_id and r.clock == "now")


def _notice(edition: Edition, path: str, check: Check, heading: str, because: str) -> str:
    src = f"claim:{check.claim.claim_id}"
    return write_notice(edition, path, check.claim.title, src, heading, because, "")


def under_review(text: str, signoff: SignOff) -> str:
    """A page as it was approved, with a banner that says what has happened since."""
    banner = (
        '<p class="status review" lang="en" data-src="edition">Under review. This page was signed '
        f"on {date_in_words(signoff.on)}; its data or wording has changed since. It stands as it "
        "was signed until an editor signs the new one</p>"
    )
    marked = f"<!--status-->\n{banner}\n<!--/status-->"
    return re.sub("<!--status-->.*?<!--/status-->", lambda _: marked, text, count=1, flags=re.S)


def _copy_download(composed: Composed, folder: Path, path: str) -> None:
    record = folder / "check.json"
    if record.is_file():
        composed.files[f"{Path(path).parent.as_posix()}/check.json"] = record.read_bytes()


def _add_story(
    composed: Composed, inputs: Inputs, planned: Planned, notebook: NotebookNode
) -> StoryEntry | None:
    page = Page(
        kind="story",
        path=planned.path,
        title=_story_title(planned, notebook),
        story=planned.report.story,
        edition=composed.site.edition,
        language=planned.language,
        documents=tuple(inputs.documents),
    )
    text = write_page(notebook, page)
    facts = read_page(text)
    if inputs.desk.require_signoff and not _all_signed(facts.sources, inputs):
        return None
    composed.files[planned.path] = text.encode()
    composed.charts[planned.path] = _charts(notebook)
    title = facts.title.removesuffix(f" · {inputs.desk.name}")
    return StoryEntry(planned.path, title, "", planned.language)


def _story_title(planned: Planned, notebook: NotebookNode) -> str:
    """The report's title; for one of many pages of a story, what it is about and its question."""
    chosen = [str(planned.parameters[name]) for name in planned.report.matrix]
    if planned.report.title or not chosen:
        return planned.report.title
    question = str(notebook.cells[0].source).splitlines()[0].removeprefix("# ")
    about = ", ".join(chosen).replace("_", " ")
    return f"{about[:1].upper()}{about[1:]}: {question[:1].lower()}{question[1:]}"


def _all_signed(sources: Iterable[str], inputs: Inputs) -> bool:
    named = {source.partition(":")[2] for source in sources if source.startswith("claim:")}
    return all(
        inputs.signoffs[name].state == "approved" and name not in inputs.holds
        for name in named & set(inputs.signoffs)
    )


def _charts(notebook: NotebookNode) -> int:
    return sum(
        FIGURE in output.get("data", {})
        for cell in notebook.cells
        if cell.cell_type == "code" and not UNSHOWN & set(cell.metadata.get("tags", ()))
        for output in cell.outputs
    )


def _facts(check: Check, signoff: SignOff, path: str) -> dict[str, Any]:
    return {
        "title": check.claim.title,
        "path": path,
        "verdict": check.now.name,
        "flags": list(check.now.flags),
        "then": check.then.name if check.then else "",
        "signoff": signoff.state,
        "digest": signoff.digest,
        "releases": list(releases_of(check.now_findings)),
        "readings": readings_hash(check.readings),
        "held": False,
    }
