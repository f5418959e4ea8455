"""The lists of an edition: front page, claims by topic, stories, corrections, downloads."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from assay.document import Node
from assay.editions.gates import Expected
from assay.editions.holds import HEADING
from assay.editions.inputs import Inputs
from assay.ledger import Change, Correction
from assay.model import Check
from assay.notify import summarise
from assay.pages import Edition, read_assets
from assay.pages.frame import verdict_in_words
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
    write_stories,
)
from assay.spreadsheets import safe_cell

UNSIGNED = "Not published: no editor has signed this page"
UNDER_REVIEW = "Under review"
CARDS = 6


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


def site_of(
    inputs: Inputs, edition: Edition, composed: Composed, stories: Sequence[StoryEntry]
) -> Site:
    """What the lists are made of: every claim with its verdict in words, every story."""
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
        f"{rest}. We hold no source, record or figure that settles them; each page says what "
        "would.",
    )


def add_lists(composed: Composed, inputs: Inputs) -> None:
    """Add every list, download, document and shared asset, except what tells of changes."""
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
                verdict_in_words(change.was).lower(),
                verdict_in_words(change.now).lower(),
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
