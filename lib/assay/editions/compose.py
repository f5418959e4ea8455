"""An edition's files, from checks and executed notebooks. Writes nothing."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assay.document import Node
from assay.editions.gates import Expected
from assay.editions.holds import HEADING, notice_of
from assay.editions.inputs import Inputs
from assay.editions.reading import read_page
from assay.editions.reports import Planned
from assay.ledger import Change, Correction, readings_hash, releases_of
from assay.model import Check
from assay.notify import summarise
from assay.pages import Edition, Page, read_assets, write_page
from assay.pages.cells import UNSHOWN
from assay.pages.claimreview import claim_review
from assay.pages.figures import MIME as FIGURE
from assay.pages.listing import (
    ChangeEntry,
    Entry,
    Site,
    StoryEntry,
    write_claims,
    write_corrections,
    write_document,
    write_front,
    write_index,
    write_notice,
    write_stories,
)
from assay.signoff import SignOff
from assay.spreadsheets import safe_cell

if TYPE_CHECKING:
    from nbformat import NotebookNode

UNSIGNED = "Not published: no editor has signed this page"
UNDER_REVIEW = "Under review"
CARDS = 6
FindApproved = Callable[[str, str], "Path | None"]
ToJson = Callable[[Check], Mapping[str, Any]]


@dataclass(slots=True)
class Composed:
    """The files of an edition before its id is known, and what its manifest says of claims."""

    site: Site
    files: dict[str, bytes] = field(default_factory=dict)
    charts: dict[str, int] = field(default_factory=dict)
    claims: dict[str, dict[str, Any]] = field(default_factory=dict)

    @property
    def expected(self) -> Expected:
        return Expected(charts=self.charts)


def compose(
    inputs: Inputs,
    planned: Sequence[Planned],
    notebooks: Sequence[NotebookNode],
    *,
    to_json: ToJson,
    find_approved: FindApproved,
) -> Composed:
    """Every page, list, download and asset, except what tells of changes.

    `find_approved` gives the folder of the last edition's page with an approved digest.
    """
    edition = Edition(inputs.as_of, inputs.desk)
    composed = Composed(Site(edition, (), ()))
    for page, notebook in zip(planned, notebooks, strict=True):
        if page.claim_id:
            _add_claim(composed, inputs, page, notebook, to_json, find_approved)
    stories = [
        _add_story(composed, inputs, page, notebook)
        for page, notebook in zip(planned, notebooks, strict=True)
        if not page.claim_id
    ]
    for claim_id, check in inputs.checks.items():
        composed.claims.setdefault(claim_id, _facts(check, inputs.signoffs[claim_id], ""))
    composed.site = _site(inputs, edition, composed, [story for story in stories if story])
    _add_lists(composed, inputs)
    return composed


def add_changes(
    composed: Composed,
    changes: Sequence[Change],
    new_corrections: Iterable[Correction],
    is_first: bool,
) -> dict[str, bytes]:
    """The edition's files with the front page and the summary that tell of changes."""
    entries = {entry.claim.claim_id: entry for entry in composed.site.entries}
    corrections = tuple(new_corrections)
    site = replace(
        composed.site,
        is_first=is_first,
        new_corrections=corrections,
        changes=tuple(
            ChangeEntry(
                entries[change.claim_id],
                _verdict_word(change.was),
                _verdict_word(change.now),
                change.because,
            )
            for change in changes
            if change.claim_id in entries
        ),
    )
    said = [f"{c.claim_id or 'general'}: {c.because}" for c in corrections]
    return {
        **composed.files,
        "index.html": write_front(site).encode(),
        "changes.txt": summarise(site.edition.id, changes, said).encode(),
    }


def _add_claim(
    composed: Composed,
    inputs: Inputs,
    planned: Planned,
    notebook: NotebookNode,
    to_json: ToJson,
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
        record = json.dumps(to_json(check), ensure_ascii=False, indent=1, sort_keys=True)
        composed.files[f"{Path(path).parent.as_posix()}/check.json"] = (record + "\n").encode()
    composed.files[path] = text.encode()
    # A second language of the same claim says the same of it.
    composed.claims.setdefault(claim_id, facts)


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
        downloads={"this check as JSON": "check.json", "all claims as CSV": "../claims.csv"},
        claim_review=review,
        documents=tuple(inputs.documents),
    )


def _notice(edition: Edition, path: str, check: Check, heading: str, because: str) -> str:
    src = f"claim:{check.claim.claim_id}"
    return write_notice(edition, path, check.claim.title, src, heading, because, "")


def under_review(text: str, signoff: SignOff) -> str:
    """A page as it was approved, with a banner that says what has happened since."""
    from assay.pages.frame import date_in_words

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
        title=planned.report.title,
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


def _site(
    inputs: Inputs, edition: Edition, composed: Composed, stories: Sequence[StoryEntry]
) -> Site:
    entries = tuple(
        _entry(check, composed.claims[claim_id])
        for claim_id, check in sorted(
            inputs.checks.items(), key=lambda item: (str(item[1].claim.said_on), item[0])
        )
    )
    return Site(
        edition=edition,
        entries=entries,
        stories=tuple(stories),
        corrections=inputs.corrections,
        not_updated=inputs.not_updated,
        not_tested=_not_tested(entries),
        cards=_cards(entries, inputs.desk.front),
        documents=inputs.documents,
    )


def _entry(check: Check, facts: Mapping[str, Any]) -> Entry:
    from assay.narrative.headlines import Case, headline
    from assay.narrative.words import words_in

    notes = {"held": HEADING, "review": UNDER_REVIEW, "unsigned": UNSIGNED}
    note = notes.get(facts["signoff"], "")
    words: tuple[Node, ...] = () if note else headline(Case(check, check.now, words_in("en")))
    return Entry(check.claim, facts["path"], words, check.now.name, note)


def _cards(entries: Sequence[Entry], wanted: Sequence[str]) -> tuple[Entry, ...]:
    """The claims the desk names; else the first tested ones of each topic in turn."""
    by_id = {entry.claim.claim_id: entry for entry in entries if entry.path and not entry.note}
    if wanted:
        return tuple(by_id[name] for name in wanted if name in by_id)[:CARDS]
    rated = {"supported", "overstated", "understated", "contradicted", "depends", "unproven"}
    topics: dict[str, list[Entry]] = {}
    for entry in sorted(by_id.values(), key=lambda e: not e.claim.in_founding_article):
        if entry.verdict in rated:
            topics.setdefault(entry.claim.topic, []).append(entry)
    chosen: list[Entry] = []
    while len(chosen) < CARDS and any(topics.values()):
        for waiting in topics.values():
            if waiting and len(chosen) < CARDS:
                chosen.append(waiting.pop(0))
    return tuple(chosen)


def _not_tested(entries: Sequence[Entry]) -> tuple[Node, ...]:
    from assay.quantities import TableOrigin, bind_count

    missing = [entry.claim.claim_id for entry in entries if entry.verdict == "not_tested"]
    if not missing:
        return ("Not tested: nothing. Every claim on file has a finding or a reason.",)
    count = bind_count(
        len(missing),
        key="edition/not-tested#count",
        what="Claims on file that are not tested",
        origin=TableOrigin("data/claims.csv, verdict not_tested", "", len(missing), ""),
    )
    rest = " claim on file" if len(missing) == 1 else " claims on file"
    return (
        "Not tested: ",
        count,
        f"{rest}, because we do not hold the source, the period or the text. Each page says what "
        "would settle it.",
    )


def _add_lists(composed: Composed, inputs: Inputs) -> None:
    site = composed.site
    pages = {
        "claims/index.html": write_claims(site),
        "claims/claims.csv": _claims_csv(inputs, site),
        "stories/index.html": write_stories(site),
        "corrections/index.html": write_corrections(site),
        "assets/search-index.js": write_index(site.entries),
    }
    for name, source in site.documents.items():
        pages[f"{name}/index.html"] = write_document(site, name, source)
    composed.files |= {path: text.encode() for path, text in pages.items()}
    composed.files |= read_assets()


def _claims_csv(inputs: Inputs, site: Site) -> str:
    """Every claim with its verdict, safe to open in a spreadsheet."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow("claim_id question speaker said_on tested_as verdict grade page".split())
    for entry in site.entries:
        claim, check = entry.claim, inputs.checks[entry.claim.claim_id]
        verdict = (entry.note, "") if entry.note else (check.now.name, check.now.grade or "")
        row = (claim.title, claim.speaker, str(claim.said_on), claim.tested_as, *verdict)
        writer.writerow([claim.claim_id, *map(safe_cell, row), entry.path])
    return buffer.getvalue()


def _verdict_word(name: str) -> str:
    from assay.narrative.words import words_in

    return words_in("en")[f"verdict.{name}"].lower() if name else ""
